import Core
import Kernels
import Testing

@testable import NeuralNetwork

/// Convolutions of the channels in groups, and with gaps in their kernels.
@Suite struct SlicedConvolutionTests {
  private func output(
    _ layer: any Layer, on input: Shape, weights: (Int) -> [Float], images count: Int = 19
  ) throws -> [Float] {
    let model = try Model(input, [layer])
    model.setParameters(weights(model.parameters.count))
    var random = RandomSequence(seed: 5, stream: 43)
    let images = Tensor(
      shape: [count] + input, floats: (0..<count * input.reduce(1, *)).map { _ in random.uniform(-1, 1) })
    return try withPool(2) { try model.predict(images: images, pool: $0) }.floats
  }

  private func drawn(_ count: Int) -> [Float] {
    var random = RandomSequence(seed: 6, stream: 44)
    return (0..<count).map { _ in random.uniform(-1, 1) }
  }

  /// A group of one channel is a channel by itself, to the last bit and with the same weights.
  @Test(arguments: [1, 3], [1, 2]) func asManyGroupsAsChannelsAreADepthwiseConvolution(
    multiplier: Int, dilation: Int
  ) throws {
    let options: [String: Argument] = [
      "kernel_size": .shape([3, 2]), "padding": .text("same"), "activation": .text("relu"),
      "dilation_rate": .integer(dilation),
    ]
    let grouped = try layer(
      Conv2D.self,
      options.merging(["filters": .integer(4 * multiplier), "groups": .integer(4)]) { $1 })
    let depthwise = try layer(
      DepthwiseConv2D.self, options.merging(["depth_multiplier": .integer(multiplier)]) { $1 })
    let (a, b) = (
      try output(grouped, on: [7, 5, 4], weights: drawn),
      try output(depthwise, on: [7, 5, 4], weights: drawn)
    )
    #expect(a == b && a.contains { $0 != 0 })
  }

  /// Gaps are zeros between the weights.
  @Test(arguments: [Padding.valid, .same], [ImageSize(2, 3), ImageSize(1, 2), ImageSize(4, 4)])
  func gapsAreZerosInTheKernel(padding: Padding, dilation: ImageSize) throws {
    let (channels, filters) = (3, 5)
    func convolution(_ size: Shape, _ dilation: ImageSize) throws -> any Layer {
      try layer(
        Conv2D.self,
        [
          "filters": .integer(filters), "kernel_size": .shape(size), "padding": .text(padding.rawValue),
          "dilation_rate": dilation.argument,
        ])
    }
    let span = [2 * dilation.height + 1, 2 * dilation.width + 1]
    let dilated = try output(convolution([3, 3], dilation), on: [11, 13, channels], weights: drawn)
    let wide = try output(convolution(span, ImageSize(1, 1)), on: [11, 13, channels]) { count in
      let weights = drawn(10 * channels * filters)
      var kernel = [Float](repeating: 0, count: count)
      let pixel = channels * filters
      for k in 0..<9 {
        let place = k / 3 * dilation.height * span[1] + k % 3 * dilation.width
        for i in 0..<pixel { kernel[place * pixel + i] = weights[k * pixel + i] }
      }
      for f in 0..<filters { kernel[count - filters + f] = weights[9 * pixel + f] }
      return kernel
    }
    #expect(dilated.count == wide.count)
    #expect(zip(dilated, wide).allSatisfy { abs($0 - $1) < 2e-5 })
  }

  /// Channels enough for Winograd's form in each group and phase: the numbers differ in their last digits alone.
  @Test func fewerProductsGiveTheSame() throws {
    for options in [["groups": Argument.integer(2)], ["dilation_rate": .integer(2)]] {
      let convolution = try layer(
        Conv2D.self,
        options.merging(["filters": .integer(32), "kernel_size": .integer(3), "padding": .text("same")]) {
          $1
        })
      let model = try Model([12, 12, 32], [convolution, flatten(), dense(3, activation: .softmax)])
      try checkGradients(model, images: 2, limit: 6)
    }
  }

  @Test func whatCannotBePartedIsNamed() throws {
    func message(_ options: [String: Argument], on input: Shape) -> String {
      do throws(ModelError) {
        let given: [String: Argument] = ["filters": .integer(6), "kernel_size": .integer(3)]
        _ = try layer(Conv2D.self, given.merging(options) { $1 }).built(for: input)
        return ""
      } catch { return error.message }
    }
    #expect(message(["groups": .integer(4)], on: [8, 8, 4]) == "its 6 filters cannot be shared by groups=4")
    #expect(
      message(["groups": .integer(3)], on: [8, 8, 4])
        == "the 4 channels of its input cannot be parted in groups=3")
    #expect(
      message(["dilation_rate": .integer(101)], on: [8, 8, 4]) == "dilation_rate=101x101 must be at most 100")
  }
}
