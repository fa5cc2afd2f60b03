/// The questions that a lesson asks.
///
/// A question is a sentence in emphasis with a question mark, in a paragraph of its own or within one:
///
///     *How many weights does the first layer have?* 784 x 512.
///
/// What follows it is the answer, and is shown later. Where the emphasis ends otherwise (`*Which will help most? Order
/// them:* this, that`) the rest of the paragraph belongs to the question. A paragraph that begins with **Question** in
/// bold is one too, and so is that of a directive `exercise` (``Question``).
enum Questions {
  /// A stretch of prose, and the question that it ends with.
  struct Part: Hashable {
    let text: String
    let question: String?
    /// The exercise that asks it.
    var exercise: String?
  }

  /// The prose cut behind each of its questions; the parts follow each other.
  /// - Parameter exercise: the exercise that a directive sets.
  static func parts(of prose: String, exercise: (Directive) -> Exercise? = { _ in nil }) -> [Part] {
    var parts: [Part] = []
    let bytes = Array(prose.utf8)
    var start = 0
    for (question, end, label) in found(in: prose, lineStarts: lineStarts(bytes), exercise)
    where end > start && end <= bytes.count {
      parts.append(Part(text: text(bytes[start..<end]), question: question, exercise: label))
      start = end
    }
    let rest = text(bytes[start...])
    if !rest.isEmpty { parts.append(Part(text: rest, question: nil)) }
    return parts
  }

  /// Each question and the offset behind it.
  private static func found(
    in prose: String, lineStarts: [Int], _ exercise: (Directive) -> Exercise?
  ) -> [(question: String, end: Int, exercise: String?)] {
    func offset(behind position: MarkdownNode.Position) -> Int {
      lineStarts.indices.contains(position.line - 1) ? lineStarts[position.line - 1] + position.column : 0
    }
    var found: [(question: String, end: Int, exercise: String?)] = []
    for paragraph in MarkdownNode(parsing: prose).children {
      if let directive = paragraph.directive, directive.isExercise, let exercise = exercise(directive),
        let question = exercise.question
      {
        found.append((question.text, offset(behind: paragraph.end), exercise.label))
      }
      guard paragraph.kind == .paragraph else { continue }
      if let first = paragraph.children.first, first.kind == .strong,
        first.plainText.lowercased().hasPrefix("question")
      {
        found.append((paragraph.plainText, offset(behind: paragraph.end), nil))
        continue
      }
      for emphasis in paragraph.children where emphasis.kind == .emphasis {
        let text = emphasis.plainText
        guard text.contains("?") else { continue }
        if text.hasSuffix("?") {
          found.append((text, offset(behind: emphasis.end), nil))
        } else {
          found.append((paragraph.plainText, offset(behind: paragraph.end), nil))
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
