import Core
import Kernels

/// Takes each channel's mean away and divides by its standard deviation, both of which are known beforehand:
///
///     output = (input - mean) / max(√variance, 1e-7)
///
/// They are given, or found by ``Model/adapt(images:layers:pool:)`` in data and kept as weights that are not trained. Input and output
/// shape: height x width x channels, or a vector whose values are the channels. Source:
/// https://keras.io/api/layers/preprocessing_layers/numerical/normalization
public struct NormalizationLayer: Layer {
  public static let declaration = Declaration(
    name: "Normalization",
    summary: "brings each channel to mean 0 and deviation 1, by numbers known beforehand",
    discussion: """
      The mean and the variance of each channel are given, or found in the training images by the verb adapt. Unlike \
      BatchNormalization it learns nothing and works alike while training and afterwards: it stands first, so that whoever \
      uses the model cannot forget it.
      """,
    parameters: [mean, variance, invert],
    example: """
      digits = load digits train=500 test=100
      net = model input=28x28x1
        Normalization
        Flatten
        Dense 10 activation=softmax
      end
      adapt net digits.train
      """)

  static let mean = Key<[Double]?>.option(
    "mean", .numbers(-1e30...1e30), "of each channel, or one of all; where not given, adapt finds it")
  static let variance = Key<[Double]?>.option(
    "variance", .numbers(0...1e30), "of each channel, or one of all; given where mean is")
  static let invert = Key<Bool>.option(
    "invert", .flag, "true: the other way, from normalized values to what they were", default: false)

  public let options: Options
  /// Given beforehand.
  private let given: (mean: [Double], variance: [Double])?
  private let inverts: Bool

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    inverts = options[Self.invert]
    switch (options[Self.mean], options[Self.variance]) {
    case (nil, nil): given = nil
    case (let mean?, let variance?): given = (mean, variance)
    case (let mean, _):
      let missing = mean == nil ? Self.mean.name : Self.variance.name
      throw ModelError("needs \(missing) too: both are given, or neither", subject: missing)
    }
  }

  /// Whether its numbers are found in data.
  var isAdapted: Bool { given == nil }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let channels = input.last ?? 1
    func weight(_ name: String, _ shape: Shape, _ initializer: Initializer) -> Weight {
      Weight(name: name, shape: shape, initializer: initializer, isTrainable: false)
    }
    /// One number for each channel.
    func spread(_ numbers: [Double], _ name: String) throws(ModelError) -> [Float] {
      guard numbers.count == 1 || numbers.count == channels else {
        throw ModelError(
          "has \(numbers.count) numbers as \(name), but its input of \(input.crossDescription) has \(channels) "
            + "channel\(channels == 1 ? "" : "s")", subject: name)
      }
      return numbers.count == 1
        ? [Float](repeating: Float(numbers[0]), count: channels) : numbers.map { Float($0) }
    }
    var statistics: (mean: [Float], variance: [Float])?
    if let given {
      statistics = (
        try spread(given.mean, Self.mean.name), try spread(given.variance, Self.variance.name)
      )
    }
    let operation = NormalizationOperation(
      channels: channels, plane: input.reduce(1, *) / max(1, channels), given: statistics, inverts: inverts)
    return BuiltLayer(
      output: input,
      weights: isAdapted
        ? [
          weight("mean", [channels], .zeros), weight("variance", [channels], .ones),
          // Keras has it for the sake of older files.
          weight("count", [], .zeros),
        ] : [], operation: operation, reach: .same,
      working: StandardizationWorking(size: MapSize(ofAny: input), operation: operation),
      look: LayerLook(.other))
  }
}

extension Kind<[Double]> {
  /// One number or several.
  static func numbers(_ range: ClosedRange<Double>) -> Kind {
    .form("a number, or a list of numbers such as [0.5, 0.4]") { argument in
      let numbers = Double(argument).map { [$0] } ?? argument.numbers
      return numbers.flatMap { !$0.isEmpty && $0.allSatisfy(range.contains) ? $0 : nil }
    }
  }
}

struct NormalizationOperation: LayerOperation {
  let channels, plane: Int
  /// For each channel; nil where they are the weights.
  let given: (mean: [Float], variance: [Float])?
  let inverts: Bool

  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }
  var worksInPlace: Bool { true }
  /// Means, deviations, and means of zero for the way back.
  var packedCount: Int { 3 * channels }

  func mean(_ channel: Int, _ weights: UnsafePointer<Float>) -> Float {
    given?.mean[channel] ?? weights[channel]
  }

  func variance(_ channel: Int, _ weights: UnsafePointer<Float>) -> Float {
    given?.variance[channel] ?? weights[channels + channel]
  }

  static func deviation(_ variance: Float) -> Float { max(variance.squareRoot(), 1e-7) }

  func prepare(part: Int, weights: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>) {
    for c in 0..<channels {
      packed[c] = mean(c, weights)
      packed[channels + c] = Self.deviation(variance(c, weights))
      packed[2 * channels + c] = 0
    }
  }

  func forward(_ pass: LayerPass) {
    apply(pass.input, mean: pass.packed, deviation: pass.packed + channels, output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    apply(
      pass.outputGradient, mean: pass.packed + 2 * channels, deviation: pass.packed + channels,
      output: inputGradient)
  }

  private func apply(
    _ input: UnsafePointer<Lanes>, mean: UnsafePointer<Float>, deviation: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Lanes>
  ) {
    if inverts {
      scaleChannels(
        input, inputStride: channels, channels: channels, plane: plane, scale: deviation, shift: mean,
        output: output)
    } else {
      standardize(
        input, channels: channels, plane: plane, mean: mean, deviation: deviation, output: output)
    }
  }
}

struct StandardizationWorking: LayerWorking {
  let size: MapSize
  let operation: NormalizationOperation

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let x = inputs[0][size.index(place)]
    let channel = size.index(place) % operation.channels
    let mean = operation.given?.mean[channel] ?? weights[weights.startIndex + channel]
    let variance =
      operation.given?.variance[channel] ?? weights[weights.startIndex + operation.channels + channel]
    let deviation = NormalizationOperation.deviation(variance)
    let value = operation.inverts ? mean.addingProduct(x, deviation) : (x - mean) / deviation
    let formula = operation.inverts ? "x * deviation + mean" : "(x - mean) / deviation"
    return (
      .formula(
        Formula(
          formula,
          [
            ("x", x), ("mean", mean), ("variance", variance), ("deviation = sqrt(variance)", deviation),
            (formula, value),
          ], value: value)), value
    )
  }
}
