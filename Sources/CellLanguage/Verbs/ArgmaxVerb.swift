import Core
import Datasets
import NeuralNetwork

/// `argmax (predict LeNet norm.test)`
enum ArgmaxVerb: Verb {
  static let declaration = Declaration(
    name: "argmax",
    summary: "the class with the greatest probability, for each row of predictions",
    discussion: """
      Turns what predict gives, one row of probabilities an image, into class numbers; of equal ones it takes the first, \
      as NumPy does.
      """,
    parameters: [predictions],
    example: """
      digits = load digits train=100 test=10
      net = model input=28x28x1
        Flatten
        Dense 10 activation=softmax
      end
      argmax (predict net digits.test)
      """)

  static let predictions = Required<Value>.positional(
    "predictions", .images, "an array of rows, such as predict gives")

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    guard case .array(let array) = try arguments[Self.predictions], let classes = array.predictedClasses
    else {
      throw CellError("argmax takes an array of rows, such as predict gives", parameter: Self.predictions)
    }
    return .labels(try Labels(classes: classes, classNames: (0..<array.rowSize).map(String.init)))
  }
}

extension Tensor {
  /// The place of the greatest value of each row, of equal ones the first; nil where this is no array of rows.
  /// Source: https://numpy.org/doc/stable/reference/generated/numpy.argmax.html
  var predictedClasses: [Int32]? {
    guard shape.count == 2, rowSize > 0 else { return nil }
    return (0..<count).map { i in
      let row = floats(ofRow: i)
      var best = 0
      for k in row.indices where row[k] > row[best] { best = k }
      return Int32(best)
    }
  }
}
