import Foundation
import Testing

@testable import CellLanguage

/// `save`, `load_weights`, `load_model`, and the checkpoints of `fit`.
@Suite struct CheckpointVerbTests {
  private let fit = "h = fit net (digits.train / 255) epochs=3 validation_data=(digits.test / 255) "

  @Test(arguments: ["net.h5", "net.keras", "models/net.hdf5"])
  func aSavedModelComesBack(name: String) {
    let trial = Trial.withModel()
    #expect(trial.run("save net \"\(name)\"") == "500 weights written to \(name)")
    #expect(trial.run("again = load_model \"\(name)\"") == "3 layers with 500 weights read from \(name)")
    #expect(trial.run("predict again digits.test") == trial.run("predict net digits.test"))
    #expect(trial.run("evaluate again digits.test") == trial.run("evaluate net digits.test"))
    #expect(trial.run("summary again") == trial.run("summary net"))
  }

  /// It predicts the same; how it is trained is not in the file.
  @Test func aModelInONNXComesBack() {
    let trial = Trial.withModel()
    #expect(trial.run("save net \"net.onnx\"") == "500 weights written to net.onnx")
    #expect(trial.run("again = load_model \"net.onnx\"") == "3 layers with 500 weights read from net.onnx")
    #expect(trial.run("predict again digits.test") == trial.run("predict net digits.test"))
    #expect(trial.run("summary again").contains("Total params: 500"))
    #expect(trial.run("evaluate again digits.test").contains("compile it first"))
  }

  @Test(arguments: ["net.weights.h5", "net.safetensors", "net.onnx"])
  func savedWeightsComeBack(name: String) {
    let trial = Trial.withModel()
    let before = trial.run("predict net digits.test")
    #expect(trial.run("save net \"\(name)\"") == "500 weights written to \(name)")
    _ = trial.run("fit net digits.train")
    #expect(trial.run("predict net digits.test") != before)
    #expect(trial.run("load_weights net \"\(name)\"") == "500 weights read from \(name)")
    #expect(trial.run("predict net digits.test") == before)
  }

  @Test func theBestEpochIsKept() throws {
    let trial = Trial.withModel()
    let lines = trial.run(fit + "checkpoint=\"best.h5\"").split(separator: "\n").filter {
      $0.contains("val_loss ")
    }
    #expect(lines.count == 3)
    #expect(
      lines[0].wholeMatch(of: #/Epoch 1: val_loss improved from None to \d\.\d{5}, saving model to best\.h5/#)
        != nil)
    let loss = trial.run("h.val_loss")
    #expect(trial.run("best = load_model \"best.h5\"") == "3 layers with 500 weights read from best.h5")
    let score = trial.run("evaluate best (digits.test / 255)")
    let best = try #require(score.firstMatch(of: #/loss: (\d\.\d{4})/#)).1
    #expect(loss.contains(best))
    #expect(try FileManager.default.contentsOfDirectory(atPath: trial.folder) == ["best.h5"])
  }

  @Test func restoreGivesTheSavedWeightsBack() {
    let trial = Trial.withModel()
    _ = trial.run(
      "compile net optimizer=sgd learning_rate=50 loss=sparse_categorical_crossentropy metrics=accuracy")
    let text = trial.run(fit + "checkpoint=\"best.weights.h5\" checkpoint_monitor=accuracy restore=true")
    #expect(text.contains("\nRestoring model weights from the end of the best epoch: "))
    let restored = trial.run("predict net digits.test")
    _ = trial.run("load_weights net \"best.weights.h5\"")
    #expect(trial.run("predict net digits.test") == restored)
  }

  @Test func aReplayWritesTheSameBytes() throws {
    let files = try (0..<2).map { _ in
      let trial = Trial.withModel()
      _ = trial.run(
        fit + "checkpoint=\"best.keras\"\nsave net \"net.h5\"\nsave net \"net.weights.h5\"\n"
          + "save net \"net.onnx\"\nsave net \"net.safetensors\"")
      return try ["best.keras", "net.h5", "net.weights.h5", "net.onnx", "net.safetensors"].map {
        try Data(contentsOf: URL(fileURLWithPath: "\(trial.folder)/\($0)"))
      }
    }
    #expect(files[0] == files[1])
  }

  @Test func aFileElsewhereIsReadByItsPath() throws {
    let trial = Trial.withModel()
    _ = trial.run("save net \"net.h5\"")
    let other = Trial.withModel()
    #expect(
      other.run("load_weights net \"\(trial.folder)/net.h5\"")
        == "500 weights read from \(trial.folder)/net.h5")
  }

  @Test(arguments: [
    (
      "save net \"net.txt\"",
      """
      line 1: the name 'net.txt' must end in .weights.h5 or .safetensors (the weights alone), .h5, .keras or .onnx (the whole model)
        save net "net.txt"
                 ^^^^^^^^^
      """
    ),
    (
      "save net \"../net.h5\"",
      """
      line 1: '../net.h5' would lie outside this notebook's output folder
        save net "../net.h5"
                 ^^^^^^^^^^^
        give a plain name, such as "net.h5"
      """
    ),
    (
      "fit net digits.train checkpoint=\"/tmp/net.h5\"",
      """
      line 1: '/tmp/net.h5' would lie outside this notebook's output folder
        fit net digits.train checkpoint="/tmp/net.h5"
                                        ^^^^^^^^^^^^^
        give a plain name, such as "net.h5"
      """
    ),
    (
      "fit net digits.train checkpoint=\"best.h5\"",
      """
      line 1: val_loss is not measured in this fit, only loss, accuracy
        fit net digits.train checkpoint="best.h5"
                                        ^^^^^^^^^
        val_loss needs validation_data or validation_split
      """
    ),
    (
      "fit net digits.train restore=true",
      """
      line 1: restore belongs to checkpoint, which is not given
        fit net digits.train restore=true
                                     ^^^^
      """
    ),
    (
      "load_weights net \"none.h5\"",
      """
      line 1: there is no file 'none.h5', neither among this notebook's own nor at that path
        load_weights net "none.h5"
                         ^^^^^^^^^
      """
    ),
    (
      "load_model \"/dev/zero\"",
      """
      line 1: '/dev/zero' is not a file
        load_model "/dev/zero"
                   ^^^^^^^^^^^
      """
    ),
  ])
  func whatIsWrongIsSaid(cell: String, message: String) {
    #expect(Trial.withModel().run(cell) == message)
  }

  @Test func weightsOfAnotherModelAreRefused() {
    let trial = Trial.withModel()
    _ = trial.run("save net \"net.h5\"\nother = model input=28x28x1\n  Flatten\n  Dense 10\nend")
    #expect(
      trial.run("load_weights other \"net.h5\"") == """
        line 1: net.h5: layer dense (Dense) expects a kernel of (784, 10), but that of dense in the file is (49, 10)
          load_weights other "net.h5"
                             ^^^^^^^^
        """)
  }
}
