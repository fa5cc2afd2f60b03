import Core

/// What is measured besides the loss: the share of images that count as right. Names are Keras's:
/// https://keras.io/api/metrics/accuracy_metrics
public enum Metric: String, Choice {
  /// The label's output is the greatest.
  case accuracy
  /// The label's output is among the five greatest; labels are one-hot vectors.
  case topKCategoricalAccuracy = "top_k_categorical_accuracy"
  /// The label's output is among the five greatest; labels are class numbers.
  case sparseTopKCategoricalAccuracy = "sparse_top_k_categorical_accuracy"

  /// Whether labels must be one-hot (true) or class numbers (false); nil where either will do.
  public var needsOneHot: Bool? {
    switch self {
    case .accuracy: nil
    case .topKCategoricalAccuracy: true
    case .sparseTopKCategoricalAccuracy: false
    }
  }

  func count(_ hits: Hits) -> Int {
    switch self {
    case .accuracy: hits.first
    case .topKCategoricalAccuracy, .sparseTopKCategoricalAccuracy: hits.topK
    }
  }
}
