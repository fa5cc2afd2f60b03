import Core
import Testing

@testable import Notebooks

struct TextDifferenceTests {
  private func difference(_ old: String, _ new: String) -> String {
    TextDifference.unified(old: old, new: new, oldLabel: "stored", newLabel: "replayed")
  }

  @Test func isEmptyForTheSameBytesOnly() {
    #expect(difference("a\nb\n", "a\nb\n") == "")
    #expect(difference("", "") == "")
    // The same characters to Swift, but other bytes.
    #expect(difference("\u{E9}\n", "e\u{301}\n") != "")
    #expect(difference("a\r\n", "a\n") != "")
  }

  @Test func showsChangesWithThreeLinesAroundThem() {
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = old.replacing("\n5\n", with: "\nfive\n").replacing("\n16\n", with: "\n16\nmore\n")
    #expect(
      difference(old, new) == """
        --- stored
        +++ replayed
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
        @@ -14,6 +14,7 @@
         14
         15
         16
        +more
         17
         18
         19

        """)
  }

  @Test func joinsChangesThatAreNear() {
    let old = (1...9).map { "\($0)\n" }.joined()
    let new = old.replacing("1\n", with: "").replacing("8\n", with: "")
    #expect(difference(old, new).split(separator: "\n").count { $0.hasPrefix("@@") } == 1)
  }

  @Test func showsAMissingLineBreakAtTheEnd() {
    #expect(
      difference("a\nb", "a\nb\n") == """
        --- stored
        +++ replayed
        @@ -1,2 +1,2 @@
         a
        -b
        \\ No newline at end of file
        +b

        """)
    #expect(difference("", "a\n") == "--- stored\n+++ replayed\n@@ -0,0 +1 @@\n+a\n")
    #expect(difference("a\n", "") == "--- stored\n+++ replayed\n@@ -1 +0,0 @@\n-a\n")
  }

  /// What the edits make of `old`; also checks that they name lines of both lists in order.
  private func applied(_ edits: LineEdits, to old: [UInt32], _ new: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var (i, j) = (0, 0)
    for edit in edits.edits {
      #expect(edit.position == (i, j))
      switch edit {
      case .keep:
        #expect(old[i] == new[j])
        result.append(old[i])
        (i, j) = (i + 1, j + 1)
      case .remove: i += 1
      case .insert:
        result.append(new[j])
        j += 1
      }
    }
    #expect((i, j) == (old.count, new.count))
    return result
  }

  /// The length of the longest common subsequence, by the textbook's table.
  private func longestCommon(_ a: [UInt32], _ b: [UInt32]) -> Int {
    var row = [Int](repeating: 0, count: b.count + 1)
    for x in a {
      var diagonal = 0
      for (j, y) in b.enumerated() {
        (diagonal, row[j + 1]) = (row[j + 1], x == y ? diagonal + 1 : max(row[j], row[j + 1]))
      }
    }
    return row[b.count]
  }

  @Test func turnsTheOldTextIntoTheNewOneByTheFewestChanges() {
    var random = RandomSequence(seed: 6, stream: 1)
    for _ in 0..<2000 {
      let letters = 1 + random.integer(below: 5)
      let old = (0..<random.integer(below: 14)).map { _ in random.integer(below: letters) }
      let new = (0..<random.integer(below: 14)).map { _ in random.integer(below: letters) }
      let edits = LineEdits(from: old, to: new)
      #expect(applied(edits, to: old, new) == new)
      let kept = edits.edits.count { if case .keep = $0 { true } else { false } }
      #expect(kept == longestCommon(old, new))
    }
  }

  @Test func replacesTheMiddleOfTextsThatHaveLittleInCommon() {
    let old = [0] + (1...5000).map { UInt32($0) } + [1]
    let new = [0] + (1...5000).map { UInt32(10_000 + $0 % 7) } + [1]
    #expect(applied(LineEdits(from: old, to: new), to: old, new) == new)
  }
}
