import Core
import Testing

@testable import NeuralNetwork

/// Weights in files of safetensors. What Python's package makes of them is in `PeerTests`.
@Suite struct SafetensorsTests {
  private func network() throws -> Model { try Model([2], [dense(3), dense(2)]) }

  @Test func weightsComeBack() throws {
    for seed in 0..<10 {
      let model = try RandomGraph.make(seed: seed)
      let (bytes, before) = (try model.saved(as: .safetensors), model.parameters)
      #expect(try model.saved(as: .safetensors) == bytes)
      model.setParameters(before.map { $0 + 1 })
      try CheckpointFile(bytes, name: "net").loadWeights(into: model)
      #expect(model.parameters.map(\.bitPattern) == before.map(\.bitPattern))
    }
  }

  @Test func theHeaderNamesWeightsAndIsAligned() throws {
    let bytes = try network().saved(as: .safetensors)
    let length = bytes.prefix(8).withUnsafeBytes { Int($0.numbers(of: UInt64.self)[0]) }
    #expect(length % 8 == 0 && bytes.count == 8 + length + 4 * 17)
    guard case .object(let header) = try JSON(parsing: Array(bytes[8..<8 + length])) else {
      Issue.record("no object")
      return
    }
    #expect(header.keys.sorted() == ["dense.bias", "dense.kernel", "dense_1.bias", "dense_1.kernel"])
    #expect(
      header["dense_1.kernel"] == ["dtype": "F32", "shape": [3, 2], "data_offsets": [36, 60]])
  }

  /// Of Python's package. Bfloat16 has 8 bits, and halves go from 6e-8 to 65504.
  @Test(arguments: ["F64", "F32", "F16", "BF16"]) func everyKindOfFloatIsRead(kind: String) throws {
    let model = try Model([3], [dense(2)])
    try ONNXFixtures.open("\(kind).safetensors").loadWeights(into: model)
    let expected: [Float] = [1.5, -2, 0.25, 6e-8, 65504, 0, -0.5, 3]
    for (value, right) in zip(model.parameters, expected) {
      #expect(abs(value - right) <= (kind.hasSuffix("16") ? max(right.magnitude / 256, 6e-9) : 0))
    }
  }

  private func file(_ header: String, data: Int) -> [UInt8] {
    littleEndian([UInt64(header.utf8.count)]) + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }

  private func said(_ bytes: [UInt8]) throws -> String? {
    let model = try Model([1], [dense(1)])
    return message { try CheckpointFile(bytes, name: "x").loadWeights(into: model) }
  }

  private func tensor(_ name: String, _ type: String, _ shape: [Int], _ start: Int, _ end: Int) -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(start),\(end)]}"
  }

  @Test func whatIsWrongIsSaid() throws {
    let kernel = tensor("dense.kernel", "F32", [1, 1], 0, 4)
    let bias = tensor("dense.bias", "F32", [1], 4, 8)
    #expect(try said(file("{\(kernel),\(bias),\"__metadata__\":{\"a\":\"b\"}}  ", data: 8)) == nil)
    #expect(
      try said(file("{\(kernel),\(bias)}", data: 12))
        == "x: its tensors take 8 bytes, and 12 follow its header")
    #expect(
      try said(file("{\(kernel),\(tensor("dense.bias", "F32", [1], 8, 12))}", data: 12))
        == "x: its tensor dense.bias begins at byte 8, and the one before it ends at 4")
    #expect(
      try said(file("{\(kernel),\(tensor("dense.bias", "F32", [1], 0, 4))}", data: 4))?.hasSuffix(
        "begins at byte 0, and the one before it ends at 4") == true)
    #expect(
      try said(file("{\(kernel),\(tensor("dense.bias", "F32", [1], 4, 12))}", data: 12))
        == "x: its tensor dense.bias has 8 bytes; (1,) of F32 have 4")
    #expect(
      try said(file("{\(kernel),\(tensor("dense.bias", "F32", [Int.max, 4], 4, 8))}", data: 8))
        == "x: the shape of its tensor dense.bias is impossible")
    #expect(
      try said(file("{\(kernel),\(tensor("dense.bias", "F32", [1], 4, -8))}", data: 8))
        == "x: its header does not say type, shape and place of the tensor dense.bias")
    #expect(
      try said(file("{\(kernel),\(tensor("dense.bias", "I32", [1], 4, 8))}", data: 8))
        == "x: dense.bias is of type I32; known here are floats: F32, F64, F16 and BF16")
    #expect(
      try said(file("{\(kernel)}", data: 4))
        == "x: layer dense (Dense): its bias would be dense.bias, which is not in the file; there are dense.kernel"
    )
    #expect(
      try said(file("{\(kernel),\(bias),\(tensor("more", "F32", [0], 8, 8))}", data: 8))
        == "x: the file has tensors that net has not: more")
    #expect(
      try said(file("{\(tensor("dense.kernel", "F32", [1], 0, 4)),\(bias)}", data: 8))
        == "x: layer dense (Dense) expects a kernel of (1, 1), but dense.kernel in the file is (1,)")
    #expect(try said(file("{\(kernel),\(bias)", data: 8)) == "x: its header is no object of JSON")
    #expect(
      try said(littleEndian([UInt64(1 << 36)]) + Array("{}".utf8))
        == "x: its header of 68719476736 bytes is cut off, or longer than 10000000")
    #expect(
      message { _ = try CheckpointFile(network().saved(as: .safetensors), name: "x").model() }
        == "x: it holds weights alone and no model\ndescribe the model with model, then use load_weights")
  }

  @Test func noDamageCrashes() throws {
    let model = try network()
    let whole = try model.saved(as: .safetensors)
    for round in 0..<DamagedCheckpointTests.rounds {
      var random = RandomSequence(seed: UInt64(round), stream: 602)
      let bytes = DamagedCheckpointTests.damaged(whole, &random)
      try? CheckpointFile(bytes, name: "x").loadWeights(into: model)
      #expect(model.parameters.count == 17)
    }
  }
}
