/// A directive of MyST in a fence: its name, what stands behind it, its options, its body.
///
///     ```{exercise} Count the weights
///     :label: weights
///
///     How many weights does the first layer have?
///     ```
///
/// Source: https://mystmd.org/guide/directives; of those about exercises https://ebp-sphinx-exercise.readthedocs.io/en/latest/syntax.html
public struct Directive: Hashable, Sendable {
  /// `exercise`
  public let name: String
  /// `Count the weights`
  public let argument: String
  public let options: [String: String]
  /// Markdown.
  public let body: String

  /// - Parameters:
  ///   - info: what stands behind the backquotes.
  ///   - text: the lines up to the closing ones.
  /// - Returns: nil where this is another block.
  init?(info: some StringProtocol, text: some StringProtocol) {
    guard info.hasPrefix("{"), let close = info.firstIndex(of: "}") else { return nil }
    let name = info[..<close].dropFirst()
    guard !name.isEmpty, name != "code-cell",
      name.utf8.allSatisfy({ (97...122).contains($0) || $0 == UInt8(ascii: "-") })
    else { return nil }
    self.name = String(name)
    argument = String(info[info.index(after: close)...].trimmed)
    var lines = String(text).components[...]
    var options: [String: String] = [:]
    while let line = lines.first?.trimmed, line.first == ":",
      let colon = line.dropFirst().firstIndex(of: ":")
    {
      options[String(line[..<colon].dropFirst())] = String(line[line.index(after: colon)...].trimmed)
      lines.removeFirst()
    }
    self.options = options
    body = lines.joined(separator: "\n")
  }

  /// Whether it is one of those that answer an exercise.
  public var isSolution: Bool { name == "solution" || name == Self.solutionStart }
  /// Whether it is one of those that set an exercise.
  public var isExercise: Bool { name == "exercise" || name == Self.exerciseStart }

  /// The body as a learner reads it: an exercise has its choices numbered, and none of them marked; a solution is without what a
  /// grader reads at its beginning.
  var shown: String {
    if isExercise {
      var number = 0
      return body.components.map { line in
        guard let item = line.wholeMatch(of: Question.taskItem) else { return line }
        number += 1
        return "\(number). \(item.2)"
      }.joined(separator: "\n")
    }
    return isSolution ? Question.withoutKeys(body) : body
  }

  static let exerciseStart = "exercise-start"
  static let solutionStart = "solution-start"
  static let solutionEnd = "solution-end"
}

extension Directive {
  /// The lines of a text that are a directive each, with it, in their order.
  static func found(in lines: [String]) -> [(lines: ClosedRange<Int>, directive: Directive)] {
    MarkdownOutline.blocks(of: lines).compactMap { block in
      guard case .fence = block.kind, lines.indices.contains(block.lines.upperBound),
        let fence = Fence(lines[block.lines.lowerBound])
      else { return nil }
      let isClosed = block.lines.count > 1 && fence.isClosed(by: lines[block.lines.upperBound])
      let body = lines[block.lines.lowerBound + 1..<block.lines.upperBound + (isClosed ? 0 : 1)]
      return Directive(info: fence.info, text: body.joined(separator: "\n")).map { (block.lines, $0) }
    }
  }
}

/// Whether what is read stands between the directives `solution-start` and `solution-end`.
struct SolutionGate {
  private(set) var isOpen = false

  mutating func pass(_ directive: Directive) {
    if directive.name == Directive.solutionStart { isOpen = true }
    if directive.name == Directive.solutionEnd { isOpen = false }
  }
}
