import Core
import NeuralNetwork

/// `set_weights net layer=1 filter=0 [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]`
enum SetWeightsVerb: Verb {
  static let declaration = Declaration(
    name: "set_weights",
    summary: "sets weights by hand: the kernel of a filter, a bias",
    discussion: """
      With filter= (of a Dense layer unit=, the same) the values are the kernel of that filter: rows of numbers, which \
      are set for every input channel, or for channel= alone; for a unit one number for each input. Without, they are \
      the whole tensor in Keras's shape, such as (5, 5, 1, 6) for a kernel of six 5x5 filters. bias= sets the bias \
      too, or alone. A hand-set layer stays as it is when it is frozen: see freeze.
      """,
    parameters: [model, values, layer, filter, unit, channel, bias, tensor],
    example: """
      net = model input=28x28x1
        Conv2D 1 3x3
      end
      set_weights net layer=1 filter=0 [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]] bias=0
      """)

  static let model = Required<Model>.positional("model", .model, "the model")
  static let values = Key<Value?>.positional("values", .weights, "the weights")
  static let layer = Required<NameOrNumber>.option("layer", .layer, "the layer")
  static let filter = Key<Int?>.option(
    "filter", .integer(0...1_000_000), "the filter of a Conv2D layer, from 0")
  static let unit = Key<Int?>.option("unit", .integer(0...1_000_000), "the unit of a Dense layer, from 0")
  static let channel = Key<Int?>.option(
    "channel", .integer(0...1_000_000), "the input channel; every one where not given")
  static let bias = Key<Double?>.option(
    "bias", .number(-.infinity ... .infinity), "the filter's bias; of all filters where none is given")
  static let tensor = Key<String>.option(
    "tensor",
    .choice([
      "kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance", "mean", "variance", "alpha",
      "depthwise_kernel", "pointwise_kernel",
    ]),
    "which weights of the layer, where they are set as a whole", default: "kernel")

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments[Self.model]
    let layer = try arguments.layer(Self.layer, of: model)
    let filter = try arguments.filter(Self.filter, Self.unit, of: model, layer: layer)
    guard arguments.isGiven(Self.values) || arguments.isGiven(Self.bias) else {
      throw CellError("set_weights needs values, or bias=")
    }
    var done: [String] = []
    if let given = arguments[Self.values] {
      guard let (shape, floats) = try given.nestedNumbers else {
        throw CellError("values must be numbers, in rows of one length", parameter: Self.values)
      }
      let values = Tensor(shape: shape, floats: floats)
      let tensor = filter == nil ? arguments[Self.tensor] : "kernel"
      do throws(ModelError) {
        if let filter {
          try model.setKernel(values, layer: layer, filter: filter, channel: arguments[Self.channel])
        } else {
          try model.setWeights(values, tensor: tensor, layer: layer)
        }
      } catch { throw CellError(error, parameter: Self.layer) }
      done.append("\(tensor) \(values.shape.crossDescription)")
    }
    if let bias = arguments[Self.bias] {
      do { try model.setBias(Float(bias), layer: layer, filter: filter) } catch {
        throw CellError(error, parameter: Self.layer)
      }
      done.append("bias \(shortNumber(bias))")
    }
    let part = filter.map { ", \(model.outputName(layer: layer)) \($0)" } ?? ""
    session.say("\(model.nodes[layer].name)\(part): \(done.joined(separator: ", "))")
    return .model(model)
  }
}
