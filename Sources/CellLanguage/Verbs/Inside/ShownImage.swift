import Core
import Datasets
import NeuralNetwork

/// One image that a verb looks at through a network.
struct ShownImage {
  /// Of the model's input shape, with a first axis of length 1.
  let pixels: Tensor
  /// The class, where it is known.
  let label: Int32?
  let classNames: [String]
  /// How the learner calls it: `norm.test[12]`.
  let name: String

  /// A class by its name, with its number where the name says something else: `5`, `14 (Stop)`.
  func className(_ number: Int) -> String { ClassName.of(number, classNames) }
}

/// Names of classes as messages and titles have them.
enum ClassName {
  static func of(_ number: Int, _ names: [String]) -> String {
    let name = names.indices.contains(number) ? names[number] : String(number)
    return name == String(number) ? name : "\(number) (\(name))"
  }
}

extension Arguments {
  /// The one image of a parameter. - Throws: where there are several, or it does not fit the model.
  func image(_ name: String = "data", for model: Model) throws -> ShownImage {
    var label: Int32?
    var classNames: [String] = []
    var title = "the image"
    switch try value(name) {
    case .examples(let examples, let name), .example(let examples, let name):
      title = name
      classNames = examples.labels.classNames
      if examples.labels.areKnown, examples.count == 1 { label = examples.labels.classes[0] }
    default: break
    }
    let images = try batch(name, for: model)
    guard images.count == 1 else {
      throw CellError(
        "\(declaration.name) looks at one image, but these are \(images.count)\nchoose one, such as "
          + (title == "the image" ? "images[0:1]" : "\(title)[0]"), parameter: name)
    }
    do { try model.check(imageShape: images.rowShape) } catch { throw CellError(error, parameter: name) }
    guard let pixels = images.reshaped([1] + model.inputShape) else {
      throw CellError("the image does not fit \(model.name)", parameter: name)
    }
    return ShownImage(pixels: pixels, label: label, classNames: classNames, name: title)
  }

  /// The class of class=, by number or name; nil where none was given. The classes are those that the model knows, or
  /// `count` of them.
  func classNumber(
    _ name: String = "class", among count: Int? = nil, of model: Model, names: [String]
  ) throws -> Int? {
    let count = count ?? model.outputCount
    switch all(name).first {
    case .text(let text)?:
      if let number = names.firstIndex(of: text) { return number }
      throw CellError(
        "there is no class '\(text)'", parameter: name, suggestion: nearestName(to: text, in: names))
    case .number(let number)?:
      guard let number = Int(exactly: number), (0..<count).contains(number) else {
        throw CellError(
          "\(model.name) has no class \(shortNumber(number)): its classes are 0 to \(count - 1)",
          parameter: name)
      }
      return number
    default: return nil
    }
  }
}

extension Parameter {
  /// class= of the verbs that ask what speaks for a class.
  static let classOption = Parameter.option(
    "class", .label, "the class, by number or name; the one that the model sees where not given")
}

extension Tensor {
  /// The place of the greatest value of all, of equal ones the first.
  var argmax: Int {
    let values = floats
    var best = 0
    for k in values.indices where values[k] > values[best] { best = k }
    return best
  }
}
