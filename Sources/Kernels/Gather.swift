/// Puts up to sixteen rows of numbers side by side: `lanes[k][n] = rows[n][k]`; lanes without a row are 0.
///
/// Four numbers of four rows are turned in registers. Four such squares beside each other are done before the next rows
/// come, and are a line of the cache: rows whose lengths are a power of two would drive each other out.
/// - Parameters:
///   - rows: `images` pointers to `count` numbers each.
///   - lanes: `count` lanes.
public func gather(
  _ rows: UnsafePointer<UnsafePointer<Float>>, images: Int, count: Int,
  into lanes: UnsafeMutablePointer<Lanes>
) {
  gather(images: images, count: count, into: lanes) { n, k in
    UnsafeRawPointer(rows[n] + k).loadUnaligned(as: SIMD4<Float>.self)
  } one: { n, k in
    rows[n][k]
  }
}

/// Puts rows of codes, which stand for `values[code]`, side by side into lanes.
public func gather(
  _ rows: UnsafePointer<UnsafePointer<UInt8>>, values: UnsafePointer<Float>, images: Int, count: Int,
  into lanes: UnsafeMutablePointer<Lanes>
) {
  lookUp(rows, values: values, images: images, count: count, into: lanes)
}

/// Puts rows of codes, which stand for `values[code]`, side by side into lanes.
public func gather(
  _ rows: UnsafePointer<UnsafePointer<UInt16>>, values: UnsafePointer<Float>, images: Int, count: Int,
  into lanes: UnsafeMutablePointer<Lanes>
) {
  lookUp(rows, values: values, images: images, count: count, into: lanes)
}

@inline(__always)
private func lookUp<Code: UnsignedInteger>(
  _ rows: UnsafePointer<UnsafePointer<Code>>, values: UnsafePointer<Float>, images: Int, count: Int,
  into lanes: UnsafeMutablePointer<Lanes>
) {
  gather(images: images, count: count, into: lanes) { n, k in
    let codes = rows[n] + k
    return SIMD4(
      values[Int(codes[0])], values[Int(codes[1])], values[Int(codes[2])], values[Int(codes[3])])
  } one: { n, k in
    values[Int(rows[n][k])]
  }
}

@inline(__always)
private func gather(
  images: Int, count: Int, into lanes: UnsafeMutablePointer<Lanes>,
  four: (_ n: Int, _ k: Int) -> SIMD4<Float>,
  one: (_ n: Int, _ k: Int) -> Float
) {
  let fours = UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: SIMD4<Float>.self)
  let squares = count / 4
  var first = 0
  while first < squares {
    for i in 0..<4 {
      // The last row stands for those that are missing, which are cleared at the end.
      let last = images &- 1
      let (n0, n1) = (min(4 &* i, last), min(4 &* i &+ 1, last))
      let (n2, n3) = (min(4 &* i &+ 2, last), min(4 &* i &+ 3, last))
      for square in first..<min(first &+ 4, squares) {
        let k = 4 &* square
        let (a, b, c, d) = (four(n0, k), four(n1, k), four(n2, k), four(n3, k))
        let target = fours + (16 &* square &+ i)
        target[0] = SIMD4(a.x, b.x, c.x, d.x)
        target[4] = SIMD4(a.y, b.y, c.y, d.y)
        target[8] = SIMD4(a.z, b.z, c.z, d.z)
        target[12] = SIMD4(a.w, b.w, c.w, d.w)
      }
    }
    first &+= 4
  }
  for k in 4 &* squares..<count {
    for n in 0..<images { lanes[k][n] = one(n, k) }
  }
  guard images < laneCount else { return }
  for k in 0..<count {
    for n in images..<laneCount { lanes[k][n] = 0 }
  }
}
