import Foundation
import TestSupport
import Testing

@testable import convbook

private let known = "the models are \(BenchModel.all.map(\.letter).joined(separator: ", "))"

/// `convbook bench`. What it measures differs from run to run; what it counts and how it reports do not.
@Suite struct BenchCommandTests {
  /// Summed over the lessons' layer tables: two for each multiply-add.
  @Test(arguments: [
    ("A", 838_584, 2_280_552), ("C", 4_811_280, 14_261_040), ("D", 563_280, 1_517_040),
    ("F", 13_044_000, 38_348_000), ("B", 1_337_344, 3_209_216), ("E", 833_040, 2_263_920),
  ])
  func operationsAreThoseOfConvolutionsAndDenseLayers(letter: String, inference: Int, training: Int) throws {
    let model = try #require(BenchModel.all.first { $0.letter == letter }).build()
    #expect(BenchWork.inference.operations(model) == inference)
    #expect(BenchWork.training.operations(model) == training)
  }

  @Test func everyKindOfWorkIsTimedOnOneThreadAndOnAll() throws {
    let benchmark = Benchmark(threads: 2, repeats: 1, secondsPerRepeat: 0.01, secondsPerPeak: 0.01)
    defer { benchmark.close() }
    let result = try benchmark.run(.lenet5, try BenchModel.lenet5.build())
    #expect(result.peak.map(\.threads) == [1, 2])
    for rows in [result.training, result.inference] {
      #expect(rows.map(\.threads) == [1, 2])
      #expect(rows.first?.speedup == 1)
      for row in rows {
        #expect(
          row.imagesPerSecond > 0 && row.gflops > 0 && row.shareOfPeak > 0 && row.gigabytesPerSecond > 0)
      }
    }
    #expect(benchmark.summary(of: [result]).contains("GFLOP/s on 1 thread, "))
  }

  static let result = BenchResult(
    model: "D", name: "LeNet-5", batchSize: 128, trainingFlops: 1_517_040, inferenceFlops: 563_280,
    trainingBytes: 300_000, inferenceBytes: 60_000, trainingMemory: 4_000_000, inferenceMemory: 800_000,
    training: [
      .init(
        threads: 1, imagesPerSecond: 34_419, gflops: 52.2, gigabytesPerSecond: 10.33, shareOfPeak: 0.5094,
        speedup: 1),
      .init(
        threads: 2, imagesPerSecond: 65_560, gflops: 99.45, gigabytesPerSecond: 19.67, shareOfPeak: 0.4873,
        speedup: 1.905),
    ],
    inference: [
      .init(
        threads: 1, imagesPerSecond: 177_969, gflops: 100.25, gigabytesPerSecond: 10.68, shareOfPeak: 0.979,
        speedup: 1)
    ],
    peak: [.init(threads: 1, gflops: 102.4)])

  @Test func theTableIsAligned() {
    #expect(
      BenchResult.header + "\n" + Self.result.lines == """
        model                    work       threads  images/s  GFLOP/s  of peak   GB/s  speed-up
        D  LeNet-5               training         1     34419     52.2   50.9 %   10.3
                                                  2     65560     99.5   48.7 %   19.7     1.91x
                                 inference        1    177969    100.2   97.9 %   10.7
        """)
  }

  @Test func theReportIsJSONWithSortedKeys() throws {
    let json = try BenchReport(processors: 2, models: [Self.result]).json
    #expect(json == (try BenchReport(processors: 2, models: [Self.result]).json))
    let keys = json.split(separator: "\n").filter { $0.hasPrefix("      \"") }
      .map { $0.split(separator: "\"")[1] }
    #expect(
      keys == [
        "batch_size", "inference", "inference_bytes", "inference_flops", "inference_memory", "model", "name",
        "peak", "training", "training_bytes", "training_flops", "training_memory",
      ])
    #expect(json.contains("\"images_per_second\" : 34419,"))
  }

  @Test(arguments: [
    (["--models", "a"], "unknown model 'a'; \(known); did you mean 'A'?"),
    (["--models", "A,Z"], "unknown model 'Z'; \(known)"),
    (["--models="], "unknown model ''; \(known)"),
    (["D"], "bench takes no 'D'; choose models as in --models A,D"),
  ])
  func aWrongCommandLineIsExplained(arguments: [String], message: String) throws {
    let run = try CommandLineRun(["bench"] + arguments, in: try TemporaryFolder())
    #expect(run.status == 2)
    #expect(run.errors == "convbook: \(message)\nconvbook bench --help shows how it is used\n")
  }
}
