import Core
import Kernels

/// One layer of a network, as its line says: its options, and what becomes of it on an input.
///
/// A new layer is one file in `Layers/` and one line in ``layerTypes``. Shapes are those of one image, channels
/// last as in Keras: `[28, 28, 1]` for an image, `[120]` for a vector.
public protocol Layer: Sendable {
  /// Name, parameters with types and defaults, help text.
  static var declaration: Declaration { get }

  /// A layer with checked options. Throws where options contradict each other.
  init(_ options: Options) throws(ModelError)

  /// The options that make this layer again.
  var options: Options { get }

  /// The layer on an input of this shape. Throws where the input does not fit, and says why.
  func built(for input: Shape) throws(ModelError) -> BuiltLayer
}

/// A layer that makes one of several inputs: https://keras.io/api/layers/merging_layers
public protocol MergingLayer: Layer {
  /// The layer on inputs of these shapes, two at least. Throws where they do not fit together, and says why.
  func built(for inputs: [Shape]) throws(ModelError) -> BuiltLayer
}

extension MergingLayer {
  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    throw ModelError(
      "needs two inputs at least: name the others, as in\n\(Self.declaration.name) other, where 'other' is the name= of a layer above"
    )
  }
}

/// Every layer that a model can have, those that a learner meets first before the others.
public let layerTypes: [any Layer.Type] = [
  Conv2D.self, AveragePooling2D.self, MaxPooling2D.self, Flatten.self, Dense.self, Dropout.self,
  BatchNormalization.self, ActivationLayer.self, Add.self, Concatenate.self, GlobalAveragePooling2D.self,
  GlobalMaxPooling2D.self, DepthwiseConv2D.self, UpSampling2D.self, Conv2DTranspose.self,
  SeparableConv2D.self, ReLU.self, LeakyReLU.self, PReLU.self, ELU.self, SoftmaxLayer.self, Subtract.self,
  Multiply.self,
  Average.self,
  Maximum.self, Minimum.self, LayerNormalization.self, GroupNormalization.self, UnitNormalization.self,
  ZeroPadding2D.self, Cropping2D.self, Reshape.self, Permute.self,
  SpatialDropout2D.self, GaussianNoise.self, GaussianDropout.self,
  Rescaling.self, NormalizationLayer.self, Resizing.self, CenterCrop.self,
  RandomFlip.self, RandomRotation.self, RandomTranslation.self, RandomZoom.self, RandomContrast.self,
]
