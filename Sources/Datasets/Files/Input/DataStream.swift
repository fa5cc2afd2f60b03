/// A file, or a file within an archive, read from its start to its end a piece at a time.
///
/// The bytes of a gzip file come out inflated. Which files those are is told from their first bytes, not
/// from their names, and their checksums are verified on the way.
final class DataStream {
  /// What messages call it: the file's path, or `archive.zip/name`.
  let path: String
  /// The size in bytes before inflation: true of a file, claimed by its header of a file in an archive.
  let size: Int
  /// Whether the bytes are a gzip file's.
  var isCompressed: Bool { gunzip != nil }
  /// The most bytes that can come, whatever the headers inside say. Memory is never asked for beyond it.
  let greatestCount: Int
  /// How many bytes have been read.
  private(set) var offset = 0

  private let input: InputBuffer
  private let gunzip: Gunzip?
  private var peeked: ArraySlice<UInt8> = []

  /// Told once, when bytes are used and not only looked at.
  private var whenRead: (() -> Void)?

  /// - Throws: ``DatasetError`` where there is no such file, it may not be read, or it is not a regular file.
  convenience init(path: String) throws {
    let file = try FileBytes(path: path)
    try self.init(file, path: path, size: file.size)
  }

  /// A file of its own, not one in an archive.
  convenience init(_ file: DataFile, whenRead: (() -> Void)? = nil) throws {
    let bytes = try FileBytes(path: file.path, bytes: file.pathBytes)
    try self.init(bytes, path: file.path, size: bytes.size, whenRead: whenRead)
  }

  /// - Parameter limit: what an archive around the file lets it inflate to, so that packing twice gains nothing.
  init(
    _ source: any ByteSource, path: String, size: Int, limit: Int = .max, whenRead: (() -> Void)? = nil
  ) throws {
    self.path = path
    self.size = size
    self.whenRead = whenRead
    input = InputBuffer(source)
    try input.refill()
    let isGzip = input.bytes.starts(with: [0x1F, 0x8B])
    gunzip = isGzip ? Gunzip() : nil
    greatestCount = min(isGzip ? Inflation.greatestCount(from: size) : size, limit)
  }

  /// The next `count` bytes, fewer only at the end.
  /// - Throws: ``DatasetError`` where a gzip stream is damaged, the file cannot be read, or more came than its
  ///   size allows. Bytes before the end of a gzip stream that is cut off are given; reading on throws.
  func read(_ count: Int) throws -> [UInt8] {
    // With room for one byte more than can be: only reading on tells that a file ends.
    let possible = max(0, min(count, max(0, greatestCount - offset) + 1))
    return try [UInt8](unsafeUninitializedCapacity: possible) { buffer, filled in
      filled = try read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Fills `buffer`, less of it only at the end, and tells how many bytes came. Throws as ``read(_:)`` does.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    whenRead?()
    whenRead = nil
    guard offset <= greatestCount else {
      throw DatasetError(
        "\(path) is refused: it holds more than the \(greatestCount) bytes that its size allows")
    }
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      do {
        let got = try nextBytes(into: rest)
        if got == 0 { break }
        filled += got
        offset += got
      } catch Gunzip.Failure.cutOff where filled > 0 {
        break
      } catch Gunzip.Failure.cutOff {
        throw DatasetError(
          "\(path) is cut off: its gzip data ends without the checksum, after \(offset) bytes")
      } catch Gunzip.Failure.damaged(let reason) {
        throw DatasetError("cannot read \(path): its gzip data is damaged (\(reason))")
      }
    }
    return filled
  }

  private func nextBytes(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if !peeked.isEmpty {
      let count = min(peeked.count, buffer.count)
      buffer.copyBytes(from: peeked.prefix(count))
      peeked = peeked.dropFirst(count)
      return count
    }
    return try gunzip?.inflate(input, into: buffer) ?? input.read(into: buffer)
  }

  /// The next `count` bytes, which will be read again; fewer only at the end.
  func peek(_ count: Int) throws -> [UInt8] {
    let told = whenRead
    whenRead = nil
    defer { whenRead = told }
    let start = try read(count)
    peeked = start[...] + peeked
    offset -= start.count
    return start
  }

  /// The bytes up to the end of the line, without it; nil where the file ends before.
  func readLine() throws -> [UInt8]? {
    var line: [UInt8] = []
    while true {
      if peeked.isEmpty {
        let piece = try read(1 << 16)
        guard !piece.isEmpty else { return nil }
        offset -= piece.count
        peeked = piece[...]
      }
      let end = peeked.firstIndex(of: 0x0A)
      line += peeked[..<(end ?? peeked.endIndex)]
      let used = (end.map { $0 + 1 } ?? peeked.endIndex) - peeked.startIndex
      offset += used
      peeked = peeked.dropFirst(used)
      if end != nil { return line }
    }
  }

  /// All bytes that follow.
  /// - Throws: ``DatasetError`` where there are more than `limit`, and as ``read(_:)`` does.
  func readAll(limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = try read(isCompressed ? max(1 << 16, bytes.count) : max(1, greatestCount))
      if piece.isEmpty { return bytes }
      bytes = bytes.isEmpty ? piece : bytes + piece
      guard bytes.count <= limit else {
        throw DatasetError("\(path) is too large: it holds more than \(limit) bytes")
      }
    }
  }
}
