import Core
import Kernels

/// What metrics need besides hits, summed over an epoch or an evaluation: how many outputs lie where, for images that are of the
/// class and for others, and the errors of outputs.
///
/// Counts are whole numbers, so that it does not matter which thread adds what; errors are added in the order of the images.
/// Source of the definitions: keras/src/metrics of Keras 3.15 (with one-hot labels where there are several outputs).
final class Measures {
  /// Keras's thresholds of AUC: 0 and 1, a little beyond, and 198 between them.
  static let thresholds = 200

  private let outputs: Int
  private let workers: Int
  private let counts: UnsafeMutablePointer<Int>
  /// The numbers that a worker counts.
  private let stride: Int
  /// The mean error of each image of a batch.
  private let squares, absolutes: UnsafeMutablePointer<Float>
  private let targets: UnsafeMutablePointer<Lanes>
  private let measuresErrors, ranks: Bool
  private var squareSum = 0.0
  private var absoluteSum = 0.0
  private var images = 0

  /// Nil where none of the metrics needs it.
  /// - Parameter capacity: the most images of a batch.
  init?(_ metrics: [Metric], outputs: Int, workers: Int, capacity: Int) {
    guard metrics.contains(where: { $0.isCounted || $0.isError }) else { return nil }
    (self.outputs, self.workers) = (outputs, workers)
    measuresErrors = metrics.contains(where: \.isError)
    ranks = metrics.contains(where: \.isCounted)
    stride = 2 * Self.thresholds + 6 * outputs + 1
    counts = .allocate(capacity: stride * workers)
    counts.initialize(repeating: 0, count: stride * workers)
    squares = .allocate(capacity: capacity)
    absolutes = .allocate(capacity: capacity)
    targets = allocateAligned(measuresErrors ? outputs * workers : 1, of: Lanes())
  }

  deinit {
    counts.deallocate()
    squares.deallocate()
    absolutes.deallocate()
    targets.deallocate()
  }

  /// Begins anew.
  func reset() {
    counts.update(repeating: 0, count: stride * workers)
    (squareSum, absoluteSum, images) = (0, 0, 0)
  }

  /// Where a worker's counts of one kind begin.
  private enum Count {
    /// Of images that are of the class, by threshold; then of others.
    static let ofClass = 0
    static let ofOthers = thresholds
    /// Above 0.5 and right, above and wrong, not above though it should be: of each output.
    static let rows = 2 * thresholds
  }

  /// Adds the images of a group.
  ///
  /// - Parameters:
  ///   - first: the place of its first image in the batch.
  ///   - fill: puts the targets of the group into lanes.
  func add(
    _ output: UnsafePointer<Lanes>, labels: UnsafePointer<Int32>, images: Int, first: Int, worker: Int,
    fill: (UnsafeMutablePointer<Lanes>) -> Void
  ) {
    if ranks { count(output, labels: labels, images: images, counts + stride * worker) }
    guard measuresErrors else { return }
    let targets = targets + outputs * worker
    fill(targets)
    var (square, absolute) = (Lanes(), Lanes())
    for k in 0..<outputs {
      let error = output[k] - targets[k]
      square = square.addingProduct(error, error)
      for n in 0..<images { absolute[n] += error[n].magnitude }
    }
    for n in 0..<images {
      squares[first + n] = square[n] / Float(outputs)
      absolutes[first + n] = absolute[n] / Float(outputs)
    }
  }

