import CellLanguage
import Foundation
import Testing

/// What `fit` writes while it trains, and how it ends where nothing can be learned; and what it learns from mixed images.
@Suite struct CallbackFileTests {
  private func read(_ trial: Trial, _ name: String) throws -> String {
    try String(contentsOfFile: trial.folder + "/" + name, encoding: .utf8)
  }

  @Test func theLogHasARowForEachEpoch() throws {
    let trial = Trial.withModel()
    _ = trial.run(
      "history = fit net (digits.train / 255) epochs=3 validation_split=0.25 log=\"epochs.csv\"")
    let rows = try read(trial, "epochs.csv").split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows.count == 4)
    #expect(rows[0] == ["epoch", "accuracy", "loss", "val_accuracy", "val_loss"])
    #expect(rows.dropFirst().map { $0[0] } == ["0", "1", "2"])
    let losses = rows.dropFirst().compactMap { Double($0[2]) }
    #expect(
      trial.run("history.loss") == "[" + losses.map { String(format: "%.4f", $0) }.joined(separator: ", ")
        + "]")
    #expect(trial.run("fit net digits.train log=\"epochs.txt\"").contains("must end in .csv"))
    #expect(trial.run("fit net digits.train log=\"../epochs.csv\"").contains("outside"))
  }

  @Test func eachEpochCanHaveItsFile() throws {
    let trial = Trial.withModel()
    let said = trial.run(
      "fit net (digits.train / 255) epochs=3 checkpoint=\"net-{epoch:02d}.weights.h5\" checkpoint_monitor=loss save_best_only=false"
    )
    #expect(said.contains("Epoch 2: saving model to net-02.weights.h5"))
    let names = try FileManager.default.contentsOfDirectory(atPath: trial.folder).sorted()
    #expect(names == ["net-01.weights.h5", "net-02.weights.h5", "net-03.weights.h5"])
    #expect(
      trial.run("fit net digits.train epochs=2 checkpoint=\"net-{epoch}.h5\" checkpoint_monitor=loss")
        .contains(
          "saving model to net-1.h5"))
  }

  @Test func aTrainingCanEndWithoutAnErrorWhereNothingIsLearned() {
    let trial = Trial.withModel()
    _ = trial.run(
      """
      line = model input=28x28x1
        Flatten
        Dense 10
      end
      compile line optimizer=sgd learning_rate=1000 loss=mse
      """)
    let cell = "history = fit line (one_hot digits.train) epochs=9"
    #expect(trial.run(cell).contains("the loss is"))
    let said = trial.run(cell + " terminate_on_nan=true")
    #expect(said.hasSuffix(": Invalid loss, terminating training"))
    #expect(!said.contains("^"))
  }

  @Test func mixedImagesNeedSharesAsLabels() {
    let trial = Trial.withModel(loss: "categorical_crossentropy")
    _ = trial.run("hot = one_hot (digits.train / 255)")
    for option in ["mixup=0.2", "cutmix=1", "mixup=0.4 cutmix=[0.5, 1] shift=0.1"] {
      let said = trial.run("history = fit net hot epochs=2 augment=(augment \(option))")
      #expect(said.contains("2/2 - loss: ") && said.contains("accuracy"))
    }
    #expect(
      trial.run("fit net hot augment=(augment mixup=0.2) class_weight=balanced").contains("of no one class"))
    _ = trial.run("compile net loss=sparse_categorical_crossentropy")
    #expect(
      trial.run("fit net digits.train augment=(augment mixup=0.2)").contains(
        "compile with loss=categorical_crossentropy, and use one_hot on the data"))
  }

  @Test func aMixedCopyIsToLookAt() {
    let trial = Trial.withModel()
    _ = trial.run("mixed = augment digits.train mixup=1")
    #expect(trial.run("mixed.images.shape") == "(64, 28, 28, 1)" || trial.run("mixed").contains("64"))
    #expect(trial.run("fit net mixed").contains("no labels"))
  }
}
