import NeuralNetwork

/// A table of pixels, comma-separated: one image a line, whole numbers from 0 to 255, the label in one column
/// or nowhere.
struct PixelTable {
  private let path: String
  private let columns: PixelColumns
  private var pixels: [UInt8] = []
  private var labels: [Int32] = []
  private var rows = 0
  /// The number of the line read last, counted from 1.
  private var line = 0

  private static let greatestLine = 1 << 20
  private static let greatestCount = Int(Int32.max)
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The columns of a table that begins with `start`, of which 64 KB are enough; nil where it is none.
  static func columns(_ start: [UInt8]) -> PixelColumns? {
    PixelColumns(line: Array(firstLine(start)))
  }

  private static func firstLine(_ start: [UInt8]) -> ArraySlice<UInt8> {
    start.dropFirst(start.starts(with: byteOrderMark) ? 3 : 0).prefix { $0 != 0x0A }
  }

  /// Reads a table.
  /// - Throws: ``DatasetError`` naming the line and the column where a value is not a whole number from 0 to
  ///   255, or the line where there are more or fewer values than columns.
  static func read(_ file: DataStream) throws -> SplitContent {
    let start = try file.peek(greatestLine)
    guard !start.isEmpty else { throw DatasetError("\(file.path) is empty; expected a table of pixels") }
    guard let columns = columns(start) else {
      let count = firstLine(start).reduce(1) { $0 + ($1 == 0x2C ? 1 : 0) }
      throw DatasetError(
        "\(file.path) has \(count) columns; expected the pixels of square images, such as 784 for 28x28, with a "
          + "label or without")
    }
    var table = PixelTable(path: file.path, columns: columns)
    try table.readLines(file)
    guard table.rows > 0 else { throw DatasetError("\(file.path) has a header, but no rows") }
    let shape = [table.rows, columns.side, columns.side, 1]
    return SplitContent(
      images: Tensor(shape: shape, bytes: table.pixels), classes: columns.label == nil ? nil : table.labels,
      imagesPath: file.path, labelsPath: file.path)
  }

  private init(path: String, columns: PixelColumns) {
    self.path = path
    self.columns = columns
  }

  private mutating func readLines(_ file: DataStream) throws {
    // The bytes of a line that the last piece did not end.
    var rest: [UInt8] = []
    while true {
      let piece = try file.read(1 << 20)
      let isLast = piece.isEmpty
      let bytes = rest + piece
      try bytes.withUnsafeBufferPointer { bytes in
        var begin = line == 0 && bytes.starts(with: Self.byteOrderMark) ? 3 : 0
        while begin < bytes.count {
          let end = bytes[begin...].firstIndex(of: 0x0A)
          if end == nil, !isLast { break }
          try readLine(UnsafeBufferPointer(rebasing: bytes[begin..<(end ?? bytes.count)]))
          begin = end.map { $0 + 1 } ?? bytes.count
        }
        rest = Array(bytes[begin...])
      }
      if isLast { return }
      guard rest.count <= Self.greatestLine else {
        throw DatasetError("\(path), line \(line + 1), is longer than \(Self.greatestLine) bytes")
      }
    }
  }

  private mutating func readLine(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    line += 1
    if line == 1, columns.names != nil { return }
    if bytes.allSatisfy(PixelLine.isSpace) { return }
    let pixelCount = columns.side * columns.side
    guard pixels.count <= Self.greatestCount - pixelCount else {
      throw DatasetError("\(path) is too large: more than \(Self.greatestCount) pixels")
    }
    let row = pixels.count
    pixels.append(contentsOf: repeatElement(0, count: pixelCount))
    let reader = PixelLine(bytes: bytes, columns: columns, path: path, number: line)
    let label = try pixels.withUnsafeMutableBufferPointer { pixels in
      try reader.read(into: UnsafeMutableBufferPointer(rebasing: pixels[row...]))
    }
    if columns.label != nil { labels.append(label) }
    rows += 1
  }
}