  private func count(
    _ output: UnsafePointer<Lanes>, labels: UnsafePointer<Int32>, images: Int,
    _ counts: UnsafeMutablePointer<Int>
  ) {
    let rows = counts + Count.rows
    for n in 0..<images {
      var greatest = -Float.infinity
      for k in 0..<outputs where output[k][n] > greatest { greatest = output[k][n] }
      for k in 0..<outputs {
        let value = output[k][n]
        let isOfClass = outputs == 1 ? labels[n] == 1 : Int(labels[n]) == k
        let place =
          Int(
            clamping: (Scalar.clamp(value, 0, 1) * Float(Self.thresholds - 1)).rounded(.up)) - 1
        counts[(isOfClass ? Count.ofClass : Count.ofOthers) + max(0, place)] += 1
        let isSeen = value > 0.5
        if isSeen == isOfClass { counts[stride - 1] += 1 }
        add(isSeen, isOfClass, to: rows + 6 * k)
        add(
          outputs == 1 ? isSeen : value >= greatest && value.magnitude > 1e-9, isOfClass, to: rows + 6 * k + 3
        )
      }
    }
  }

  /// Adds to the true positives, false positives or false negatives.
  private func add(_ isSeen: Bool, _ isOfClass: Bool, to counts: UnsafeMutablePointer<Int>) {
    if isSeen { counts[isOfClass ? 0 : 1] += 1 } else if isOfClass { counts[2] += 1 }
  }

  /// Called when all groups of a batch were added.
  func batchEnded(images count: Int) {
    images += count
    guard measuresErrors else { return }
    for n in 0..<count {
      squareSum += Double(squares[n])
      absoluteSum += Double(absolutes[n])
    }
  }

  // MARK: - Metrics

  /// The metric so far; nil of one that is none of these.
  func value(_ metric: Metric) -> Double? {
    switch metric {
    case .accuracy, .topKCategoricalAccuracy, .sparseTopKCategoricalAccuracy: nil
    case .binaryAccuracy: ratio(Double(total(stride - 1)), Double(images * outputs))
    case .precision: ratio(seen.right, seen.right + seen.wrong)
    case .recall: ratio(seen.right, seen.right + seen.missed)
    case .auc: areaUnderCurve
    case .f1Score: f1Score
    case .meanSquaredError, .mse: ratio(squareSum, Double(images))
    case .meanAbsoluteError, .mae: ratio(absoluteSum, Double(images))
    }
  }

  private func total(_ place: Int) -> Int { (0..<workers).reduce(0) { $0 + counts[stride * $1 + place] } }

  /// Of all outputs together, with the threshold 0.5.
  private var seen: (right: Double, wrong: Double, missed: Double) {
    func sum(_ kind: Int) -> Double {
      Double((0..<outputs).reduce(0) { $0 + total(Count.rows + 6 * $1 + kind) })
    }
    return (sum(0), sum(1), sum(2))
  }

  /// The mean over the classes.
  private var f1Score: Double {
    let epsilon = 1e-7
    let scores = (0..<outputs).map { k in
      let (right, wrong, missed) = (0, 1, 2)
      func count(_ kind: Int) -> Double { Double(total(Count.rows + 6 * k + 3 + kind)) }
      let precision = count(right) / (count(right) + count(wrong) + epsilon)
      let recall = count(right) / (count(right) + count(missed) + epsilon)
      return 2 * precision * recall / (precision + recall + epsilon)
    }
    return scores.reduce(0, +) / Double(outputs)
  }

  /// The area under the curve of true over false positives, by trapezoids between the thresholds.
  private var areaUnderCurve: Double {
    let all = { (kind: Int) in (0..<Self.thresholds).reduce(0) { $0 + self.total(kind + $1) } }
    let (positives, negatives) = (Double(all(Count.ofClass)), Double(all(Count.ofOthers)))
    var area = 0.0
    // From the greatest threshold, above which nothing lies, down.
    var (right, wrong) = (0.0, 0.0)
    for threshold in (0..<Self.thresholds).reversed() {
      let (lastRight, lastWrong) = (right, wrong)
      right += ratio(Double(total(Count.ofClass + threshold)), positives)
      wrong += ratio(Double(total(Count.ofOthers + threshold)), negatives)
      area += (wrong - lastWrong) * (right + lastRight) / 2
    }
    return area
  }
}

/// 0 where it would be divided by zero.
private func ratio(_ part: Double, _ whole: Double) -> Double { whole > 0 ? part / whole : 0 }
