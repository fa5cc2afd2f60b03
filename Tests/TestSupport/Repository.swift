import Foundation

/// The repository that the tests are of.
package enum Repository {
  package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path
  package static let notebooks = root + "/Notebooks"

  /// Without `.md`, in the order of the alphabet.
  package static func names(in folder: String) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
    return files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }

  package static func allNotebooks() throws -> [(name: String, text: String)] {
    try FileManager.default.subpathsOfDirectory(atPath: notebooks).filter { $0.hasSuffix(".md") }.sorted().map
    {
      ($0, try String(contentsOfFile: "\(notebooks)/\($0)", encoding: .utf8))
    }
  }
}
