import CellLanguage
import Testing

@Suite struct RankingVerbTests {
  @Test func aCurveForEachClassOrForOne() {
    let trial = Trial.withModel(digits: "train=64 test=200")
    let said = trial.run("areas = roc_curve net (digits.test / 255)")
    #expect(said.contains("roc_auc") && said.contains("mean"))
    #expect(trial.charts.map(\.name) == ["roc_curve"])
    let one = trial.run("precision_recall_curve net (digits.test / 255) class=3")
    #expect(one.contains("average_precision") && !one.contains("mean"))
    #expect(trial.charts.map(\.title) == ["Precision and recall"])
  }

  @Test func aClassWithoutImagesHasNoCurve() {
    let trial = Trial.withModel()
    #expect(
      trial.run("roc_curve net (take digits.test stop=1)").contains("so there is no curve"))
  }

  @Test func metricsOfErrorsFall() {
    let trial = Trial.withModel()
    _ = trial.run("compile net loss=categorical_crossentropy metrics=[precision, recall, auc, f1_score, mse]")
    let lines = trial.run(
      "history = fit net (one_hot (digits.train / 255)) epochs=2 early_stopping=mse patience=1")
    #expect(lines.contains("auc: ") && lines.contains("f1_score: "), "\(lines)")
    #expect(trial.run("history.keys") == "['loss', 'precision', 'recall', 'auc', 'f1_score', 'mse']")
  }
}
