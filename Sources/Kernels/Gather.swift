/// Puts up to sixteen rows of numbers side by side: `lanes[k][n] = rows[n][k]`; lanes without a row are 0.
///
/// Sixteen numbers of each row at a time are looked up into a square, which is then transposed: reading and writing
/// both go along memory.
/// - Parameters:
///   - rows: `images` pointers to `count` numbers each.
///   - lanes: `count` lanes.
public func gather(
  _ rows: UnsafePointer<UnsafePointer<Float>>, images: Int, count: Int,
  into lanes: UnsafeMutablePointer<Lanes>
) {
  gather(images: images, count: count, into: lanes) { n, k in rows[n][k] }
}

/// The same of codes that stand for `values[code]`.
public func gather(
  _ rows: UnsafePointer<UnsafePointer<UInt8>>, values: UnsafePointer<Float>, images: Int, count: Int,
  into lanes: UnsafeMutablePointer<Lanes>
) {
  gather(images: images, count: count, into: lanes) { n, k in values[Int(rows[n][k])] }
}

/// The same of codes that stand for `values[code]`.
public func gather(
  _ rows: UnsafePointer<UnsafePointer<UInt16>>, values: UnsafePointer<Float>, images: Int, count: Int,
  into lanes: UnsafeMutablePointer<Lanes>
) {
  gather(images: images, count: count, into: lanes) { n, k in values[Int(rows[n][k])] }
}

@inline(__always)
private func gather(
  images: Int, count: Int, into lanes: UnsafeMutablePointer<Lanes>, _ number: (_ n: Int, _ k: Int) -> Float
) {
  withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 2 &* laneCount) { squares in
    guard let square = squares.baseAddress else { return }
    let turned = square + laneCount
    square.update(repeating: Lanes(), count: laneCount)
    // Written four at a time, as the transposition reads them: the processor hands on a whole write at once.
    let fours = UnsafeMutableRawPointer(square).assumingMemoryBound(to: SIMD4<Float>.self)
    var start = 0
    while start &+ laneCount <= count {
      for n in 0..<images {
        for i in 0..<4 {
          let k = start &+ 4 &* i
          fours[4 &* n &+ i] = SIMD4(number(n, k), number(n, k &+ 1), number(n, k &+ 2), number(n, k &+ 3))
        }
      }
      transpose(square, into: lanes + start)
      start &+= laneCount
    }
    for n in 0..<images {
      for k in start..<count { square[n][k &- start] = number(n, k) }
    }
    transpose(square, into: turned)
    (lanes + start).update(from: turned, count: count &- start)
  }
}
