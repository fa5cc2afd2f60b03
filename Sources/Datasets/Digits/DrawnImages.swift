import Core

/// Images that the program draws itself, on all processors.
enum DrawnImages {
  /// - Parameters:
  ///   - count: the number of images.
  ///   - size: the bytes of each.
  ///   - draw: fills all bytes of the image of that number. It may depend on nothing else, so that images are
  ///     the same however many are drawn and by however many threads.
  /// - Throws: ``Work/Cancelled``; ``DatasetError`` where there is not so much memory.
  static func bytes(
    count: Int, size: Int, draw: @Sendable (_ index: Int, _ image: UnsafeMutableBufferPointer<UInt8>) -> Void
  ) throws -> [UInt8] {
    try check(count: count, size: size)
    return try [UInt8](unsafeUninitializedCapacity: count * size) { bytes, filled in
      // Each call writes its own image and nothing else.
      nonisolated(unsafe) let bytes = bytes
      let piece = 16
      try Work.inBlocks(of: 64 * piece, count) { block in
        WorkerPool.forEach(block.count, piece: piece) { i in
          let k = block.lowerBound + i
          draw(k, UnsafeMutableBufferPointer(rebasing: bytes[k * size..<(k + 1) * size]))
        }
      }
      filled = count * size
    }
  }

  /// - Throws: ``DatasetError`` where there is not so much memory.
  static func check(count: Int, size: Int) throws {
    let bytes = [count, size].elementCount
    if let refusal = MachineMemory.refusal(of: "\(count) images", bytes: bytes) {
      throw DatasetError(refusal)
    }
  }
}
