import Foundation

@testable import Notebooks

/// The links and pictures of a Markdown file: where they lead, and which of them lead nowhere.
struct Links {
  let file: URL
  private let document: MarkdownNode

  init(in file: URL) throws {
    self.file = file
    document = MarkdownNode(parsing: try Self.text(of: file))
  }

  /// The targets that are none, each with what is wrong about it.
  func broken(below root: URL) -> [String] {
    document.targets.compactMap { target in fault(of: target, below: root).map { "\(target): \($0)" } }
  }

  private func fault(of target: String, below root: URL) -> String? {
    if let scheme = target.firstMatch(of: #/^[A-Za-z][A-Za-z0-9+.-]*:/#) {
      // Whether it still answers is for no test: CI has no network.
      guard scheme.0 == "https:", let host = URL(string: target)?.host(), host.contains("."),
        !target.contains(" ")
      else { return "no address of the form https://host/path" }
      return nil
    }
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = String(parts[0]).removingPercentEncoding else { return "not readable" }
    let other =
      path.isEmpty ? file : file.deletingLastPathComponent().appending(path: path).standardizedFileURL
    guard other.path.hasPrefix(root.path + "/") else { return "outside of the repository" }
    guard FileManager.default.fileExists(atPath: other.path) else { return "no such file" }
    guard parts.count == 2 else { return nil }
    let anchors = (try? Links(in: other).document.anchors) ?? []
    return anchors.contains(String(parts[1])) ? nil : "no such heading"
  }

  /// Without the front matter, whose last line would be a heading.
  private static func text(of file: URL) throws -> String {
    let text = try String(contentsOf: file, encoding: .utf8)
    guard text.hasPrefix("---\n"), let end = text.dropFirst(4).firstRange(of: "\n---\n") else { return text }
    return String(text[end.upperBound...])
  }
}

extension MarkdownNode {
  fileprivate var targets: [String] {
    (kind == .link || kind == .image ? [literal] : []) + children.flatMap(\.targets)
  }

  /// The names by which code hosts let a link lead to a heading: its words in lower case with `-` between them, and a number
  /// where two headings read alike.
  fileprivate var anchors: [String] {
    var counts: [String: Int] = [:]
    return headings.map { heading in
      let kept = heading.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
      let name = kept.replacing(" ", with: "-")
      defer { counts[name, default: 0] += 1 }
      return counts[name].map { "\(name)-\($0)" } ?? name
    }
  }

  private var headings: [String] {
    (kind == .heading ? [plainText] : []) + children.flatMap(\.headings)
  }
}
