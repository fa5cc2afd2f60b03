import Core
import Kernels
import Testing

@testable import NeuralNetwork

@Suite struct HandSetWeightTests {
  private func model() throws -> Model {
    try Model([6, 6, 2], [conv2D(3, 3), batchNormalization(), flatten(), dense(4)])
  }

  @Test func aPlaneIsSetForEveryChannelOrOne() throws {
    let model = try model()
    let sobel = Tensor(shape: [3, 3], floats: [-1, 0, 1, -2, 0, 2, -1, 0, 1])
    try model.setKernel(sobel, layer: 0, filter: 1)
    let kernel = model.weightValues(layer: 0)[0].values
    for k in 0..<9 {
      for channel in 0..<2 { #expect(kernel[(k * 2 + channel) * 3 + 1] == sobel.floats[k]) }
    }
    let before = model.parameters
    try model.setKernel(
      Tensor(shape: [3, 3], floats: [Float](repeating: 7, count: 9)), layer: 0, filter: 2, channel: 1)
    let changed = model.parameters.indices.filter { model.parameters[$0] != before[$0] }
    #expect(changed == (0..<9).map { ($0 * 2 + 1) * 3 + 2 })
  }

  @Test func unitsBiasesAndWholeTensorsAreSet() throws {
    let model = try model()
    try model.setKernel(Tensor(shape: [48], floats: (0..<48).map(Float.init)), layer: 3, filter: 2)
    #expect(model.weightValues(layer: 3)[0].values[5 * 4 + 2] == 5)
    try model.setBias(0.5, layer: 3, filter: 1)
    #expect(model.weightValues(layer: 3)[1].values == [0, 0.5, 0, 0])
    try model.setBias(-1, layer: 0, filter: nil)
    #expect(model.weightValues(layer: 0)[1].values == [-1, -1, -1])
    try model.setWeights(Tensor(shape: [3], floats: [1, 2, 3]), tensor: "moving_mean", layer: 1)
    #expect(model.weightValues(layer: 1)[2].values == [1, 2, 3])
  }

  @Test func whatDoesNotFitIsSaid() throws {
    let model = try model()
    func message(_ body: () throws(ModelError) -> Void) -> String {
      do throws(ModelError) {
        try body()
        return ""
      } catch { return error.message }
    }
    let row = Tensor(shape: [2], floats: [1, 2])
    #expect(
      message { () throws(ModelError) in try model.setKernel(row, layer: 0, filter: 3) }
        == "conv2d has no filter 3: it has 3 filters, numbered 0 to 2")
    #expect(
      message { () throws(ModelError) in try model.setKernel(row, layer: 2, filter: 0) }
        == "flatten (Flatten) has no filters\nthese layers have: conv2d, dense")
    #expect(
      message { () throws(ModelError) in try model.setKernel(row, layer: 0, filter: 0) }
        == "a kernel of conv2d is 3x3x2, but the values are 2\ngive rows of numbers, 3x3: they are set for each channel, or for channel="
    )
    #expect(
      message { () throws(ModelError) in try model.setWeights(row, tensor: "bias", layer: 0) }
        == "the bias of conv2d has the shape (3,), not (2,)")
    #expect(
      message { () throws(ModelError) in try model.setWeights(row, tensor: "gamma", layer: 0) }
        == "conv2d (Conv2D) has no gamma, only kernel, bias")
  }
}
