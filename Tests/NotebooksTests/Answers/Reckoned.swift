import Core
import Foundation

/// A number of the prose that no cell prints: it is reckoned, from numbers that the notebook prints or from none.
struct Reckoned {
  let notebook: String
  let number: String
  /// What it is reckoned from: numbers of the transcript.
  let printed: [Double]
  let value: Double

  private init(_ notebook: String, _ number: String, from printed: Double..., by reckon: ([Double]) -> Double)
  {
    (self.notebook, self.number, self.printed) = (notebook, number, printed)
    value = reckon(printed)
  }

  private static func points(_ numbers: [Double]) -> Double { abs(numbers[0] - numbers[1]) * 100 }

  private static func mistakes(_ numbers: [Double]) -> Double { 100 * (1 - numbers[0]) }

  static let all = [
    Reckoned("concepts/03-pooling", "2.1", from: 0.9408, 0.9200, by: points),
    Reckoned("concepts/03-pooling", "3.0", from: 0.9752, 0.9450, by: points),
    Reckoned("concepts/04-relu-and-tanh", "0.000015") { _ in pow(0.25, 8) },
    Reckoned("concepts/05-softmax-and-cross-entropy", "2.30") { _ in -log(0.1) },
    // A probability that is asked for, and the losses of this and others.
    Reckoned("concepts/05-softmax-and-cross-entropy", "0.0001") { _ in exp(-9.210) },
    Reckoned("concepts/05-softmax-and-cross-entropy", "0.105") { _ in -log(0.9) },
    Reckoned("concepts/05-softmax-and-cross-entropy", "0.693") { _ in -log(0.5) },
    Reckoned("concepts/05-softmax-and-cross-entropy", "0.69") { _ in -log(0.5) },
    Reckoned("concepts/05-softmax-and-cross-entropy", "2.303") { _ in -log(0.1) },
    Reckoned("concepts/05-softmax-and-cross-entropy", "4.605") { _ in -log(0.01) },
    Reckoned("concepts/05-softmax-and-cross-entropy", "9.210") { _ in -log(0.0001) },
    Reckoned("concepts/05-softmax-and-cross-entropy", "3.76") { _ in log(43) },
    Reckoned("concepts/05-softmax-and-cross-entropy", "0.92") { _ in -log(0.4) },
    Reckoned("concepts/06-learning-rate", "2.30") { _ in -log(0.1) },
    Reckoned("concepts/07-optimizers", "0.00012", from: 0.3153337, 0.31521502) { $0[0] - $0[1] },
    // (1 - beta_1) / sqrt(1 - beta_2), the bound of section 2.1 of "Adam", with its defaults.
    Reckoned("concepts/07-optimizers", "3.2") { _ in (1 - 0.9) / (1 - 0.999).squareRoot() },
    Reckoned("concepts/08-overfitting-and-dropout", "0.25", from: 0.8835, 0.8810, by: points),
    Reckoned("concepts/08-overfitting-and-dropout", "5.05", from: 0.9315, 0.8810, by: points),
    // The momentum of a moving average, and what is left of its beginning after 125 steps.
    Reckoned("concepts/09-batch-normalization", "28") { _ in 100 * pow(0.99, 125) },
    Reckoned("concepts/11-shift-invariance", "4.3", from: 0.9570, by: mistakes),
    Reckoned("concepts/11-shift-invariance", "6.4", from: 0.9360, by: mistakes),
    Reckoned("concepts/11-shift-invariance", "12.6", from: 0.8740, by: mistakes),
    Reckoned("concepts/11-shift-invariance", "56.5", from: 0.4350, by: mistakes),
    Reckoned("concepts/11-shift-invariance", "2.2", from: 0.9570, 0.9350, by: points),
    Reckoned("concepts/13-when-accuracy-misleads", "99.9") { _ in 100 * (1 - 1 / 1000) },
    Reckoned("lenet-5", "2.30") { _ in -log(0.1) },
    Reckoned("lenet-5", "0.6", from: 0.9915, 0.9854, by: points),
    Reckoned("two-networks", "1.2", from: 0.9945, 0.9827, by: points),
  ]
}
