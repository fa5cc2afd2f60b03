import Foundation
import Testing

@testable import Notebooks

/// No sentence of the notebooks is refuted by running them.
@Suite struct AnswerTests {
  @Test(arguments: Answer.all) func theCellsGiveWhatTheAnswerSays(answer: Answer) throws {
    let prose = try NotebookText.prose(answer.notebook)
    var replay = try AnswerReplay(answer)
    for statement in answer.says {
      #expect(prose.contains(statement.words), "the notebook does not say: \(statement.words)")
      #expect(statement.numbers.count == statement.values.count, "\(statement.marked)")
      for (number, expression) in zip(statement.numbers, statement.values) {
        let value = try replay.value(expression)
        #expect(Measure(number).isRounded(value), "\(statement.words): \(expression) is \(value)")
      }
    }
    for line in answer.prints { #expect(replay.printed.contains(line), "\(replay.printed)") }
  }

  /// A number in the prose is one that its cells printed, one of an answer that is rerun, or one that is reckoned.
  @Test(arguments: NotebookText.concepts) func eachNumberHasASource(notebook: String) throws {
    let printed = try NotebookText.numbers(inTranscriptOf: notebook)
    let rerun = Set(
      Answer.all.filter { $0.notebook == notebook }.flatMap(\.says).flatMap(\.numbers).map {
        Measure($0).digits
      })
    let reckoned = Reckoned.all.filter { $0.notebook == notebook }
    let measures = NotebookText.measures(inProse: try NotebookText.prose(notebook))
    for measure in measures
    where !rerun.contains(measure.digits) && !printed.contains(where: measure.isRounded) {
      #expect(
        reckoned.contains { $0.number == measure.digits },
        "\(notebook): nothing prints \(measure); add what gives it to Answer.all")
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
