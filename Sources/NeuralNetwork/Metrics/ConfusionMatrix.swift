/// How often each class was taken for which, and what follows from it: precision, recall, F1.
///
/// Definitions are scikit-learn's (`confusion_matrix`, `classification_report`), with every class of the model a row
/// (`labels=range(classes)`) and 0 for what would be divided by zero (`zero_division=0`):
/// https://scikit-learn.org/stable/modules/model_evaluation.html#classification-metrics
public struct ConfusionMatrix: Sendable, Equatable {
  /// One class, or an average over all of them.
  public struct Row: Sendable, Equatable {
    /// The share of the images taken for the class that are of it.
    public let precision: Double
    /// The share of the images of the class that were taken for it.
    public let recall: Double
    /// The harmonic mean of precision and recall.
    public let f1: Double
    /// The number of images of the class.
    public let support: Int
  }

  /// More would need more memory for the counts than they are worth.
  public static let classLimit = 4096

  public let classes: Int
  /// `counts[i * classes + j]` images of class i were predicted as class j.
  public let counts: [Int]

  /// Counts the pairs of true and predicted class.
  ///
  /// - Throws: where there are more labels than predictions or the reverse, a class lies outside 0..<classes, or
  ///   there are too many classes.
  public init(labels: [Int32], predictions: [Int32], classes: Int) throws(ModelError) {
    guard (1...Self.classLimit).contains(classes) else {
      throw ModelError("a confusion matrix takes 1 to \(Self.classLimit) classes, not \(classes)")
    }
    guard labels.count == predictions.count else {
      throw ModelError("there are \(labels.count) labels but \(predictions.count) predictions")
    }
    var counts = [Int](repeating: 0, count: classes * classes)
    for (index, pair) in zip(labels, predictions).enumerated() {
      for (what, number) in [("label", pair.0), ("prediction", pair.1)]
      where !(0..<classes).contains(Int(number)) {
        throw ModelError("\(what) \(number) of image \(index) is outside the \(classes) classes")
      }
      counts[Int(pair.0) * classes + Int(pair.1)] += 1
    }
    self.classes = classes
    self.counts = counts
  }

  public subscript(label: Int, prediction: Int) -> Int { counts[label * classes + prediction] }

  /// The number of images.
  public var total: Int { counts.reduce(0, +) }

  /// The share of images on the diagonal.
  public var accuracy: Double { ratio((0..<classes).reduce(0) { $0 + self[$1, $1] }, total) }

  /// Precision, recall and F1 of each class.
  public var rows: [Row] {
    (0..<classes).map { k in
      let right = self[k, k]
      let support = (0..<classes).reduce(0) { $0 + self[k, $1] }
      let predicted = (0..<classes).reduce(0) { $0 + self[$1, k] }
      return Row(
        precision: ratio(right, predicted), recall: ratio(right, support),
        f1: ratio(2 * right, support + predicted), support: support)
    }
  }

  /// The mean over the classes: each counts the same.
  public var macroAverage: Row { average { _ in 1 } }

  /// The mean over the classes, each weighted with its support: each image counts the same.
  public var weightedAverage: Row { average { Double($0.support) } }

  private func average(_ weight: (Row) -> Double) -> Row {
    let rows = rows
    let sum = rows.reduce(0) { $0 + weight($1) }
    func mean(_ value: (Row) -> Double) -> Double {
      sum > 0 ? rows.reduce(0) { $0 + weight($1) * value($1) } / sum : 0
    }
    return Row(precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1), support: total)
  }
}

/// 0 where it would be divided by zero.
private func ratio(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }
