/// What differs between two texts, as `diff -u` shows it.
public enum TextDifference {
  /// A unified difference with a header, empty where the texts have the same bytes.
  ///
  /// - Parameters:
  ///   - old: the text whose lines are marked `-` where `new` lacks them.
  ///   - oldLabel: the name of the old text in the header, for example its path.
  ///   - context: how many equal lines are shown around a change.
  public static func unified(
    old: String, new: String, oldLabel: String, newLabel: String, context: Int = 3
  ) -> String {
    let oldLines = lines(of: old)
    let newLines = lines(of: new)
    let edits = LineEdits(from: oldLines, to: newLines).edits
    var result = ""
    for hunk in hunks(edits, context: context) {
      result += header(hunk, edits)
      for edit in edits[hunk] {
        switch edit {
        case .keep(let i, _): result += marked(" ", oldLines[i])
        case .remove(let i, _): result += marked("-", oldLines[i])
        case .insert(_, let j): result += marked("+", newLines[j])
        }
      }
    }
    return result.isEmpty ? "" : "--- \(oldLabel)\n+++ \(newLabel)\n\(result)"
  }

  /// Each line with its line break. Bytes, because equal strings may have different bytes.
  private static func lines(of text: String) -> [ArraySlice<UInt8>] {
    let bytes = Array(text.utf8)
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for i in bytes.indices where bytes[i] == UInt8(ascii: "\n") {
      lines.append(bytes[start...i])
      start = i + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private static func marked(_ mark: String, _ line: ArraySlice<UInt8>) -> String {
    let text = mark + String(decoding: line, as: UTF8.self)
    return line.last == UInt8(ascii: "\n") ? text : text + "\n\\ No newline at end of file\n"
  }

  /// The stretches of `edits` that are shown: the changes with their context, joined where they meet.
  private static func hunks(_ edits: [LineEdits.Edit], context: Int) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (k, edit) in edits.enumerated() {
      if case .keep = edit { continue }
      let start = max(0, k - context)
      let end = min(edits.count, k + 1 + context)
      if let last = hunks.last, start <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<end
      } else {
        hunks.append(start..<end)
      }
    }
    return hunks
  }

  /// `@@ -4,7 +4,8 @@`: the first line and the number of lines, in the old text and in the new one.
  private static func header(_ hunk: Range<Int>, _ edits: [LineEdits.Edit]) -> String {
    var oldCount = 0
    var newCount = 0
    for edit in edits[hunk] {
      switch edit {
      case .keep:
        oldCount += 1
        newCount += 1
      case .remove: oldCount += 1
      case .insert: newCount += 1
      }
    }
    let (old, new) = edits[hunk.lowerBound].position
    return "@@ -\(span(old, oldCount)) +\(span(new, newCount)) @@\n"
  }

  /// As diff writes it: an empty stretch is named by the line before it, and a count of 1 is left out.
  private static func span(_ start: Int, _ count: Int) -> String {
    switch count {
    case 0: "\(start),0"
    case 1: "\(start + 1)"
    default: "\(start + 1),\(count)"
    }
  }
}
