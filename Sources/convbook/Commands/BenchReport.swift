import Foundation

/// What `convbook bench --json` writes, keys in alphabetical order.
struct BenchReport: Encodable {
  let processors: Int
  let models: [BenchResult]

  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      encoder.keyEncodingStrategy = .convertToSnakeCase
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}

/// The measurements of one model. Rates are medians of the repeats.
struct BenchResult: Encodable {
  struct Row: Encodable {
    let threads: Int
    let imagesPerSecond: Double
    let gflops: Double
    /// Gigabytes a second that the operations read and write: see `NeuralNetwork.Traffic`.
    let gigabytesPerSecond: Double
    /// The share of the peak measured between the same repeats, on as many threads.
    let shareOfPeak: Double
    /// Over one thread.
    let speedup: Double
  }

  struct Peak: Encodable {
    let threads: Int
    let gflops: Double
  }

  let model: String
  let name: String
  let batchSize: Int
  let trainingFlops: Int
  let inferenceFlops: Int
  /// Bytes that the operations read and write for an image, and the memory that they take on all threads.
  let trainingBytes: Int
  let inferenceBytes: Int
  let trainingMemory: Int
  let inferenceMemory: Int
  let training: [Row]
  let inference: [Row]
  let peak: [Peak]

  // MARK: - The table

  static let header = """
    model                    work       threads  images/s  GFLOP/s  of peak   GB/s  speed-up
    """

  /// A line for each kind of work and number of threads.
  var lines: String {
    let title = "\(model)  \(name)"
    return [("training", training), ("inference", inference)].flatMap { work, rows in
      rows.enumerated().map { index, row in
        let first = index == 0
        let speedup = row.threads > 1 ? String(format: "%9.2fx", row.speedup) : ""
        return pad(first && work == "training" ? title : "", 25) + pad(first ? work : "", 11)
          + String(
            format: "%7d %9.0f %8.1f %6.1f %% %6.1f", row.threads, row.imagesPerSecond, row.gflops,
            row.shareOfPeak * 100, row.gigabytesPerSecond) + speedup
      }
    }.joined(separator: "\n")
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text.padding(toLength: width, withPad: " ", startingAt: 0)
  }
}
