import Core

/// Which of the folders that images lie in name a split, which one a class, and which say nothing.
///
/// `train/cat/1.png`, `set/train/cat/images/1.png`, `GTSRB/Final_Training/Images/00000/1.ppm` and `cat/train/1.png` are
/// told by their names. In `cat/young/1.png` the class may be either folder: that is asked.
struct ImagePlacing {
  /// The images of each split with the folder of their class, or none.
  private(set) var bySplit = Splits<[PlacedImage]>()
  /// Whether splits are told by folders.
  private(set) var hasSplitFolders = false
  /// Whether folders lie within folders and nothing tells which names the class.
  private(set) var isNested = false

  private let classFolder: ClassFolder?

  init(_ images: [PlacedImage], of source: DataSource, classFolder: ClassFolder?) throws {
    self.classFolder = classFolder
    let images = try Self.withoutArchives(images, source).withoutWrapper
    let isSplit = Self.splitFolders(Set(images.compactMap(\.folders.first)))
    if !isSplit.isEmpty {
      hasSplitFolders = true
      let inSplits = Splits(
        grouping: images.compactMap { image in
          image.folders.first.flatMap { isSplit[$0] }.map { ($0, image.inside) }
        })
      bySplit = Splits { split in inSplits[split].map { Self.withoutRepetition($0, of: split) } }
    } else if let splits = Self.innerSplits(images) {
      hasSplitFolders = true
      bySplit = splits
    } else {
      // Images without class folders are there to be looked at and predicted.
      bySplit = Splits(only: images.contains { !$0.folders.isEmpty } ? .train : .test, images)
    }
    bySplit = bySplit.map { $0.map(\.withoutInnerImagesFolder) }
    placeClasses()
  }

  // MARK: - Archives in a folder

  /// The images with the folders that they have where their archives are unpacked. An archive's own name counts where it
  /// names a split and nothing in it does, or where several hold images and no folders.
  private static func withoutArchives(_ images: [PlacedImage], _ source: DataSource) throws -> [PlacedImage] {
    let byArchive = Dictionary(grouping: images.filter { $0.file.packed != nil }) {
      $0.file.packed?.archive ?? 0
    }
    guard source.kind == .folder, !byArchive.isEmpty else { return images }
    var kept: [Int: String] = [:]
    var isOpen: [Int: Bool] = [:]
    for (number, images) in byArchive {
      let words = NameWords(source.archives[number].file.lastName)
      let inner = images.map { $0.folders.dropFirst(source.archives[number].depth) }
      let namesSplit = inner.allSatisfy { $0.prefix(3).contains { NameWords($0).split != nil } }
      let isFlat = inner.allSatisfy(\.isEmpty)
      if words.split != nil, !namesSplit || isFlat {
        kept[number] = source.archives[number].stem
      } else if isFlat, byArchive.count > 1 {
        kept[number] = source.archives[number].stem
      }
      isOpen[number] = !isFlat && words.split == nil && !namesSplit
    }
    let open = isOpen.filter(\.value).map { source.archives[$0.key].file.name }.sorted()
    guard open.count <= 1 || source.choice != nil else {
      throw DatasetError(
        "\(source.path) holds \(open.count) archives of images: \(open.prefix(4).joined(separator: ", "))"
          + (open.count > 4 ? " ..." : "") + "; say which to read, such as files=\"\(open[0])\", or files=["
          + open.prefix(2).map { "\"\($0)\"" }.joined(separator: ", ") + "] for both as one set")
    }
    return images.map { image in
      guard let number = image.file.packed?.archive else { return image }
      return image.inArchive(kept[number], depth: source.archives[number].depth)
    }
  }

  // MARK: - Splits

