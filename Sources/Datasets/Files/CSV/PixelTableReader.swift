/// Reads tables of pixels: Kaggle's digit-recognizer (`train.csv` with labels, `test.csv` without) and MNIST's.
struct PixelTableReader: DatasetReader {
  let format = "CSV tables of pixels (Kaggle's digit-recognizer: train.csv, test.csv)"
  let options: Set<LoadOptions.Name> = [.size, .skipsBroken, .label, .header]

  func recognises(_ source: DataSource) -> Bool {
    switch source.kind {
    case .file: isTable(source.file, in: source)
    case .folder, .archive:
      SplitName.allCases.contains { split in find(split, in: source).map { isTable($0, in: source) } ?? false
      }
    }
  }

  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    func content(_ split: SplitName) throws -> SplitContent? {
      let isMeant = source.kind != .file || (SplitName(in: source.name) ?? .train) == split
      let file = source.kind == .file ? source.file : find(split, in: source)
      return isMeant ? try file.map { try PixelTable.read(source.open($0), options: options) } : nil
    }
    return try Dataset(
      name: name, train: try content(.train), valid: try content(.valid), test: try content(.test),
      classNames: classNames, origin: "CSV tables of pixels", location: source.path)
  }

  private func isTable(_ file: DataFile, in source: DataSource) -> Bool {
    (try? source.open(file)).map(PixelTable.recognises) ?? false
  }

  private func find(_ split: SplitName, in source: DataSource) -> DataFile? {
    source.file(
      named: split.words.flatMap { ["\($0).csv", "mnist_\($0).csv", "fashion-mnist_\($0).csv"] })
  }
}
