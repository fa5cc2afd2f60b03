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

  private(set) var splits = Splits<[FiledImage]>()
  private(set) var filing = Filing.nothing
  /// Whether the classes are the 43 of GTSRB.
  private(set) var isOfTrafficSigns = false

  /// What was taken for what, and what was passed over.
  private(set) var notes: [String] = []

  private let images: [PlacedImage]
  private let order: LoadOptions.ClassOrder?
  private let tables: [DataFile]
  private let hasSplitFolders: Bool

  /// Class folders in which there are no images, which count for Keras.
  private(set) var emptyClasses: Set<String> = []

  /// Finds the images by the names of files and folders.
  /// - Throws: ``DatasetError`` where two readings are possible.
  /// - Returns: nil where there are no images.
  init?(
    of source: DataSource, classFolder: ClassFolder? = nil, order: LoadOptions.ClassOrder? = nil
  ) throws {
    self.order = order
    if source.kind == .file {
      guard ImageFormat(source.start) != nil else { return nil }
      images = [PlacedImage(source.file)]
      tables = []
    } else {
      let files = source.files()
      images = files.filter { PlacedImage.isImage($0.name) }.map(PlacedImage.init)
      tables = files.filter { ImageTable.mayBe(String($0.lastName)) }
    }
    guard !images.isEmpty else { return nil }
    let placing = try ImagePlacing(images, of: source, classFolder: classFolder)
    hasSplitFolders = placing.hasSplitFolders
    if placing.isNested, tables.isEmpty { throw Self.nested(placing, source) }
    file(placing.bySplit)
    if filing == .folders { emptyClasses = Self.emptyClasses(placing, source) }
  }

  private static func nested(_ placing: ImagePlacing, _ source: DataSource) -> DatasetError {
    let image = placing.bySplit.values.joined().map(\.file).first { $0.depth > 1 }
    let example = image.map { " such as \($0.name)" } ?? ""
    return DatasetError(
      "\(source.path) holds images in folders within folders,\(example); say class_folder=outer where the outer one is "
        + "the class, as for Keras, class_folder=inner where the inner one is, or load one of the folders")
  }

  /// The folders beside those of the classes in which there are no images.
  private static func emptyClasses(_ placing: ImagePlacing, _ source: DataSource) -> Set<String> {
    var classes: Set<String> = []
    var parents: Set<String> = []
    for image in placing.bySplit.values.joined() where image.file.packed == nil {
      guard let category = image.folders.first else { continue }
      let folders = Array(image.file.folders)
      guard let place = folders.lastIndex(of: category) else { continue }
      classes.insert(category)
      parents.insert(folders[..<place].joined(separator: "/"))
    }
    let isNumbered = classes.allSatisfy { $0.first?.isNumber == true }
    var empty: Set<String> = []
    for folder in source.folders {
      let parts = folder.split(separator: "/")
      guard let last = parts.last, parents.contains(parts.dropLast().joined(separator: "/")) else { continue }
      if !classes.contains(String(last)), !isNumbered || last.first?.isNumber == true {
        empty.insert(String(last))
      }
    }
    return empty
  }

  private mutating func file(_ bySplit: Splits<[PlacedImage]>) {
    if bySplit.values.contains(where: { $0.contains { !$0.folders.isEmpty } }) {
      filing = .folders
    } else if images.allSatisfy({ Self.leadingDigit($0.file.lastName) != nil }) {
      filing = .fileNames
    }
    splits = bySplit.map { images in
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
      for (split, images) in splits.named { for image in images { splitOf[image.file.path] = split } }
    }
    let read = try ImageTables(
      tables, of: source, images: images, hasFolders: classFolders > 1, options: options
    ) { splitOf[$0.path] }
    notes += read.notes
    guard !read.filed.isEmpty || !read.missing.isEmpty else { return [] }
    isOfTrafficSigns = read.isOfTrafficSigns
    filing = .tables
    let before = Set(splits.values.joined().map(\.file.path))
    splits = Splits { read.filed[$0] ?? (hasSplitFolders ? splits[$0] : nil) }
    let left = before.subtracting(splits.values.joined().map(\.file.path)).count
    if left > 0 { notes.append("\(left) images that no table names are passed over") }
    return read.missing
  }
}
