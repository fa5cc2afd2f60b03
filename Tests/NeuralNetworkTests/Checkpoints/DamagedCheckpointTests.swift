import Core
import Foundation
import Kernels
import Testing

@testable import NeuralNetwork

/// Files that are damaged, or made to do harm: a message, never a crash, and in a moment.
@Suite struct DamagedCheckpointTests {
  private static let files = [
    "keras-3.h5", "keras-3.keras", "keras-3.weights.h5", "keras-2.h5", "keras-2-weights-only.h5",
    "keras-3-functional.keras",
  ]
  /// How many versions of each file; more where someone has the time.
  static let rounds =
    ProcessInfo.processInfo.environment["CONVBOOK_FUZZ_ROUNDS"].flatMap(Int.init) ?? 300

  @Test(arguments: files)
  func noDamageCrashes(file: String) throws {
    let whole = try CheckpointFixtures.bytes(file)
    let model = try CheckpointFixtures.network()
    var opened = 0
    for round in 0..<Self.rounds {
      var random = RandomSequence(seed: UInt64(round), stream: 600)
      // The checksums of an archive notice most damage: what is in it is damaged too.
      let isInside = KerasArchive.isArchive(whole) && round % 4 > 0
      let bytes = isInside ? try damagedInside(whole, &random) : Self.damaged(whole, &random)
      guard let file = try? CheckpointFile(bytes, name: file) else { continue }
      opened += 1
      _ = try? file.model()
      try? file.loadWeights(into: model)
    }
    #expect(opened > Self.rounds / 20)
  }

  private func damagedInside(_ archive: [UInt8], _ random: inout RandomSequence) throws -> [UInt8] {
    var members = try KerasArchive.members(of: archive)
    let name = random.element([KerasArchive.config, KerasArchive.weights])
    members[name] = Self.damaged(members[name] ?? [], &random)
    return try KerasArchive.bytes(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  static func damaged(_ whole: [UInt8], _ random: inout RandomSequence) -> [UInt8] {
    var bytes = whole
    func place() -> Int {
      random.integer(0...(random.integer(0...1) == 0 ? min(4096, bytes.count) : bytes.count) - 1)
    }
    switch random.integer(0...4) {
    case 0: bytes.removeLast(random.integer(1...bytes.count))
    case 1: for _ in 0..<random.integer(1...4) { bytes[place()] ^= 1 << UInt8(random.integer(0...7)) }
    case 2: for _ in 0..<random.integer(1...4) { bytes[place()] = UInt8(random.integer(0...255)) }
    case 3:
      // Large and small numbers where sizes and addresses may be.
      let start = place() / 4 * 4
      let byte = random.element([0, 0xFF, 0x7F, 0x80, 1] as [UInt8])
      for k in start..<min(bytes.count, start + random.element([1, 2, 4, 8])) { bytes[k] = byte }
    default:
      // An address that leads to another part.
      let (from, to) = (place() / 8 * 8, place() / 8 * 8)
      for k in 0..<8 where max(from, to) + k < bytes.count { bytes[to + k] = bytes[from + k] }
    }
    return bytes
  }

  @Test func aFileThatIsCutOffSaysSo() throws {
    let bytes = try CheckpointFixtures.bytes("keras-3.h5")
    #expect(
      message { _ = try CheckpointFile(Array(bytes.prefix(30_000)), name: "x.h5") }
        == "x.h5: the file is cut off: it has 30000 of its 40632 bytes")
    let archive = try CheckpointFixtures.bytes("keras-3.keras")
    #expect(
      message { _ = try CheckpointFile(Array(archive.prefix(30_000)), name: "x.keras") }
        == "x.keras: the archive is damaged, cut off, or inflates beyond measure")
  }

  @Test func somethingElseIsNamed() throws {
    for bytes in [[], Array("hello".utf8), [UInt8](repeating: 0, count: 4096)] {
      #expect(
        message { _ = try CheckpointFile(bytes, name: "x") }
          == "x: it is no file of a model: neither Keras's (HDF5, or a .keras archive), nor ONNX's, nor of safetensors"
      )
    }
    let zip = try KerasArchive.bytes([("a.txt", Array("hello".utf8))])
    #expect(
      message { _ = try CheckpointFile(zip, name: "x") }
        == "x: it is a zip archive, but not one of Keras's: config.json or model.weights.h5 is missing")
    let empty = try HDF5Writer.bytes { _ in }
    let model = try Examples.quartersNetwork()
    #expect(
      message { try CheckpointFile(empty, name: "x").loadWeights(into: model) }
        == "x: it has no weights in it that Keras would find")
  }

  @Test func numbersOfAnotherTypeAreNamed() throws {
    let model = try Model([2], [dense(2)])
    let bytes = try HDF5Writer.bytes { (file) throws(ModelError) in
      try file.add(7, at: "layers/dense/vars/0")
      try file.add([0, 0], shape: [2], at: "layers/dense/vars/1")
    }
    #expect(
      message { try CheckpointFile(bytes, name: "x").loadWeights(into: model) }
        == "x: layer dense (Dense) expects a kernel of (2, 2), but that of dense in the file is ()")
  }

  /// JSON in JSON in JSON ...
  @Test func aDescriptionWithoutEndIsRefused() throws {
    for depth in [100, 500, 100_000] {
      let text = String(repeating: "{\"config\":[", count: depth)
      for text in [text, text + String(repeating: "]}", count: depth)] {
        let bytes = try HDF5Writer.bytes { (file) throws(ModelError) in
          try file.setAttribute("model_config", of: "/", to: text)
        }
        #expect(message { _ = try CheckpointFile(bytes, name: "x").model() }?.hasPrefix("x: it") == true)
      }
    }
  }

  @Test func namesCannotSteerATerminal() throws {
    let bytes = try HDF5Writer.bytes { (file) throws(ModelError) in
      try file.setAttribute("model_config", of: "/", to: #"{"class_name": "\u001b[2J\u0007"}"#)
    }
    #expect(
      message { _ = try CheckpointFile(bytes, name: "x").model() }?.contains("the class '?[2J?'") == true)
  }
}
