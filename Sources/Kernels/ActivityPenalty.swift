/// What keeping the values of a layer small adds to the loss, l1 Σ|x| + l2 Σx² of each image, and its gradient.
public struct ActivityPenalty: Sendable {
  private let l1, l2: Float

  public init(l1: Float, l2: Float) { (self.l1, self.l2) = (l1, l2) }

  /// Values that are summed up in 32 bits before they are added in 64.
  private static let block = 64

  /// Adds each image's penalty to `sums`.
  public func add(of values: UnsafePointer<Lanes>, count: Int, to sums: inout SIMD16<Double>) {
    for start in stride(from: 0, to: count, by: Self.block) {
      var (sizes, squares) = (Lanes(), Lanes())
      for k in start..<min(count, start &+ Self.block) {
        let x = values[k]
        sizes += x.replacing(with: -x, where: x .< 0)
        squares = squares.addingProduct(x, x)
      }
      sums += SIMD16<Double>(sizes * l1) + SIMD16<Double>(squares * l2)
    }
  }

  /// Adds the gradient of the penalties of the first `images` images, times `scale`; that of |x| at 0 is 0.
  public func addGradient(
    of values: UnsafePointer<Lanes>, count: Int, images: Int, scale: Float,
    to gradient: UnsafeMutablePointer<Lanes>
  ) {
    var (sign, slope) = (Lanes(), Lanes())
    for n in 0..<images { (sign[n], slope[n]) = (scale * l1, scale * 2 * l2) }
    for k in 0..<count {
      let x = values[k]
      let pull = Lanes().replacing(with: sign, where: x .> 0).replacing(with: -sign, where: x .< 0)
      gradient[k] = (gradient[k] + pull).addingProduct(slope, x)
    }
  }
}
