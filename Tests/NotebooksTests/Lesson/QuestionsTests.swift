import Testing

@testable import Notebooks

/// Where a lesson asks, and what it keeps back until it has been answered.
@Suite struct QuestionsTests {
  private func parts(_ prose: String) -> [String] {
    Questions.parts(of: prose).map { $0.text + ($0.question.map { " -> \($0)" } ?? "") }
  }

  @Test func whatFollowsAQuestionIsAPartOfItsOwn() {
    #expect(
      parts("# Weights\n\nLook. *How many, é?* 784 x 512.\nAnd biases.\n\nMore.")
        == ["# Weights\n\nLook. *How many, é?* -> How many, é?", "784 x 512.\nAnd biases.\n\nMore."])
  }

  @Test func aQuestionMayStandOnTwoLinesAndEndTheProse() {
    #expect(
      parts("It is measured. *After how\nmany epochs?*")
        == ["It is measured. *After how\nmany epochs?* -> After how many epochs?"])
  }

  @Test func whatAQuestionAnnouncesBelongsToIt() {
    #expect(
      parts("*Which helps? Order them:* cutting, padding.\n\nAll do.")
        == [
          "*Which helps? Order them:* cutting, padding. -> Which helps? Order them: cutting, padding.",
          "All do.",
        ])
  }

  @Test func aParagraphMayBeMarkedAsAQuestion() {
    #expect(parts("**Question.** Why?\n\nSo.") == ["**Question.** Why? -> Question. Why?", "So."])
  }

  @Test(arguments: [
    "Is this *one*? No.", "A *question* without its mark.", "1. *Why?* In a list.", "> *Why?* In a quote.",
    "`*Why?*` in code", "# *Why?* in a heading", "",
  ])
  func otherProseIsLeftWhole(prose: String) {
    #expect(parts(prose) == (prose.isEmpty ? [] : [prose]))
  }

  @Test func severalQuestionsFollowEachOther() {
    #expect(parts("*A?* x *B?* y") == ["*A?* -> A?", "x *B?* -> B?", "y"])
  }
}
