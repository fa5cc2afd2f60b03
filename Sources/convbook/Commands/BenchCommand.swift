import Core
import Foundation

/// `convbook bench`: how fast the engine trains and evaluates the networks of the lessons, beside the peak of the
/// machine that it runs on.
func bench(_ options: CommandLineOptions) throws -> Int32 {
  guard options.operands.isEmpty else {
    throw UsageError("bench takes no '\(options.operands[0])'; choose models as in --models A,D")
  }
  let chosen = try benchModels(options.models)
  // All are built before the first is timed: what is missing is better known at once.
  let models = try chosen.map { ($0, try $0.build()) }
  let benchmark = Benchmark(threads: options.threads)
  defer { benchmark.close() }

  if !options.isJSON { StandardStream.output.writeLine(TerminalText(BenchResult.header)) }
  var results: [BenchResult] = []
  for (entry, model) in models {
    let result = try benchmark.run(entry, model)
    results.append(result)
    if !options.isJSON {
      StandardStream.output.writeLine(TerminalText(result.lines))
    }
  }
  let processors = ProcessInfo.processInfo.activeProcessorCount
  let summary =
    options.isJSON
    ? try BenchReport(processors: processors, models: results).json : benchmark.summary(of: results)
  StandardStream.output.writeLine(TerminalText(summary))
  return 0
}

/// The models with these letters, in the order of the lessons; all for nil.
private func benchModels(_ letters: [String]?) throws -> [BenchModel] {
  guard let letters else { return BenchModel.all }
  let known = BenchModel.all.map(\.letter)
  if let unknown = letters.first(where: { !known.contains($0) }) {
    throw UsageError(
      "unknown model '\(unknown)'; the models are \(known.joined(separator: ", "))", suggesting: unknown,
      from: known)
  }
  return BenchModel.all.filter { letters.contains($0.letter) }
}
