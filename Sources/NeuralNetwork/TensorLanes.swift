import Kernels

extension Tensor {
  /// Puts up to 16 rows side by side into lanes, `[channel][y][x]`; lanes without a row are zero.
  ///
  /// - Parameters:
  ///   - indices: the rows, `count` of them.
  ///   - channels: the length of the last axis that becomes the first, 1 where there is none.
  ///   - lanes: `rowSize` lanes.
  func fill(
    _ lanes: UnsafeMutablePointer<Lanes>, rows indices: UnsafePointer<Int32>, count: Int, channels: Int
  ) {
    let values = UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Float.self)
    if count < laneCount { for k in 0..<rowSize { lanes[k] = Lanes() } }
    let plane = rowSize / max(1, channels)
    // Some pixels of all images, then the next: what is written stays in the first cache meanwhile.
    for start in stride(from: 0, to: rowSize, by: 128) {
      let range = start..<min(rowSize, start + 128)
      for n in 0..<count {
        if channels == 1 {
          forEachElement(ofRow: Int(indices[n]), in: range) { k, value in values[k &* laneCount &+ n] = value
          }
        } else {
          forEachElement(ofRow: Int(indices[n]), in: range) { k, value in
            values[(k % channels &* plane &+ k / channels) &* laneCount &+ n] = value
          }
        }
      }
    }
  }
}
