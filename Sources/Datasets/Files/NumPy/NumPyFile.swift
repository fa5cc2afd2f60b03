import Core
import Foundation

/// NumPy's file format for one array, `.npy`, versions 1.0 to 3.0.
///
/// Layout: `\x93NUMPY`, the version in two bytes, the length of the header (two bytes, from version 2 on four,
/// little-endian), the header (a Python dict of `descr`, `fortran_order` and `shape`), the elements.
/// Source: NumPy reference, `numpy.lib.format`.
enum NumPyFile {
  private static let magic = [0x93] + Array("NUMPY".utf8)

  /// What NumPy itself accepts without being told otherwise.
  private static let greatestHeader = 10_000

  /// Whether a file that begins with `start` is a `.npy` file.
  static func recognises(_ start: [UInt8]) -> Bool { start.starts(with: magic) }

  /// How many axes the array has in a file that begins with `start`; nil where that does not tell.
  static func rank(_ start: [UInt8]) -> Int? {
    guard recognises(start), start.count > 12 else { return nil }
    let header = start[8...].prefix { $0 != 0x0A }
    return try? parse(String(decoding: header, as: UTF8.self), path: "").0.count
  }

  /// - Throws: ``DatasetError`` where the file is not such a file, holds something other than numbers, or has
  ///   fewer or more bytes than its header promises.
  static func read(_ file: DataStream) throws -> NumPyArray {
    let path = file.path
    let (shape, type, isFortran) = try header(file)
    let size = try NumPyArray.size(shape: shape, type: type, place: path)
    let needs = "shape \(shape.tupleDescription) of \(type.name) needs \(size) bytes after the header"
    let most = file.greatestCount - file.offset
    guard size <= most else {
      let found =
        file.isCompressed ? "a gzip file of \(file.size) bytes cannot hold as many" : "found \(most)"
      throw DatasetError("\(path) is cut off: \(needs), \(found)")
    }
    let raw = try file.read(size)
    guard raw.count == size else {
      throw DatasetError("\(path) is cut off: \(needs), found \(raw.count)")
    }
    guard try file.read(1).isEmpty else {
      throw DatasetError("\(path) has bytes left over: \(needs), found more")
    }
    return try NumPyArray(raw, shape: shape, type: type, isFortran: isFortran, place: path)
  }

  /// Shape and type, which stand before the elements.
  /// - Throws: ``DatasetError`` as ``read(_:)`` does.
  static func header(_ file: DataStream) throws -> (Shape, NumPyType, isFortran: Bool) {
    let path = file.path
    let start = try file.read(8)
    guard recognises(start) else {
      throw DatasetError(
        "\(path) is not a NumPy .npy file: it looks like \(FileKind.guess(start).description(of: path))")
    }
    guard start.count == 8, (1...3).contains(start[6]) else {
      let version = start.count == 8 ? "version \(start[6]).\(start[7])" : "no version"
      throw DatasetError("\(path) is a NumPy file of \(version); versions 1.0 to 3.0 are read")
    }
    let lengthBytes = try file.read(start[6] == 1 ? 2 : 4)
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= greatestHeader else {
      throw DatasetError(
        "\(path) is damaged: its header should have \(length) bytes; NumPy's have at most \(greatestHeader)")
    }
    let bytes = try file.read(length)
    guard bytes.count == length else {
      throw DatasetError(
        "\(path) is cut off within its header: expected \(length) bytes, found \(bytes.count)")
    }
    return try parse(String(decoding: bytes, as: UTF8.self), path: path)
  }

  private static func parse(_ header: String, path: String) throws -> (Shape, NumPyType, isFortran: Bool) {
    func value(of key: String) throws -> Substring {
      guard let found = header.range(of: "'\(key)':") else {
        throw DatasetError("\(path) is damaged: its header does not tell '\(key)'")
      }
      return header[found.upperBound...].drop { $0 == " " }
    }
    let descr = try value(of: "descr")
    let text = descr.dropFirst().prefix { $0 != "'" }
    guard descr.first == "'", let type = NumPyType(String(text)) else {
      throw DatasetError(
        descr.first == "'"
          ? "\(path) holds \(NumPyType.refusal(of: String(text)))"
          : "\(path) holds elements with several fields; in Python, a[\"NAME\"] gives one of them; save images and "
            + "labels by themselves")
    }
    let order = try value(of: "fortran_order")
    guard order.hasPrefix("True") || order.hasPrefix("False") else {
      throw DatasetError("\(path) is damaged: its header's fortran_order is neither True nor False")
    }
    let tuple = try value(of: "shape")
    let lengths = tuple.dropFirst().prefix { $0 != ")" }.split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }.filter { !$0.isEmpty }
    // Python 2 wrote long integers with an L.
    let shape = lengths.compactMap { Int($0.hasSuffix("L") ? $0.dropLast() : $0[...]) }
    guard tuple.first == "(", tuple.contains(")"), shape.count == lengths.count,
      shape.count <= NumPyArray.greatestRank
    else {
      throw DatasetError("\(path) is damaged: its header's shape is not a tuple of lengths")
    }
    return (shape, type, order.hasPrefix("True"))
  }
}
