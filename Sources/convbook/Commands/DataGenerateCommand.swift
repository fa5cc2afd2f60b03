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
  let written = try options.format.write(
    to: folder, isCancelled: { Interrupts.isRequested },
    progress: { line.draw(Double($0) / Double($1), "\($0)/\($1) images") },
    { try set.drawn(train: options.train, valid: options.valid, test: options.test, seed: options.seed) })
  line.clear()
  guard let written else {
    complain("interrupted; nothing was written")
    return 130
  }
  for text in written.description { print(text) }
  print("written to \(folder), which load \"\(folder)\" reads")
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
