/// The normalization of sets of an image's values by themselves, to be read.
extension Reference {
  /// For each set of places, with its mean and (biased) variance:
  ///
  ///     output[k] = γ[k mod n] · (x[k] - mean) / √(variance + ε) + β[k mod n]
  @inlinable
  public static func normalizeSets<Number: BinaryFloatingPoint>(
    _ input: [Number], sets: [[Int]], gamma γ: [Number], beta β: [Number], epsilon ε: Number
  ) -> [Number] {
    var output = input
    for set in sets {
      let mean = set.reduce(0) { $0 + input[$1] } / Number(set.count)
      let variance = set.reduce(0) { $0 + (input[$1] - mean) * (input[$1] - mean) } / Number(set.count)
      for k in set {
        output[k] = γ[k % γ.count] * (input[k] - mean) / (variance + ε).squareRoot() + β[k % β.count]
      }
    }
    return output
  }

  /// For each set of places: x / √(Σ x²).
  @inlinable
  public static func normalizeLengths<Number: BinaryFloatingPoint>(
    _ input: [Number], sets: [[Int]]
  ) -> [Number] {
    var output = input
    for set in sets {
      let length = set.reduce(0) { $0 + input[$1] * input[$1] }.squareRoot()
      for k in set { output[k] = input[k] / length }
    }
    return output
  }
}
