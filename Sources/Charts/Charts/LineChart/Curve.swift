extension LineChart {
  /// A point of a series.
  struct Point {
    var x: Double
    /// Where it is drawn: the value, or the smoothed one.
    var y: Double
    /// What was measured.
    var value: Double
  }

  /// A series as it is drawn: its points, cut where a value is missing.
  struct Curve {
    var name: String
    var mark: Series.Mark
    var marks: SeriesMarks
    var runs: [[Point]]
    /// The point that gets a ring.
    var best: Point?

    var points: [Point] { runs.flatMap { $0 } }
  }

  var curves: [Curve] {
    var variants = (dots: 0, line: 0)
    return series.enumerated().map { number, series in
      let variant = series.mark == .dots ? variants.dots : variants.line
      if series.mark == .dots { variants.dots += 1 } else { variants.line += 1 }
      let places = x ?? series.values.indices.map { Double($0 + 1) }
      let smooth = smoothing > 0 ? smoothed(series.values) : series.values
      var runs: [[Point]] = [[]]
      var best: Point?
      for (i, (x, value)) in zip(places, series.values).enumerated() {
        if x.isDrawable && value.isDrawable {
          let point = Point(x: x, y: smooth[i], value: value)
          runs[runs.count - 1].append(point)
          if i == series.best { best = point }
        } else if runs.last?.isEmpty == false {
          runs.append([])
        }
      }
      return Curve(
        name: series.name, mark: series.mark,
        marks: SeriesMarks(colour: series.run ?? number, variant: variant),
        runs: runs.filter { !$0.isEmpty }, best: best)
    }
  }

  /// The exponential moving average, as TensorBoard draws it: each point is `smoothing` times the one before plus
  /// (1 - `smoothing`) times the value, divided by what the weights so far add up to, so that the first point is the
  /// first value. Values that cannot be drawn are passed over.
  func smoothed(_ values: [Double]) -> [Double] {
    let kept = min(max(smoothing, 0), 0.999_999)
    var average = 0.0
    var weight = 0.0
    return values.map { value in
      guard value.isDrawable else { return value }
      average = kept * average + (1 - kept) * value
      weight = kept * weight + (1 - kept)
      return average / weight
    }
  }
}
