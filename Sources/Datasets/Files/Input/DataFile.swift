/// A file of a data source.
struct DataFile: Sendable {
  /// Its name within the source, with `/` between the parts: `train/00014/00001.ppm`, `sets.zip/train.csv` in an
  /// archive that lies in the source's folder.
  let name: String
  /// What messages call it: its path, or `archive.zip/name`.
  var path: String { root.isEmpty ? name : root.hasSuffix("/") ? root + name : root + "/" + name }
  /// Its size in bytes before inflation; within an archive only claimed.
  let size: Int
  /// What its path begins with.
  let root: String
  /// The archive that holds it and its number in the archive's own order; nil for a file of its own.
  let packed: (archive: Int, place: Int)?
  /// Its path as the system has it, where that is not UTF-8, or not what messages call it.
  let pathBytes: [CChar]?

  init(
    name: String, root: String, size: Int, packed: (archive: Int, place: Int)? = nil,
    pathBytes: [CChar]? = nil
  ) {
    (self.name, self.root, self.size) = (name, root, size)
    (self.packed, self.pathBytes) = (packed, pathBytes)
  }

  /// A file that was found on disk.
  /// - Parameter bytes: its path as the system has it.
  init(name: String, root: String, size: Int, path bytes: [CChar]) {
    let shown = DataFile(name: name, root: root, size: size)
    let isShownAsNamed = shown.path.utf8CString.dropLast().elementsEqual(bytes)
    self.init(name: name, root: root, size: size, pathBytes: isShownAsNamed ? nil : bytes + [0])
  }

  /// How many folders it lies in.
  var depth: Int { name.utf8.count { $0 == 0x2F } }

  /// The last part of its name.
  var lastName: Substring {
    name[(name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex)...]
  }

  /// The folder within the source that it lies in, empty for the source itself.
  var folder: Substring { name[..<(name.lastIndex(of: "/") ?? name.startIndex)] }
}

/// Something in a folder or an archive that is not read, and why not where the name does not tell.
struct PassedOver: Sendable, Hashable {
  let name: String
  var reason: String?

  var description: String { reason.map { "\(name) (\($0))" } ?? name }
}

/// Names of files and folders that hold no data on any system, and are not worth a word.
enum Clutter {
  /// Whether a part of a path is such a name: hidden, or made by a file manager, macOS or Python.
  static func isKnown(_ part: some StringProtocol) -> Bool {
    // `.` and `..` stand in the names that some archives have.
    if part.hasPrefix("."), part != ".", part != ".." { return true }
    return names.contains(part.lowercased())
  }

  private static let names: Set = [
    "__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "$recycle.bin",
    "system volume information",
    "__pycache__", "lost+found", "@eadir",
  ]

  /// Whether a file is there to be read by people or run, by its name: a README, a licence, a script, a document.
  static func isProse(_ name: some StringProtocol) -> Bool {
    let name = name.lowercased()
    if endings.contains(where: name.hasSuffix) { return true }
    let words = name.split { !$0.isLetter }
    return words.first.map { prose.contains(String($0)) } == true
      && (words.count == 1 || name.hasSuffix(".txt"))
  }

  private static let prose: Set = [
    "readme", "license", "licence", "copying", "copyright", "notice", "authors", "changelog", "changes",
    "citation",
    "requirements", "makefile", "dockerfile",
  ]
  private static let endings = [
    ".md", ".rst", ".html", ".htm", ".pdf", ".doc", ".docx", ".odt", ".py", ".pyc", ".ipynb", ".sh", ".bat",
    ".m",
    ".r", ".swift", ".log", ".url", ".lnk", ".bib", ".tex", ".yml", ".yaml", ".md5", ".sha1", ".sha256",
    ".sha512", ".asc",
    ".sig", ".partial", ".meta.txt",
  ]
}
