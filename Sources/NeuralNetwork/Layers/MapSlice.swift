import Kernels

/// A part of a map: every so many rows and columns of it, and some of its channels.
struct MapSlice: Sendable {
  /// Of the whole map.
  let map: MapSize
  let row, rowStep, rows: Int
  let column, columnStep, columns: Int
  var channels: Range<Int>

  var count: Int { rows * columns * channels.count }

  /// Copies the part out of a map.
  func gather(_ lanes: UnsafePointer<Lanes>, into part: UnsafeMutablePointer<Lanes>) {
    forEachPixel { part.advanced(by: $1).update(from: lanes + $0, count: channels.count) }
  }

  /// Copies the part into a map.
  func scatter(_ part: UnsafePointer<Lanes>, into lanes: UnsafeMutablePointer<Lanes>) {
    forEachPixel { lanes.advanced(by: $0).update(from: part + $1, count: channels.count) }
  }

  @inline(__always)
  private func forEachPixel(_ body: (_ place: Int, _ placeInPart: Int) -> Void) {
    var next = 0
    for y in 0..<rows {
      for x in 0..<columns {
        let pixel = (row &+ y &* rowStep) &* map.width &+ column &+ x &* columnStep
        body(pixel &* map.channels &+ channels.lowerBound, next)
        next &+= channels.count
      }
    }
  }
}
