import Foundation
import Testing

/// Images whose classes nobody told, as in the second table of Kaggle's digit-recognizer.
@Suite struct UnlabelledImagesTests {
  @Test func imagesWithoutLabelsAreShownAndPredictedButNotEvaluated() throws {
    let path = FileManager.default.temporaryDirectory.path + "/unlabelled-\(UUID().uuidString)-test.csv"
    let row = (0..<784).map { String($0 % 256) }.joined(separator: ",")
    try "\(row)\n\(row)\n".write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }

    let trial = Trial.withModel()
    let loaded = trial.run("kaggle = load \"\(path)\"")
    #expect(loaded.contains("test   images (2, 28, 28, 1) uint8 from 0 to 255  labels none"))
    #expect(trial.run("kaggle.test[0]").hasSuffix("image (28, 28, 1) uint8, label unknown"))
    _ = trial.run("show kaggle.test grid=1x2")
    #expect(trial.charts.count == 1)
    _ = trial.run("probabilities = predict net kaggle.test")
    #expect(trial.run("probabilities.shape") == "(2, 10)")
    #expect(trial.run("evaluate net kaggle.test").contains("these images have no labels"))
    #expect(trial.run("fit net kaggle.test").contains("these images have no labels"))
  }
}
