import Core
import Kernels

/// A random map of the plane for each image while training: what RandomFlip, RandomRotation, RandomTranslation and RandomZoom share. A
/// model that is only used gives its input.
///
/// Source: keras/src/layers/preprocessing/image_preprocessing and `affine_transform` in keras/src/backend/jax/image.py of Keras 3.15.1.
struct RandomMap: Sendable {
  /// Keras's names of what is seen beyond the edge.
  enum FillMode: String, Choice {
    case reflect, constant, nearest, wrap

    fileprivate var fill: PlaneSampling.Fill {
      switch self {
      case .reflect: .reflect
      case .constant: .constant
      case .nearest: .nearest
      case .wrap: .wrap
      }
    }
  }

  static let fillMode = Key<FillMode>.option(
    "fill_mode", .choice,
    "what stands beyond the edge: the image mirrored there, fill_value, the outermost pixels or the other side",
    default: .reflect)
  static let interpolation = Key<Interpolation>.option(
    "interpolation", .choice, "bilinear: mixtures of the nearest pixels; nearest: one of them",
    default: .bilinear)
  static let fillValue = Key<Double>.option(
    "fill_value", .number(-1e9...1e9), "what stands beyond the edge with fill_mode=constant", default: 0)

  static let parameters: [any Declared] = [fillMode, interpolation, fillValue]

  private let fill: FillMode
  private let interpolation: Interpolation
  private let fillValue: Float

  /// One that only moves pixels.
  init() { (fill, interpolation, fillValue) = (.reflect, .nearest, 0) }

  init(_ options: Options) {
    (fill, interpolation) = (options[Self.fillMode], options[Self.interpolation])
    fillValue = Float(options[Self.fillValue])
  }

  /// - Parameters:
  ///   - training: what it does while training, in words.
  ///   - draw: the map of an image, by four numbers in 0..<1.
  func built(
    for input: Shape, training: String,
    draw: @escaping @Sendable (_ random: SIMD4<Float>, _ map: MapSize) -> AffineMap
  ) throws(ModelError) -> BuiltLayer {
    let map = try MapSize(ofMap: input)
    return BuiltLayer(
      output: input,
      operation: RandomMapOperation(
        sampling: PlaneSampling(
          height: map.height, width: map.width, channels: map.channels, isNearest: interpolation == .nearest,
          fill: fill.fill, fillValue: fillValue),
        draw: { draw($0, map) }), reach: .same, working: PassingWorking(size: map, training: training),
      look: LayerLook(.other))
  }
}

struct RandomMapOperation: LayerOperation {
  let sampling: PlaneSampling
  let draw: @Sendable (SIMD4<Float>) -> AffineMap

  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }

  func passesThrough(isTraining: Bool) -> Bool { !isTraining }

  func forward(_ pass: LayerPass) {
    mapPlanes(pass.input, sampling, maps(pass), output: pass.output)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    mapPlanesGradient(pass.outputGradient, sampling, maps(pass), inputGradient: inputGradient)
  }

  private func maps(_ pass: LayerPass) -> [AffineMap] {
    (0..<pass.images).map { draw(pass.uniforms(ofImage: $0)) }
  }
}
