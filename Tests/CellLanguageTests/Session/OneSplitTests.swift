import Foundation
import Testing

@testable import CellLanguage

/// A data set with one split stands for it.
@Suite struct OneSplitTests {
  private let trial = Trial.withModel()

  /// A folder of two classes with two images each, as a learner's own pictures may lie.
  private func load() throws {
    for name in ["cats", "dogs"] {
      let folder = URL(filePath: trial.folder).appending(path: "mine").appending(path: name)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for number in 0..<2 {
        try Data("P5 28 28 255\n".utf8 + [UInt8](repeating: UInt8(100 * number), count: 784)).write(
          to: folder.appending(path: "\(number).pgm"))
      }
    }
    _ = trial.run("mine = load \"\(trial.folder)/mine\"")
  }

  @Test func isTakenWhereImagesAre() throws {
    try load()
    for (cell, printed) in [
      ("len mine", "4"), ("mine.shape", "(4, 28, 28, 1)"), ("mine[0].shape", "(28, 28, 1)"),
      ("len mine[1:]", "3"),
      ("mine.class_names", "['cats', 'dogs']"), ("mean mine", "50"), ("(predict net mine).shape", "(4, 10)"),
      (
        "for image in mine\n  print image.shape\n  seed 1\nend",
        Array(repeating: "(28, 28, 1)", count: 4).joined(separator: "\n")
      ),
    ] { #expect(trial.run(cell) == printed, "\(cell)") }
    for cell in [
      "show mine", "evaluate net mine", "fit net mine", "confusion_matrix net mine", "mistakes net mine",
    ] {
      #expect(!trial.run(cell).contains("^"), "\(cell): \(trial.run(cell))")
    }
    #expect(trial.run("show mine").isEmpty && trial.charts.count == 1)
    // What changes a data set still gives one.
    _ = trial.run("gray = mine / 255")
    #expect(trial.run("gray.train.shape") == "(4, 28, 28, 1)")
  }

  @Test func oneWithSeveralIsNot() {
    for cell in ["show digits", "len digits", "mean digits", "predict net digits"] {
      #expect(trial.run(cell).contains("say which part of digits"))
    }
    #expect(trial.run("digits[0]").contains("a data set has no elements to choose from"))
  }
}
