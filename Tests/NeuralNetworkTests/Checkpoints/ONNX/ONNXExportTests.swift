import Core
import Testing

@testable import NeuralNetwork

/// Models as operators of ONNX. What ONNX's checker and ONNX Runtime make of them is in `PeerTests`.
@Suite struct ONNXExportTests {
  /// A layer that is added gets operators, or is refused by name.
  @Test func everyLayerIsWrittenOrRefused() {
    for type in layerTypes {
      let isRefused = ONNXRefusal.reasons[type.declaration.name] != nil
      #expect(
        type is any ONNXLayer.Type != isRefused, "\(type) is neither an ONNXLayer nor in ONNXRefusal, or both"
      )
    }
  }

  /// A layer that is used twice has its weights in the file once.
  @Test func sharedWeightsAreWrittenOnce() throws {
    let onnx = try ONNXFixtures.sharingModel().onnx()
    let names = onnx.constants.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.filter { $0.hasSuffix("/kernel") } == ["one/kernel", "dense/kernel"])
    #expect(onnx.nodes.filter { $0.inputs.contains("one/kernel") }.map(\.name) == ["one", "two"])
  }

  /// Transposes stand where the layout changes, and nowhere else.
  @Test func mapsAreTurnedOnceAtTheBeginningAndBeforeFlatten() throws {
    let model = try Model(
      [6, 6, 1],
      [conv2D(2, 3, activation: .relu), maxPooling2D(2), batchNormalization(), flatten(), dense(3)])
    let onnx = try model.onnx()
    #expect(
      onnx.nodes.map(\.operation) == [
        "Transpose", "Conv", "Relu", "MaxPool", "BatchNormalization", "Transpose", "Flatten", "Gemm",
      ])
    #expect(
      onnx.nodes.map(\.name) == [
        "conv2d/Transpose", "conv2d", "conv2d/Relu", "max_pooling2d", "batch_normalization",
        "flatten/Transpose",
        "flatten", "dense",
      ])
    #expect(onnx.inputs[0].shape == [nil, 6, 6, 1] && onnx.outputs[0].shape == [nil, 3])
    #expect(onnx.constants.map(\.name).prefix(2) == ["conv2d/kernel", "conv2d/bias"])
    #expect(onnx.constants[0].shape == [2, 1, 3, 3])
  }

  @Test func aLayerOfNoOperatorIsNamed() throws {
    let model = try Model([4], [dense(3), Strange(Options([:]))])
    #expect(
      message { _ = try model.saved(as: .onnx) }
        == "layer strange (Strange) cannot be written as ONNX: ONNX has no operator for it")
  }

  @Test func aModelGivesTheSameBytesAgain() throws {
    let model = try RandomGraph.make(seed: 1)
    #expect(try model.saved(as: .onnx) == model.saved(as: .onnx))
  }
}

/// A layer that nobody has told ONNX of.
private struct Strange: Layer {
  static let declaration = Declaration(name: "Strange", summary: "", discussion: "", example: "")
  let options: Options
  init(_ options: Options) { self.options = options }
  func built(for input: Shape) throws(ModelError) -> BuiltLayer { try Flatten(options).built(for: input) }
}
