import Testing

@testable import CellLanguage

/// All verbs that measure a model against labels agree, also where it knows fewer classes than the labels have, or more.
@Suite struct MeasuringTests {
  @Test(arguments: [5, 10, 12]) func theSameModelTheSameMistakes(units: Int) throws {
    let trial = Trial()
    _ = trial.run(
      """
      digits = load digits train=40 test=60
      net = model input=28x28x1
        Flatten
        Dense \(units) activation=softmax
      end
      """)
    let matrix = trial.run("confusion_matrix net digits.test")
    let mistakes = trial.run("mistakes net digits.test count=200")
    let count = try #require(matrix.firstMatch(of: #/(\d+) of 60 images were taken for another class/#)?.1)
    let wrong = try #require(Int(count))
    #expect(mistakes.contains("\(wrong) of 60 images of digits.test are taken for a wrong class"))
    #expect(mistakes.split(separator: "\n").count == 2 + wrong)
    let report = trial.run("classification_report net digits.test digits=15")
    let accuracy = try #require(report.firstMatch(of: #/accuracy +([0-9.]+) +60/#)?.1)
    #expect(abs(try #require(Double(accuracy)) - Double(60 - wrong) / 60) < 1e-12)
    for label in 0..<10 {
      let text = trial.run(
        "confused_with net digits.test class=\(label) count=1\nprint (confused_with net digits.test class=\(label)).shape"
      )
      #expect(text.contains("images of digits.test are seen as it"), "\(text)")
    }
    #expect(
      trial.run("confused_with net digits.test class=\(max(units, 10))").contains(
        "its classes are 0 to \(max(units, 10) - 1)"))
  }
}
