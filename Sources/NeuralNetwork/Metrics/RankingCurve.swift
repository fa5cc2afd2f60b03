/// How well a score tells images of a class from others, for every threshold: the ROC curve and the precision-recall curve.
///
/// Definitions are scikit-learn's (`roc_curve`, `roc_auc_score`, `precision_recall_curve`, `average_precision_score`):
/// https://scikit-learn.org/stable/modules/model_evaluation.html
public struct RankingCurve: Sendable {
  /// Of the images that score at least as much as a threshold: the shares of the other images and of those of the class
  /// (false and true positive rate), from no images to all.
  public private(set) var rates: [(falsePositive: Double, truePositive: Double)] = [(0, 0)]
  /// The share of those images that is of the class, for each threshold from the greatest down.
  public private(set) var precisions: [Double] = []

  /// Nil where there are no images of the class, or no others.
  public init?(scores: [Float], isOfClass: [Bool]) {
    let positives = isOfClass.filter { $0 }.count
    let negatives = isOfClass.count - positives
    guard scores.count == isOfClass.count, positives > 0, negatives > 0,
      scores.allSatisfy({ !$0.isNaN })
    else { return nil }
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    var (right, wrong) = (0, 0)
    for (place, index) in order.enumerated() {
      if isOfClass[index] { right += 1 } else { wrong += 1 }
      // Images of one score are told apart by no threshold.
      guard place + 1 == order.count || scores[order[place + 1]] != scores[index] else { continue }
      rates.append((Double(wrong) / Double(negatives), Double(right) / Double(positives)))
      precisions.append(Double(right) / Double(right + wrong))
    }
  }

  /// The area under the ROC curve: how probable it is that an image of the class scores more than another.
  public var area: Double {
    zip(rates, rates.dropFirst()).reduce(0) {
      $0 + ($1.1.falsePositive - $1.0.falsePositive) * ($1.1.truePositive + $1.0.truePositive) / 2
    }
  }

  /// The mean of the precisions, each weighted with the recall that its threshold adds.
  public var averagePrecision: Double {
    zip(precisions, zip(rates, rates.dropFirst())).reduce(0) {
      $0 + $1.0 * ($1.1.1.truePositive - $1.1.0.truePositive)
    }
  }

  /// The true positive rate at a false positive rate: on the line between the two nearest thresholds.
  public func truePositiveRate(at share: Double) -> Double {
    guard let next = rates.firstIndex(where: { $0.falsePositive > share }) else { return 1 }
    let (a, b) = (rates[max(0, next - 1)], rates[next])
    return a.truePositive + (b.truePositive - a.truePositive) * (share - a.falsePositive)
      / (b.falsePositive - a.falsePositive)
  }

  /// The precision of the greatest threshold with at least this recall.
  public func precision(at recall: Double) -> Double {
    let place = rates.dropFirst().firstIndex { $0.truePositive >= recall } ?? rates.count - 1
    return precisions[place - 1]
  }
}
