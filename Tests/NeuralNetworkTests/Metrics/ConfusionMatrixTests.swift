import Core
import Testing

@testable import NeuralNetwork

/// Beside scikit-learn's confusion_matrix and classification_report (see Fixtures/classification.py).
@Suite struct ConfusionMatrixTests {
  struct Fixture: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
      let name: String
      let classes: Int
      let truth, predicted: [Int32]
      let counts: [[Int]]
      let accuracy: Double
      /// Precision, recall, F1, support.
      let rows: [[Double]]
      let macro, weighted: [Double]

      var testDescription: String { name }
    }
    let cases: [Case]

    static let all = (try? fixture("classification", as: Fixture.self).cases) ?? []
  }

  @Test(arguments: Fixture.all)
  func agreesWithScikitLearn(expected: Fixture.Case) throws {
    let matrix = try ConfusionMatrix(
      labels: expected.truth, predictions: expected.predicted, classes: expected.classes)
    #expect(matrix.counts == expected.counts.flatMap { $0 })
    #expect(matrix.total == expected.truth.count)
    #expect(abs(matrix.accuracy - expected.accuracy) < 1e-15)
    let rows = matrix.rows + [matrix.macroAverage, matrix.weightedAverage]
    for (row, values) in zip(rows, expected.rows + [expected.macro, expected.weighted]) {
      #expect(abs(row.precision - values[0]) < 1e-15)
      #expect(abs(row.recall - values[1]) < 1e-15)
      #expect(abs(row.f1 - values[2]) < 1e-15)
      #expect(Double(row.support) == values[3])
    }
    #expect(matrix.rows.count == expected.rows.count)
  }

  @Test func allFixturesAreRead() { #expect(Fixture.all.count == 8) }

  @Test func rowsAreTrueClassesAndColumnsPredictedOnes() throws {
    let matrix = try ConfusionMatrix(labels: [0, 0, 1], predictions: [2, 0, 2], classes: 3)
    #expect(matrix[0, 2] == 1 && matrix[0, 0] == 1 && matrix[1, 2] == 1 && matrix[2, 0] == 0)
  }

  @Test func noImagesGiveZeros() throws {
    let matrix = try ConfusionMatrix(labels: [], predictions: [], classes: 2)
    #expect(matrix.accuracy == 0 && matrix.total == 0)
    let none = ConfusionMatrix.Row(precision: 0, recall: 0, f1: 0, support: 0)
    #expect(matrix.rows == [none, none] && matrix.macroAverage == none && matrix.weightedAverage == none)
  }

  @Test(arguments: [
    ([0, 1], [0], 2, "there are 2 labels but 1 predictions"),
    ([0, 3], [0, 0], 3, "label 3 of image 1 is outside the 3 classes"),
    ([0, 1], [-1, 0], 3, "prediction -1 of image 0 is outside the 3 classes"),
    ([], [], 0, "a confusion matrix takes 1 to 4096 classes, not 0"),
    ([], [], .max, "a confusion matrix takes 1 to 4096 classes, not 9223372036854775807"),
  ])
  func whatDoesNotFitIsRefused(
    labels: [Int32], predictions: [Int32], classes: Int, message: String
  ) {
    let error = #expect(throws: ModelError.self) {
      try ConfusionMatrix(labels: labels, predictions: predictions, classes: classes)
    }
    #expect(error?.message == message)
  }
}
