import Core
import Testing

@testable import NeuralNetwork

/// A layer in a small network, with which everything that a layer has to do is tried.
struct LayerExample: CustomTestStringConvertible, Sendable {
  let type: any Layer.Type
  let given: [String: Argument]
  /// The shape of the input; of a layer of several, that of each.
  let inputs: [Shape]

  init(_ type: any Layer.Type, _ given: [String: Argument] = [:], on inputs: Shape...) {
    (self.type, self.given, self.inputs) = (type, given, inputs)
  }

  var testDescription: String {
    let options = given.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return ([type.declaration.name] + options + inputs.map(\.crossDescription)).joined(separator: " ")
  }

  /// Every layer, with options other than the usual ones.
  static let all: [LayerExample] = [
    LayerExample(Conv2D.self, ["filters": .integer(3), "kernel_size": .shape([3, 2])], on: [6, 5, 2]),
    LayerExample(
      Conv2D.self,
      [
        "filters": .integer(2), "kernel_size": .shape([3, 3]), "strides": .shape([2, 1]),
        "padding": .text("same"),
      ], on: [5, 6, 3]),
    LayerExample(
      Conv2D.self, ["filters": .integer(3), "kernel_size": .integer(2), "use_bias": .flag(false)],
      on: [4, 5, 2]),
    LayerExample(
      Conv2D.self,
      [
        "filters": .integer(4), "kernel_size": .shape([3, 2]), "groups": .integer(2),
        "strides": .shape([2, 1]), "padding": .text("same"), "activation": .text("relu"),
      ], on: [5, 6, 6]),
    LayerExample(
      Conv2D.self, ["filters": .integer(6), "kernel_size": .integer(3), "groups": .integer(3)],
      on: [5, 4, 3]),
    LayerExample(
      Conv2D.self,
      [
        "filters": .integer(3), "kernel_size": .shape([2, 3]), "dilation_rate": .shape([2, 3]),
        "use_bias": .flag(false),
      ], on: [5, 8, 2]),
    LayerExample(
      Conv2D.self,
      [
        "filters": .integer(4), "kernel_size": .integer(3), "dilation_rate": .integer(2),
        "padding": .text("same"), "groups": .integer(2),
      ], on: [6, 5, 4]),
    LayerExample(
      Conv2D.self,
      [
        "filters": .integer(2), "kernel_size": .integer(3), "dilation_rate": .shape([7, 1]),
        "padding": .text("same"),
      ], on: [5, 5, 2]),
    LayerExample(
      DepthwiseConv2D.self,
      [
        "kernel_size": .integer(3), "dilation_rate": .shape([1, 2]), "padding": .text("same"),
        "depth_multiplier": .integer(2), "activation": .text("relu"),
      ], on: [4, 7, 3]),
    LayerExample(
      DepthwiseConv2D.self,
      ["kernel_size": .shape([3, 2]), "strides": .shape([2, 1]), "padding": .text("same")], on: [6, 5, 5]),
    LayerExample(
      DepthwiseConv2D.self,
      ["kernel_size": .integer(2), "depth_multiplier": .integer(3), "use_bias": .flag(false)],
      on: [4, 5, 2]),
    LayerExample(
      Conv2DTranspose.self,
      ["filters": .integer(3), "kernel_size": .shape([3, 2]), "strides": .shape([2, 1])], on: [4, 3, 2]),
    LayerExample(
      Conv2DTranspose.self,
      [
        "filters": .integer(2), "kernel_size": .shape([5, 4]), "strides": .shape([2, 3]),
        "padding": .text("same"), "use_bias": .flag(false),
      ], on: [3, 4, 3]),
    LayerExample(
      Conv2DTranspose.self,
      [
        "filters": .integer(3), "kernel_size": .shape([3, 2]), "strides": .shape([2, 3]),
        "padding": .text("same"), "output_padding": .shape([0, 1]),
      ], on: [4, 3, 2]),
    LayerExample(
      Conv2DTranspose.self, ["filters": .integer(13), "kernel_size": .integer(3), "padding": .text("same")],
      on: [4, 5, 1]),
    LayerExample(
      Conv2DTranspose.self,
      [
        "filters": .integer(2), "kernel_size": .shape([1, 2]), "strides": .integer(3),
        "output_padding": .shape([0, 2]),
      ], on: [3, 2, 2]),
    LayerExample(
      SeparableConv2D.self,
      [
        "filters": .integer(3), "kernel_size": .shape([3, 2]), "strides": .shape([2, 2]),
        "padding": .text("same"), "depth_multiplier": .integer(2),
      ], on: [5, 6, 3]),
    LayerExample(
      SeparableConv2D.self,
      [
        "filters": .integer(4), "kernel_size": .integer(2), "dilation_rate": .shape([2, 3]),
        "use_bias": .flag(false),
      ], on: [5, 6, 2]),
    LayerExample(GlobalAveragePooling2D.self, on: [4, 5, 3]),
    LayerExample(GlobalMaxPooling2D.self, ["keepdims": .flag(true)], on: [4, 5, 3]),
    LayerExample(UpSampling2D.self, ["size": .shape([2, 3])], on: [3, 4, 2]),
    LayerExample(
      UpSampling2D.self, ["size": .shape([2, 3]), "interpolation": .text("bilinear")], on: [3, 4, 2]),
    LayerExample(ZeroPadding2D.self, ["padding": .shape([0, 2])], on: [4, 3, 2]),
    LayerExample(
      ZeroPadding2D.self, ["padding": .list([.shape([1, 2]), .list([.integer(0), .integer(1)])])],
      on: [4, 3, 2]),
    LayerExample(
      Cropping2D.self, ["cropping": .list([.shape([1, 0]), .list([.integer(0), .number(2)])])], on: [6, 5, 2]
    ),
    LayerExample(Reshape.self, ["target_shape": .list([.integer(10), .integer(-1)])], on: [4, 5, 2]),
    LayerExample(Reshape.self, ["target_shape": .shape([2, 5, 4])], on: [4, 5, 2]),
    LayerExample(Permute.self, ["dims": .shape([3, 1, 2])], on: [4, 5, 3]),
    LayerExample(Permute.self, ["dims": .list([.integer(2), .integer(1), .integer(3)])], on: [4, 5, 3]),
    LayerExample(SpatialDropout2D.self, ["rate": .number(0.4)], on: [5, 4, 6]),
    LayerExample(GaussianNoise.self, ["stddev": .number(0.3)], on: [5, 4, 2]),
    LayerExample(GaussianDropout.self, ["rate": .number(0.3)], on: [7]),
    LayerExample(Rescaling.self, ["scale": .number(0.25), "offset": .integer(-1)], on: [4, 5, 2]),
    LayerExample(NormalizationLayer.self, on: [4, 5, 3]),
    LayerExample(
      NormalizationLayer.self,
      ["mean": .list([.number(0.5), .integer(0)]), "variance": .list([.number(0.04), .number(2.5)])],
      on: [4, 5, 2]),
    LayerExample(
      NormalizationLayer.self, ["mean": .number(0.5), "variance": .integer(2), "invert": .flag(true)],
      on: [6]),
    LayerExample(Resizing.self, ["height": .integer(3), "width": .integer(7)], on: [6, 5, 2]),
    LayerExample(
      Resizing.self,
      [
        "height": .integer(3), "width": .integer(6), "interpolation": .text("nearest"),
        "crop_to_aspect_ratio": .flag(true),
      ], on: [6, 5, 2]),
    LayerExample(CenterCrop.self, ["height": .integer(3), "width": .integer(4)], on: [6, 5, 2]),
    LayerExample(CenterCrop.self, ["height": .integer(4), "width": .integer(8)], on: [6, 5, 2]),
    LayerExample(RandomFlip.self, on: [4, 5, 2]),
    LayerExample(RandomFlip.self, ["mode": .text("horizontal")], on: [4, 5, 2]),
    LayerExample(RandomRotation.self, ["factor": .number(0.3)], on: [4, 5, 2]),
    LayerExample(
      RandomTranslation.self,
      [
        "height_factor": .list([.number(-0.5), .number(0.1)]), "width_factor": .number(0.4),
        "fill_mode": .text("constant"), "fill_value": .number(0.5),
      ], on: [5, 4, 2]),
    LayerExample(
      RandomZoom.self,
      [
        "height_factor": .number(0.5), "width_factor": .list([.number(-0.3), .number(-0.1)]),
        "fill_mode": .text("wrap"), "interpolation": .text("nearest"),
      ], on: [5, 6, 2]),
    LayerExample(
      RandomZoom.self, ["height_factor": .number(0.5), "fill_mode": .text("nearest")], on: [5, 6, 2]),
    LayerExample(
      RandomContrast.self,
      [
        "factor": .list([.number(0.5), .number(0.2)]),
        "value_range": .list([.integer(-10), .integer(10)]),
      ], on: [4, 5, 2]),
    LayerExample(Dense.self, ["units": .integer(4), "use_bias": .flag(false)], on: [7]),
    LayerExample(AveragePooling2D.self, [:], on: [6, 6, 2]),
    LayerExample(
      AveragePooling2D.self,
      ["pool_size": .shape([3, 2]), "strides": .shape([1, 1]), "padding": .text("same")], on: [5, 5, 2]),
    LayerExample(MaxPooling2D.self, [:], on: [6, 6, 2]),
    LayerExample(
      MaxPooling2D.self,
      ["pool_size": .shape([2, 3]), "strides": .shape([2, 2]), "padding": .text("same")], on: [5, 5, 2]),
    LayerExample(Flatten.self, on: [4, 5, 2]),
    LayerExample(Dense.self, ["units": .integer(4)], on: [7]),
    LayerExample(
      Dense.self,
      [
        "units": .integer(4), "kernel_initializer": .text("random_normal stddev=0.5"),
        "bias_initializer": .text("constant value=0.25"),
      ], on: [7]),
    LayerExample(
      Dense.self,
      [
        "units": .integer(4), "activation": .text("tanh"), "kernel_regularizer": .text("l1 l1=0.125"),
        "bias_regularizer": .number(0.25), "activity_regularizer": .text("l1_l2 l1=0.5 l2=0.25"),
        "kernel_constraint": .text("max_norm max_value=1"), "bias_constraint": .text("non_neg"),
      ], on: [7]),
    LayerExample(
      Conv2D.self,
      [
        "filters": .integer(3), "kernel_size": .integer(2), "activation": .text("gelu"),
        "activity_regularizer": .number(0.125), "kernel_constraint": .text("unit_norm axis=0x1x2"),
      ], on: [4, 5, 2]),
    LayerExample(
      DepthwiseConv2D.self,
      ["kernel_size": .integer(2), "activation": .text("relu"), "activity_regularizer": .text("l1 l1=0.25")],
      on: [4, 5, 2]),
    LayerExample(Dropout.self, ["rate": .number(0.4)], on: [5, 4, 2]),
    LayerExample(BatchNormalization.self, ["epsilon": .number(0.1)], on: [5, 4, 3]),
    LayerExample(BatchNormalization.self, ["momentum": .number(0.5), "epsilon": .number(0.1)], on: [9]),
    LayerExample(BatchNormalization.self, ["center": .flag(false), "epsilon": .number(0.1)], on: [4, 3, 5]),
    LayerExample(BatchNormalization.self, ["scale": .flag(false), "epsilon": .number(0.1)], on: [4, 3, 2]),
    LayerExample(
      BatchNormalization.self,
      ["center": .flag(false), "scale": .flag(false), "epsilon": .number(0.1)], on: [7]),
    LayerExample(LayerNormalization.self, ["epsilon": .number(0.1)], on: [4, 5, 7]),
    LayerExample(LayerNormalization.self, ["scale": .flag(false), "epsilon": .number(0.01)], on: [11]),
    LayerExample(
      LayerNormalization.self,
      ["center": .flag(false), "scale": .flag(false), "epsilon": .number(0.1)], on: [3, 4, 3]),
    LayerExample(GroupNormalization.self, ["groups": .integer(3), "epsilon": .number(0.1)], on: [3, 4, 6]),
    LayerExample(
      GroupNormalization.self, ["groups": .integer(-1), "center": .flag(false)], on: [4, 3, 2]),
    LayerExample(
      GroupNormalization.self, ["groups": .integer(2), "scale": .flag(false)], on: [10]),
    LayerExample(GroupNormalization.self, ["groups": .integer(1)], on: [3, 3, 2]),
    LayerExample(UnitNormalization.self, on: [3, 4, 5]),
    LayerExample(UnitNormalization.self, on: [9]),
    LayerExample(ActivationLayer.self, ["activation": .text("tanh")], on: [4, 4, 2]),
    LayerExample(ActivationLayer.self, ["activation": .text("gelu")], on: [4, 4, 2]),
    LayerExample(Dense.self, ["units": .integer(5), "activation": .text("mish")], on: [7]),
    LayerExample(
      Conv2D.self,
      ["filters": .integer(3), "kernel_size": .integer(2), "activation": .text("silu")], on: [4, 5, 2]),
    LayerExample(
      ReLU.self,
      ["max_value": .number(0.75), "negative_slope": .number(0.25), "threshold": .number(0.125)],
      on: [4, 5, 2]),
    LayerExample(ReLU.self, on: [9]),
    LayerExample(LeakyReLU.self, ["negative_slope": .number(0.125)], on: [4, 5, 2]),
    LayerExample(ELU.self, ["alpha": .number(0.5)], on: [4, 5, 2]),
    LayerExample(PReLU.self, on: [4, 3, 2]),
    LayerExample(PReLU.self, ["shared_axes": .shape([1, 2])], on: [4, 5, 3]),
    LayerExample(PReLU.self, ["shared_axes": .shape([2])], on: [4, 5, 2]),
    LayerExample(PReLU.self, on: [7]),
    LayerExample(SoftmaxLayer.self, on: [4, 3, 3]),
    LayerExample(Add.self, on: [4, 5, 2], [4, 5, 2]),
    LayerExample(Add.self, on: [4, 5, 2], [1, 1, 2], [4, 5, 1]),
    LayerExample(Subtract.self, on: [4, 5, 2], [4, 5, 2]),
    LayerExample(Multiply.self, on: [4, 5, 2], [4, 5, 2], [4, 5, 2]),
    LayerExample(Multiply.self, on: [4, 5, 3], [3]),
    LayerExample(Average.self, on: [4, 5, 2], [4, 5, 2], [4, 5, 2]),
    LayerExample(Maximum.self, on: [6], [6]),
    LayerExample(Minimum.self, on: [4, 4, 2], [4, 1, 2]),
    LayerExample(Concatenate.self, on: [4, 5, 2], [4, 5, 1], [4, 5, 3]),
    LayerExample(Concatenate.self, on: [4], [3]),
  ]

