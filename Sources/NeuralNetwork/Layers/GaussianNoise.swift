import Core
import Kernels

/// Adds a random number to each value while training, normal with mean 0; does nothing when the model is only used.
///
/// Input and output shape: any, the same. Source: https://keras.io/api/layers/regularization_layers/gaussian_noise
public struct GaussianNoise: Layer {
  public static let declaration = Declaration(
    name: "GaussianNoise",
    summary: "adds noise while training, against overfitting",
    discussion: """
      At every step each value gets another random number on top, which is around 0 with the standard deviation stddev. As the \
      first layer it makes a new image of each image; what is learned must not hang on single pixels. When the model is \
      evaluated or predicts, nothing is added.
      """,
    parameters: [stddev],
    example: """
      net = model input=28x28x1
        GaussianNoise 0.1
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let stddev = Required<Double>.positional(
    "stddev", .number(0...1), "the standard deviation of the noise")

  public let options: Options
  let stddev: Double

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    stddev = try options[Self.stddev]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    BuiltLayer(
      output: input,
      operation: GaussianNoiseOperation(count: input.reduce(1, *), deviation: Float(stddev)), reach: .same,
      working: PassingWorking(
        size: MapSize(ofAny: input),
        training: "a normal number with a standard deviation of \(shortNumber(stddev)) is added"),
      look: LayerLook(.other, detail: "stddev \(shortNumber(stddev))"))
  }
}

struct GaussianNoiseOperation: LayerOperation {
  let count: Int
  let deviation: Float

  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }
  var worksInPlace: Bool { true }

  func passesThrough(isTraining: Bool) -> Bool { !isTraining || deviation == 0 }

  func forward(_ pass: LayerPass) {
    addNoise(
      pass.input, count: count, deviation: deviation, random: pass.random, first: pass.group * count,
      output: pass.output)
  }

  func backward(_ pass: LayerPass) { CopyOperation(count: count).backward(pass) }
}
