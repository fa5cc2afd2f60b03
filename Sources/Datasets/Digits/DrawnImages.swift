import Dispatch
import NeuralNetwork

/// Images that the program draws itself, on all processors.
enum DrawnImages {
  /// - Parameters:
  ///   - count: the number of images.
  ///   - size: the bytes of each.
  ///   - draw: fills all bytes of the image of that number. It may depend on nothing else, so that images are
  ///     the same however many are drawn and by however many threads.
  /// - Throws: ``Work/Cancelled``.
  static func bytes(
    count: Int, size: Int, draw: @Sendable (_ index: Int, _ image: UnsafeMutableBufferPointer<UInt8>) -> Void
  ) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count * size) { bytes, filled in
      // Each piece writes its own images and nothing else.
      nonisolated(unsafe) let bytes = bytes
      let piece = 16
      try Work.inBlocks(of: 64 * piece, count) { block in
        DispatchQueue.concurrentPerform(iterations: (block.count + piece - 1) / piece) { p in
          let first = block.lowerBound + p * piece
          for k in first..<min(first + piece, block.upperBound) {
            draw(k, UnsafeMutableBufferPointer(rebasing: bytes[k * size..<(k + 1) * size]))
          }
        }
      }
      filled = count * size
    }
  }
}
