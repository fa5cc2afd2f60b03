import Testing

@testable import Grading

/// Which submissions have a rare text in common.
@Suite struct SimilarityTests {
  private func cell(_ source: String) -> ReplayRecord.Cell {
    ReplayRecord.Cell(number: 1, source: source, output: "", hasFailed: false)
  }

  private func normalized(_ source: String) -> String? { Similarity.normalized([cell(source)], answer: nil) }

  @Test func commentsSpacesAndNamesAreNoDifference() {
    let text = normalized("net = model input=28x28x1 # mine\n\n  Dense 10\nend\nsummary net")
    #expect(text == normalized("  mine =  model input=28x28x1\n Dense 10\nend # a \"#\"\nsummary mine"))
    #expect(text != normalized("net = model input=28x28x1\n  Dense 12\nend\nsummary net"))
    #expect(normalized("print \"# no comment\"") != normalized("print \"# another\""))
    #expect(normalized("# nothing\n") == nil)
  }

  /// A name is renamed where it is the whole of a word, and not within another or a text's word.
  @Test func otherWordsKeepTheirNames() {
    #expect(normalized("a = 1\nb = a + ab") == "name1 = 1\nname2 = name1 + ab")
  }

  @Test func whatManyHaveIsNoSign() {
    let everyone = (1...40).map { (student: "s\($0)", texts: ["e": "the right one"]) }
    #expect(Similarity(everyone).pairs.isEmpty)
  }

  /// No other of the 38 * 37 / 2 pairs has anything in common in the first exercise, and all have in the second.
  @Test func aRareTextIsOne() throws {
    var answers = (1...40).map { (student: "s\($0)", texts: ["one": "text \($0)", "two": "common"]) }
    answers[6].texts["one"] = "copied"
    answers[29].texts["one"] = "copied"
    let pairs = Similarity(answers).pairs
    let pair = try #require(pairs.first)
    #expect(pairs.count == 1 && pair.students == ("s7", "s30"))
    #expect(pair.exercises == ["one", "two"] && pair.isWhole)
    #expect(abs(pair.chance - 1.0 / 704) < 1e-12)
  }

  /// Where others have rare texts in common too, it happens here.
  @Test func whatHappensOftenIsLessOfASign() throws {
    var answers = (1...20).map { (student: "s\($0)", texts: ["one": "text \($0)"]) }
    for first in [0, 2, 4] { answers[first + 1].texts = answers[first].texts }
    let pairs = Similarity(answers).pairs
    #expect(pairs.count == 3)
    for pair in pairs { #expect(abs(pair.chance - 3.0 / 154) < 1e-12) }
  }

  @Test func severalExercisesAreMultiplied() throws {
    var answers = (1...11).map { (student: "s\($0)", texts: ["a": "\($0)", "b": "\($0)", "c": "\($0)"]) }
    answers[1].texts = answers[0].texts
    answers[1].texts["c"] = "own"
    let pair = try #require(Similarity(answers).pairs.first)
    #expect(pair.exercises == ["a", "b"] && !pair.isWhole)
    #expect(abs(pair.chance - 1.0 / (37 * 37)) < 1e-12)
  }
}
