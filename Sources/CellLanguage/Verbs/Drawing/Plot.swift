import Charts
import NeuralNetwork

/// Curves that are drawn in one chart: what they are called, which belong together, what is marked on them.
struct Plot {
  struct Curve {
    /// The key in a history, such as `val_loss`; `value` for any list.
    var key: String
    var values: [Double]
    /// What the values are from, if they are all of its epochs.
    var history: History?

    var measure: String { HistoryKey(key).measure }
    var isValidation: Bool { HistoryKey(key).isValidation }
    var hasRole: Bool { HistoryKey(key).isMeasured }

    /// The first epoch with the best value. Of training values it would say nothing: they mostly go on improving.
    var best: Int? {
      guard history != nil, isValidation, hasRole, values.count > 1 else { return nil }
      let known = values.indices.filter { values[$0].isFinite }
      return HistoryKey(key).isToFall
        ? known.min { values[$0] < values[$1] }
        : known.first { i in
          known.allSatisfy { values[$0] <= values[i] }
        }
    }
  }

  let curves: [Curve]
  /// The histories that the curves are from, each once.
  private let runs: [History]

  init(curves: [Curve]) {
    self.curves = curves
    var runs: [History] = []
    for case let history? in curves.map(\.history) where !runs.contains(history) { runs.append(history) }
    self.runs = runs
  }

  // MARK: - Words

  private var measures: [String] {
    var measures: [String] = []
    for measure in curves.map(\.measure) where !measures.contains(measure) { measures.append(measure) }
    return measures
  }

  private var isOneMeasure: Bool { measures.count == 1 }
  private var hasBothRoles: Bool { Set(curves.map(\.isValidation)).count == 2 }

  /// `Loss`, or `Value` where the curves have no measure in common.
  var measure: String { isOneMeasure ? measures[0].asWords.capitalizedFirst : "Value" }

  var fileName: String { isOneMeasure ? measures[0] : "curves" }

  var title: String {
    let words = measures.map(\.asWords).joined(separator: ", ")
    guard isOneMeasure, curves.allSatisfy(\.hasRole) else { return words.capitalizedFirst }
    if hasBothRoles { return "Training and validation \(words)" }
    return curves[0].isValidation ? "Validation \(words)" : words.capitalizedFirst
  }

  /// What tells a curve apart from the others of this plot: the run, the images that were measured, the measure.
  private func name(_ number: Int) -> String {
    let curve = curves[number]
    var parts: [String] = []
    if runs.count > 1, let run = curve.history.flatMap(runs.firstIndex) {
      parts.append(runs[run].name.isEmpty ? "run \(run + 1)" : runs[run].name)
    }
    if !isOneMeasure {
      parts.append(curve.key)
    } else if !curve.hasRole {
      if parts.isEmpty, curves.count > 1 { parts.append("\(curve.key) \(number + 1)") }
    } else if parts.isEmpty || hasBothRoles {
      parts.append(curve.isValidation ? "validation" : "training")
    }
    let name = parts.joined(separator: ", ")
    return runs.count > 1 ? name : name.capitalizedFirst
  }

  // MARK: - What is drawn

  /// - Parameters:
  ///   - style: `lines` or `dots` for all curves; nil for what suits each.
  ///   - names: those of the legend, if the learner gave them.
  ///   - hasOwnX: whether the learner says where the points stand.
  func series(style: String?, names: [String]?, hasOwnX: Bool) -> [LineChart.Series] {
    curves.enumerated().map { number, curve in
      let mark: LineChart.Series.Mark =
        switch style {
        case "lines": .line
        case "dots": .dots
        default:
          if curve.hasRole, !hasOwnX {
            curve.isValidation ? .line : .dots
          } else {
            // The few values of a study are to be seen one by one.
            curve.values.count <= 30 ? .lineWithDots : .line
          }
        }
      return LineChart.Series(
        name: names?[number] ?? name(number), values: curve.values, mark: mark, run: colour(number),
        best: hasOwnX ? nil : curve.best)
    }
  }

  /// One colour for each run where there are several; else one for each curve.
  private func colour(_ number: Int) -> Int? {
    guard runs.count > 1 else { return nil }
    return curves[number].history.flatMap(runs.firstIndex) ?? runs.count + number
  }

  /// What happened in the runs.
  var events: [LineChart.Event] {
    runs.enumerated().flatMap { number, run in
      run.events.map { event in
        let kind: LineChart.Event.Kind =
          switch event.kind {
          case .checkpoint: .checkpoint
          case .earlyStop: .earlyStop
          }
        return LineChart.Event(kind, x: Double(event.epoch), run: runs.count > 1 ? number : nil)
      }
    }
  }
}

extension String {
  /// `top_k_categorical_accuracy` as it is read.
  fileprivate var asWords: String { replacing("_", with: " ") }

  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
