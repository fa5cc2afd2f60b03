/// Blurs each image: every pixel becomes a mean of its neighbours, weighted by a Gaussian curve.
///
/// As `skimage.filters.gaussian` and SciPy's `gaussian_filter` with `truncate=4, mode="nearest"`: the curve ends at four
/// sigmas, and beyond the edge the outermost pixels go on. Bytes are rounded once, at the end.
public struct Smooth: ImageTransform {
  public let sigma: Double
  /// The weights of a pixel and its neighbours to one side: their sum, with the other side's, is 1.
  private let weights: [Float]

  /// The greatest sigma.
  public static let greatestSigma = 100.0

  /// - Throws: ``DatasetError`` where sigma is not in 0...``greatestSigma``.
  public init(sigma: Double) throws {
    guard (0...Self.greatestSigma).contains(sigma) else {
      throw DatasetError("sigma must be from 0 to 100, not \(sigma)")
    }
    self.sigma = sigma
    let radius = Int(clamping: 4 * sigma + 0.5)
    let curve = (0...radius).map { $0 == 0 ? 1 : exponential(-0.5 * Double($0 * $0) / (sigma * sigma)) }
    let sum = 2 * curve.reduce(0, +) - curve[0]
    weights = curve.map { Float($0 / sum) }
  }

  public func apply<Element>(to image: Raster<Element>, index: Int) throws -> Raster<Element> {
    guard image.height > 0, image.width > 0, weights.count > 1 else { return image }
    let (height, row) = (image.height, image.width * image.channels)
    let reach = (weights.count - 1) * image.channels
    var smooth = [Float](repeating: 0, count: height * row)
    // First down the columns, then along the rows, on a row with its ends drawn out.
    var column = [Float](repeating: 0, count: row)
    var line = [Float](repeating: 0, count: row + 2 * reach)
    let pixels = image.elements.map(\.float)
    for y in 0..<height {
      for k in 0..<row { column[k] = weights[0] * pixels[y * row + k] }
      for distance in 1..<weights.count {
        let (above, below) = (max(0, y - distance) * row, min(height - 1, y + distance) * row)
        for k in 0..<row { column[k] += weights[distance] * (pixels[above + k] + pixels[below + k]) }
      }
      for k in 0..<row { line[reach + k] = column[k] }
      for k in 0..<reach {
        let channel = k % image.channels
        line[k] = column[channel]
        line[reach + row + k] = column[row - image.channels + channel]
      }
      for k in 0..<row { column[k] = weights[0] * line[reach + k] }
      for distance in 1..<weights.count {
        let offset = distance * image.channels
        for k in 0..<row {
          column[k] += weights[distance] * (line[reach + k - offset] + line[reach + k + offset])
        }
      }
      for k in 0..<row { smooth[y * row + k] = column[k] }
    }
    return Raster(
      checked: height, image.width, image.channels, smooth.map { Element(nearest: $0) })
  }
}

/// e^x for x <= 0: Taylor's series near 0, squared up. The C library's differs from machine to machine.
private func exponential(_ x: Double) -> Double {
  guard x > -700 else { return 0 }
  var halvings = 0
  var r = x
  while r < -0.1 {
    r /= 2
    halvings += 1
  }
  var (term, sum) = (1.0, 1.0)
  for n in 1...10 {
    term *= r / Double(n)
    sum += term
  }
  for _ in 0..<halvings { sum *= sum }
  return sum
}
