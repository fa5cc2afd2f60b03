import Foundation

@testable import Notebooks

/// What stands in the repository of a notebook: its prose, and the transcript of its last replay.
enum NotebookText {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static func path(_ notebook: String) -> String { "\(root)/Notebooks/\(notebook).md" }

  /// The notebooks about one idea each.
  static let concepts = names(in: "Notebooks/concepts").map { "concepts/" + $0 }
  /// The others.
  static let lessons = names(in: "Notebooks")

  private static func names(in folder: String) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
    return files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }

  /// All prose, in one line, without what a grader reads of a solution: `answer:` is in its prose too (LessonExerciseTests),
  /// and `tolerance:` claims nothing.
  static func prose(_ notebook: String) throws -> String {
    let texts = try NotebookFile(contentsOf: path(notebook)).blocks.compactMap { block in
      if case .prose(let prose) = block { prose.text } else { nil }
    }
    let text = withoutDirectiveFences(texts.joined(separator: "\n"))
    return inOneLine(text.replacing(#/(?m)^(?:answer|tolerance): .*$/#, with: ""))
  }

  /// A text without the lines that open and close directives, whose bodies are prose: their backquotes are none of code.
  private static func withoutDirectiveFences(_ text: String) -> String {
    var open: (fence: Fence, isDirective: Bool)?
    return text.components.filter { line in
      guard let fence = Fence(line) else { return true }
      guard let opened = open else {
        open = (fence, fence.info.hasPrefix("{"))
        return !fence.info.hasPrefix("{")
      }
      guard opened.fence.isClosed(by: line) else { return true }
      open = nil
      return !opened.isDirective
    }.joined(separator: "\n")
  }

  static func inOneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The numbers of the prose that look measured: with a decimal point, or in percent. Code is not looked at.
  static func measures(inProse prose: String) -> [Measure] {
    let text = prose.replacing(#/`[^`]*`/#, with: "")
    let number = #/(?:^|[^\w.])(-?\d+(?:,\d\d\d)*(\.\d+)?(?:e-?\d+)?( ?%)?)/#
    return text.matches(of: number).filter { $0.2 != nil || $0.3 != nil }.map { Measure(String($0.1)) }
  }

  /// All numbers of the cells and of what they printed.
  static func numbers(inTranscriptOf notebook: String) throws -> [Double] {
    let transcript = try String(contentsOfFile: "\(root)/Outputs/\(notebook)/transcript.md", encoding: .utf8)
    let fence = #/(?m)^```(?:\{code-cell\}|output).*\n((?s:.*?))^```$/#
    let number = #/(?:^|[^\w.])(-?\d+(?:\.\d+)?(?:e[-+]\d+)?)/#
    var numbers: [Double] = []
    for match in transcript.matches(of: fence) {
      for found in match.1.matches(of: number) { numbers += Double(String(found.1)).map { [$0] } ?? [] }
    }
    return numbers
  }
}

/// A number as it is written in a text.
struct Measure: Hashable, CustomStringConvertible {
  /// Without the sign of percent.
  let digits: String
  let isPercent: Bool

  init(_ written: String) {
    isPercent = written.hasSuffix("%")
    digits = written.replacing(#/ ?%$/#, with: "").replacing(",", with: "")
  }

  var description: String { digits + (isPercent ? " %" : "") }

  /// Whether a value, rounded to as many digits, is this number.
  func isRounded(_ value: Double) -> Bool {
    rounded(value) == digits || (isPercent && rounded(value * 100) == digits)
  }

  private func rounded(_ value: Double) -> String {
    let mantissa = digits.prefix { $0 != "e" }
    let decimals =
      mantissa.firstIndex(of: ".").map { mantissa.distance(from: $0, to: mantissa.endIndex) - 1 } ?? 0
    return String(format: mantissa.endIndex == digits.endIndex ? "%.\(decimals)f" : "%.\(decimals)e", value)
  }
}
