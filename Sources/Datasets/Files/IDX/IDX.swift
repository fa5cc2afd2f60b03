import Core

/// An array of bytes from an IDX file, the format of MNIST and its successors.
///
/// Layout: 0, 0, the type of the elements (0x08 is an unsigned byte), the number of axes; then the length of
/// each axis as a big-endian 32-bit integer; then the elements, the last axis running fastest.
/// Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", section "File formats",
/// http://yann.lecun.com/exdb/mnist
struct IDX {
  let shape: Shape
  let bytes: [UInt8]

  private static let types: [(code: UInt8, name: String)] = [
    (0x08, "unsigned byte"), (0x09, "signed byte"), (0x0B, "16-bit integer"), (0x0C, "32-bit integer"),
    (0x0D, "32-bit float"), (0x0E, "64-bit float"),
  ]

  /// Larger arrays are refused, so that a file cannot ask for all the memory; MNIST has 47 million bytes.
  private static let greatestCount = Int(Int32.max)

  /// Reads an IDX file.
  /// - Parameters:
  ///   - axes: the numbers of axes that `content` can have.
  ///   - content: what the file should hold, for messages: "images".
  /// - Throws: ``DatasetError`` where the file is not IDX, has other types or axes, or has fewer
  ///   or more bytes than its header promises.
  init(_ file: DataStream, axes: ClosedRange<Int>, content: String) throws {
    shape = try Self.readHeader(file, axes: axes, content: content)
    bytes = try Self.readElements(file, shape: shape)
  }

  /// Whether a file that begins with `start` is an IDX file.
  static func recognises(_ start: [UInt8]) -> Bool {
    start.count >= 4 && start[0] == 0 && start[1] == 0 && types.contains { $0.code == start[2] }
  }

  private static func readHeader(_ file: DataStream, axes: ClosedRange<Int>, content: String) throws -> Shape
  {
    let path = file.path
    guard file.size > 0 else { throw DatasetError("\(path) is empty; expected an IDX file of \(content)") }
    let magic = try file.read(4)
    guard recognises(magic) else {
      if magic.count < 4 {
        throw DatasetError("\(path) has only \(magic.count) bytes; an IDX file of \(content) has at least 8")
      }
      let kind = FileKind.guess(magic + (try file.read(508))).description(of: path)
      throw DatasetError("\(path) is not an IDX file of \(content): it looks like \(kind)")
    }
    guard magic[2] == 0x08 else {
      let name = types.first { $0.code == magic[2] }?.name ?? "unknown"
      throw DatasetError("\(path) holds elements of type '\(name)'; images and labels must be unsigned bytes")
    }
    let rank = Int(magic[3])
    guard axes.contains(rank) else {
      let expected = axes.count == 1 ? "\(axes.lowerBound)" : "\(axes.lowerBound) or \(axes.upperBound)"
      throw DatasetError(
        "\(path) holds an array with \(rank) axes; \(content) have \(expected)"
          + " (are images and labels exchanged?)")
    }
    let lengths = try file.read(4 * rank)
    guard lengths.count == 4 * rank else {
      throw DatasetError(
        "\(path) is cut off within its header: expected \(4 + 4 * rank) bytes, found \(4 + lengths.count)")
    }
    return (0..<rank).map { axis in
      (0..<4).reduce(0) { $0 << 8 | Int(lengths[4 * axis + $1]) }
    }
  }

  private static func readElements(_ file: DataStream, shape: Shape) throws -> [UInt8] {
    let path = file.path
    let sizes = shape.crossDescription
    guard let count = shape.elementCount, count <= greatestCount else {
      throw DatasetError(
        "\(path) is damaged or too large: its header promises \(sizes) bytes, and at most "
          + "\(greatestCount) are read")
    }
    guard count > 0 else { throw DatasetError("\(path) holds nothing: its header gives the sizes \(sizes)") }

    let header = 4 + 4 * shape.count
    guard count <= file.greatestCount - header else {
      let found =
        file.isCompressed
        ? "a gzip file of \(file.size) bytes cannot hold as many" : "found \(file.greatestCount - header)"
      throw DatasetError("\(path) is cut off: \(sizes) needs \(count) bytes after the header, \(found)")
    }
    let bytes = try file.read(count)
    guard bytes.count == count else {
      throw DatasetError(
        "\(path) is cut off: \(sizes) needs \(count) bytes after the header, found \(bytes.count)")
    }
    guard try file.read(1).isEmpty else {
      let found = file.isCompressed ? "at least \(count + 1)" : "\(file.greatestCount - header)"
      throw DatasetError(
        "\(path) has bytes left over: \(sizes) needs \(count) bytes after the header, found \(found)")
    }
    return bytes
  }
}
