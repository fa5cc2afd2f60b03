import Core
import Foundation
import NeuralNetwork
import Testing

@testable import CellLanguage

/// The verbs with which a lesson looks at what a network has learned, and hands it in.
@Suite struct LessonVerbTests {
  private func matrix(classes: Int) throws -> ConfusionMatrix {
    try ConfusionMatrix(
      labels: [0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 1, 3, 3, 3],
      predictions: [0, 1, 1, 1, 0, 2, 2, 1, 2, 0, 1, 3, 3, 0], classes: classes)
  }

  /// Texts of scikit-learn 1.9.1: classification_report(..., labels=range(classes), zero_division=0).
  @Test func reportIsScikitLearns() throws {
    let names = ["Stop", "Yield", "Speed limit (20km/h)", "No entry", "Bumpy road"]
    #expect(
      try matrix(classes: 5).report(names: names, digits: 2) == """
                              precision    recall  f1-score   support

                        Stop       0.50      0.67      0.57         3
                       Yield       0.60      0.75      0.67         4
        Speed limit (20km/h)       1.00      0.75      0.86         4
                    No entry       1.00      0.67      0.80         3
                  Bumpy road       0.00      0.00      0.00         0

                    accuracy                           0.71        14
                   macro avg       0.62      0.57      0.58        14
                weighted avg       0.78      0.71      0.73        14
        """)
    #expect(
      try matrix(classes: 4).report(names: ["0", "1", "2", "3"], digits: 4) == """
                      precision    recall  f1-score   support

                   0     0.5000    0.6667    0.5714         3
                   1     0.6000    0.7500    0.6667         4
                   2     1.0000    0.7500    0.8571         4
                   3     1.0000    0.6667    0.8000         3

            accuracy                         0.7143        14
           macro avg     0.7750    0.7083    0.7238        14
        weighted avg     0.7786    0.7143    0.7293        14
        """)
  }

  @Test func confusionMatrixCountsNamesTheWorstAndDraws() throws {
    let trial = Trial.withModel()
    let text = trial.run("m = confusion_matrix net digits.test")
    #expect(trial.charts.map(\.name) == ["confusion-matrix"])
    let counts = try text.prefix { $0 != "o" }.matches(of: #/\d+/#).map { try #require(Int($0.output)) }
    #expect(counts.count >= 100 && counts.prefix(100).reduce(0, +) == 32)
    #expect(text.contains(" of 32 images were taken for another class, most often:\n"))
    // The accuracy is what evaluate finds.
    let accuracy = trial.run("print (m.accuracy * 32)")
    #expect(
      accuracy == trial.run("s = evaluate net digits.test\nprint (s.accuracy * 32)").split(separator: "\n")
        .last ?? "")
    #expect(
      trial.run("m.support") == trial.run("r = classification_report net digits.test\nr.support").split(
        separator: "\n"
      ).last ?? "")
  }

  @Test func argmaxTakesTheFirstOfTheGreatest() throws {
    let tensor = Tensor(shape: [3, 3], floats: [0, 1, 1, 0.5, 0.2, 0.3, 0, 0, 0])
    #expect(tensor.predictedClasses == [1, 0, 0])
    #expect(Tensor(shape: [4], floats: [1, 2, 3, 4]).predictedClasses == nil)
    let trial = Trial.withModel()
    #expect(trial.run("argmax digits.test").contains("argmax takes an array of rows, such as predict gives"))
  }

  @Test func tablesAlignTheirColumns() {
    let trial = Trial()
    #expect(
      trial.run(
        "table [\"sgd\", \"rmsprop\"] [1200, 7] [0.91, 0.9855] columns=[\"optimizer\", \"steps\", \"accuracy\"]"
      )
        == """
        optimizer  steps  accuracy
        sgd         1200    0.9100
        rmsprop        7    0.9855
        """)
    #expect(trial.run("table [1, 2] [1]").contains("the columns have different lengths: 2, 1"))
    #expect(trial.run("table [1] columns=[\"a\", \"b\"]").contains("columns must be a list of 1 names"))
  }

  @Test func barsAndCurvesTakeLists() throws {
    let trial = Trial()
    #expect(trial.run("bar [\"a\", \"b\"] [0.25, 0.5] title=\"Two\"") == "")
    #expect(trial.charts.map(\.title) == ["Two"])
    #expect(trial.run("bar [\"a\"] [1, 2]").contains("there are 1 names but 2 numbers"))
    #expect(trial.run("bar [\"a\"] [\"b\"]").contains("expected a list of numbers"))
    #expect(trial.run("plot [0.5, 0.75] x=[1.0, 1.5] ylabel=Accuracy") == "")
    #expect(try #require(trial.charts.first).svg.contains("1.5"))
    #expect(trial.run("plot [0.5, 0.75] x=[1, 2, 3]").contains("x has 3 numbers, but a curve has 2"))
  }

  @Test func csvIsWrittenByteForByte() throws {
    let trial = Trial.withModel()
    #expect(
      trial.run("write_csv \"sub/submission.csv\" [7, 2, 1] columns=[\"ImageId\", \"Label\"]")
        == "sub/submission.csv: 3 rows of 2 columns")
    func content(_ name: String) throws -> String {
      try String(contentsOfFile: trial.folder + "/" + name, encoding: .utf8)
    }
    #expect(try content("sub/submission.csv") == "ImageId,Label\n1,7\n2,2\n3,1\n")
    _ = trial.run("write_csv \"a.csv\" [\"x, y\", \"a \\\"b\\\"\"] [0.5, 3]")
    #expect(try content("a.csv") == "\"x, y\",0.5\n\"a \"\"b\"\"\",3\n")
    _ = trial.run(
      "write_csv \"labels.csv\" (argmax (predict net digits.test)) columns=[\"ImageId\", \"Label\"]")
    #expect(try content("labels.csv").split(separator: "\n").count == 33)
    #expect(
      trial.run("write_csv \"../out.csv\" [1]").contains("would lie outside this notebook's output folder"))
    #expect(trial.run("write_csv \"b.csv\" [1, 2] [3]").contains("the columns have different lengths: 2, 1"))
  }

  /// After a reset the same cells give what they gave at the start; data stays, models do not.
  @Test func resetForgetsModelsAndStartsAfresh() {
    let model = "net = model input=28x28x1\n  Flatten\n  Dense 10\nend\npredict net digits.test"
    let trial = Trial()
    _ = trial.run("digits = load digits train=20 test=3")
    let first = trial.run(model)
    #expect(trial.run(model) != first)
    #expect(trial.run("reset") == "")
    #expect(trial.run("summary net").contains("net"))
    #expect(trial.run("digits.train.shape") == "(20, 28, 28, 1)")
    #expect(trial.run(model) == first)
  }
}
