/// Where values lie on the page: the straight line through two points, from data to pixels.
struct LinearScale {
  var domain: ClosedRange<Double>
  /// The pixels of the domain's ends; an upward axis has the larger number first.
  var from: Double
  var to: Double

  func callAsFunction(_ value: Double) -> Double {
    from + (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (to - from)
  }

  /// The nearest value in the domain.
  func kept(_ value: Double) -> Double { min(max(value, domain.lowerBound), domain.upperBound) }

  /// A scale of `count` equal bands, one for each category: band `i` is centred at `self(Double(i))`.
  static func bands(_ count: Int, from: Double, to: Double) -> LinearScale {
    LinearScale(domain: -0.5...max(0.5, Double(count) - 0.5), from: from, to: to)
  }
}

extension Double {
  /// Whether there is a place on a page for this value. Past 10^100 nothing is measured; leaving that out
  /// keeps sums and differences finite.
  var isDrawable: Bool { magnitude <= 1e100 }
}

extension ClosedRange<Double> {
  /// The range of the drawable values, wide enough to draw: a constant gets room above and below.
  /// Nil where there is nothing to draw.
  init?(covering values: [Double]) {
    let drawable = values.filter(\.isDrawable)
    guard let low = drawable.min(), let high = drawable.max() else { return nil }
    let magnitude = Swift.max(low.magnitude, high.magnitude)
    if magnitude < 1e-100 {
      self = 0...1
    } else if high - low < 1e-9 * magnitude {
      self = low - 0.1 * magnitude...high + 0.1 * magnitude
    } else {
      self = low...high
    }
  }
}
