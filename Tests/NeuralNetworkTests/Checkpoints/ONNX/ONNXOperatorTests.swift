import Core
import Testing

@testable import NeuralNetwork

/// Operators as other programs write them.
@Suite struct ONNXOperatorTests {
  private typealias F = ONNXFixtures

  /// Layers of which the operators do not tell all.
  private static let untold: Set = [
    "ReLU", "GroupNormalization", "UnitNormalization", "Rescaling", "Normalization", "Resizing",
  ]

  /// What is written here is read by the operators alone, where these tell what they do.
  @Test(arguments: LayerExample.all) func operatorsAloneGiveTheSame(example: LayerExample) throws {
    let model = try example.model()
    var onnx = try model.onnx()
    onnx.producer = "another program"
    let bytes = onnx.encoded()
    let said = message { _ = try CheckpointFile(bytes, name: "x").model() }
    if let said {
      #expect(
        Self.untold.contains(example.type.declaration.name) && said.hasPrefix("x: operator "), "\(said)")
      return
    }
    try expectAlike(CheckpointFile(bytes, name: "x").model().model, model)
  }

  @Test(arguments: Activation.allCases) func operatorsAloneAreTheActivation(_ function: Activation) throws {
    let model = try Model([4, 5, 2], [conv2D(3, 2, activation: function), flatten(), dense(2)])
    var onnx = try model.onnx()
    onnx.producer = "another program"
    let back = try CheckpointFile(onnx.encoded(), name: "x").model().model
    #expect(back.nodes.map(\.activation) == model.nodes.map(\.activation))
    try expectAlike(back, model)
  }

  private func expectAlike(_ one: Model, _ other: Model) throws {
    var random = RandomSequence(seed: 1, stream: 45)
    let size = try #require(other.inputShape.elementCount)
    let images = Tensor(
      shape: [3] + other.inputShape, floats: (0..<3 * size).map { _ in random.uniform(-1, 1) })
    try withPool(2) { pool in
      let (now, then) = try (
        one.predict(images: images, pool: pool), other.predict(images: images, pool: pool)
      )
      #expect(now.shape == then.shape)
      for (a, b) in zip(now.floats, then.floats) { #expect(abs(a - b) < 1e-5) }
    }
  }

  /// The layers that operators on maps of 1x4x4 become.
  private func read(_ nodes: [ONNXNode], _ constants: [ONNXTensor] = []) throws -> Model {
    try CheckpointFile(F.model(nodes, constants: constants).encoded(), name: "x").model().model
  }

  private func described(_ model: Model) -> [String] {
    model.nodes.map { "\($0.typeName) \($0.outputShape.crossDescription)" }
  }

  private func integers(_ name: String, _ numbers: Int...) -> ONNXTensor {
    ONNXTensor(name: name, shape: [numbers.count], values: .integers(numbers))
  }

  /// `output[y] = Σ input[i] · kernel[k]` over i · 2 + k - 1 = y, as in PyTorch's ConvTranspose2d with padding=1 and output_padding=1.
  @Test func aTransposedConvolutionIsCutToItsPads() throws {
    let kernel = (0..<9).map { Float($0 + 1) / 8 }
    let model = try read(
      [
        F.node(
          "ConvTranspose", "c", ["x", "k"],
          [
            "strides": .integers([2, 2]), "pads": .integers([1, 1, 1, 1]),
            "output_padding": .integers([1, 1]),
          ]
        )
      ], [ONNXTensor(name: "k", shape: [1, 1, 3, 3], values: .floats(kernel))])
    #expect(described(model) == ["Conv2DTranspose 9x9x1", "Cropping2D 8x8x1"])
    let image = (0..<16).map { Float(($0 * 5) % 7) / 4 }
    var expected = [Float](repeating: 0, count: 64)
    for i in 0..<16 {
      for k in 0..<9 {
        let (y, x) = (i / 4 * 2 + k / 3 - 1, i % 4 * 2 + k % 3 - 1)
        if (0..<8).contains(y), (0..<8).contains(x) { expected[y * 8 + x] += image[i] * kernel[k] }
      }
    }
    let output = try withPool(1) {
      try model.predict(images: Tensor(shape: [1, 4, 4, 1], floats: image), pool: $0)
    }
    for (a, b) in zip(output.floats, expected) { #expect(abs(a - b) < 1e-5) }
  }

  /// kernel 4, strides 2 and padding 1 is Keras's padding=same.
  @Test func padsThatKerasHasNeedNoCropping() throws {
    let model = try read(
      [
        F.node(
          "ConvTranspose", "c", ["x", "k"], ["strides": .integers([2, 2]), "pads": .integers([1, 1, 1, 1])])
      ], [F.zeros("k", 1, 3, 4, 4)])
    #expect(described(model) == ["Conv2DTranspose 8x8x3"])
  }

  @Test func bordersAreZeroPaddingAndCropping() throws {
    let model = try read(
      [
        F.node("Pad", "p", ["x", "pads"]), F.node("Slice", "s", ["p", "starts", "ends", "axes"]),
        F.node("Conv", "c", ["s", "k"]),
      ],
      [
        integers("pads", 0, 0, 1, 0, 0, 0, 0, 2), integers("starts", -3, 1), integers("ends", 99, -1),
        integers("axes", 2, 3), F.zeros("k", 2, 1, 1, 1),
      ])
    #expect(described(model) == ["ZeroPadding2D 5x6x1", "Cropping2D 3x4x1", "Conv2D 3x4x2"])
  }

  /// A vector becomes a map with the channels first, and its values get Keras's order.
  @Test func aReshapeInFrontOfAConvolutionHasTheChannelsFirst() throws {
    let model = try read(
      [
        F.node("Flatten", "f", ["x"]), F.node("Reshape", "r", ["f", "shape"]),
        F.node("InstanceNormalization", "i", ["r", "g", "b"]), F.node("Conv", "c", ["i", "k"]),
      ],
      [
        integers("shape", -1, 2, 2, 4), F.zeros("g", 2), F.zeros("b", 2), F.zeros("k", 3, 2, 2, 2),
      ])
    #expect(
      described(model) == [
        "Flatten 16", "Reshape 2x2x4", "Permute 2x4x2", "GroupNormalization 2x4x2", "Conv2D 1x3x3",
      ])
  }

  @Test func functionsWithOptionsAreLayers() throws {
    let bound = ONNXTensor(name: "four", shape: [], values: .floats([4]))
    let zero = ONNXTensor(name: "zero", shape: [], values: .floats([0]))
    let model = try read(
      [
        F.node("Conv", "c", ["x", "k"]), F.node("LeakyRelu", "l", ["c"]),
        F.node("Elu", "e", ["l"], ["alpha": .number(0.5)]), F.node("Clip", "m", ["e", "zero", "four"]),
        F.node("ThresholdedRelu", "t", ["m"]), F.node("HardSwish", "h", ["t"]),
      ], [F.zeros("k", 2, 1, 1, 1), zero, bound])
    #expect(model.nodes.map(\.typeName) == ["Conv2D", "LeakyReLU", "ELU", "ReLU", "ReLU", "Activation"])
    #expect(model.nodes.last?.activation == .hardSilu)
  }

  @Test func functionsOfOtherOptionsAreRefused() {
    func said(_ node: ONNXNode) -> String? { message { _ = try read([node]) } }
    #expect(
      said(F.node("HardSigmoid", "h", ["x"]))
        == "x: operator h (HardSigmoid): alpha=0.2 is not known here, only alpha=0.16666667")
    #expect(
      said(F.node("Gelu", "g", ["x"], ["approximate": .text("tanh")]))
        == "x: operator g (Gelu): approximate=tanh is not known here, only none")
    #expect(
      said(F.node("Selu", "s", ["x"], ["alpha": .number(2)]))
        == "x: operator s (Selu): alpha=2.0 is not known here, only alpha=1.6732632")
  }

  /// A note that was tampered with.
  @Test func aNoteThatDescribesNoLayerIsRefused() throws {
    var onnx = try Model([4], [layer(GaussianNoise.self, ["stddev": .number(0.5)]), dense(2)]).onnx()
    func said(_ note: String) -> String? {
      onnx.nodes[0].note = note
      return message { _ = try CheckpointFile(onnx.encoded(), name: "x").model() }
    }
    #expect(
      said(#"Nothing {"config": {}}"#)?.hasSuffix("its note describes no layer that is known here") == true)
    #expect(said(#"GaussianNoise {"config": {"stddev": 7}}"#)?.contains("stddev") == true)
    #expect(
      said(#"GaussianNoise {"config": {"stddev": 0.5}, "weights": ["none"]}"#)?.contains("weights none")
        == true)
  }
}
