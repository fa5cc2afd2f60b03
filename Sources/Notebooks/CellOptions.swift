/// The lines between a cell's fence and its code: `:tags: [parameters]`, or a block between two `---`.
///
/// Only the tags mean something of the YAML that may stand there; they are read in the forms
/// `[a, b]`, `a, b`, `a`, and a list with one `- a` a line.
struct CellOptions {
  private(set) var tags: [String] = []
  /// How many lines the options take, the one blank line that may follow them included.
  private(set) var lineCount = 0

  struct Problem: Error {
    let line: Int
    let message: String
  }

  /// Throws a ``Problem`` whose line is counted from 0 within `body`.
  init(_ body: [String]) throws(Problem) {
    if let first = body.first, Self.isRule(first) {
      guard let end = body.dropFirst().firstIndex(where: Self.isRule) else {
        throw Problem(line: 0, message: "the options of this cell have no closing '---'")
      }
      try readBlock(Array(body[1..<end]))
      lineCount = end + 1
    } else {
      while lineCount < body.count, body[lineCount].trimmed.first == ":" {
        let option = body[lineCount].trimmed.dropFirst()
        guard let colon = option.firstIndex(of: ":") else {
          throw Problem(
            line: lineCount,
            message: "an option of a cell is written ':name: value', such as ':tags: [parameters]'")
        }
        if option[..<colon] == "tags" {
          tags += try Self.tags(option[option.index(after: colon)...], line: lineCount)
        }
        lineCount += 1
      }
    }
    if lineCount < body.count, body[lineCount].isBlank { lineCount += 1 }
  }

  private static func isRule(_ line: String) -> Bool {
    let line = line.trimmed
    return line.count >= 3 && line.allSatisfy { $0 == "-" }
  }

  private mutating func readBlock(_ lines: [String]) throws(Problem) {
    var inTags = false
    for (i, line) in lines.enumerated() {
      let trimmed = line.trimmed
      if inTags, trimmed.hasPrefix("- ") {
        tags += try Self.tags(trimmed.dropFirst(2), line: i + 1)
      } else if trimmed.hasPrefix("tags:") {
        inTags = true
        tags += try Self.tags(trimmed.dropFirst(5), line: i + 1)
      } else {
        inTags = inTags && trimmed.isEmpty
      }
    }
  }

  private static func tags(_ value: Substring, line: Int) throws(Problem) -> [String] {
    var value = value.trimmed
    if value.first == "[" {
      guard value.last == "]" else {
        throw Problem(
          line: line, message: "the list of tags has no ']': write it on one line, [parameters, raises-error]"
        )
      }
      value = value.dropFirst().dropLast()
    }
    return value.split(separator: ",").map { tag in
      let tag = tag.trimmed
      let quoted = tag.count >= 2 && tag.first == tag.last && (tag.first == "'" || tag.first == "\"")
      return String(quoted ? tag.dropFirst().dropLast() : tag)
    }.filter { !$0.isEmpty }
  }
}
