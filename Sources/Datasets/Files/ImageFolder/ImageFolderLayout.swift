/// An image file of a set and the class it is filed under.
struct FiledImage: Sendable {
  let file: DataFile
  /// The name of its folder, its class in a table, or the digit that its name begins with; nil for none.
  let category: String?
}

/// Which images a folder or archive holds, in which splits and classes.
///
/// Each class is a folder with its images, as for Keras's `image_dataset_from_directory`, perhaps below folders
/// `train`, `valid` (or `val`, `validation`) and `test`; or tables tell the classes (see ``ImageTable``). The
/// images of one class are in the order of their names, those of a table in its order.
struct ImageFolderLayout {
  /// Where the classes are known from.
  enum Filing: String {
    case folders = "images in class folders"
    case tables = "images with tables of their classes"
    case fileNames = "images whose names begin with their class"
    case nothing = "images without classes"
  }

  private(set) var splits: [SplitName: [FiledImage]] = [:]
  private(set) var filing = Filing.nothing
  /// Whether the classes are the 43 of GTSRB.
  private(set) var isOfTrafficSigns = false

  /// What was taken for what, and what was passed over.
  private(set) var notes: [String] = []

  private let images: [PlacedImage]
  /// Those in class folders, as the folders of their splits show them.
  private var placed: [PlacedImage] = []
  private let order: LoadOptions.ClassOrder?
  private let tables: [DataFile]
  private let hasSplitFolders: Bool

  /// Finds the images by the names of files and folders.
  /// - Throws: ``DatasetError`` where the folder cannot be read.
  /// - Returns: nil where there are no images, or only ones in folders of folders, as in a folder of many sets.
  init?(of source: DataSource, order: LoadOptions.ClassOrder? = nil) throws {
    self.order = order
    if source.kind == .file {
      guard ImageFormat(source.start) != nil else { return nil }
      images = [PlacedImage(source.file)]
      tables = []
    } else {
      let files = try source.files()
      images = files.filter { PlacedImage.isImage($0.name) }.map(PlacedImage.init).withoutWrapper
      tables = files.filter { ImageTable.mayBe(String($0.lastName)) }
    }
    let named = Set(images.compactMap(\.split))
    // A lone folder `train` among others is a class: there are cars, buses and trains.
    hasSplitFolders = named.count > 1 || images.allSatisfy { $0.split != nil }
    let bySplit =
      hasSplitFolders
      ? Dictionary(grouping: images.filter { $0.split != nil }, by: { $0.split ?? .train })
        .mapValues { $0.map { $0.inside.withoutImagesFolder } }
      // Images without class folders are there to be looked at and predicted.
      : [images.contains { !$0.folders.isEmpty } ? .train : .test: images]
    let isShallow = bySplit.values.contains { $0.contains { $0.folders.count <= 1 } }
    guard !images.isEmpty, isShallow || !tables.isEmpty else { return nil }
    file(bySplit)
  }

  private mutating func file(_ bySplit: [SplitName: [PlacedImage]]) {
    if bySplit.values.contains(where: { $0.contains { !$0.folders.isEmpty } }) {
      filing = .folders
    } else if images.allSatisfy({ Self.leadingDigit($0.file.lastName) != nil }) {
      filing = .fileNames
    }
    placed = bySplit.values.flatMap { $0.filter { !$0.folders.isEmpty } }
    splits = bySplit.mapValues { images in
      let inFolders = images.filter { !$0.folders.isEmpty }
      if !inFolders.isEmpty { return byClass(inFolders) }
      return images.map {
        FiledImage(
          file: $0.file, category: filing == .fileNames ? Self.leadingDigit($0.file.lastName) : nil)
      }
    }
  }

  private func byClass(_ images: [PlacedImage]) -> [FiledImage] {
    let classes = Dictionary(grouping: images) { $0.folders.first ?? "" }
    let order = ClassNumbering(Set(classes.keys), order: order)
    return classes.sorted { order[$0.key] < order[$1.key] }.flatMap { category, images in
      images.map { FiledImage(file: $0.file, category: category) }
    }
  }

  /// The class in a name such as `7_first.png` or `7-2.jpg`.
  private static func leadingDigit(_ name: Substring) -> String? {
    let start = name.prefix(2)
    guard let digit = start.first, ("0"..."9").contains(digit), start.last == "_" || start.last == "-" else {
      return nil
    }
    return String(digit)
  }

  // MARK: - Tables

  /// Files the images as the tables say; images of a split that no table of it names are passed over.
  /// - Returns: the errors of images that tables name and that are not there.
  /// - Throws: ``DatasetError`` where a table is damaged, or it takes an option to tell what is meant.
  mutating func readTables(of source: DataSource, options: LoadOptions) throws -> [DatasetError] {
    guard !tables.isEmpty || options.labels ?? "none" != "none" else { return [] }
    // A folder of all images, such as `images`, is no class.
    let classFolders = filing == .folders ? Set(splits.values.joined().compactMap(\.category)).count : 0
    var splitOf: [String: SplitName] = [:]
    if hasSplitFolders {
      for (split, images) in splits { for image in images { splitOf[image.file.path] = split } }
    }
    let read = try ImageTables(
      tables, of: source, images: images, hasFolders: classFolders > 1, options: options
    ) { splitOf[$0.path] }
    notes += read.notes
    guard !read.filed.isEmpty || !read.missing.isEmpty else { return [] }
    isOfTrafficSigns = read.isOfTrafficSigns
    filing = .tables
    let before = Set(splits.values.joined().map(\.file.path))
    splits = hasSplitFolders ? splits.merging(read.filed) { _, new in new } : read.filed
    let left = before.subtracting(splits.values.joined().map(\.file.path)).count
    if left > 0 { notes.append("\(left) images that no table names are passed over") }
    return read.missing
  }

  /// The names of folders that stand among those of the classes and hold no image.
  func emptyClasses(in source: DataSource) -> [String] {
    guard filing == .folders else { return [] }
    return ClassFolders.empty(besides: placed, in: source)
  }
}