  /// The split of each of the folders that lie side by side; empty where they are classes.
  private static func splitFolders(_ folders: Set<String>) -> [String: SplitName] {
    var exact: [String: SplitName] = [:]
    var similar: [String: SplitName] = [:]
    var rests: Set<[String]> = []
    for folder in folders {
      let words = NameWords(folder)
      guard let split = words.split else { continue }
      similar[folder] = split
      if NameWords.split(ofFolder: folder) != nil { exact[folder] = split }
      rests.insert(words.rest)
    }
    // A lone folder `train` among others is a class: there are cars, buses and trains; and `test_tube` and
    // `train_station` are classes, too.
    for named in [exact, rests.count == 1 ? similar : [:]] {
      if Set(named.values).count > 1 || !named.isEmpty && named.count == folders.count { return named }
    }
    return [:]
  }

  /// The splits where they are folders within those of the classes: `cat/train/1.png`, `dog/test/2.png`.
  private static func innerSplits(_ images: [PlacedImage]) -> Splits<[PlacedImage]>? {
    var placed: [(SplitName, PlacedImage)] = []
    for image in images.map(\.withoutInnerImagesFolder) {
      guard image.folders.count >= 2, let last = image.folders.last,
        let split = NameWords.split(ofFolder: last)
      else { return nil }
      placed.append((split, image.outside))
    }
    let bySplit = Splits(grouping: placed)
    return bySplit.named.count > 1 ? bySplit : nil
  }

  /// The images of one split without folders that say nothing more: `train/train/cat`, `Final_Training/Images/00000`.
  private static func withoutRepetition(_ images: [PlacedImage], of split: SplitName) -> [PlacedImage] {
    guard let folder = images.first?.folders.first, images.allSatisfy({ $0.folders.first == folder }),
      isNeutral(folder) || NameWords(folder).split == split
    else { return images }
    return withoutRepetition(images.map(\.inside), of: split)
  }

  /// Whether a folder or a word says only that there are images.
  static func isNeutral(_ name: String) -> Bool { neutral.contains(name.lowercased()) }

  private static let neutral: Set = [
    "images", "image", "imgs", "img", "pictures", "photos", "jpg", "jpeg", "png", "data", "dataset",
  ]

  // MARK: - Classes

  private mutating func placeClasses() {
    let all = bySplit.values.flatMap(\.self)
    let isDeep =
      !all.isEmpty && all.allSatisfy { $0.folders.isEmpty || $0.folders.count > 1 }
      && all.contains { $0.folders.count > 1 }
    if isDeep {
      let within = Dictionary(grouping: all.filter { !$0.folders.isEmpty }) { $0.folders.first ?? "" }
        .mapValues { Set($0.map { $0.folders.dropFirst().joined(separator: "/") }) }
      // One folder within each adds nothing to it.
      isNested = classFolder == nil && within.values.contains { $0.count > 1 }
    }
    bySplit = bySplit.map { [classFolder] in $0.map { classFolder == .inner ? $0.innermost : $0.outermost } }
    // A folder of everything that is to be predicted, as Keras's generators want one.
    let classes = Set((bySplit.train ?? []).compactMap(\.folders.first))
    for split in [SplitName.valid, .test] where classes.count > 1 {
      let own = Set((bySplit[split] ?? []).compactMap(\.folders.first))
      guard own.count == 1, let only = own.first, !classes.contains(only),
        ["unknown", "unlabelled", "unlabeled", "all", "all_classes", "test"].contains(only.lowercased())
          || Self.isNeutral(only)
      else { continue }
      bySplit[split] = bySplit[split]?.map(\.inside)
    }
  }
}

/// Which of several folders around an image names its class: what `class_folder=` says.
public enum ClassFolder: String, Choice {
  /// As for Keras's `image_dataset_from_directory`.
  case outer
  case inner
}

extension DataSource.OpenedArchive {
  /// How many parts its name has, which those of its files begin with.
  fileprivate var depth: Int { isWithinFolder ? file.depth + 1 : 0 }

  /// Its name without the endings.
  fileprivate var stem: String {
    var name = String(file.lastName)
    while let ending = ArchiveEndings.all.first(where: { name.lowercased().hasSuffix($0) }) {
      name.removeLast(ending.count)
    }
    return name
  }
}
