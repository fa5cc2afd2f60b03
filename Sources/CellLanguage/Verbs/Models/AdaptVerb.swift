import Core
import NeuralNetwork

/// `adapt net digits.train`
enum AdaptVerb: Verb {
  static let declaration = Declaration(
    name: "adapt",
    summary: "gives Normalization layers the mean and variance of images",
    discussion: """
      Keras's layer.adapt(data). Each Normalization gets the mean and the variance of every channel of what it takes in when \
      the model is used on these images; it then keeps them. The images should be those that are learned from, and \
      adapt comes before fit.
      """,
    parameters: [model, data, layer],
    example: Example.digits + """
      net = model input=28x28x1
        Normalization
        Flatten
        Dense 10 activation=softmax
      end
      adapt net digits.train
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let data = Required<Value>.positional("data", .images, "images")
  static let layer = Key<NameOrNumber?>.option(
    "layer", .layer, "the Normalization; all of the model where not given")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let layer = try arguments.layer(Self.layer, of: model)
    let images = try arguments.batch(Self.data, for: model)
    let adapted = try model.adapt(images: images, layers: layer.map { [$0] }, pool: session.pool)
    for index in adapted {
      let weights = model.weightValues(layer: index)
      func shown(_ name: String) -> String {
        let values = weights.first { $0.weight.name == name }?.values ?? []
        return values.prefix(3).map { digits($0) }.joined(separator: ", ") + (values.count > 3 ? ", ..." : "")
      }
      session.say("\(model.nodes[index].name): mean \(shown("mean")), variance \(shown("variance"))")
    }
    return .model(model)
  }
}
