/// Bytes taken from a source in pieces and not used yet.
final class InputBuffer {
  private let source: any ByteSource
  private let storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 17)
  private var used = 0..<0

  init(_ source: any ByteSource) { self.source = source }

  deinit { storage.deallocate() }

  var isEmpty: Bool { used.isEmpty }

  var bytes: UnsafeMutableBufferPointer<UInt8> { UnsafeMutableBufferPointer(rebasing: storage[used]) }

  /// Replaces the used bytes by the next piece; it stays empty at the end of the source.
  func refill() throws { used = 0..<(try source.read(into: UnsafeMutableRawBufferPointer(storage))) }

  func drop(_ count: Int) { used = used.dropFirst(count) }

  /// Fills `output`, straight from the source where no bytes wait here. 0 tells the end.
  func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    if isEmpty { return try source.read(into: output) }
    let count = min(used.count, output.count)
    output.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<count]))
    drop(count)
    return count
  }
}
