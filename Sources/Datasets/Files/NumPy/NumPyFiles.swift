import Foundation

/// Finds the arrays of a set among `.npy` files and those of `.npz` archives, by their names and the archives':
/// `x_train`, `train_images`, `arr_0` in `kmnist-train-imgs.npz`.
struct NumPyFiles {
  let files: SplitFiles
  /// Whether no name tells a split, so that the arrays are taken for training images.
  let isWithoutSplit: Bool

  /// An array and what names say of it.
  private struct Found {
    let file: DataFile
    let part: NameWords.Part
    let split: SplitName?
    let family: String
    let place: String

    var candidate: SplitFiles.Candidate {
      .init(file: file, slot: .init(split: split ?? .train, part: part), family: family, place: place)
    }
  }

  /// More arrays are not looked into.
  private static let greatestCount = 2000

  /// The arrays of a folder or an archive.
  /// - Returns: nil where no name tells that there are images.
  /// - Throws: ``DatasetError`` where they are those of several sets.
  init?(of source: DataSource) throws {
    try self.init(Self.found(in: source), of: source)
  }

  private init?(_ found: [Found], of source: DataSource) throws {
    let named = found.filter { $0.split != nil }
    let meant = named.contains { $0.part == .images } ? named : found
    guard meant.contains(where: { $0.part == .images }) else { return nil }
    isWithoutSplit = meant.allSatisfy { $0.split == nil }
    files = try SplitFiles(meant.map(\.candidate), of: source, isSame: source.isSame)
  }

  private static func found(in source: DataSource) -> [Found] {
    let arrays = source.files().filter { $0.hasEnding([".npy", ".npy.gz"]) }.prefix(greatestCount)
    let names = Set(arrays.map(\.name))
    // An archive that was named itself says as much as one in a folder.
    let around = source.kind == .archive ? [NameWords(source.name)] : []
    return arrays.compactMap { file in
      let own = NameWords(file.lastName)
      let folders = around + file.folders.map { NameWords($0) }
      // The innermost word counts: `labels.npy` in `train_images.npz` holds labels.
      let split = own.split ?? folders.compactMap(\.split).last
      let numbered = ArrayName.unnamed[own.words.joined(separator: "_")]
      let byArchive = file.packed == nil ? nil : folders.last?.part
      guard
        let part = (numbered == nil ? own.part : nil) ?? byArchive
          ?? (isOneOfTwo(file, names) ? numbered : nil)
          ?? (split == nil && numbered == nil ? nil : partByShape(source.start(of: file), numbered != nil))
      else { return nil }
      // An array somewhere below a folder is of the set only where its name says of which split.
      if source.kind == .folder, split == nil, file.depth > (file.packed == nil ? 0 : 1) { return nil }
      // The name of an archive counts as that of a file.
      let archive = file.packed == nil ? "" : folders.last?.family ?? ""
      let family = [archive, own.split == nil ? "" : own.family].filter { !$0.isEmpty }
      let place = (file.packed == nil ? folders : folders.dropLast()).map(\.family).filter { !$0.isEmpty }
      return Found(
        file: file, part: part, split: split, family: family.joined(separator: "/"),
        place: place.joined(separator: "/"))
    }
  }

  /// Whether beside a file there are the first two arrays that were given no names, and no third: images and labels.
  private static func isOneOfTwo(_ file: DataFile, _ names: Set<String>) -> Bool {
    let beside = file.folder.isEmpty ? "" : file.folder + "/"
    return ["arr_0", "arr_1"].allSatisfy { names.contains("\(beside)\($0).npy") }
      && !names.contains("\(beside)arr_2.npy")
  }

  /// What an array can only be: images have three axes or more, and no list of numbers is images.
  /// - Parameter isAlone: whether it is the array of an archive without names; it is images then, in two axes too.
  private static func partByShape(_ start: [UInt8], _ isAlone: Bool) -> NameWords.Part? {
    guard let rank = NumPyFile.rank(start) else { return nil }
    return rank >= (isAlone ? 2 : 3) ? .images : rank == 1 ? .labels : nil
  }
}
