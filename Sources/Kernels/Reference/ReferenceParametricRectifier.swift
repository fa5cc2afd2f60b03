extension Reference {
  /// y = max(0, x) + alpha · min(0, x), with the alpha of each value.
  public static func parametricRectifier(_ x: [Double], alpha: [Double]) -> [Double] {
    zip(x, alpha).map { max(0, $0) + $1 * min(0, $0) }
  }

  /// Of Σ gradient · y: the gradient of each x, and of the alpha of each value.
  public static func parametricRectifierGradients(
    _ x: [Double], alpha: [Double], gradient: [Double]
  ) -> (x: [Double], alpha: [Double]) {
    (
      x.indices.map { gradient[$0] * (x[$0] > 0 ? 1 : x[$0] < 0 ? alpha[$0] : 0) },
      x.indices.map { gradient[$0] * min(0, x[$0]) }
    )
  }
}
