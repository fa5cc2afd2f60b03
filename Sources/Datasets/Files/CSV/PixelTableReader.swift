/// Reads tables of pixels: Kaggle's digit-recognizer (`train.csv` with labels, `test.csv` without) and MNIST's.
struct PixelTableReader: DatasetReader {
  let format = "CSV tables of pixels (Kaggle's digit-recognizer: train.csv, test.csv)"
  let options: Set<LoadOptions.Name> = [.size, .skipsBroken, .label, .header]

  func recognises(_ source: DataSource) -> Bool {
    if source.kind == .file { return isTable(source.file, in: source) }
    // Where it is not clear which files are meant, reading asks.
    do { return try !files(of: source).isEmpty } catch { return true }
  }

  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    let contents = try files(of: source).map { try PixelTable.read(source.open($0), options: options) }
    return try Dataset(
      name: name, contents, classNames: classNames, origin: "CSV tables of pixels", location: source.path)
  }

  private func isTable(_ file: DataFile, in source: DataSource) -> Bool {
    (try? source.lookInto(file)).map(PixelTable.recognises) ?? false
  }

  private func files(of source: DataSource) throws -> Splits<DataFile> {
    try source.splitFiles([".csv"]) { isTable($0, in: source) }
  }
}
