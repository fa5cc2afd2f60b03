/// The eight points of Winograd's convolution and the transforms there and back: see ``WinogradConvolution``.
/// Points of opposite sign share their even and their odd terms.
enum Winograd {
  static let points = 8
  /// What interpolation divides by, 1 / Π (a - b) over the other finite points b, for the points 1, 2 and 1/2; up to a sign
  /// that `Bᵀ` has as well. It is taken into the kernel's values, which are computed once.
  private static let (scaleOfOne, scaleOfTwo, scaleOfHalf): (Float, Float, Float) = (-2 / 9, 1 / 90, 32 / 45)

  /// `Bᵀ d` of a tile's eight inputs: interpolation, transposed.
  @inline(__always)
  static func transformInput(_ d: (Int) -> Part, into values: UnsafeMutablePointer<Part>, step: Int) {
    let (d1, d2, d3, d4, d5, d6) = (d(1), d(2), d(3), d(4), d(5), d(6))
    values[0] = (d(0) - d6).addingProduct(d4 - d2, 5.25)
    values[7 &* step] = (d(7) - d1).addingProduct(d3 - d5, 5.25)
    @inline(__always)
    func set(_ point: Int, even: Part, odd: Part) {
      values[point &* step] = even + odd
      values[(point &+ 1) &* step] = even - odd
    }
    set(1, even: (d2 + d6).addingProduct(d4, -4.25), odd: (d1 + d5).addingProduct(d3, -4.25))
    set(
      3, even: d6.addingProduct(d2, 0.25).addingProduct(d4, -1.25),
      odd: (d5 * 2).addingProduct(d1, 0.5).addingProduct(d3, -2.5))
    set(
      5, even: d6.addingProduct(d2, 4).addingProduct(d4, -5),
      odd: (d5 * 0.5).addingProduct(d1, 2).addingProduct(d3, -2.5))
  }

  /// `B v`: what the values at the points give to the eight inputs, for the gradient of ``transformInput(_:into:step:)``.
  @inline(__always)
  static func transformInputGradient(_ v: UnsafePointer<Part>, step: Int, add: (Int, Part) -> Void) {
    let (v0, v7) = (v[0], v[7 &* step])
    let (even1, odd1) = (v[step] + v[2 &* step], v[step] - v[2 &* step])
    let (even2, odd2) = (v[3 &* step] + v[4 &* step], v[3 &* step] - v[4 &* step])
    let (evenHalf, oddHalf) = (v[5 &* step] + v[6 &* step], v[5 &* step] - v[6 &* step])
    add(0, v0)
    add(1, (odd1 - v7).addingProduct(odd2, 0.5).addingProduct(oddHalf, 2))
    add(2, even1.addingProduct(v0, -5.25).addingProduct(even2, 0.25).addingProduct(evenHalf, 4))
    add(3, (v7 * 5.25).addingProduct(odd1, -4.25).addingProduct(odd2 + oddHalf, -2.5))
    add(
      4,
      (v0 * 5.25).addingProduct(even1, -4.25).addingProduct(even2, -1.25).addingProduct(evenHalf, -5))
    add(5, odd1.addingProduct(v7, -5.25).addingProduct(odd2, 2).addingProduct(oddHalf, 0.5))
    add(6, (even1 - v0) + (even2 + evenHalf))
    add(7, v7)
  }

  /// `Aᵀ m`: the first `columns` outputs of a tile from the products at the points.
  @inline(__always)
  static func transformOutput(
    _ m: UnsafePointer<Part>, step: Int, tile: Int, columns: Int, set: (Int, Part) -> Void
  ) {
    sumPowers({ m[$0 &* step] }, count: tile, first: columns, set: set)
  }

  /// `G g`: the polynomial that has a row of a kernel as coefficients, at the points, scaled.
  @inline(__always)
  static func transformKernel(_ g: (Int) -> Part, width: Int, set: (Int, Part) -> Void) {
    evaluate(g, count: width) { set($0, scaled($1, $0)) }
  }

  /// `Gᵀ v`: the gradients of a row of a kernel from those of its values at the points.
  @inline(__always)
  static func transformKernelGradient(_ v: (Int) -> Part, width: Int, set: (Int, Part) -> Void) {
    sumPowers({ scaled(v($0), $0) }, count: width, first: width, set: set)
  }

  @inline(__always)
  private static func scaled(_ value: Part, _ point: Int) -> Part {
    switch point {
    case 1, 2: value * scaleOfOne
    case 3, 4: value * scaleOfTwo
    case 5, 6: value * scaleOfHalf
    default: value
    }
  }

  /// Evaluation, transposed: sum j, of which the `first` of `count` are wanted, is that of the values times the j-th
  /// powers of their points. The value at infinity belongs to the last sum.
  @inline(__always)
  private static func sumPowers(_ v: (Int) -> Part, count: Int, first: Int, set: (Int, Part) -> Void) {
    let (v1, v2, v3, v4, v5, v6) = (v(1), v(2), v(3), v(4), v(5), v(6))
    let (even1, odd1) = (v1 + v2, v1 - v2)
    let (even2, odd2) = (v3 + v4, v3 - v4)
    let (evenHalf, oddHalf) = (v5 + v6, v5 - v6)
    @inline(__always)
    func sumUp(_ j: Int, _ one: Part, _ two: Part, _ half: Part) {
      let power = Float(1 &<< j)
      var sum = one.addingProduct(two, power).addingProduct(half, 1 / power)
      if j == 0 { sum += v(0) }
      if j == count &- 1 { sum += v(7) }
      set(j, sum)
    }
    sumUp(0, even1, even2, evenHalf)
    if first > 1 { sumUp(1, odd1, odd2, oddHalf) }
    if first > 2 { sumUp(2, even1, even2, evenHalf) }
    if first > 3 { sumUp(3, odd1, odd2, oddHalf) }
    if first > 4 { sumUp(4, even1, even2, evenHalf) }
    if first > 5 { sumUp(5, odd1, odd2, oddHalf) }
    if first > 6 { sumUp(6, even1, even2, evenHalf) }
  }

  /// A polynomial of two to seven coefficients at the eight points, by Horner's rule for its even and its odd part: for
  /// the gradients of a tile's outputs, `A e`.
  @inline(__always)
  static func evaluate(_ c: (Int) -> Part, count: Int, set: (Int, Part) -> Void) {
    set(0, c(0))
    set(7, c(count &- 1))
    let (c0, c1) = (c(0), c(1))
    let c2 = count > 2 ? c(2) : Part()
    let c3 = count > 3 ? c(3) : Part()
    let c4 = count > 4 ? c(4) : Part()
    let c5 = count > 5 ? c(5) : Part()
    let c6 = count > 6 ? c(6) : Part()
    @inline(__always)
    func setPair(_ point: Int, at value: Float) {
      let square = value * value
      var (even, odd) = (c2, c3)
      if count > 4 {
        even = c2.addingProduct(count > 6 ? c4.addingProduct(c6, square) : c4, square)
        odd = c3.addingProduct(c5, square)
      }
      even = c0.addingProduct(even, square)
      odd = c1.addingProduct(odd, square) * value
      set(point, even + odd)
      set(point &+ 1, even - odd)
    }
    setPair(1, at: 1)
    setPair(3, at: 2)
    setPair(5, at: 0.5)
  }
}
