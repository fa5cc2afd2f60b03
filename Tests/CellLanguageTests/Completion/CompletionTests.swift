import CellLanguage
import Core
import Testing

/// What the Tab key offers. A bar stands for the cursor.
@Suite struct CompletionTests {
  let trial: Trial

  init() {
    trial = Trial.withModel()
    _ = trial.run("history = fit net digits.train\nscore = evaluate net digits.test\nx = 3")
  }

  func complete(_ text: String) -> Completion {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
    return trial.session.completion(of: parts.joined(), at: parts[0].utf8.count)
  }

  func words(_ text: String) -> [String] { complete(text).candidates.map(\.text) }

  @Test(arguments: [
    ("gray|", ["grayscale"]),
    ("x = gray|", ["grayscale"]),
    ("show (gray|", ["grayscale"]),
    ("hist|", ["history"]),
    ("2 + hi|", ["history"]),
    ("y = [hi|", ["history"]),
    ("FIT|", ["fit"]),
    ("zzz|", []),
  ]) func verbsAndNames(text: String, expected: [String]) { #expect(words(text) == expected) }

  @Test func layersStandInABlockAlone() {
    #expect(words("m = model input=28x28x1\n  Max|") == ["MaxPooling2D", "Maximum"])
    #expect(words("m = model input=28x28x1\n  Flatten\n|").contains("end"))
    #expect(!words("m = model input=28x28x1\n  |").contains("fit"))
    #expect(words("m = model input=28x28x1\n  Flatten\nend\nsumm|") == ["summary"])
    #expect(words("MaxP|").isEmpty)
  }

  @Test(arguments: [
    ("Conv2D 4 3x3 from=|", ["one", "two", "input"]),
    ("Add |", ["one", "two", "input"]),
    ("Conv2D 4 3x3 from=t|", ["two"]),
    ("Concatenate one tw|", ["two"]),
    ("end\nm = model input=8x8x1\n  Flatten from=|", ["input"]),
  ]) func layersAboveAreNamed(line: String, expected: [String]) {
    let block = "m = model input=8x8x1\n  Conv2D 4 3x3 name=one\n  Conv2D 4 3x3 name=two\n  "
    #expect(words(block + line).filter { !["name", "from", "trainable", "when"].contains($0) } == expected)
  }

  @Test(arguments: [
    ("fit net digits.train ep|", ["epochs"]),
    ("fit net digits.train epochs=3 ep|", []),
    ("fit net digits.train epochs=3 ba|", ["batch_size", "backup", "baseline"]),
    ("m = model input=28x28x1\n  Conv2D 6 5x5 act|", ["activation", "activity_regularizer"]),
    ("show (augment digits.train sh|", ["shift", "shear"]),
  ]) func optionsThatAreNotGivenYet(text: String, expected: [String]) { #expect(words(text) == expected) }

  @Test(arguments: [
    ("compile net optimizer=|", ["adam", "adamw", "nadam", "adamax", "rmsprop", "adagrad", "sgd", "lion"]),
    ("compile net loss=spa|", ["sparse_categorical_crossentropy"]),
    ("compile net metrics=[acc|", ["accuracy"]),
    ("m = model input=28x28x1\n  Conv2D 6 5x5 activation=t|", ["tanh"]),
    ("fit net digits.train shuffle=f|", ["false"]),
    ("m = model input=|", ["28x28x1"]),
  ]) func valuesOfOptions(text: String, expected: [String]) { #expect(words(text) == expected) }

  @Test(arguments: [
    ("summary |", ["net"]),
    ("fit n|", ["net"]),
    ("fit net digits.tr|", ["train"]),
    ("fit net |", ["digits.train", "digits.test"]),
    ("evaluate net (digits.te|", ["test"]),
    ("fit net digits.train validation_data=dig|", ["digits.train", "digits.test"]),
  ]) func valuesThatAreAccepted(text: String, expected: [String]) {
    #expect(words(text).filter { !$0.contains("_") } == expected)
  }

  @Test(arguments: [
    ("digits.|", ["train", "test", "class_names"]),
    ("digits.train.im|", ["images"]),
    ("digits.train[0].la|", ["label"]),
    ("print history.lo|", ["loss"]),
    ("plot history.a|", ["accuracy"]),
    ("score.|", ["loss", "accuracy"]),
    ("nothing.|", []),
    ("(fit net digits.train).|", []),
  ]) func members(text: String, expected: [String]) { #expect(words(text) == expected) }

  @Test func dataSetsAndTopics() {
    #expect(words("load fas|") == ["fashion-mnist"])
    #expect(words("load fashion-m|") == ["fashion-mnist"])
    #expect(words("d = load di|") == ["digits", "digit-recognizer"])
    #expect(words("help overf|") == ["overfitting"])
  }

  /// Images of differing sizes have no shape that a model could take, and neither has a set without images.
  @Test func shapesAreThoseOfImagesOfOneSize() {
    _ = trial.run("tight = crop_to_content digits\nnone = take tight stop=0\nsmall = resize tight 14x14")
    #expect(words("m = model input=|") == ["28x28x1", "14x14x1"])
  }

  @Test(arguments: ["print \"gra|", "# gra|", "x gra|", "5gra|", "|x|"])
  func nothingFits(text: String) { #expect(words(text).isEmpty || text == "|x|") }

  @Test func aWordIsCompletedAsFarAsItIsClear() {
    #expect(complete("gray|").insertion == "grayscale ")
    #expect(complete("fit net digits.train ep|").insertion == "epochs=")
    #expect(complete("load_|").insertion == nil)
    #expect(complete("loa|").insertion == "load")
    #expect(complete("d = load digi|").insertion == "digit")
  }

  @Test func theUsageIsThatOfTheVerbOrLayer() {
    #expect(complete("evaluate |").usage == "evaluate <model> <data> [batch_size=32] [target=...]")
    #expect(complete("m = model input=28x28x1\n  Dropout |").usage?.hasPrefix("Dropout <rate>") == true)
    #expect(complete("2 + |").usage == nil)
  }

  @Test func eachCandidateHasALine() {
    let completion = complete("compile net optimizer=|")
    #expect(
      completion.lines(columns: 80, limit: 10).first?.hasPrefix("adam     momentum and rmsprop") == true)
    #expect(completion.lines(columns: 12, limit: 2) == ["adam     mo…", "… and 7 more"])
  }

  @Test func everyBeginningOfACellIsAnswered() {
    let cell =
      "m = model input=28x28x1\n  Conv2D 6 5x5 activation=relu # c\nend\nplot [history.loss[0:2], (-x)] title=\"a b\""
    for length in 0...cell.utf8.count {
      _ = trial.session.completion(of: cell, at: length)
    }
  }
}

/// Whatever Tab offers is accepted where it is offered.
@Suite struct OfferedWordsTests {
  @Test(arguments: [
    "m = model input=|\n  Flatten\nend", "m = model input=28x28x1\n  |\nend", "fit |", "fit net |",
    "fit net digits.train |",
    "fit net digits.train validation_data=|", "fit net digits.train monitor=|", "compile net |",
    "compile net optimizer=|",
    "compile net loss=|", "compile net metrics=|", "show |", "show tight.|",
    "explain net digits.test[0] layer=|",
    "gradcam named digits.test[0] layer=|", "freeze named layers=|", "filters named layer=|", "plot |",
    "plot history.|",
    "crop |", "pad |", "pad digits |", "resize |", "print empty.|", "print score.|",
    "print cm.|", "invert |",
    "summary |", "take |", "m = model input=28x28x1\n  Conv2D 2 3x3 |\nend",
    "m = model input=28x28x1\n  Conv2D 2 3x3 activation=|\nend", "load |",
    "print digits.train[0].|",
    "augment digits fill_mode=|", "set_weights named layer=|",
  ])
  func areAccepted(cell: String) throws {
    let trial = Trial.withModel()
    _ = trial.run(
      """
      history = fit net digits.train
      score = evaluate net digits.test
      cm = confusion_matrix net digits.test
      tight = crop_to_content digits
      gray = grayscale digits
      vectors = reshape digits 784
      empty = digits.train.images[0:0]
      recipe = augment shift=0.1
      text = "a text"
      flag = true
      list = [history, history]
      """)
    _ = trial.run(
      "named = model input=28x28x1\n  Conv2D 1 3x3 name=\"my layer\"\n  Flatten\n  Dense 10 name=true\nend")
    let parts = cell.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let completion = trial.session.completion(of: parts.joined(), at: parts[0].utf8.count)
    for candidate in completion.candidates where !candidate.suffix.hasSuffix("=") {
      let before = String(decoding: parts[0].utf8.prefix(completion.start), as: UTF8.self)
      let quote = candidate.suffix == "\"" ? "\"" : ""
      let text = before + candidate.text + quote + parts[1]
      let word = before.utf8.count..<before.utf8.count + candidate.text.utf8.count
      do throws(Diagnostic) {
        // A name or member by itself is a value; whatever is refused must be another word.
        try Trial.check(text, in: trial)
      } catch {
        let overlaps = error.range.start < word.upperBound && error.range.end > word.lowerBound
        #expect(
          !overlaps || error.range.start < word.lowerBound - 1 || Self.isAboutMore(error.message),
          "\(error.rendered(source: text, cell: nil))")
      }
    }
  }

  /// Whether the word itself was understood: something else is missing, or its images are not what they must be.
  private static func isAboutMore(_ message: String) -> Bool {
    [
      " needs ", "resize them first", "say which part of", "there are no images", "gives no feature maps",
      "no filters", "were not found", "the images are ",
    ]
    .contains { message.contains($0) }
  }

  @Test func imagesOfDifferingSizesHaveNoShapeToOffer() {
    let trial = Trial()
    _ = trial.run("digits = load digits train=20 test=10\ntight = crop_to_content digits")
    let offered = trial.session.completion(of: "model input=", at: 12).candidates.map(\.text)
    #expect(offered == ["28x28x1"])
  }
}

extension Trial {
  /// Runs a cell as it is written, with an error that is thrown.
  fileprivate static func check(_ cell: String, in trial: Trial) throws(Diagnostic) {
    try trial.session.run(cell, for: trial)
  }
}
