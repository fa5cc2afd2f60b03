import Core
import Foundation

/// Which files of a folder or an archive are meant: what `files=` says.
///
/// Each word is a file's name, with or without the folders that it lies in, the name of a folder or of an archive for
/// all that is in it, or a pattern of them with `*` and `?`, as in a shell.
public struct FileChoice: Sendable, Equatable {
  public let words: [String]

  public init(_ words: [String]) { self.words = words.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } }

  /// Whether a word means the file, or a folder that it lies in.
  func names(_ file: DataFile) -> Bool { words.contains { Self.means($0, file) } }

  /// The files that are meant, in their order.
  /// - Throws: ``DatasetError`` where a word means none.
  func chosen(of files: [DataFile], in path: String) throws -> [DataFile] {
    for word in words where !files.contains(where: { Self.means(word, $0) }) {
      let names = files.flatMap { [String($0.lastName), $0.name, String($0.folder)] }
      let guess = nearestName(to: word, in: names).map { "; did you mean \"\($0)\"?" } ?? ""
      let all =
        files.map(\.name).sorted().prefix(10).joined(separator: ", ") + (files.count > 10 ? " ..." : "")
      throw DatasetError(
        "files=\"\(word)\": \(path) has no such file\(guess)\nIt holds \(all)", subject: "files")
    }
    return files.filter(names)
  }

  private static func means(_ word: String, _ file: DataFile) -> Bool {
    if matches(word, file.name) || matches(word, String(file.lastName)) { return true }
    var folder = file.folder
    while !folder.isEmpty {
      let last = folder.lastIndex(of: "/").map { folder[folder.index(after: $0)...] } ?? folder
      if matches(word, String(folder)) || matches(word, String(last)) { return true }
      folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
    }
    return false
  }

  private static func matches(_ word: String, _ name: String) -> Bool {
    word == name || word.contains(where: { "*?[".contains($0) }) && fnmatch(word, name, FNM_PATHNAME) == 0
  }

  static func onlyOne(_ path: String) -> DatasetError {
    DatasetError(
      "files= chooses among the files of a folder or an archive; \(path) is a single file", subject: "files")
  }
}