  /// The layer's number in a ``model(seed:)`` of it.
  func index(in model: Model) -> Int {
    model.nodes.lastIndex { $0.typeName == type.declaration.name && $0.name != "last" && $0.name != "row" }
      ?? 0
  }

  /// The layer, with what makes its inputs before it and what makes classes of its output behind it; its weights are of every size.
  func model(seed: UInt64 = 3) throws -> Model {
    var elements: [Model.Element] = []
    var input = inputs[0]
    let layer = try type.init(Options(given))
    if inputs.count > 1 {
      input = inputs[0].count == 1 ? [5] : [inputs[0][0], inputs[0][1], 2]
      let sources = try inputs.map { shape in
        for (number, layer) in try source(of: shape, from: input).enumerated() {
          elements.append(.init(layer, inputs: [number == 0 ? -1 : elements.count - 1]))
        }
        return elements.count - 1
      }
      elements.append(.init(layer, inputs: sources))
    } else {
      elements.append(.init(layer, inputs: [-1]))
    }
    elements.append(.init(try flatten(), name: "row", inputs: [elements.count - 1]))
    elements.append(.init(try dense(3, activation: .softmax), name: "last", inputs: [elements.count - 1]))
    let model = try Model(name: "net", input: input, elements: elements, seed: seed)
    var random = RandomSequence(seed: seed, stream: 41)
    model.setParameters(
      model.nodes.flatMap { node in
        node.weights.flatMap { weight in
          (0..<weight.count).map { _ in
            weight.name.hasSuffix("variance") ? random.uniform(0.5, 2) : random.uniform(-1, 1)
          }
        }
      })
    return model
  }

  /// Layers that make a shape of the input: of a vector a Dense one, of a map a convolution with as large a window as is needed.
  private func source(of shape: Shape, from input: Shape) throws -> [any Layer] {
    if input.count == 1 { return [try dense(shape[0])] }
    if shape.count == 1 { return [try conv2D(shape[0], input[0], input[1]), try flatten()] }
    return [try conv2D(shape[2], input[0] - shape[0] + 1, input[1] - shape[1] + 1)]
  }

  func images(_ count: Int, seed: UInt64 = 3) throws -> Tensor {
    let model = try model()
    var random = RandomSequence(seed: seed, stream: 42)
    let size = try #require(model.inputShape.elementCount)
    return Tensor(
      shape: [count] + model.inputShape, floats: (0..<count * size).map { _ in random.uniform(-1, 1) })
  }
}
