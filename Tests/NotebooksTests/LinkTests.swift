import Foundation
import Testing

@testable import Notebooks

/// The README, the notebooks and their transcripts link to what is there.
struct LinkTests {
  private static let root = URL(filePath: NotebookText.root)

  private static let files: [URL] = {
    var files = [root.appending(path: "README.md")]
    for folder in ["Notebooks", "Outputs"] {
      let paths = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      for case let path as String in paths ?? .init() where path.hasSuffix(".md") && !isOfThisMachine(path) {
        files.append(root.appending(path: "\(folder)/\(path)"))
      }
    }
    return files
  }()

  /// What git does not keep: sessions, lessons stepped through, replays with other settings.
  private static func isOfThisMachine(_ path: String) -> Bool {
    path.hasPrefix("session-") || path.contains("-step/") || path.contains(",")
      || path.contains("unfinished/")
  }

  @Test(arguments: files) func everyLinkLeadsSomewhere(_ file: URL) throws {
    #expect(try Links(in: file).broken(below: Self.root) == [])
  }

  @Test func allFilesAreLookedAt() {
    let names = Self.files.map { $0.path.dropFirst(NotebookText.root.count + 1) }
    for notebook in NotebookText.lessons + NotebookText.concepts {
      #expect(names.contains("Notebooks/\(notebook).md"))
      #expect(names.contains("Outputs/\(notebook)/transcript.md"))
    }
  }

  @Test func aLinkThatLeadsNowhereIsFound() throws {
    try withTemporaryFolder { path in
      let folder = URL(filePath: path)
      try Data("# A b, c\n\n## Twice\n\n## Twice\n".utf8).write(to: folder.appending(path: "other.md"))
      let file = folder.appending(path: "page.md")
      func broken(_ text: String) throws -> [String] {
        try Data("---\na: b\n---\n\(text)\n\n# Here\n".utf8).write(to: file)
        return try Links(in: file).broken(below: folder)
      }
      let good = [
        "other.md", "#here", "other.md#a-b-c", "other.md#twice-1", "https://example.org/a#b", "../",
      ]
      #expect(try good.flatMap { try broken("[a](\($0))") } == ["../: outside of the repository"])
      #expect(try broken("![a](no.svg)") == ["no.svg: no such file"])
      #expect(try broken("| a |\n|---|\n| *[a](no.md)* |") == ["no.md: no such file"])
      #expect(try broken("[a](#there)") == ["#there: no such heading"])
      #expect(try broken("[a](#a-b)") == ["#a-b: no such heading"])
      #expect(try broken("[a](other.md#twice-2)") == ["other.md#twice-2: no such heading"])
      #expect(try broken("[a](http://example.org)").count == 1)
      #expect(try broken("[a](https://example)").count == 1)
      #expect(try broken("`[a](no.svg)`\n\n```\n[a](no.svg)\n```") == [])
    }
  }
}
