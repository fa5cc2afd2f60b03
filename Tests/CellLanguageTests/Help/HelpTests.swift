import NeuralNetwork
import Testing

@testable import CellLanguage

/// `help WORD`: pages from the declarations and texts about ideas.
@Suite struct HelpTests {
  @Test func theExampleOfUndoRuns() {
    #expect(Trial().run(UndoVerb.declaration.example) == "undone: x = 2\nx is a number again")
  }

  @Test func noWordMeansTwoTopics() {
    let words = Topic.all.flatMap { [$0.name] + $0.aliases }
      .map { $0.replacing("_", with: "-").replacing(" ", with: "-") }
    #expect(Set(words).count == words.count)
    let declared = verbTypes.map { $0.declaration.name } + layerTypes.map { $0.declaration.name }
    #expect(Set(declared).isDisjoint(with: Topic.all.map(\.name)))
    #expect(Set(declared + words).isDisjoint(with: Reference.familyNames))
  }

  @Test(arguments: [
    "overfitting", "Overfitting", "learning rate", "learning_rate", "cross-entropy", "relu", "stride",
  ])
  func ideasAreExplained(word: String) throws {
    let page = try #require(Reference.page(word))
    #expect(page.contains("Example:\n  "))
  }

  @Test(arguments: Loss.names + Metric.allCases.map(\.rawValue))
  func lossesAndMetricsAreExplained(word: String) throws {
    #expect(try #require(Reference.page(word)).contains("Example:\n  "))
  }

  @Test func wordsInARowAreOneTopic() {
    #expect(Trial().run("help learning rate").hasPrefix("learning-rate: "))
    #expect(Trial().run("help fit").hasPrefix("fit: "))
  }

  @Test func anOptionSaysWhereItIsTaken() throws {
    let page = try #require(Reference.page("fill_mode"))
    #expect(page.hasPrefix("fill_mode is an option of\n  augment "))
    #expect(page.contains("what is beyond the edge") && page.contains("\n  RandomRotation "))
  }

  @Test func theNearestTopicIsSuggested() {
    #expect(Trial().run("help overfiting").contains("did you mean 'overfitting'?"))
    #expect(Trial().run("help Conv2").contains("did you mean 'Conv2D'?"))
  }

  @Test func theOverviewHasEveryWordOnOneScreen() {
    let lines = Reference.overview().split(separator: "\n", omittingEmptySubsequences: false)
    // The prompt stands below it.
    #expect(lines.count < 24 && lines.allSatisfy { $0.count < 80 }, "\(lines.count)")
    let words = Set(lines.flatMap { $0.split { $0 == " " || $0 == "," } }.map(String.init))
    // Of the many layers those that one meets first.
    let others = layerTypes.dropFirst(10).map { $0.declaration.name }
    let numbers = VerbFamily.all.filter { $0.shown < $0.verbs.count }.flatMap { $0.verbs.dropFirst($0.shown) }
      .map { $0.declaration.name }
    // What options of layers name stands on pages of its own: help initializers, help regularizers.
    let parts = [Initializer.family, Regularizer.family, Constraint.family, Schedule.family].flatMap(\.names)
    let ideas = Topic.all.dropFirst(18).map(\.name)
    #expect(
      words.isSuperset(of: Reference.topics.filter { !(others + parts + numbers + ideas).contains($0) }))
    #expect(lines.contains { $0.contains("\(others.count) more: help layers") })
    #expect(lines.contains { $0.contains("\(numbers.count) more: help numbers") })
    #expect(lines.contains { $0.contains("\(ideas.count) more: help topics") })
    #expect(lines.filter { $0.hasPrefix("help ") }.count == 2)
  }

  @Test func theLanguageIsOnOneScreen() throws {
    let lines = try #require(Reference.page("language")).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count < 24 && lines.allSatisfy { $0.count < 80 }, "\(lines.count)")
    for word in ["syntax", "operators", "loop", "function"] {
      #expect(Reference.page(word) != nil, "\(word)")
    }
  }

  @Test func allWordsHaveALine() throws {
    let lines = try #require(Reference.page("all")).split(separator: "\n")
    for word in Reference.topics { #expect(lines.contains { $0.hasPrefix("  \(word) ") }, "\(word)") }
    for family in VerbFamily.all {
      let page = try #require(Reference.page(family.name))
      #expect(page.hasPrefix("\(family.name): \(family.summary)\n"))
      let words = page.split(separator: "\n").filter { $0.prefix { $0 == " " }.count == 2 }
      #expect(words.count == family.verbs.count)
    }
    #expect(Reference.page("layers")?.contains("\n  Conv2D ") == true)
  }

  /// A name of the learner's own comes before a family of that name.
  @Test func aNameIsExplainedBeforeAFamily() {
    let trial = Trial()
    #expect(trial.session.help(on: "data").hasPrefix("data: data sets"))
    _ = trial.run("data = 3")
    #expect(trial.session.help(on: "data") == "data is a number")
  }

  @Test func pagesFitTheirWidth() {
    for width in [40, 60, 79] {
      for page in [Reference.overview(width: width), Reference.page("all", width: width) ?? ""]
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
