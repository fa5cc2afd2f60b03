import CellLanguage
import Core
import Foundation
import Testing

@testable import Notebooks

/// The pictures that a notebook's prose shows come along into the folder of its outputs.
struct OwnPicturesTests {
  private func pictures(_ prose: String, in folder: String) throws -> OwnPictures {
    let text = "# Title\n\n```{code-cell} convbook\n1\n```\n\n\(prose)\n"
    return OwnPictures(of: try notebook(text), file: "\(folder)/lesson.md")
  }

  private func write(_ text: String, to path: String) throws {
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  @Test func thoseOfTheProseAreFoundOnce() throws {
    try withTemporaryFolder { folder in
      try write("one", to: "\(folder)/a.png")
      try write("two", to: "\(folder)/scans/a b.JPG")
      try write("three", to: "\(folder)/c.svg")
      let prose = """
        Words ![one](a.png), and ![again](./a.png).

        | a | b |
        | --- | --- |
        | ![two](scans/a%20b.JPG) | [![three](c.svg "title")](https://example.org/) |

        `![code](no.png)` ![far](https://example.org/x.png) ![here](data:image/png;base64,AA==)

        ```
        ![code](no.png)
        ```
        """
      let pictures = try pictures(prose, in: folder)
      #expect(pictures.complaints == [])
      #expect(pictures.files.map(\.name) == ["a.png", "scans/a b.JPG", "c.svg"])
      #expect(pictures.files.map { String(decoding: $0.bytes, as: UTF8.self) } == ["one", "two", "three"])
    }
  }

  @Test func theyAreWrittenAndRemovedWithTheirFolders() throws {
    try withTemporaryFolder { path in
      try write("one", to: "\(path)/in/a/b/c.png")
      try write("kept", to: "\(path)/out/a/kept.txt")
      let folder = try Folder("\(path)/out")
      let pictures = try pictures("![](a/b/c.png)", in: "\(path)/in")
      try pictures.write(to: folder)
      #expect(try String(contentsOfFile: "\(path)/out/a/b/c.png", encoding: .utf8) == "one")
      try pictures.remove(from: folder)
      #expect(
        try FileManager.default.subpathsOfDirectory(atPath: "\(path)/out").sorted() == ["a", "a/kept.txt"])
    }
  }

  @Test(arguments: [
    ("no.png", "there is no such file or folder"),
    ("../secret.png", "it is not below the notebook's own folder, and would not come along with it"),
    ("a/../../secret.png", "it is not below the notebook's own folder, and would not come along with it"),
    ("%2e%2e/secret.png", "it is not below the notebook's own folder, and would not come along with it"),
    ("/etc/x.png", "it is not below the notebook's own folder, and would not come along with it"),
    (".hidden.png", "its name has what would be hidden or cannot be shown"),
    ("a%0Ab.png", "its name has what would be hidden or cannot be shown"),
    ("03-loss.png", "its name is one that a replay gives to files of its own"),
    ("unfinished/a.png", "its name is one that a replay gives to files of its own"),
    ("key.pem", "its name does not end as a picture's does (.png, .jpg, .jpeg, .gif, .svg, .webp)"),
    ("link.png", "a link is on the way, which may lead anywhere; it is not followed"),
    ("linked/secret.png", "a link is on the way, which may lead anywhere; it is not followed"),
    ("pipe.png", "it is a pipe or a device, not a file"),
    ("folder.png", "it is a folder"),
    ("large.png", "it is larger than 67108864 bytes"),
  ])
  func whatCannotComeAlongIsSaidWithItsLine(_ path: String, _ reason: String) throws {
    try withTemporaryFolder { root in
      let folder = root + "/notebook"
      try write("key", to: "\(root)/secret.png")
      try write("key", to: "\(folder)/key.pem")
      try FileManager.default.createDirectory(
        atPath: "\(folder)/folder.png", withIntermediateDirectories: true)
      symlink("../secret.png", "\(folder)/link.png")
      symlink("..", "\(folder)/linked")
      mkfifo("\(folder)/pipe.png", 0o600)
      try write("", to: "\(folder)/large.png")
      truncate("\(folder)/large.png", OwnPictures.greatestSize + 1)
      let pictures = try pictures("Words\nand ![a](\(path)).", in: folder)
      #expect(pictures.files.isEmpty)
      let complaint = try #require(pictures.complaints.first)
      #expect(complaint.line == 8)
      #expect(complaint.message.hasSuffix("is not shown: \(reason)"), "\(complaint)")
    }
  }

  @Test func noMoreAreReadThanALessonHas() throws {
    try withTemporaryFolder { folder in
      let prose = (0..<1000).map { "![](\($0).png)" }.joined(separator: "\n\n")
      let complaints = try pictures(prose, in: folder).complaints
      #expect(complaints.count == OwnPictures.greatestCount + 1)
      #expect(complaints.last?.message.hasSuffix("there are 200 before it, enough for a lesson") == true)
    }
  }
}
