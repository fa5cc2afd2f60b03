import Core

/// A task of a lesson: what is asked, and the cells that belong to it.
///
/// It is set by MyST's directive `exercise`, or by a cell tagged `exercise` alone, and goes up to the next exercise or heading. Its
/// cells are those that the learner writes (tagged `exercise`), checks (with `expect`; tagged `hidden` where a student's copy
/// leaves them out), and the lecturer's answers (tagged `solution`, or between the directives `solution-start` and
/// `solution-end`).
public struct Exercise: Sendable, Equatable {
  /// By which a solution and a grade name it: its directive's, or `exercise-2`.
  public let label: String
  public let title: String
  /// That sets it; nil where a cell's tag does.
  public internal(set) var directive: Directive?
  /// The numbers of the code cells that belong to it, those of its solution left out.
  public internal(set) var cells: [Int] = []
  /// The numbers of those that the learner writes.
  public internal(set) var ownCells: [Int] = []
  public internal(set) var question: Question?
  /// What stands in block quotes below it.
  public internal(set) var answer: String?

  public static let tag = "exercise"
  public static let solutionTag = "solution"
  public static let hiddenTag = "hidden"
}

extension NotebookFile {
  /// The exercises in their order.
  public var exercises: [Exercise] {
    var found: [Exercise] = []
    var isOpen = false
    var gate = SolutionGate()
    var bodies: [String: String] = [:]
    var solutions: [String: String] = [:]
    func begin(_ label: String?, _ title: String) {
      var label = label ?? "exercise-\(found.count + 1)"
      // Grades need names that differ.
      while found.contains(where: { $0.label == label }) { label += "-\(found.count + 1)" }
      found.append(Exercise(label: label, title: title))
      isOpen = true
    }
    for block in blocks {
      switch block {
      case .prose(let prose):
        for node in MarkdownNode(parsing: prose.text).children {
          switch node.kind {
          case .directive:
            guard let directive = node.directive else { continue }
            gate.pass(directive)
            if directive.isExercise {
              begin(directive.options["label"], directive.argument)
              found[found.count - 1].directive = directive
              bodies[found[found.count - 1].label] = directive.body
            } else if directive.isSolution {
              let label = directive.argument.isEmpty ? found.last?.label ?? "" : directive.argument
              solutions[label] = solutions[label] ?? directive.body
            }
          case .heading: isOpen = gate.isOpen && isOpen
          case .blockQuote where isOpen && !gate.isOpen:
            let text = node.children.map(\.plainText).joined(separator: "\n")
            found[found.count - 1].answer = found[found.count - 1].answer.map { $0 + "\n" + text } ?? text
          default: break
          }
        }
      case .cell(let cell):
        if gate.isOpen || cell.tags.contains(Exercise.solutionTag) { continue }
        let isOwn = cell.tags.contains(Exercise.tag)
        if isOwn, !isOpen { begin(nil, "") }
        guard isOpen else { continue }
        found[found.count - 1].cells.append(cell.number)
        if isOwn { found[found.count - 1].ownCells.append(cell.number) }
      }
    }
    for index in found.indices {
      let label = found[index].label
      guard let body = bodies[label] else { continue }
      found[index].question = Question(in: body, solution: solutions[label])
      let marked = Question.choices(in: body).enumerated().filter(\.element.isMarked).map {
        "\($0.offset + 1)"
      }
      if !marked.isEmpty { found[index].answer = marked.joined(separator: ",") }
    }
    return found
  }

  /// The numbers of the cells that answer an exercise, which a learner does not see.
  public var solutionCells: Set<Int> {
    var numbers: Set<Int> = []
    var gate = SolutionGate()
    for block in blocks {
      switch block {
      case .prose(let prose):
        for (_, directive) in Directive.found(in: prose.text.components) { gate.pass(directive) }
      case .cell(let cell):
        if gate.isOpen || cell.tags.contains(Exercise.solutionTag) { numbers.insert(cell.number) }
      }
    }
    return numbers
  }
}

extension [Exercise] {
  /// What a learner has answered, by the label of the exercise: the block quotes below it, or the numbers of the choices that are
  /// marked, as `1,3`.
  public var answers: [String: String] {
    Dictionary(compactMap { exercise in exercise.answer.map { (exercise.label, $0) } }) { $1 }
  }
}

extension String {
  /// Its lines.
  var components: [String] { split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}
