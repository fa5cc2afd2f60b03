import Charts
import Datasets
import NeuralNetwork

/// `confusion_matrix LeNet norm.test`
enum ConfusionMatrixVerb: Verb {
  static let declaration = Declaration(
    name: "confusion_matrix",
    summary: "counts how often each class was taken for which, and draws it",
    discussion: """
      Row i, column j: how many images of class i the model took for class j. What is right stands on the diagonal. \
      The heat map shows it at a glance; the lines below the counts name what was confused most often. The value has \
      the members accuracy, precision, recall, f1_score and support, the middle three class by class.
      """,
    parameters: [
      .positional("model", .value(.model), "a trained model"),
      .positional("data", .value(.examples), "images with labels"),
      .option("title", .text, "above the heat map", default: .text("Confusion matrix")),
    ],
    example: """
      digits = load digits train=1000 test=200
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      fit net digits.train epochs=2
      confusion_matrix net digits.test
      """)

  static let showsValue = false

  /// How many confusions are named.
  private static let named = 5

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let (matrix, names) = try measure(arguments, session)
    let counts = (0..<matrix.classes).map { i in (0..<matrix.classes).map { matrix[i, $0] } }
    session.say(
      ArrayPrinter(shape: [matrix.classes, matrix.classes]) { String(matrix.counts[$0]) }.text + "\n"
        + worst(matrix, names))
    let title = arguments.text("title") ?? ""
    session.emit(
      .chart(
        name: "confusion-matrix", title: title,
        svg: Heatmap(title: title, rowNames: names, columnNames: names, counts: counts).svg))
    return .confusion(matrix)
  }

  /// What the model takes the images for, against their labels; and the names of the classes.
  static func measure(_ arguments: Arguments, _ session: Session) throws -> (ConfusionMatrix, [String]) {
    let model = try arguments.model()
    let (examples, name) = try arguments.examples("data")
    let labels = examples.labels
    guard labels.areKnown else {
      throw CellError("\(name) has no labels to compare with: its images came without", parameter: "data")
    }
    guard examples.count > 0 else { throw CellError("\(name) has no images", parameter: "data") }
    let output = try model.predict(images: examples.images, pool: session.pool)
    guard let predictions = output.predictedClasses else {
      throw CellError(
        "\(model.name) gives \(output.rowShape.crossDescription) an image, not one value per class",
        parameter: "model")
    }
    let classes = max(output.rowSize, labels.numberOfClasses)
    let names = (0..<classes).map {
      labels.classNames.indices.contains($0) ? labels.classNames[$0] : String($0)
    }
    return (try ConfusionMatrix(labels: labels.classes, predictions: predictions, classes: classes), names)
  }

  /// The commonest mistakes, a line each; of equally common ones the first rows come first.
  private static func worst(_ matrix: ConfusionMatrix, _ names: [String]) -> String {
    let mistakes = matrix.counts.enumerated().filter { $1 > 0 && $0 / matrix.classes != $0 % matrix.classes }
    guard !mistakes.isEmpty else { return "no image was taken for another class" }
    let wrong = mistakes.reduce(0) { $0 + $1.element }
    let worst = mistakes.sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }.prefix(named)
    return
      (["\(wrong) of \(matrix.total) images were taken for another class, most often:"]
      + worst.map {
        "  \(names[$0.offset / matrix.classes]) for \(names[$0.offset % matrix.classes]): \($0.element)"
      }).joined(separator: "\n")
  }
}
