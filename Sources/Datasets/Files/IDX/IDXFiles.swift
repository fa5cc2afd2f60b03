/// Finds the IDX files of a set by their names, which vary: `train-images-idx3-ubyte`, `t10k-images.idx3-ubyte`,
/// `test-labels-idx1-ubyte.gz`, `emnist-letters-train-images-idx3-ubyte`, `train_images.idx`, `train-images-idx3-ubyte`
/// in a folder of the same name.
struct IDXFiles {
  let files: SplitFiles
  /// Whether no name tells a split, so that the files are taken for training images.
  let isWithoutSplit: Bool

  /// The files of a folder or an archive.
  /// - Parameter families: what the names may begin with; nil for anything.
  /// - Returns: nil where there are none.
  /// - Throws: ``DatasetError`` where there are those of several sets.
  init?(of source: DataSource, families: Set<String>? = nil) throws {
    try self.init(Self.candidates(in: source, families), of: source)
  }

  /// The pair of files to which the single file `source` belongs.
  /// - Returns: nil where its name does not tell what it holds.
  init?(around source: DataSource, in folder: DataSource) throws {
    let all = Self.candidates(in: folder, nil)
    // In the folder itself, or in one of the file's own name.
    let name = source.name
    let own = all.first { [name, "\(name)/\(name)"].contains($0.candidate.file.name) }
    guard let own else { return nil }
    // The other files of its kind were not asked for.
    let pair = all.filter { other in
      other.split == own.split && other.candidate.family == own.candidate.family
        && (other.candidate.slot.part != own.candidate.slot.part
          || other.candidate.file.name == own.candidate.file.name)
    }
    try self.init(pair, of: folder)
  }

  private init?(_ found: [Found], of source: DataSource) throws {
    guard !found.isEmpty else { return nil }
    let named = found.filter { $0.split != nil }
    isWithoutSplit = named.isEmpty
    files = try SplitFiles(
      (named.isEmpty ? found : named).map(\.candidate), of: source, isSame: source.isSame)
  }

  private struct Found {
    let candidate: SplitFiles.Candidate
    /// What the name tells.
    let split: SplitName?
  }

  /// More files are not looked into.
  private static let greatestCount = 400

  private static func candidates(in source: DataSource, _ families: Set<String>?) -> [Found] {
    source.files().lazy.filter { mayBe($0.lastName) }.prefix(greatestCount).compactMap { file in
      let start = source.start(of: file, 4)
      guard IDX.recognises(start) else { return nil }
      let own = NameWords(file.lastName)
      guard let part = own.part ?? part(rank: start[3]) else { return nil }
      let split = own.split ?? file.folders.compactMap { NameWords($0).split }.last
      let family = own.family.split(separator: "-").filter { !isOfFormat($0) }.joined(separator: "-")
      if let families, !families.contains(family) { return nil }
      return Found(
        candidate: .init(
          file: file, slot: .init(split: split ?? .train, part: part), family: family,
          place: SplitFiles.place(of: file)), split: split)
    }
  }

  private static func part(rank: UInt8) -> NameWords.Part? { rank == 1 ? .labels : rank >= 3 ? .images : nil }

  /// Whether a file may be one, by its name: it says so, or it has no ending and says what of a set it holds.
  private static func mayBe(_ name: Substring) -> Bool {
    let name = name.lowercased()
    if name.contains("idx") || name.contains("ubyte") { return true }
    let stem = name.hasSuffix(".gz") ? name.dropLast(3) : name[...]
    return !stem.contains(".") && NameWords(stem).part != nil
  }

  private static func isOfFormat(_ word: Substring) -> Bool {
    ["idx", "ubyte", "int", "1", "2", "3", "4"].contains(word)
  }
}
