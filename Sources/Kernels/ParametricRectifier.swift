/// y = x where x > 0, else alpha · x, with an alpha for each value of an image or for several: along an axis where alpha has the
/// length 1, all share it.
public struct ParametricRectifier: Sendable {
  private let height, width, channels: Int
  /// From one alpha to the next along each axis, 0 where it is shared.
  private let rowStride, columnStride, channelStride: Int
  private let alphaCount: Int

  public init(
    height: Int, width: Int, channels: Int, alphaHeight: Int, alphaWidth: Int, alphaChannels: Int
  ) {
    (self.height, self.width, self.channels) = (height, width, channels)
    channelStride = alphaChannels == 1 ? 0 : 1
    columnStride = alphaWidth == 1 ? 0 : alphaChannels
    rowStride = alphaHeight == 1 ? 0 : alphaWidth * alphaChannels
    alphaCount = alphaHeight * alphaWidth * alphaChannels
  }

  /// Calls `body` with the number of each value and of its alpha, in order.
  @inline(__always)
  private func forEach(_ body: (_ k: Int, _ alpha: Int) -> Void) {
    var k = 0
    for row in 0..<height {
      for column in 0..<width {
        let pixel = row &* rowStride &+ column &* columnStride
        for channel in 0..<channels {
          body(k, pixel &+ channel &* channelStride)
          k &+= 1
        }
      }
    }
  }

  /// `input` and `output` may lie in the same place.
  public func apply(
    _ input: UnsafePointer<Lanes>, alpha: UnsafePointer<Float>, output: UnsafeMutablePointer<Lanes>
  ) {
    forEach { k, place in
      let x = input[k]
      output[k] = (x * alpha[place]).replacing(with: x, where: x .> 0)
    }
  }

  /// The gradient of each alpha: Σ gradient · min(0, x) over its values and the images of the group.
  public func computeAlphaGradient(
    _ input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>,
    alphaGradient: UnsafeMutablePointer<Float>
  ) {
    for place in 0..<alphaCount { alphaGradient[place] = 0 }
    forEach { k, place in
      let below = input[k].replacing(with: 0, where: input[k] .> 0)
      alphaGradient[place] += (below * outputGradient[k]).laneSum
    }
  }

  /// gradient · (1 where x > 0, alpha where x < 0, 0 between, as Keras's two relus have it). The gradients may lie in the same place.
  public func computeInputGradient(
    _ input: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>, alpha: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Lanes>
  ) {
    forEach { k, place in
      let (x, gradient) = (input[k], outputGradient[k])
      inputGradient[k] = (gradient * alpha[place]).replacing(with: gradient, where: x .> 0)
        .replacing(with: 0, where: x .== 0)
    }
  }
}
