import NeuralNetwork
import Testing

@testable import CellLanguage

/// `help WORD`: pages from the declarations and texts about ideas.
@Suite struct HelpTests {
  @Test(arguments: Topic.all.map(\.name)) func theExampleOfATopicRuns(name: String) throws {
    let topic = try #require(Topic.find(name))
    let trial = Trial()
    let shown = trial.run(topic.example)
    #expect(!shown.contains(#/(^|\n)line \d+: /#), "\(shown)")
  }

  @Test func theExampleOfUndoRuns() {
    #expect(Trial().run(UndoVerb.declaration.example) == "undone: x = 2\nx is a number again")
  }

  @Test func noWordMeansTwoTopics() {
    let words = Topic.all.flatMap { [$0.name] + $0.aliases }
      .map { $0.replacing("_", with: "-").replacing(" ", with: "-") }
    #expect(Set(words).count == words.count)
    let declared = verbTypes.map { $0.declaration.name } + layerTypes.map { $0.declaration.name }
    #expect(Set(declared).isDisjoint(with: Topic.all.map(\.name)))
  }

  @Test(arguments: [
    "overfitting", "Overfitting", "learning rate", "learning_rate", "cross-entropy", "relu", "stride",
  ])
  func ideasAreExplained(word: String) throws {
    let page = try #require(Reference.page(word))
    #expect(page.contains("Example:\n  "))
  }

  @Test func wordsInARowAreOneTopic() {
    #expect(Trial().run("help learning rate").hasPrefix("learning-rate: "))
    #expect(Trial().run("help fit").hasPrefix("fit: "))
  }

  @Test func anOptionSaysWhereItIsTaken() throws {
    let page = try #require(Reference.page("fill_mode"))
    #expect(page.hasPrefix("fill_mode is an option of\n  augment  what is beyond the edge"))
  }

  @Test func theNearestTopicIsSuggested() {
    #expect(Trial().run("help overfiting").contains("did you mean 'overfitting'?"))
    #expect(Trial().run("help Conv2").contains("did you mean 'Conv2D'?"))
  }

  @Test func theOverviewListsAll() {
    let lines = Reference.overview.split(separator: "\n")
    for word in Reference.topics { #expect(lines.contains { $0.hasPrefix("  \(word) ") }, "\(word)") }
  }
}
