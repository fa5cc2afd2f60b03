import CellLanguage
import Core
import Foundation

/// The pictures that a notebook's prose shows and that lie beside it, `![a scan](pictures/seven.png)`: what must come
/// along into the folder of its transcript, which shows the same prose.
///
/// A notebook may be a stranger's: only pictures below its own folder are taken, through no link, and no more than a
/// lesson has.
public struct OwnPictures: Sendable {
  /// Their names, as paths below the notebook's folder, and their contents.
  public private(set) var files: [(name: String, bytes: [UInt8])] = []
  /// What is not shown, and why: `lesson.md:12: the picture 'seven.png' is not shown: ...`.
  public private(set) var complaints: [NotebookError] = []

  /// The most that all may have together, in bytes.
  static let greatestSize = 64 << 20
  static let greatestCount = 200
  static let endings = ["png", "jpg", "jpeg", "gif", "svg", "webp"]

  /// Reads those of `notebook`, whose file is `file`.
  public init(of notebook: NotebookFile, file: String) {
    let references = Self.references(in: notebook)
    guard !references.isEmpty else { return }
    let folder = Result { () throws(FileError) in try Folder(file.parentPath) }
    var rest = Self.greatestSize
    for (index, reference) in references.enumerated() {
      do throws(FileError) {
        guard index < Self.greatestCount else {
          throw FileError(
            cannot: "read", reference.path, because: "there are \(index) before it, enough for a lesson")
        }
        if let fault = Self.fault(of: reference.path) {
          throw FileError(cannot: "read", reference.path, because: fault)
        }
        let bytes = try folder.get().read(reference.path, limit: rest)
        rest -= bytes.count
        files.append((reference.path, bytes))
      } catch {
        complaints.append(
          NotebookError(
            file: FileName.shown(file), line: reference.line,
            message: "the picture '\(reference.path.printable)' is not shown: \(error.reason)"))
        // Those that follow are as many too many.
        if index >= Self.greatestCount { break }
      }
    }
  }

  /// Writes them where a transcript is.
  public func write(to folder: Folder) throws {
    for (name, bytes) in files {
      let parent = name.parentPath
      if !parent.isEmpty { _ = try folder.folder(parent, making: true) }
      try folder.write(bytes, to: name)
    }
  }

  /// What `folder`, into which an earlier replay wrote its own, has in another way: a sentence each.
  public func differences(in folder: OutputFolder) throws(FileError) -> [String] {
    guard let stored = try folder.existing() else { return [] }
    var differences: [String] = []
    for (name, bytes) in files {
      if stored.kind(of: name) == nil {
        differences.append("the picture '\(name.printable)' is not stored")
      } else if try stored.read(name, limit: Self.greatestSize) != bytes {
        differences.append("the picture '\(name.printable)' is another than the stored one")
      }
    }
    return differences
  }

  /// Removes what ``write(to:)`` wrote there, and the folders of it that are empty then.
  func remove(from folder: Folder) throws {
    for (name, _) in files {
      try folder.remove(name)
      var parent = name.parentPath
      while !parent.isEmpty {
        folder.removeEmptyFolder(parent)
        parent = parent.parentPath
      }
    }
  }

  /// Why a picture of this name does not come along; nil where it may.
  private static func fault(of path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.contains(where: { $0.isEmpty || $0 == ".." }) {
      return "it is not below the notebook's own folder, and would not come along with it"
    }
    if parts.contains(where: { $0.hasPrefix(".") || FileName.fault(ofFolder: $0) != nil }) {
      return "its name has what would be hidden or cannot be shown"
    }
    if FileName.isOfReplay(parts[0]) { return "its name is one that a replay gives to files of its own" }
    let ending = (path as NSString).pathExtension.lowercased()
    guard endings.contains(ending) else {
      return "its name does not end as a picture's does (\(endings.map { ".\($0)" }.joined(separator: ", ")))"
    }
    return nil
  }

  // MARK: - The prose

  private struct Reference {
    let path: String
    let line: Int
  }

  /// What the prose shows from the notebook's own disk, each once.
  private static func references(in notebook: NotebookFile) -> [Reference] {
    var references: [Reference] = []
    var seen: Set<String> = []
    for case .prose(let prose) in notebook.blocks where prose.text.contains("![") {
      for image in MarkdownNode(parsing: prose.text).images {
        guard !isAddress(image.literal) else { continue }
        let path = withoutDots(image.literal.removingPercentEncoding ?? image.literal)
        guard seen.insert(path).inserted else { continue }
        references.append(Reference(path: path, line: prose.lines.lowerBound + max(0, image.end.line - 1)))
      }
    }
    return references
  }

  /// `https://...`, `data:...`: what is elsewhere stays there.
  private static func isAddress(_ target: String) -> Bool {
    target.hasPrefix("//") || target.prefixMatch(of: #/[A-Za-z][A-Za-z0-9+.-]*:/#) != nil
  }

  /// `./seven.png` is `seven.png`.
  private static func withoutDots(_ path: String) -> String {
    path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  }
}

extension MarkdownNode {
  /// All images in it, in their order.
  fileprivate var images: [MarkdownNode] { (kind == .image ? [self] : []) + children.flatMap(\.images) }
}
