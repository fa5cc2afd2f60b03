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
    let lines = Reference.overview().split(separator: "\n")
    for word in Reference.topics { #expect(lines.contains { $0.hasPrefix("  \(word) ") }, "\(word)") }
  }

  @Test func pagesFitTheirWidth() {
    for width in [40, 60, 79] {
      for page in [Reference.overview(width: width)]
        + Reference.topics.compactMap({ Reference.page($0, width: width) })
      {
        let text = page.components(separatedBy: "Example:")[0]
        // A word may be longer than a narrow line.
        for line in text.split(separator: "\n") where line.count > width {
          #expect(line.split(separator: " ").contains { $0.count > width / 2 }, "\(line)")
        }
      }
    }
  }

  @Test(arguments: [
    ("net = fit m x", 8, "fit: "), ("fit", 3, "fit: "),
    ("a = augment d fill_mode=0", 18, "fill_mode is an option"),
    ("fit net ", 8, "fit: "), ("m = model input=4\n  Conv2D 6 ", 29, "Conv2D: "),
    ("compile m optimizer=adam", 22, "adam: "),
    ("x + 1", 0, "x is a number"), ("d.train.labels", 3, "d.train is images"),
    ("d.train.labels", 14, "d.train.labels is labels"),
    ("fit", 99, "fit: "), ("fit", -1, "fit: "),
  ])
  func theWordAtTheCursorIsExplained(text: String, cursor: Int, page: String) throws {
    let trial = Trial()
    _ = trial.run("x = 1\nd = load digits train=10 test=10")
    #expect(try #require(trial.session.help(in: text, at: cursor)).hasPrefix(page))
  }

  @Test func whereNothingStandsNothingIsExplained() {
    for text in ["", "= ", "nosuch", "# fit", "\"é"] {
      for cursor in 0...text.utf8.count where text != "# fit" || cursor < 2 {
        #expect(Trial().session.help(in: text, at: cursor) == nil, "\(text)")
      }
    }
  }
}
