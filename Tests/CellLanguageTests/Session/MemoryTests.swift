import NeuralNetwork
import Testing

@testable import CellLanguage

/// What does not fit into any machine is refused in words, before any of it is taken.
@Suite(.timeLimit(.minutes(1))) struct MemoryTests {
  @Test(arguments: [
    ("resize digits 65536x65536", "images of 65536x65536 would take"),
    ("pad digits pad_width=65536", "would take"),
    ("pad digits size=65536x65536", "would take"), ("resize (crop_to_content digits) 65536", "would take"),
    ("resize (digits / 255) 65536x65536 interpolation=area", "would take"),
    ("show digits.train grid=65536x65536", "at most 10000 images"),
    ("load digits train=1000000000", "digits draws from 1 to"),
    ("show (resize digits.train 2000x2000) grid=4x5", "a sheet has at most 67,108,864 pixels"),
    ("show (resize digits.train 400x400) values=true", "a sheet has at most 262,144 numbers"),
  ])
  func isRefused(cell: String, message: String) {
    let trial = Trial()
    _ = trial.run("digits = load digits train=20 test=10000")
    let text = trial.run(cell)
    #expect(text.contains(message) && text.contains("^"), "\(text)")
  }

  @Test func manyClassesAreCountedAndNotDrawn() {
    let trial = Trial()
    _ = trial.run(
      "digits = load digits train=20 test=10\nnet = model input=28x28x1\n  Flatten\n  Dense 2000\nend")
    let text = trial.run("confusion_matrix net digits.test")
    #expect(text.contains("a heat map has at most 500 classes, and these 2000 are not drawn"), "\(text)")
    #expect(trial.charts.isEmpty)
    _ = trial.run("net = model input=28x28x1\n  AveragePooling2D 28\n  Flatten\n  Dense 1000000\nend")
    #expect(
      trial.run("confusion_matrix net digits.test").contains(
        "a confusion matrix of 1000000 classes would take 32.0 TB"))
  }

  @Test func drawingAndWritingHearAnInterrupt() {
    let trial = Trial()
    _ = trial.run(
      "digits = load digits train=20 test=10\nx = [\(Array(repeating: "1", count: 20_001).joined(separator: ","))]"
    )
    trial.interrupts = 1
    for cell in ["show digits.train", "write_csv \"x.csv\" x", "plot x", "bar x x"] {
      #expect(trial.run(cell).contains("interrupted"), "\(cell): \(trial.text)")
      #expect(trial.charts.isEmpty)
    }
  }
}
