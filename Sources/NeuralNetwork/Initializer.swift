import Core

/// How weights begin: https://keras.io/api/layers/initializers
public struct Initializer: PartConvertible {
  public let part: Part
  /// The numbers to be had for a tensor of this shape.
  private let distribution: Distribution

  public init(_ part: Part) {
    self.part = part
    let options = Options(part.given)
    switch part.name {
    case "glorot_normal": distribution = .scaled(1, .both, isNormal: true)
    case "he_uniform": distribution = .scaled(2, .inputs, isNormal: false)
    case "he_normal": distribution = .scaled(2, .inputs, isNormal: true)
    case "lecun_uniform": distribution = .scaled(1, .inputs, isNormal: false)
    case "lecun_normal": distribution = .scaled(1, .inputs, isNormal: true)
    case "random_uniform":
      distribution = .uniform(Float(options[Self.least]), Float(options[Self.greatest]))
    case "random_normal":
      distribution = .normal(
        mean: Float(options[Self.mean]), spread: Float(options[Self.spread]), isCut: false)
    case "truncated_normal":
      distribution = .normal(
        mean: Float(options[Self.mean]), spread: Float(options[Self.spread]), isCut: true)
    case "orthogonal": distribution = .orthogonal(gain: Float(options[Self.gain]))
    case "zeros": distribution = .constant(0)
    case "ones": distribution = .constant(1)
    case "constant": distribution = .constant(Float(options[Self.value]))
    default: distribution = .scaled(1, .both, isNormal: false)
    }
  }

  public static let glorotUniform = Initializer(Part("glorot_uniform"))
  public static let heNormal = Initializer(Part("he_normal"))
  public static let zeros = Initializer(Part("zeros"))
  public static let ones = Initializer(Part("ones"))

  private enum Distribution: Sendable {
    /// With a variance of `scale` / fan.
    case scaled(Float, Fan, isNormal: Bool)
    case uniform(Float, Float)
    /// `isCut`: at two spreads.
    case normal(mean: Float, spread: Float, isCut: Bool)
    case orthogonal(gain: Float)
    case constant(Float)
  }

  private enum Fan: Sendable { case inputs, both }

  // MARK: - Declarations

  private static let mean = Key<Double>.option("mean", .number(-1e6...1e6), "their mean", default: 0)
  private static let spread = Key<Double>.option(
    "stddev", .number(0...1e6), "their standard deviation", default: 0.05)
  private static let least = Key<Double>.option("minval", .number(-1e6...1e6), "the least", default: -0.05)
  private static let greatest = Key<Double>.option(
    "maxval", .number(-1e6...1e6), "the greatest", default: 0.05)
  private static let gain = Key<Double>.option(
    "gain", .number(-1e6...1e6), "what the matrix is multiplied by", default: 1)
  private static let value = Key<Double>.option("value", .number(-1e6...1e6), "the number", default: 0)

  public static let family = PartFamily(
    "initializer",
    [
      .part(
        of: "kernel_initializer", "glorot_uniform", "even numbers, fit for tanh and softmax",
        "Evenly spread within sqrt(6 / (fan in + fan out)) of 0: values and gradients keep their size from layer to layer "
          + "(Glorot, Bengio, AISTATS 2010)."),
      .part(
        of: "kernel_initializer", "glorot_normal", "normal numbers, fit for tanh and softmax",
        "Normal, with the spread sqrt(2 / (fan in + fan out)), nothing beyond two of them (Glorot, Bengio, AISTATS 2010)."
      ),
      .part(
        of: "kernel_initializer", "he_uniform", "even numbers, fit for relu",
        "Evenly spread within sqrt(6 / fan in) of 0 (He, Zhang, Ren, Sun, ICCV 2015)."),
      .part(
        of: "kernel_initializer", "he_normal", "normal numbers, fit for relu",
        "Normal, with the spread sqrt(2 / fan in), nothing beyond two of them (He, Zhang, Ren, Sun, ICCV 2015)."
      ),
      .part(
        of: "kernel_initializer", "lecun_uniform", "even numbers, fit for selu",
        "Evenly spread within sqrt(3 / fan in) of 0 (LeCun, Bottou, Orr, Müller, Efficient BackProp, 1998)."),
      .part(
        of: "kernel_initializer", "lecun_normal", "normal numbers, fit for selu",
        "Normal, with the spread sqrt(1 / fan in), nothing beyond two of them (LeCun, Bottou, Orr, Müller, 1998)."
      ),
      .part(
        of: "kernel_initializer", "random_uniform", "even numbers between two", "", [least, greatest],
        "random_uniform maxval=0.1"),
      .part(
        of: "kernel_initializer", "random_normal", "normal numbers", "", [mean, spread],
        "random_normal stddev=0.1"),
      .part(
        of: "kernel_initializer", "truncated_normal", "normal numbers, nothing beyond two spreads",
        "What lies further from the mean than 2 stddev is drawn again.", [mean, spread],
        "truncated_normal stddev=0.1"),
      .part(
        of: "kernel_initializer", "orthogonal", "columns (or rows) of length 1 that stand at right angles",
        "The kernel as a matrix, with a column for each filter or unit (Saxe, McClelland, Ganguli, ICLR 2014). A bias has no "
          + "such matrix.",
        [gain], "orthogonal gain=1.4"),
      .part(of: "kernel_initializer", "zeros", "all are 0", "Of a kernel: every unit then learns the same."),
      .part(of: "kernel_initializer", "ones", "all are 1", ""),
      .part(of: "kernel_initializer", "constant", "all are one number", "", [value], "constant value=0.1"),
    ])

