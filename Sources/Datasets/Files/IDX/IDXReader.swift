import NeuralNetwork

/// Reads the four IDX files of MNIST and of the sets made in its image, or one pair of them.
struct IDXReader: DatasetReader {
  let format = "MNIST's IDX files (train-images-idx3-ubyte ...)"

  /// The usual names of the four files.
  static let usualNames = [IDXPair.train, IDXPair.test].flatMap { [$0.imagesNames[0], $0.labelsNames[0]] }

  func recognises(_ source: DataSource) -> Bool {
    IDX.recognises(source.start) || IDXPair.all.contains { $0.isPresent(in: source) }
  }

  /// Reads the splits of a folder or an archive; of a file, the split that it belongs to.
  func read(_ source: DataSource, name: String, classNames: [String]?, options: LoadOptions) throws -> Dataset
  {
    let place = source.kind == .file ? try DataSource(path: source.parent) : source
    func read(_ pair: IDXPair) throws -> IDXPair.Content? {
      pair.isPresent(in: source) ? try pair.read(from: place) : nil
    }
    let (train, valid, test) = (try read(.train), try read(.valid), try read(.test))
    let found = [train, valid, test].compactMap { $0 }
    guard !found.isEmpty else {
      throw DatasetError(
        "\(source.path) is an IDX file, but its name does not tell what it holds; expected one of "
          + Self.usualNames.joined(separator: ", "))
    }
    // Classes without names are called by their numbers, in all splits alike.
    let greatest = found.flatMap(\.labels).max() ?? 0
    let names = try classNames ?? IDXClassNames.read(from: place) ?? (0...greatest).map(String.init)
    return Dataset(
      name: name, train: try train?.examples(classNames: names),
      valid: try valid?.examples(classNames: names),
      test: try test?.examples(classNames: names), origin: "IDX files", location: source.path)
  }
}
