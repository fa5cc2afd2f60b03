/// The questions that a lesson asks.
///
/// A question is a sentence in emphasis with a question mark, in a paragraph of its own or within one:
///
///     *How many weights does the first layer have?* 784 x 512.
///
/// What follows it is the answer, and is shown later. Where the emphasis ends otherwise (`*Which will help most? Order
/// them:* this, that`) the rest of the paragraph belongs to the question. A paragraph that begins with **Question** in
/// bold is one too.
enum Questions {
  /// A stretch of prose, and the question that it ends with.
  struct Part: Hashable {
    let text: String
    let question: String?
  }

  /// The prose cut behind each of its questions; the parts follow each other.
  static func parts(of prose: String) -> [Part] {
    var parts: [Part] = []
    let bytes = Array(prose.utf8)
    var start = 0
    for (question, end) in found(in: prose, lineStarts: lineStarts(bytes))
    where end > start && end <= bytes.count {
      parts.append(Part(text: text(bytes[start..<end]), question: question))
      start = end
    }
    let rest = text(bytes[start...])
    if !rest.isEmpty { parts.append(Part(text: rest, question: nil)) }
    return parts
  }

  /// Each question and the offset behind it.
  private static func found(in prose: String, lineStarts: [Int]) -> [(question: String, end: Int)] {
    func offset(behind position: MarkdownNode.Position) -> Int {
      lineStarts.indices.contains(position.line - 1) ? lineStarts[position.line - 1] + position.column : 0
    }
    var found: [(question: String, end: Int)] = []
    for paragraph in MarkdownNode(parsing: prose).children where paragraph.kind == .paragraph {
      if let first = paragraph.children.first, first.kind == .strong,
        first.plainText.lowercased().hasPrefix("question")
      {
        found.append((paragraph.plainText, offset(behind: paragraph.end)))
        continue
      }
      for emphasis in paragraph.children where emphasis.kind == .emphasis {
        let text = emphasis.plainText
        guard text.contains("?") else { continue }
        if text.hasSuffix("?") {
          found.append((text, offset(behind: emphasis.end)))
        } else {
          found.append((paragraph.plainText, offset(behind: paragraph.end)))
          break
        }
      }
    }
    return found
  }

  private static func lineStarts(_ bytes: [UInt8]) -> [Int] {
    [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  /// Without blank lines around it; four spaces at its start would make it code.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let blank = " \t\n".utf8
    guard let first = bytes.firstIndex(where: { !blank.contains($0) }),
      let last = bytes.lastIndex(where: { !blank.contains($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }
}
