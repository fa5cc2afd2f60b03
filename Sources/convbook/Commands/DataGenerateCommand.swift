import Core
import Datasets

/// `convbook data generate NAME DIR`: draws a built-in data set and writes it as files.
func generateData(_ options: CommandLineOptions) throws -> Int32 {
  let builtIn = DataCatalogue.known.filter(\.isBuiltIn).map(\.name)
  guard options.operands.count == 2 else {
    throw UsageError(
      "data generate takes a data set and a new folder: convbook data generate \(builtIn[0]) my-\(builtIn[0])"
    )
  }
  let (name, folder) = (options.operands[0], options.operands[1])
  let set = try knownSet(name)
  guard set.isBuiltIn else {
    throw UsageError("\(name) is not drawn but read from files; built in: \(builtIn.joined(separator: ", "))")
  }

  Interrupts.install()
  var line = ProgressLine()
  defer { line.clear() }
  func drawn() throws -> Dataset {
    try Work.watched { done, total in
      line.draw(Double(done) / Double(total)) { _ in ["\(done)/\(total) images drawn"] }
      return !Interrupts.isRequested
    } _: {
      try set.drawn(train: options.train, valid: options.valid, test: options.test, seed: options.seed ?? 0)
    }
  }
  var written: Dataset?
  let pool = WorkerPool(count: options.threads)
  defer { pool.close() }
  do {
    written = try pool.serving {
      try options.format.write(
        to: folder, isCancelled: { Interrupts.isRequested },
        progress: { done, total in
          line.draw(Double(done) / Double(total)) { _ in ["\(done)/\(total) images written"] }
        },
        {
          let set = try drawn()
          line.end()
          return set
        })
    }
  } catch is Work.Cancelled {}
  line.end()
  guard let written else {
    complain("interrupted; nothing was written")
    return 130
  }
  for text in written.description { StandardStream.output.writeLine(TerminalText(text)) }
  StandardStream.output.writeLine("written to \(folder), which load \"\(folder)\" reads")
  return 0
}

/// The known set of this name.
func knownSet(_ name: String) throws(UsageError) -> KnownDataset {
  guard let set = DataCatalogue.known.first(where: { $0.name == name }) else {
    throw UsageError(
      "there is no known data set '\(name)'", suggesting: name, from: DataCatalogue.known.map(\.name))
  }
  return set
}
