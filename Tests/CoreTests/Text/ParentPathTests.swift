import Core
import Foundation
import Testing

struct ParentPathTests {
  @Test(arguments: [
    ("data/signs", "data"), ("/data/signs/", "/data"), ("a//b", "a"), ("/data", "/"), ("/", "/"), ("//", "/"),
    ("data", ""), ("", ""), ("a", ""), ("a/", ""), ("a/b", "a"), ("é/名", "é"), ("/\u{301}a/b", "/\u{301}a"),
  ])
  func theFolderOfAPath(_ path: String, _ parent: String) {
    #expect(path.parentPath == parent)
  }

  @Test func itIsFoundations() {
    for path in ["data/signs", "/data/signs", "/data", "/", "data", "../data", "./d/e", "a/b/c"] {
      #expect(path.parentPath == (path as NSString).deletingLastPathComponent)
    }
  }
}
