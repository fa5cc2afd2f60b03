import Core

/// Reads the binary version of CIFAR-10: `data_batch_1.bin` ... `data_batch_5.bin`, `test_batch.bin`.
///
/// Layout: 3073 bytes an image, its class number and then the planes of red, green and blue, 32x32 each.
/// Source: Krizhevsky, "The CIFAR-10 dataset", section "Binary version",
/// https://www.cs.toronto.edu/~kriz/cifar.html
struct CIFARReader: DatasetReader {
  let format = "CIFAR-10's binary files (data_batch_1.bin ... test_batch.bin)"

  static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  private static let names = Splits(train: (1...5).map { "data_batch_\($0).bin" }, test: ["test_batch.bin"])
  private static let pixels = 32 * 32
  private static let recordSize = 1 + 3 * pixels

  func recognises(_ source: DataSource) -> Bool {
    source.file(named: Self.names.values.flatMap(\.self)) != nil
  }

  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    let files = try source.batches(Self.names)
    // An archive is passed over once, in its own order; the batches are put into theirs afterwards.
    var batches: [String: [UInt8]] = [:]
    try source.read(files.values.flatMap(\.self)) { batches[$0.name] = try Self.readBatch($1) }
    let contents = files.map { files in
      Self.content(files.compactMap { batches[$0.name] }, path: files[0].path)
    }
    return try Dataset(
      name: name, contents, classNames: classNames ?? Self.classNames, origin: "CIFAR-10's binary files",
      location: source.path)
  }

  private static func readBatch(_ file: DataStream) throws -> [UInt8] {
    let bytes = try file.readAll(limit: 1 << 28)
    guard !bytes.isEmpty, bytes.count.isMultiple(of: recordSize) else {
      let (images, rest) = bytes.count.quotientAndRemainder(dividingBy: recordSize)
      throw DatasetError(
        "\(file.path) is cut off, or not one of CIFAR-10: expected \(recordSize) bytes an image, found \(images) "
          + "images and \(rest) bytes")
    }
    for (image, place) in stride(from: 0, to: bytes.count, by: recordSize).enumerated()
    where bytes[place] >= classNames.count {
      throw DatasetError(
        "\(file.path) is damaged, or not one of CIFAR-10: image \(image) has the class \(bytes[place]), at byte "
          + "\(place); expected 0 to \(classNames.count - 1)")
    }
    return bytes
  }

  /// The images of some batches, their planes turned into (height, width, channels).
  private static func content(_ batches: [[UInt8]], path: String) -> SplitContent {
    let count = batches.reduce(0) { $0 + $1.count / recordSize }
    var classes: [Int32] = []
    var planes: [UInt8] = []
    planes.reserveCapacity(count * 3 * pixels)
    for batch in batches {
      for record in stride(from: 0, to: batch.count, by: recordSize) {
        classes.append(Int32(batch[record]))
        planes += batch[record + 1..<record + recordSize]
      }
    }
    let bytes = ChannelsFirst.turned(planes, channels: 3, area: pixels)
    return SplitContent(
      images: Tensor(shape: [count, 32, 32, 3], bytes: bytes), classes: classes, imagesPath: path,
      labelsPath: path)
  }
}

extension DataSource {
  /// The files of CIFAR's batches that are there, by their names; of a split none or all, but where one file was named.
  /// - Throws: ``DatasetError`` naming those that are missing.
  func batches(_ names: Splits<[String]>) throws -> Splits<[DataFile]> {
    try Splits { split in
      let names = names[split] ?? []
      let files = names.compactMap { file(named: [$0]) }
      if files.isEmpty { return nil }
      guard kind == .file || files.count == names.count else {
        let missing = names.filter { file(named: [$0]) == nil }
        throw DatasetError("\(path) has no \(missing.joined(separator: ", ")), which the other files need")
      }
      return files
    }
  }
}
