import CellLanguage
import Foundation
import Testing

/// What `load` and the verbs after it say of data that were not as they usually are.
@Suite struct LoadVerbTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/load-\(UUID().uuidString)"

  private func write(_ text: String, to name: String) throws {
    let path = folder + "/" + name
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Images of 8x8, the first half of the class 0, with a first pixel and a last one that may be labels too.
  private func table() -> String {
    (0..<20).map { i in
      (["\(i % 4)"] + (0..<63).map { "\($0)" } + ["\(i / 10)"]).joined(separator: ",") + "\n"
    }.joined()
  }

  @Test func theCaretStandsUnderTheOptionAtFault() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write(table(), to: "digits.csv")
    let trial = Trial()
    let path = folder + "/digits.csv"
    #expect(trial.run("d = load \"\(path)\"").contains("say label=first or label=last"))
    for (option, word) in [("size=9x9", "9x9"), ("label=breed", "breed"), ("labels=\"x.csv\"", "\"x.csv\"")] {
      let cell = "d = load \"\(path)\" \(option)"
      let lines = trial.run(cell).split(separator: "\n", omittingEmptySubsequences: false)
      let caret = try #require(lines.first { $0.contains("^") })
      let shown = try #require(lines.first { $0.contains("d = load") })
      let place = try #require(shown.range(of: word, options: .backwards))
      #expect(
        caret.firstIndex(of: "^").map { caret.distance(from: caret.startIndex, to: $0) }
          == shown.distance(from: shown.startIndex, to: place.lowerBound))
    }
    #expect(trial.run("d = load \"\(path)\" label=last").contains("2 classes of 10 10 images"))
    #expect(trial.run("d = load \"\(path)\" label=65").contains("the label is the last column (0 to 1)"))
    #expect(trial.run("d = load \"\(path)\" label=none size=5x13").contains("(20, 5, 13, 1)"))
    #expect(trial.run("d = load digits label=last").contains("label is for tables; digits is none"))
  }

  @Test func aSplitOfSortedImagesIsSaidToLackClasses() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write(table(), to: "digits.csv")
    let trial = Trial()
    _ = trial.run(
      """
      d = load "\(folder)/digits.csv" label=last
      net = model input=8x8x1
        Flatten
        Dense 2 activation=softmax
      end
      compile net loss=sparse_categorical_crossentropy
      """)
    let hint =
      "the images come class by class: the last 4, the validation images, are of 1 alone; to mix them first, shuffle the "
      + "data, or hold out images by split with take=random"
    #expect(trial.run("h = fit net d.train validation_split=0.2").contains(hint))
    #expect(trial.run("parts = split d validation_split=0.2").contains(hint))
    for cell in [
      "parts = split d validation_split=0.2 take=random",
      "parts = split d validation_split=0.2 stratified=true",
      "h = fit net (shuffle d.train seed=3) validation_split=0.2",
      "h = fit net d.train validation_data=d.train",
    ] { #expect(!trial.run(cell).contains("class by class")) }
  }

  @Test func aModelOfAFileIsSaidToHaveKerassOrder() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for k in 0..<12 { try write("P2 1 1 255 \(k)", to: "set/\(k)/a.pgm") }
    let trial = Trial()
    let loaded = trial.run(
      """
      d = load "\(folder)/set"
      net = model input=1x1x1
        Flatten
        Dense 12 activation=softmax
      end
      compile net loss=sparse_categorical_crossentropy
      save net "net.keras"
      evaluate net d.train
      """)
    let word = "load them with class_order=keras"
    #expect(!loaded.contains(word))
    let read = trial.run("again = load_model \"net.keras\"\nevaluate again d.train")
    #expect(read.contains("has the order 0 1 10 11 2 3 ...: " + word))
    #expect(!trial.run("k = load \"\(folder)/set\" class_order=keras\nevaluate again k.train").contains(word))
  }
}
