import Core
import Foundation

@testable import CellLanguage
@testable import Datasets
@testable import NeuralNetwork

/// The readers, of which the one of cells is the language itself, each fuzzed by itself. The one that is meant is named by the environment's `READER`.
private enum Reader: String, CaseIterable {
  case idx, npy, pickle, csv, cifar, archive, png, jpeg, netpbm, bmp, gif, webp, tiff, table, onnx,
    safetensors, cell

  static let meant: Reader = {
    let name = ProcessInfo.processInfo.environment["READER"] ?? ""
    guard let reader = Reader(rawValue: name) else {
      fatalError("READER='\(name)': expected one of " + allCases.map(\.rawValue).joined(separator: ", "))
    }
    return reader
  }()

  /// What errors call the input; CIFAR-10 is told by it.
  var fileName: String { self == .cifar ? "test_batch.bin" : "fuzzed" }

  /// Reads `bytes`, whatever they are.
  func read(_ bytes: [UInt8]) throws {
    switch self {
    case .idx:
      let idx = try IDX(stream(bytes), axes: 1...4, content: "images")
      precondition(idx.shape.elementCount == idx.bytes.count)
    case .npy:
      let array = try NumPyFile.read(stream(bytes))
      _ = try? array.labels(place: fileName)
      try check(content(array.images(place: fileName, title: fileName).images))
    case .pickle:
      for content in try PickleReader.splits(stream(bytes), of: .train).values { try check(content) }
    case .csv:
      // Small tables are only read where their size is said.
      for options in [
        LoadOptions(size: [4, 4]), LoadOptions(size: [2, 4, 2], skipsBroken: true, label: "last"),
        LoadOptions(),
      ] {
        do { try check(PixelTable.read(stream(bytes), options: options)) } catch let error as DatasetError {
          if options == LoadOptions() { throw error }
        }
      }
    case .table: _ = try ImageTable(bytes, path: fileName) { $0.hasSuffix("g") || Int($0) != nil }
    case .png, .jpeg, .netpbm, .bmp, .gif, .webp, .tiff:
      let image = try RasterImage(decoding: bytes, file: fileName)
      precondition(image.elements.count == image.height * image.width * image.channels)
      let header = try ImageHeader(ofFileBeginning: bytes)
      precondition((header.height, header.width) == (image.height, image.width))
    case .onnx:
      let (model, _) = try CheckpointFile(bytes, name: fileName).model()
      // What was read can be written, and then is the same.
      let back = try CheckpointFile(model.saved(as: .onnx), name: fileName).model().model
      precondition(back.parameters.elementsEqual(model.parameters) { $0.bitPattern == $1.bitPattern })
    case .safetensors: try CheckpointFile(bytes, name: fileName).loadWeights(into: Self.network())
    case .cell: Cell(String(decoding: bytes, as: UTF8.self)).run()
    case .cifar: try check(file: bytes)
    case .archive: try check(file: repairingTarChecksums(of: bytes))
    }
  }

  /// The network whose weights seeds.py writes.
  private static func network() throws -> Model {
    try Model(
      name: "net", input: [3],
      layers: [(layer: Dense(Options(["units": .integer(2)])), name: "dense")], seed: 0)
  }

  private func stream(_ bytes: [UInt8]) throws -> DataStream {
    try DataStream(MemoryBytes(bytes), path: fileName, size: bytes.count)
  }

  // MARK: - What a reader gives must be whole

  private func content(_ images: Tensor) -> SplitContent {
    SplitContent(images: images, classes: nil, imagesPath: fileName, labelsPath: fileName)
  }

  private func check(_ content: SplitContent) throws {
    check(try Dataset(name: "set", Splits(train: content), classNames: nil, origin: "fuzzer", location: ""))
  }

  private func check(file bytes: [UInt8]) throws {
    let path = Self.folder.path + "/" + fileName
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    if let set = try DatasetReaders.read(path, name: "set", classNames: nil, options: LoadOptions()) {
      check(set)
    }
  }