  /// The option of layers that have a kernel.
  static let kernelKey = key("kernel_initializer", "start values of the kernel")

  static func key(
    _ name: String, _ summary: String, default initializer: Initializer = .glorotUniform
  ) -> Key<Initializer> {
    .option(name, .part, summary, default: initializer)
  }

  // MARK: - Values

  /// The start values of one weight tensor; `stream` tells apart the tensors of a model.
  /// - Throws: where there are none for a tensor of its shape.
  func values(for weight: Weight, seed: UInt64, stream: UInt64) throws(ModelError) -> [Float] {
    var random = RandomSequence(seed: seed, stream: stream)
    let count = weight.count
    switch distribution {
    case .constant(let value): return [Float](repeating: value, count: count)
    case .uniform(let least, let greatest):
      return (0..<count).map { _ in random.uniform(least, greatest) }
    case .normal(let mean, let spread, let isCut):
      return (0..<count).map { _ in
        mean.addingProduct(isCut ? random.truncatedNormal() : random.normals().0, spread)
      }
    case .scaled(let scale, let fan, let isNormal):
      let inputs = Float(weight.fanIn)
      // The variance is `share` / `sum`.
      let (share, sum) = fan == .both ? (2 * scale, inputs + Float(weight.fanOut)) : (scale, inputs)
      if isNormal {
        // The spread of a normal distribution that is cut off at two spreads shrinks to 0.87962566 of it.
        let spread = (share / sum).squareRoot() / 0.879_625_66
        return (0..<count).map { _ in random.truncatedNormal() * spread }
      }
      let limit = (3 * share / sum).squareRoot()
      return (0..<count).map { _ in random.uniform(-limit, limit) }
    case .orthogonal(let gain):
      return try orthogonalMatrix(weight, &random).map { $0 * gain }
    }
  }

  /// Products that an orthogonal matrix may take: some seconds.
  private static let orthogonalLimit = 1 << 33

  private func orthogonalMatrix(
    _ weight: Weight, _ random: inout RandomSequence
  ) throws(ModelError) -> [Float] {
    guard weight.shape.count > 1, let columns = weight.shape.last else {
      throw ModelError("\(weight.name) is no matrix, so it cannot begin orthogonal")
    }
    let rows = weight.count / max(1, columns)
    guard product(rows, columns, min(rows, columns)) <= Self.orthogonalLimit else {
      throw ModelError(
        "its \(weight.name) of \(weight.shape.crossDescription) is too large to begin orthogonal")
    }
    let basis = orthonormal(
      (0..<min(rows, columns)).map { _ in (0..<max(rows, columns)).map { _ in Double(random.normals().0) } })
    // Of few rows these are orthonormal, of few columns those.
    return (0..<weight.count).map { k in
      let (row, column) = (k / columns, k % columns)
      return Float(rows >= columns ? basis[column][row] : basis[row][column])
    }
  }
}

/// Vectors of length 1 at right angles to each other that span what the given ones span, the first ones what the first ones
/// span: the Gram-Schmidt process, which takes the others away from each twice, for once leaves what rounding has left.
/// Source: Giraud, Langou, Rozložník, "The loss of orthogonality in the Gram-Schmidt process", 2005.
private func orthonormal(_ vectors: [[Double]]) -> [[Double]] {
  var basis: [[Double]] = []
  for vector in vectors {
    var vector = vector
    for _ in 0..<2 {
      for other in basis {
        var dot = 0.0
        for k in vector.indices { dot += vector[k] * other[k] }
        for k in vector.indices { vector[k] -= dot * other[k] }
      }
    }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    basis.append(vector.map { $0 / length })
  }
  return basis
}
