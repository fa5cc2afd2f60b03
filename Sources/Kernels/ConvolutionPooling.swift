/// A convolution, its activation and the pooling after it in one, for a model that is used and not trained: the feature
/// maps before the pooling are never written to memory. The numbers are those of the three one after the other.
///
/// Loop order: block of up to six filters, y and x of the pooled map, then the positions of its window.
/// - Parameters:
///   - geometry, input, weights, bias, rectifies: as of
///     ``convolution(_:input:weights:bias:rectifies:output:)``.
///   - activation: what is applied to the maps before they are pooled, where it is not relu.
///   - pooling: its windows must lie side by side on the maps: see ``ConvolutionGeometry/windowsLieSideBySide``.
///   - output: `[pooled height][pooled width][outputChannels]` lanes.
public func convolutionPooling(
  _ geometry: ConvolutionGeometry, input: UnsafePointer<Lanes>, weights: UnsafePointer<Float>,
  bias: UnsafePointer<Float>, rectifies: Bool,
  activation: ((_ values: UnsafeMutablePointer<Lanes>, _ count: Int) -> Void)?,
  pooling: ConvolutionGeometry, kind: PoolingKind, output: UnsafeMutablePointer<Lanes>
) {
  let windowSize = pooling.kernelHeight &* pooling.kernelWidth
  withUnsafeTemporaryAllocation(of: Lanes.self, capacity: windowSize &* widestBlock) { window in
    guard let window = window.baseAddress else { return }
    ConvolutionPooling(
      geometry: geometry, input: input, weights: weights, bias: bias, rectifies: rectifies,
      activation: activation, pooling: pooling, kind: kind, window: window, output: output
    ).runBlocks(of: geometry.outputChannels)
  }
}

public enum PoolingKind: Sendable { case average, maximum }

extension ConvolutionGeometry {
  /// Whether no two windows share a pixel, and all lie on the input.
  public var windowsLieSideBySide: Bool {
    strideY == kernelHeight && strideX == kernelWidth && padTop == 0 && padLeft == 0
      && outputHeight <= inputHeight / strideY && outputWidth <= inputWidth / strideX
  }
}

private struct ConvolutionPooling: BlockLoop {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Lanes>
  let weights, bias: UnsafePointer<Float>
  let rectifies: Bool
  let activation: ((UnsafeMutablePointer<Lanes>, Int) -> Void)?
  let pooling: ConvolutionGeometry
  let kind: PoolingKind
  /// `[window row][window column][filter of the block]`.
  let window: UnsafeMutablePointer<Lanes>
  let output: UnsafeMutablePointer<Lanes>

  @inline(__always)
  func run<Sums: WeightedSums>(_ zero: Sums, start: Int) {
    let (g, p) = (geometry, pooling)
    let blockWeights = weights + start &* g.patchSize
    let windowSize = p.kernelHeight &* p.kernelWidth
    let share = Lanes(repeating: 1 / Float(windowSize))
    var position = output + start
    for pooledY in 0..<p.outputHeight {
      for pooledX in 0..<p.outputWidth {
        let (top, left) = (pooledY &* p.strideY, pooledX &* p.strideX)
        if let activation {
          var next = window
          for y in top..<top &+ p.kernelHeight {
            for x in left..<left &+ p.kernelWidth {
              var sums = g.patchSums(zero, y: y, x: x, input: input, weights: blockWeights)
              sums.add(bias + start)
              sums.store(to: next, spread: 1)
              next += Sums.width
            }
          }
          activation(window, windowSize &* Sums.width)
          for filter in 0..<Sums.width {
            let pixels = window + filter
            switch kind {
            case .average:
              var sum = Lanes()
              for k in 0..<windowSize { sum += pixels[k &* Sums.width] }
              position[filter] = sum * share
            case .maximum:
              var greatest = pixels[0]
              for k in 1..<windowSize { greatest = greater(pixels[k &* Sums.width], greatest) }
              position[filter] = greatest
            }
          }
        } else {
          var k = 0
          for y in top..<top &+ p.kernelHeight {
            for x in left..<left &+ p.kernelWidth {
              var sums = g.patchSums(zero, y: y, x: x, input: input, weights: blockWeights)
              sums.add(bias + start)
              if rectifies { sums.rectify() }
              if k > 0 { if kind == .average { sums.add(lanes: window) } else { sums.raise(to: window) } }
              k &+= 1
              if k == windowSize {
                if kind == .average { sums.scale(by: share) }
                sums.store(to: position, spread: 1)
              } else {
                sums.store(to: window, spread: 1)
              }
            }
          }
        }
        position += g.outputChannels
      }
    }
  }
}
