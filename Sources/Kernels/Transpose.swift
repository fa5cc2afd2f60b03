/// Turns up to sixteen lanes into sixteen rows: `rows[n][k] = lanes[k][n]`, 0 for k from `count` on.
///
/// Four by four at a time, which compiles to shuffles of registers.
@inline(__always)
func transpose(_ lanes: UnsafePointer<Lanes>, count: Int, into rows: UnsafeMutablePointer<Lanes>) {
  guard count < laneCount else { return transpose(lanes, into: rows) }
  withTemporaryLanes(laneCount) { all in
    for k in 0..<laneCount { all[k] = k < count ? lanes[k] : Lanes() }
    transpose(all, into: rows)
  }
}

/// Turns sixteen lanes into sixteen rows.
@inline(__always)
func transpose(_ lanes: UnsafePointer<Lanes>, into rows: UnsafeMutablePointer<Lanes>) {
  let source = UnsafeRawPointer(lanes).assumingMemoryBound(to: SIMD4<Float>.self)
  let target = UnsafeMutableRawPointer(rows).assumingMemoryBound(to: SIMD4<Float>.self)
  for i in 0..<4 {
    for j in 0..<4 {
      let (a, b) = (source[16 &* i &+ j], source[16 &* i &+ 4 &+ j])
      let (c, d) = (source[16 &* i &+ 8 &+ j], source[16 &* i &+ 12 &+ j])
      target[16 &* j &+ i] = SIMD4(a.x, b.x, c.x, d.x)
      target[16 &* j &+ 4 &+ i] = SIMD4(a.y, b.y, c.y, d.y)
      target[16 &* j &+ 8 &+ i] = SIMD4(a.z, b.z, c.z, d.z)
      target[16 &* j &+ 12 &+ i] = SIMD4(a.w, b.w, c.w, d.w)
    }
  }
}
