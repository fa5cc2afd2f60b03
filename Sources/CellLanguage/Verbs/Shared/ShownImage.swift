import Core

/// One image that a verb looks at through a network.
struct ShownImage {
  /// In the model's input shape, with a first axis of length 1.
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
