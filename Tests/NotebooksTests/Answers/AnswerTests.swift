import Foundation
import Testing

@testable import Notebooks

/// No sentence of the notebooks is refuted by running them.
@Suite struct AnswerTests {
  @Test(arguments: Answer.all.filter(\.isQuick)) func theCellsGiveWhatTheAnswerSays(answer: Answer) throws {
    try check(answer)
  }

  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["CONVBOOK_ANSWERS"] != nil),
    arguments: Answer.all.filter { !$0.isQuick })
  func theCellsOfALessonGiveWhatTheAnswerSays(answer: Answer) throws {
    try check(answer)
  }

  private func check(_ answer: Answer) throws {
    try withTemporaryFolder { folder in
      var replay = try AnswerReplay(answer, folder: folder)
      for statement in answer.says {
        for (number, expression) in zip(statement.numbers, statement.values) {
          let value = try replay.value(expression)
          #expect(Measure(number).isRounded(value), "\(statement.words): \(expression) is \(value)")
        }
      }
      for line in answer.prints { #expect(replay.printed.contains(line), "\(replay.printed)") }
    }
  }

  /// Also of those that are not rerun each time: the notebook has the words that are checked, and the code that is changed.
  @Test(arguments: Answer.all) func anAnswerIsAboutItsNotebook(answer: Answer) throws {
    let cells = try answer.cells
    for change in answer.changes {
      #expect(cells.contains { $0.source.contains(change.old) }, "no cell has \(change.old)")
    }
    for name in answer.untrained {
      #expect(cells.contains { $0.source.contains("fit \(name) ") }, "no cell trains \(name)")
    }
    let prose = try NotebookText.prose(answer.notebook)
    for statement in answer.says {
      #expect(prose.contains(statement.words), "the notebook does not say: \(statement.words)")
      #expect(statement.numbers.count == statement.values.count, "\(statement.marked)")
      #expect(!statement.numbers.isEmpty, "\(statement.marked)")
    }
  }

  /// A number in the prose is one that its cells printed, one of an answer that is rerun, or one that is reckoned; or it is
  /// among the few that are not rerun.
  @Test(arguments: NotebookText.concepts + NotebookText.lessons) func eachNumberHasASource(notebook: String)
    throws
  {
    let printed = try NotebookText.numbers(inTranscriptOf: notebook)
    let rerun = Set(
      Answer.all.filter { $0.notebook == notebook }.flatMap(\.says).flatMap(\.numbers).map {
        Measure($0).digits
      })
    let reckoned = Reckoned.all.filter { $0.notebook == notebook }
    let unrepeated = Unrepeated.all.filter { $0.notebook == notebook }.flatMap(\.numbers)
    let measures = NotebookText.measures(inProse: try NotebookText.prose(notebook))
    for measure in measures
    where !rerun.contains(measure.digits) && !printed.contains(where: measure.isRounded) {
      #expect(
        reckoned.contains { $0.number == measure.digits } || unrepeated.contains(measure.digits),
        "\(notebook): nothing prints \(measure); add what gives it to Answer.all")
    }
    for number in unrepeated {
      #expect(measures.contains { $0.digits == number }, "\(notebook) has no \(number)")
    }
    for number in reckoned {
      #expect(measures.contains { $0.digits == number.number }, "\(notebook) no longer has \(number.number)")
      #expect(Measure(number.number).isRounded(number.value), "\(number.number) is \(number.value)")
      for source in number.printed {
        #expect(printed.contains(source), "\(notebook) does not print \(source)")
      }
    }
  }

  /// The test of the test: what is wrong by one in the last digit is found.
  @Test func aNumberIsHeldToItsDigits() {
    #expect(Measure("0.926").isRounded(0.9257))
    #expect(!Measure("0.926").isRounded(0.9266))
    #expect(!Measure("0.9260").isRounded(0.9257))
    #expect(Measure("92.6 %").isRounded(0.9257))
    #expect(Measure("11,738").isRounded(11738))
    #expect(Measure("4.318e-08").isRounded(4.3181e-8))
    #expect(!Measure("4.318e-08").isRounded(4.3186e-8))
    #expect(
      NotebookText.measures(inProse: "of 28 images 92.6 % are 0.5, `x=0.7`, -1.50 in 1998.").map(
        \.description)
        == ["92.6 %", "0.5", "-1.50"])
  }
}
