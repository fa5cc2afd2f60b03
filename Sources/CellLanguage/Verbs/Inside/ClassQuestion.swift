import Core
import NeuralNetwork

/// A class of a network, an image, and what the network says about them: what the verbs that ask "why this class?" have
/// in common.
struct ClassQuestion {
  let model: Model
  let image: ShownImage
  let label: Int
  let probability: Float
  private let wasGiven: Bool

  // What all these verbs take.
  static let model = Required<Model>.positional("model", .model, "the model")
  static let data = Required<Value>.positional("data", .images, "one image, such as digits.test[12]")
  static let ofClass = Key<NameOrNumber?>.option(
    "class", .label, "the class, by number or name; the one that the model sees where not given")
  static let keys: [any Declared] = [model, data, ofClass]

  init(_ arguments: Arguments, _ session: Session) throws {
    model = try arguments[Self.model]
    image = try arguments.image(Self.data, for: model)
    try model.checkGivesClasses()
    guard model.inputShape.count > 1 else {
      throw CellError(
        "\(model.title) takes vectors, not images: there is nothing to draw", parameter: Self.model)
    }
    let output = try model.predict(images: image.pixels, pool: session.pool)
    let given = try arguments.classNumber(Self.ofClass, of: model, names: image.classNames)
    label = given ?? output.argmax
    wasGiven = given != nil
    probability = output.floats[label]
  }

  var className: String { image.className(label) }

  func title(_ what: String) -> String { "\(what): what speaks for \(className)" }

  /// `norm.test[12]: the model sees 8, with 0.9981`
  var line: String {
    let truth = image.label.map { Int($0) == label ? "" : ", the label is \(image.className(Int($0)))" } ?? ""
    return wasGiven
      ? "\(image.name): class \(className), to which the model gives \(fourDecimals(Double(probability)))"
      : "\(image.name): the model sees \(className), with \(fourDecimals(Double(probability)))\(truth)"
  }
}
