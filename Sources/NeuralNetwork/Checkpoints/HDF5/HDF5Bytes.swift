import Core

/// The bytes of an HDF5 file, read with care: they may come from anyone, damaged or made to do harm.
///
/// libhdf5 is not used for reading: of files with a few wrong bits, its version 1.10 crashes on one in sixty.
final class HDF5Bytes {
  private let bytes: [UInt8]
  /// How much work may still be done. A sound file needs far less than this; one whose parts refer to each other
  /// again and again would keep a reader busy for ever.
  private var budget: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    budget = bytes.count + 100_000
  }

  var count: Int { bytes.count }

  /// Counts `work` steps. - Throws: where there were too many of them.
  func spend(_ work: Int) throws(ModelError) {
    guard work <= budget else { throw .damagedHDF5("its parts refer to each other without end") }
    budget -= work
  }

  /// The range of `count` bytes from `start` on. - Throws: where the file has no such range.
  func range(_ start: Int, count: Int) throws(ModelError) -> Range<Int> {
    guard start >= 0, count >= 0, start <= bytes.count, count <= bytes.count - start else {
      throw .damagedHDF5("something in it is said to lie where the file has ended")
    }
    return start..<start + count
  }

  /// A little-endian number of 1 to 8 bytes. All ones, HDF5's "nowhere", and everything too large for an `Int` are
  /// no places in any file: they become `Int.max`.
  func number(at start: Int, size: Int) throws(ModelError) -> Int {
    var value: UInt64 = 0
    for byte in bytes[try range(start, count: size)].reversed() { value = value << 8 | UInt64(byte) }
    return Int(exactly: value) ?? .max
  }

  func byte(at start: Int) throws(ModelError) -> UInt8 { bytes[try range(start, count: 1).lowerBound] }

  /// An address or a length.
  func address(at start: Int) throws(ModelError) -> Int { try number(at: start, size: 8) }

  /// Throws unless these four letters stand at `start`.
  func expect(_ signature: String, at start: Int) throws(ModelError) {
    guard bytes[try range(start, count: 4)].elementsEqual(signature.utf8) else {
      throw .damagedHDF5("one of its parts does not begin with \(signature)")
    }
  }

  /// The text in a range, up to its first zero byte. Control characters, which could steer a terminal, become `?`.
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].prefix { $0 != 0 }, as: UTF8.self).printable
  }

  /// Whether the bytes in a range are these.
  func matches(_ expected: [UInt8], at start: Int) -> Bool {
    (try? range(start, count: expected.count)).map { bytes[$0].elementsEqual(expected) } ?? false
  }

  /// The numbers in a range, one after the other.
  func values<Number: BinaryFloatingPoint>(_ range: Range<Int>, as type: Number.Type) -> [Float] {
    bytes.withUnsafeBytes { all in
      let bytes = UnsafeRawBufferPointer(rebasing: all[range])
      return (0..<bytes.count / MemoryLayout<Number>.size).map {
        Float(bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self))
      }
    }
  }
}

extension ModelError {
  /// A file that breaks the rules of its format.
  static func damagedHDF5(_ how: String) -> ModelError { ModelError("the file is damaged: \(how)") }
}

extension String {
  /// The text without control characters.
  var printable: String {
    String(
      unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : Character($0) })
  }
}
