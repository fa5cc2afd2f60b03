import Core
import Datasets
import NeuralNetwork

/// What a name of a session can stand for.
public enum Value {
  /// The result of a verb that only does something.
  case nothing
  case number(Double)
  /// An element of an array of floats, and what is computed from it with numbers: NumPy's `float32`.
  case float32(Float)
  case text(String)
  case flag(Bool)
  case shape(Shape)
  case list(ValueList)
  /// An array of numbers: images without labels, predictions, one image.
  case array(Tensor)
  /// Images of differing sizes, without labels.
  case ragged(RaggedImages)
  case labels(Labels)
  /// Images with their labels: `digits.train`. The name is for messages and titles.
  case examples(Examples, name: String)
  /// One image with its label: `digits.train[3]`.
  case example(Examples, name: String)
  case dataset(Dataset)
  case model(Model)
  case history(History)
  /// A list of numbers with a name: those of one key of a history, `history.val_loss`, which then is there too.
  case series(name: String, values: [Double], of: History? = nil)
  case score(Score)
  case confusion(ConfusionMatrix)
  case augmentation(Augmentation)
  case block(LayerTemplate)
  case verb(OwnVerb)

  /// What it is, in the learner's words: "a data set".
  public var kindName: String {
    switch self {
    case .nothing: "nothing"
    case .number, .float32: "a number"
    case .text: "a text"
    case .flag: "true or false"
    case .shape: "a shape"
    case .list: "a list"
    case .array: "an array"
    case .ragged: "images of differing sizes"
    case .labels: "labels"
    case .examples: "images with labels"
    case .example: "one image with its label"
    case .dataset: "a data set"
    case .model: "a model"
    case .history: "a history"
    case .series: "a list of numbers"
    case .score: "a score"
    case .confusion: "a confusion matrix"
    case .augmentation: "an augmentation"
    case .block: "a block of layers"
    case .verb: "a verb"
    }
  }
}
