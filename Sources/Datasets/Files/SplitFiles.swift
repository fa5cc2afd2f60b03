import Foundation

/// Which file holds which part of which split, by the words of their names.
///
/// Nothing is taken where two readings are possible: the error names both and says what to type.
struct SplitFiles {
  struct Slot: Hashable {
    let split: SplitName
    let part: NameWords.Part

    /// As messages call it: "training images".
    var title: String {
      let word =
        switch split {
        case .train: "training"
        case .valid: "validation"
        case .test: "test"
        }
      return "\(word) \(part == .images ? "images" : "labels")"
    }
  }

  /// A file with what its name says.
  struct Candidate {
    let file: DataFile
    let slot: Slot
    /// What the names of the files of one set share: see ``NameWords/family``.
    let family: String
    /// See ``SplitFiles/place(of:)``. Images and labels may lie apart.
    let place: String
  }

  /// What the folders around a file are called, but for splits. One named like its file is how Kaggle's archives unpack,
  /// and says nothing.
  static func place(of file: DataFile) -> String {
    let around = file.folders.filter { $0 != file.lastName[...] }.map { NameWords($0).family }
    return around.filter { !$0.isEmpty }.joined(separator: "/")
  }

  private(set) var files: [Slot: DataFile] = [:]

  subscript(_ split: SplitName, _ part: NameWords.Part) -> DataFile? { files[Slot(split: split, part: part)] }

  var hasLabels: Bool { files.keys.contains { $0.part == .labels } }

  /// Chooses one file for each part.
  /// - Parameter isSame: whether two files that could be the same part hold the same.
  /// - Throws: ``DatasetError`` where the files are those of several sets.
  init(_ candidates: [Candidate], of source: DataSource, isSame: (DataFile, DataFile) -> Bool) throws {
    var distinct: [Candidate] = []
    for candidate in candidates {
      let isKnown = distinct.contains {
        $0.slot == candidate.slot && $0.family == candidate.family && isSame($0.file, candidate.file)
      }
      if !isKnown { distinct.append(candidate) }
    }
    let bySlot = Dictionary(grouping: distinct, by: \.slot)
    let isDoubtful = bySlot.values.contains { $0.count > 1 }
    let families = Set(distinct.map(\.family))
    let places = Set(distinct.map { "\($0.place)/\($0.family)" })
    guard families.count <= 1, !isDoubtful || places.count <= 1 else {
      throw Self.severalSets(distinct, source)
    }
    for (slot, several) in bySlot {
      guard several.count == 1, let only = several.first else { throw Self.several(several, slot, source) }
      files[slot] = only.file
    }
  }

  private static func several(_ files: [Candidate], _ slot: Slot, _ source: DataSource) -> DatasetError {
    let names = files.map(\.file.name)
    return DatasetError(
      "\(source.path) holds \(names.count) files that could be the \(slot.title): \(list(names)); say which to read, "
        + "such as files=\"\(names[0])\"")
  }

  private static func severalSets(_ files: [Candidate], _ source: DataSource) -> DatasetError {
    let families = Dictionary(grouping: files) { "\($0.place)/\($0.family)" }.sorted { $0.key < $1.key }
    let lines = families.prefix(6).map { _, files in "  \(list(files.map(\.file.name)))" }
    let others = families.dropFirst().flatMap { $0.value.map(\.file) }
    let words = Self.choice(of: families[0].value.map(\.file), not: others)
    return DatasetError(
      "\(source.path) holds the files of \(families.count) sets:\n" + lines.joined(separator: "\n")
        + (families.count > 6 ? "\n  and \(families.count - 6) more" : "")
        + "\nsay which to read, such as \(words)")
  }

  /// What means the files and none of the others: their folder, a pattern, or else the list of them.
  private static func choice(of files: [DataFile], not others: [DataFile]) -> String {
    let folder = String(files[0].folder)
    var start = String(files[0].lastName)
    for file in files { start = start.commonPrefix(with: String(file.lastName)) }
    let words = (folder.isEmpty ? [] : [folder]) + (start.isEmpty ? [] : [start + "*"])
    let meaning = words.map { FileChoice([$0]) }.first { choice in
      files.allSatisfy(choice.names) && !others.contains(where: choice.names)
    }
    if let meaning { return "files=\"\(meaning.words[0])\"" }
    return "files=[" + files.map { "\"\($0.name)\"" }.joined(separator: ", ") + "]"
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(4).joined(separator: ", ") + (names.count > 4 ? " and \(names.count - 4) more" : "")
  }
}

extension DataSource {
  /// The file of each split where each is one file, such as `train.csv`, `mnist_test.csv` or `valid.p`: those whose names
  /// say so, else the only one; a single file that was named is itself of the split that its name tells, else of train.
  /// - Parameters:
  ///   - endings: what the names end in, `.gz` after it or not.
  ///   - isOne: whether a file of such a name is one of the format.
  /// - Throws: ``DatasetError`` where the files are those of several sets.
  func splitFiles(_ endings: [String], where isOne: (DataFile) -> Bool) throws -> Splits<DataFile> {
    if kind == .file { return Splits(only: NameWords(name).split ?? .train, file) }
    let all = files().filter { $0.hasEnding(endings + endings.map { $0 + ".gz" }) }
    let candidates = all.compactMap { file -> SplitFiles.Candidate? in
      let own = NameWords(file.lastName)
      guard let split = own.split else { return nil }
      return .init(
        file: file, slot: .init(split: split, part: .images), family: own.family,
        place: SplitFiles.place(of: file))
    }
    var named = candidates.filter { isOne($0.file) }
    if let one = named.first {
      // One of the same set that is no such file is damaged: reading it says how.
      let slots = Set(named.map(\.slot))
      named += candidates.filter {
        $0.family == one.family && $0.place == one.place && !slots.contains($0.slot)
      }
      let chosen = try SplitFiles(named, of: self, isSame: isSame)
      return Splits { chosen[$0, .images] }
    }
    // Those that lie somewhere below a folder are not meant. More are not looked into: there may be thousands of tables.
    let others = all.filter { kind != .folder || $0.depth <= ($0.packed == nil ? 0 : 1) }.prefix(50).filter(
      isOne)
    guard let only = others.first else { return Splits() }
    guard others.count == 1 else {
      throw DatasetError(
        "\(path) holds \(others.count) files that could be the set: "
          + others.prefix(4).map(\.name).joined(separator: ", ") + (others.count > 4 ? " ..." : "")
          + "; none is called train or test: say which to read, such as files=\"\(only.name)\"")
    }
    return Splits(train: only)
  }

  /// Whether two files hold the same bytes, as where an archive was unpacked to two places.
  func isSame(_ a: DataFile, _ b: DataFile) -> Bool {
    guard let first = try? lookInto(a), let second = try? lookInto(b),
      a.size == b.size || first.isCompressed || second.isCompressed
    else { return false }
    let most = 1 << 28
    guard first.greatestCount <= most, let one = try? first.peek(most), let other = try? second.peek(most)
    else {
      return false
    }
    return one == other
  }
}