  /// `load` describes every set that it reads.
  private func check(_ set: Dataset) {
    for examples in set.splits.values {
      precondition(examples.images.count == examples.labels.count)
      // Files are read into one array.
      guard let even = examples.even else { preconditionFailure("images of differing sizes") }
      precondition(even.images.shape.elementCount == even.images.floats.count)
    }
    precondition(!set.description.isEmpty)
  }

  /// A folder of this process's own, removed when it ends.
  private static let folder: URL = {
    let name = "convbook-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(name)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch { fatalError("\(error)") }
    atexit { try? FileManager.default.removeItem(at: folder) }
    return url
  }()
}

/// A cell of whatever text. It is read and, where it only calculates, run.
private final class Cell: SessionHost {
  private let text: String
  private var asked = 0

  init(_ text: String) { self.text = text }

  /// The verbs that take no more time and memory than their text lets expect.
  private static let cheap = Set(
    VerbFamily.all.filter { $0.name == "numbers" }.flatMap(\.verbs).map { $0.declaration.name }
      + ["print", "table", "seed", "undo", "reset", "argmax", "help"])
  private static let dear = verbTypes.map { $0.declaration.name }.filter { !cheap.contains($0) }

  /// Asks to stop twice, in the end: that ends whatever runs.
  var interruptRequests: Int {
    asked += 1
    return asked > 2000 ? 2 : 0
  }

  func receive(_ output: Output) { _ = output.text }

  func run() {
    _ = Session.isIncomplete(text)
    let words = text.split { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "_") }
    guard !words.contains(where: { Self.dear.contains(String($0)) }) else {
      do throws(Diagnostic) { _ = try Session.parser(text).parse() } catch { check(error) }
      return
    }
    var settings = Session.Settings(search: DataSearch(environment: [:], systemFolders: []))
    settings.threads = 1
    let session = Session(settings)
    do throws(Diagnostic) { try session.run(text, for: self) } catch { check(error) }
    do throws(Diagnostic) { try session.run("undo", for: self) } catch { check(error, in: "undo") }
    _ = session.completion(of: text, at: text.utf8.count)
  }

  /// An error stands somewhere in the text, and can be shown.
  private func check(_ error: Diagnostic, in source: String? = nil) {
    let source = source ?? text
    precondition(0 <= error.range.start && error.range.start <= error.range.end)
    precondition(error.range.end <= source.utf8.count)
    precondition(error.rendered(source: source, cell: 1).contains("^"))
  }
}

/// Bytes in memory, as a file gives them.
private final class MemoryBytes: ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(rest.count, buffer.count)
    buffer.copyBytes(from: rest.prefix(count))
    rest = rest.dropFirst(count)
    return count
  }
}

/// A tar archive whose headers have right checksums, without which no change of theirs would be looked at.
/// Source: POSIX, pax, "ustar Interchange Format".
private func repairingTarChecksums(of bytes: [UInt8]) -> [UInt8] {
  var bytes = bytes
  for header in stride(from: 0, to: bytes.count - 511, by: 512)
  where bytes[header + 257..<header + 262].elementsEqual("ustar".utf8) {
    let field = header + 148..<header + 156
    bytes.replaceSubrange(field, with: repeatElement(0x20, count: 8))
    let sum = bytes[header..<header + 512].reduce(0) { $0 + Int($1) }
    bytes.replaceSubrange(field, with: String(format: "%06o\0 ", sum).utf8)
  }
  return bytes
}

/// libFuzzer's entry: https://llvm.org/docs/LibFuzzer.html. Bad input may only throw a `DatasetError` or a
/// `ModelError` that names the file; a trap, a leak, a hang or too much memory ends the run and leaves the input in a file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  do {
    try Reader.meant.read(Array(UnsafeBufferPointer(start: start, count: count)))
  } catch let error as DatasetError {
    precondition(error.description.contains(Reader.meant.fileName), "\(error) names no file")
  } catch let error as ModelError {
    precondition(error.message.contains(Reader.meant.fileName), "\(error) names no file")
  } catch {
    fatalError("\(error) is neither a DatasetError nor a ModelError")
  }
  return 0
}
