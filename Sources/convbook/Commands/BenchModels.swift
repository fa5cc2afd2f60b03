import CellLanguage
import Datasets
import NeuralNetwork

/// A network of the lessons, or of the textbooks, as a learner would write it.
struct BenchModel: Sendable {
  let letter: String
  let name: String
  let batchSize: Int
  /// A cell that describes the model and compiles it, under the name `net`.
  let cell: String

  /// - Throws: a message with the place in the cell, where the engine lacks something.
  func build() throws -> Model {
    let session = Session(Session.Settings(search: DataSearch(dataOptions: [])))
    do {
      try session.run(cell, for: Unheard())
    } catch {
      throw BenchError(
        description: "model \(letter) cannot be built: \(error.rendered(source: cell, cell: nil))")
    }
    guard case .model(let model)? = session.values["net"] else {
      throw BenchError(description: "the cell of model \(letter) makes no net")
    }
    return model
  }
}

/// A cell that makes a model says nothing.
private final class Unheard: SessionHost {
  func receive(_ output: Output) {}
}

struct BenchError: Error, CustomStringConvertible {
  let description: String
}

extension BenchModel {
  static let all =
    [trafficSigns, feedForward, overlappingPools, lenet5, digitRecognizer, handwriting] + modern

  static let trafficSigns = BenchModel(
    letter: "A", name: "traffic signs", batchSize: 500,
    cell: """
      net = model input=32x32x1
        Conv2D 6 5x5 activation=relu
        AveragePooling2D 2x2
        Conv2D 16 5x5 activation=relu
        AveragePooling2D 2x2
        Flatten
        Dense 120 activation=relu
        Dense 84 activation=relu
        Dense 43 activation=softmax
      end
      compile net optimizer=adam loss=sparse_categorical_crossentropy metrics=accuracy
      """)

  static let feedForward = BenchModel(
    letter: "B", name: "feed-forward", batchSize: 32,
    cell: """
      net = model input=28x28x1
        Flatten
        Dense 512 activation=relu
        Dropout 0.2
        Dense 512 activation=relu
        Dropout 0.2
        Dense 10 activation=softmax
      end
      compile net optimizer=rmsprop loss=sparse_categorical_crossentropy metrics=accuracy
      """)

  static let overlappingPools = BenchModel(
    letter: "C", name: "LeNet-5 variant", batchSize: 32,
    cell: """
      net = model input=28x28x1
        Conv2D 6 5x5 activation=relu
        AveragePooling2D 2x2 strides=1
        Conv2D 16 5x5 activation=tanh
        AveragePooling2D 2x2 strides=2
        Conv2D 120 5x5 activation=tanh
        Flatten
        Dense 84 activation=tanh
        Dense 10 activation=softmax
      end
      compile net optimizer=sgd loss=sparse_categorical_crossentropy metrics=accuracy
      """)

  static let lenet5 = BenchModel(
    letter: "D", name: "LeNet-5", batchSize: 128,
    cell: """
      net = model input=28x28x1
        Conv2D 6 5x5 activation=tanh
        AveragePooling2D 2x2
        Conv2D 16 5x5 activation=tanh
        AveragePooling2D 2x2
        Flatten
        Dense 120 activation=tanh
        Dense 84 activation=tanh
        Dense 10 activation=softmax
      end
      compile net optimizer=adam loss=categorical_crossentropy metrics=accuracy
      """)

  static let digitRecognizer = BenchModel(
    letter: "E", name: "batch normalization", batchSize: 32,
    cell: """
      net = model input=28x28x1
        Conv2D 6 5x5 padding=same activation=relu
        MaxPooling2D 2x2
        BatchNormalization
        Dropout 0.1
        Conv2D 16 5x5 activation=relu
        MaxPooling2D 2x2
        BatchNormalization
        Dropout 0.3
        Flatten
        Dense 120 activation=relu
        Dense 84 activation=relu
        Dense 10 activation=softmax
      end
      compile net optimizer=rmsprop loss=categorical_crossentropy metrics=accuracy
      """)

  static let handwriting = BenchModel(
    letter: "F", name: "wide LeNet", batchSize: 128,
    cell: """
      net = model input=28x28x1
        Conv2D 20 5x5 padding=same activation=relu
        MaxPooling2D 2x2
        Conv2D 50 5x5 padding=same activation=relu
        MaxPooling2D 2x2
        Flatten
        Dense 500 activation=relu
        Dense 10 activation=softmax
      end
      compile net optimizer=sgd loss=categorical_crossentropy metrics=accuracy
      """)
}
