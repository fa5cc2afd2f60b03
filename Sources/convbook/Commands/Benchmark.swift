import Core
import Foundation
import Kernels
import NeuralNetwork

/// Times models on one thread and on several. The two take turns, and the peak is measured before each, so that a
/// machine that others slow down for a while does so to all of them. The peak is measured so often because two threads
/// are worth one for as long as a virtual machine has its processors on one core: the median should not be such a time.
struct Benchmark {
  private let repeats: Int
  private let secondsPerRepeat: Double
  private let secondsPerPeak: Double
  /// One of a single thread and, unless that is all, one of the threads asked for.
  private let pools: [WorkerPool]

  init(
    threads: Int, repeats: Int = 5, secondsPerRepeat: Double = 0.4, secondsPerPeak: Double = 0.025
  ) {
    self.repeats = repeats
    self.secondsPerRepeat = secondsPerRepeat
    self.secondsPerPeak = secondsPerPeak
    pools = (threads > 1 ? [1, threads] : [1]).map { WorkerPool(count: $0) }
  }

  func close() { for pool in pools { pool.close() } }

  func run(_ entry: BenchModel, _ model: Model) throws -> BenchResult {
    let data = BenchData(for: model)
    var trials = try BenchWork.allCases.flatMap { work in
      try pools.map {
        try BenchTrial(
          work, model, batchSize: entry.batchSize, data: data, pool: $0, seconds: secondsPerRepeat)
      }
    }
    var peaks = pools.map { _ in [Double]() }
    for _ in 0..<repeats {
      for index in trials.indices {
        for (index, pool) in pools.enumerated() {
          peaks[index].append(peakRate(pool: pool, seconds: secondsPerPeak))
        }
        try trials[index].repeatOnce()
      }
    }
    let workers = pools.map(\.count).max() ?? 1
    let training = model.trainingTraffic(batchSize: entry.batchSize, workers: workers)
    let inference = model.inferenceTraffic(workers: workers)
    func rows(_ work: BenchWork, _ traffic: Traffic) -> [BenchResult.Row] {
      let own = trials.filter { $0.work == work }
      return zip(own, peaks).map { trial, peak in
        let rate = trial.rates.median
        let operations = rate * Double(work.operations(model))
        return BenchResult.Row(
          threads: trial.pool.count, imagesPerSecond: rounded(rate, 1), gflops: rounded(operations / 1e9, 3),
          gigabytesPerSecond: rounded(rate * Double(traffic.bytesPerImage) / 1e9, 3),
          shareOfPeak: rounded(operations / peak.median, 4), speedup: rounded(rate / own[0].rates.median, 3))
      }
    }
    return BenchResult(
      model: entry.letter, name: entry.name, batchSize: entry.batchSize,
      trainingFlops: BenchWork.training.operations(model),
      inferenceFlops: BenchWork.inference.operations(model), trainingBytes: training.bytesPerImage,
      inferenceBytes: inference.bytesPerImage, trainingMemory: training.memory,
      inferenceMemory: inference.memory, training: rows(.training, training),
      inference: rows(.inference, inference),
      peak: zip(pools, peaks).map { .init(threads: $0.count, gflops: rounded($1.median / 1e9, 3)) })
  }

  /// What the numbers of the table are.
  func summary(of results: [BenchResult]) -> String {
    let peaks = pools.indices.map { index in
      let gflops = results.map { $0.peak[index].gflops }.median
      let threads = pools[index].count
      return String(format: "%.1f GFLOP/s on %d thread%@", gflops, threads, threads == 1 ? "" : "s")
    }
    return """

      Medians of \(repeats) repeats; GFLOP/s of the Conv2D and Dense layers alone, by their formulas.
      Winograd's convolution gets by with fewer products, so a share may pass the peak.
      GB/s: what the layers read and write, by their plan, as if nothing stayed in a cache between two of them.
      The peak, fused multiply-adds in registers: \(peaks.joined(separator: ", ")).
      """
  }
}

private func rounded(_ value: Double, _ decimals: Int) -> Double {
  let scale = pow(10, Double(decimals))
  return (value * scale).rounded() / scale
}
