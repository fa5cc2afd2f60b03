import Core
import Datasets
import Prompt

/// `convbook data generate NAME DIR`: draws a built-in data set and writes it as files.
struct DataGenerateCommand: Command {
  var name = ""
  var folder = ""
  /// How many images of each split, where it is not to be the usual number.
  var counts = Splits<Int>()
  var format = DatasetFormat.idx
  var seed = SeedOption()
  var threads = ThreadsOption()

  private static var builtIn: [String] { DataCatalogue.known.filter(\.isBuiltIn).map(\.name) }

  static let declaration = CommandDeclaration<DataGenerateCommand>(
    name: "data generate", summary: "draw a built-in data set and write it as files",
    discussion: """
      Other programs read what it writes: idx are files named as MNIST's, png is a folder of PNG files for each class.
      """,
    parameters: [
      .operand(.text("NAME", words: { builtIn }), \.name, "a built-in data set"),
      .operand(.folder, \.folder, "a new folder"),
      .number("train", 1...Int.max, \.counts.train, "how many training images"),
      .number("valid", 1...Int.max, \.counts.valid, "how many validation images"),
      .number("test", 1...Int.max, \.counts.test, "how many test images"),
      .option(
        "format", .choice(DatasetFormat.allCases.map(\.rawValue)), "which files it writes",
        default: DataGenerateCommand().format.rawValue
      ) {
        guard let format = DatasetFormat(rawValue: $1) else { return false }
        $0.format = format
        return true
      },
      SeedOption.parameter.of(\.seed), ThreadsOption.parameter.of(\.threads),
    ],
    operandAdvice:
      "data generate takes a data set and a new folder: convbook data generate \(builtIn[0]) my-\(builtIn[0])",
    example: "convbook data generate digits my-digits --train 6000")

  func run() throws -> Int32 {
    let set = try knownSet(name)
    guard set.isBuiltIn else {
      throw UsageError(
        "\(name) is not drawn but read from files; built in: \(Self.builtIn.joined(separator: ", "))")
    }

    Interrupts.install()
    var line = ProgressLine()
    defer { line.clear() }
    func watcher(_ what: String) -> Work.Watcher {
      { done, total in
        line.draw(Double(done) / Double(total)) { _ in ["\(done)/\(total) images \(what)"] }
        return !Interrupts.isRequested
      }
    }
    let pool = WorkerPool(count: threads.count)
    defer { pool.close() }
    let written: Dataset
    do {
      written = try pool.serving {
        try Work.watched(by: watcher("written")) {
          try format.write(to: folder) {
            defer { line.end() }
            return try Work.watched(by: watcher("drawn")) { try set.drawn(counts, seed: seed.value) }
          }
        }
      }
    } catch is Work.Cancelled {
      line.end()
      complain("interrupted; nothing was written")
      return 130
    }
    line.end()
    for text in written.description { StandardStream.output.writeLine(TerminalText(text)) }
    StandardStream.output.writeLine("written to \(folder), which load \"\(folder)\" reads")
    return 0
  }
}

/// The known set of this name.
func knownSet(_ name: String) throws(UsageError) -> KnownDataset {
  guard let set = DataCatalogue.known.first(where: { $0.name == name }) else {
    throw UsageError(
      "there is no known data set '\(name)'", suggesting: name, from: DataCatalogue.known.map(\.name))
  }
  return set
}
