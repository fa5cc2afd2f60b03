import Kernels

/// How many images count as right.
struct Hits: Equatable, Sendable {
  /// Where the label's output is the greatest; of several equal ones the first class is taken, as NumPy's argmax does.
  var first = 0
  /// Where fewer than five outputs are greater than the label's, as in TensorFlow's in_top_k.
  var topK = 0

  /// Keras's k.
  private static let k: Float = 5

  init() {}

  /// Counts in a group.
  ///
  /// - Parameters:
  ///   - output: `classes` lanes. An output that is not a number is never right.
  ///   - labels: the class of each image, in 0..<classes; of one output 0 or 1.
  ///   - images: how many lanes hold one.
  init(_ output: UnsafePointer<Lanes>, classes: Int, labels: UnsafePointer<Int32>, images: Int) {
    if classes == 1 {
      // The one output says how likely class 1 is.
      for n in 0..<images where labels[n] == (output[0][n] > 0.5 ? 1 : 0) { first += 1 }
      topK = images
      return
    }
    var label = Lanes()
    var value = Lanes()
    for n in 0..<images {
      label[n] = Float(labels[n])
      value[n] = output[Int(labels[n])][n]
    }
    // Counted in floats, sixteen images at once.
    let one = Lanes(repeating: 1)
    var greater = Lanes().replacing(with: Self.k, where: value .!= value)
    var equalBefore = Lanes()
    for k in 0..<classes {
      let score = output[k]
      greater += one.replacing(with: 0, where: score .<= value)
      equalBefore += Lanes().replacing(with: one, where: score .== value .& (label .> Float(k)))
    }
    for n in 0..<images {
      if greater[n] == 0, equalBefore[n] == 0 { first += 1 }
      if greater[n] < Self.k { topK += 1 }
    }
  }

  static func += (total: inout Hits, more: Hits) {
    total.first += more.first
    total.topK += more.topK
  }
}

/// Sums over images, from which the means of an epoch or an evaluation are made.
struct Tally: Sendable {
  var images = 0
  /// The sum of the images' losses.
  var loss = 0.0
  var hits = Hits()

  static func += (total: inout Tally, more: Tally) {
    total.images += more.images
    total.loss += more.loss
    total.hits += more.hits
  }

  /// The mean loss so far.
  var meanLoss: Double { loss / Double(images) }

  /// The share of right images so far.
  func mean(_ metric: Metric) -> Double { Double(metric.count(hits)) / Double(images) }

  /// The mean loss and metrics under Keras's keys; `prefix` is `val_` for validation images.
  func logs(_ metrics: [Metric], _ measures: Measures?, prefix: String = "") -> Logs {
    [LogEntry(key: prefix + "loss", value: meanLoss)]
      + metrics.map { LogEntry(key: prefix + $0.rawValue, value: measures?.value($0) ?? mean($0)) }
  }
}
