import Core
import Kernels

/// Divides the channels of each pixel by the root of the sum of their squares, so that this is 1.
///
///     output[k] = input[k] / √(Σ input²)
///
/// Input and output shape: height x width x channels, or a vector, whose values are the channels.
/// Source: https://keras.io/api/layers/normalization_layers/unit_normalization
public struct UnitNormalization: Layer {
  public static let declaration = Declaration(
    name: "UnitNormalization",
    summary: "makes the length of each vector 1",
    discussion: """
      What is left of a vector, or of the channels of a pixel, is its direction: two vectors are then as alike as their product \
      is large. There is nothing to learn.
      """,
    example: """
      net = model input=28x28x1
        Flatten
        Dense 16 activation=tanh
        UnitNormalization
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let sets = NormalizedSets.pixels(of: input)
    return BuiltLayer(
      output: input, operation: UnitNormalizationOperation(sets: sets), reach: .pixel,
      working: UnitNormalizationWorking(size: MapSize(ofAny: input), sets: sets), look: LayerLook(.other))
  }
}

struct UnitNormalizationOperation: LayerOperation {
  let sets: NormalizedSets

  var backwardReadsOutput: Bool { false }

  func forward(_ pass: LayerPass) { sets.normalizeLength(pass.input, output: pass.output) }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    sets.lengthGradient(
      pass.input, outputGradient: pass.outputGradient, inputGradient: inputGradient)
  }
}
