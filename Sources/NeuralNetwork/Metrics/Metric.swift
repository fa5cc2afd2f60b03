import Core

/// What is measured besides the loss. Names are Keras's: https://keras.io/api/metrics
public enum Metric: String, Choice {
  /// The share of images whose label's output is the greatest; of one output, that lies on the right side of 0.5.
  case accuracy
  /// The label's output is among the five greatest; labels are one-hot vectors.
  case topKCategoricalAccuracy = "top_k_categorical_accuracy"
  /// The label's output is among the five greatest; labels are class numbers.
  case sparseTopKCategoricalAccuracy = "sparse_top_k_categorical_accuracy"
  /// The share of outputs that lie on the right side of 0.5.
  case binaryAccuracy = "binary_accuracy"
  /// Of the outputs above 0.5 the share that should be.
  case precision
  /// Of the outputs that should be above 0.5 the share that is.
  case recall
  /// The area under the ROC curve, from 200 thresholds.
  case auc
  /// The harmonic mean of precision and recall of the greatest output, each class counting the same.
  case f1Score = "f1_score"
  /// The mean of (output - target)².
  case meanSquaredError = "mean_squared_error"
  case mse
  /// The mean of |output - target|.
  case meanAbsoluteError = "mean_absolute_error"
  case mae

  /// Whether it counts outputs.
  var isCounted: Bool { [.binaryAccuracy, .precision, .recall, .auc, .f1Score].contains(self) }

  /// Whether it is an error of outputs, which is to fall.
  var isError: Bool { [.meanSquaredError, .mse, .meanAbsoluteError, .mae].contains(self) }

  /// Whether it counts classes, and cannot be measured of numbers.
  var needsLabels: Bool { !isError }

  /// Whether labels must be one-hot (true) or class numbers (false); nil where either will do.
  public var needsOneHot: Bool? {
    switch self {
    case .topKCategoricalAccuracy: true
    case .sparseTopKCategoricalAccuracy: false
    default: nil
    }
  }

  func count(_ hits: Hits) -> Int {
    switch self {
    case .topKCategoricalAccuracy, .sparseTopKCategoricalAccuracy: hits.topK
    default: hits.first
    }
  }
}
