import Testing

@testable import Notebooks

/// The exercises of the lessons and concepts are checked, and their students get no answers.
@Suite struct LessonExerciseTests {
  private struct Sample {
    let notebook: NotebookFile
    let exercises: [Exercise]
    /// The bodies of the solutions, by the label that each names.
    let solutions: [String: String]

    init(_ name: String) throws {
      notebook = try NotebookFile(contentsOf: NotebookText.path(name))
      exercises = notebook.exercises
      var solutions: [String: String] = [:]
      for case .prose(let prose) in notebook.blocks {
        for (_, directive) in Directive.found(in: prose.text.components) where directive.name == "solution" {
          #expect(solutions[directive.argument] == nil, "two solutions of \(directive.argument)")
          solutions[directive.argument] = directive.body
        }
      }
      self.solutions = solutions
    }

    /// What a solution says, in one line, without what a grader reads at its beginning.
    func prose(_ label: String) throws -> String {
      let body = try #require(solutions[label], "\(label) has no solution")
      return NotebookText.inOneLine(body.replacing(#/(?m)^(?:answer|tolerance|hint): .*$/#, with: ""))
    }

    func isChecked(_ exercise: Exercise) -> Bool {
      switch exercise.question?.kind {
      case .number(.some, _): return true
      case .choices(_, let right) where !right.isEmpty: return true
      default:
        return notebook.cells.contains {
          exercise.cells.contains($0.number) && $0.source.contains(#/(?m)^expect /#)
        }
      }
    }
  }

  private static let notebooks = NotebookText.lessons + NotebookText.concepts

  @Test(arguments: notebooks) func atLeastTwoAreChecked(notebook: String) throws {
    let sample = try Sample(notebook)
    #expect(sample.exercises.count(where: sample.isChecked) >= 2)
  }

  @Test(arguments: notebooks) func eachHasALabelATitleAndASolution(notebook: String) throws {
    let sample = try Sample(notebook)
    let labels = sample.exercises.compactMap { $0.directive?.options["label"] }
    #expect(labels.count == sample.exercises.count && Set(labels).count == labels.count, "\(labels)")
    #expect(Set(labels) == Set(sample.solutions.keys))
    for exercise in sample.exercises {
      #expect(!exercise.title.isEmpty)
      #expect(try !sample.prose(exercise.label).isEmpty, "\(exercise.label)")
    }
  }

  @Test(arguments: notebooks) func aStudentGetsNoAnswers(notebook: String) throws {
    let sample = try Sample(notebook)
    let text = sample.notebook.studentCopy()
    let copy = NotebookText.inOneLine(text)
    for label in sample.solutions.keys {
      var sentence: [Substring] = []
      for word in try sample.prose(label).split(separator: " ") {
        sentence.append(word)
        guard let end = word.last, ".?!".contains(end) else { continue }
        #expect(!copy.contains(sentence.joined(separator: " ")), "\(label): \(sentence)")
        sentence = []
      }
    }
    #expect(!text.contains(#/(?m)^(?:answer|tolerance|hint): |^# solution$|^[-*+] \[x\]/#))
    let student = try NotebookFile(text: text, file: "student.md")
    #expect(student.exercises.map(\.label) == sample.exercises.map(\.label))
  }

  /// So that the tests of the answers, which rerun what the prose says, hold the answers too.
  @Test(arguments: notebooks) func eachAnswerStandsInItsSolution(notebook: String) throws {
    let sample = try Sample(notebook)
    for exercise in sample.exercises {
      guard case .number(let answer?, _)? = exercise.question?.kind else { continue }
      let prose = try sample.prose(exercise.label)
      let said = prose.matches(of: #/\d+(?:,\d\d\d)*(?:\.\d+)?(?: ?%)?/#).map { Measure(String($0.0)) }
      for match in answer.matches(of: #/(?:^|[^\w.])(\d+(?:\.\d+)?)/#) {
        let value = try #require(Double(match.1))
        #expect(
          said.contains { $0.digits == match.1 || ($0.isPercent && $0.isRounded(value)) },
          "\(exercise.label): \(match.1) is not in: \(prose)")
      }
    }
  }

  /// What is near enough is not far off.
  @Test(arguments: notebooks) func tolerancesAreSmall(notebook: String) throws {
    for exercise in try Sample(notebook).exercises {
      guard case .number(let answer?, let written?)? = exercise.question?.kind, let number = Double(answer)
      else { continue }
      let tolerance = try #require(Double(written))
      #expect(tolerance > 0 && tolerance < max(abs(number) / 10, 0.001), "\(exercise.label)")
    }
  }
}
