import Core
import Foundation
import Prompt

/// `convbook bench`: how fast the engine trains and evaluates the networks of the lessons, beside the peak of the
/// machine that it runs on.
struct BenchCommand: Command {
  /// Letters; nil for all models.
  var letters: [String]?
  var threads = ThreadsOption()
  var isJSON = false

  static let declaration = CommandDeclaration<BenchCommand>(
    name: "bench", summary: "how fast this machine trains the lessons' models",
    discussion: """
      In training and in evaluation: images a second, GFLOP/s and the share of the machine's peak, which is measured on the spot, on one thread and on \
      all; and how many bytes the layers move. The images are random: no data set is needed.
      """,
    parameters: [
      .option(
        "models", .text("A,B,...", words: { BenchModel.all.map(\.letter) }), "the models to time",
        default: "all"
      ) {
        $0.letters = $1.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return true
      },
      ThreadsOption.parameter.of(\.threads),
      .flag("json", \.isJSON, "the results as JSON"),
    ],
    operandAdvice: "choose models as in --models A,D",
    example: "convbook bench --models A,D --threads 2")

  func run() throws -> Int32 {
    // All are built before the first is timed: what is missing is better known at once.
    let models = try models().map { ($0, try $0.build()) }
    let benchmark = Benchmark(threads: threads.count)
    defer { benchmark.close() }

    if !isJSON { StandardStream.output.writeLine(TerminalText(BenchResult.header)) }
    var results: [BenchResult] = []
    for (entry, model) in models {
      let result = try benchmark.run(entry, model)
      results.append(result)
      if !isJSON { StandardStream.output.writeLine(TerminalText(result.lines)) }
    }
    let processors = ProcessInfo.processInfo.activeProcessorCount
    let summary =
      isJSON
      ? try BenchReport(processors: processors, models: results).json : benchmark.summary(of: results)
    StandardStream.output.writeLine(TerminalText(summary))
    return 0
  }

  /// The models with these letters, in the order of the lessons.
  private func models() throws(UsageError) -> [BenchModel] {
    guard let letters else { return BenchModel.all }
    let known = BenchModel.all.map(\.letter)
    if let unknown = letters.first(where: { !known.contains($0) }) {
      throw UsageError(
        "unknown model '\(unknown)'; the models are \(known.joined(separator: ", "))", suggesting: unknown,
        from: known)
    }
    return BenchModel.all.filter { letters.contains($0.letter) }
  }
}
