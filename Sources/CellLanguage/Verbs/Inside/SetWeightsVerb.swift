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
    parameters: [
      .positional("model", .value(.model), "the model"),
      .positional("values", .value(.weights), "the weights", isRequired: false),
      .option("layer", .layer, "the layer", isRequired: true),
      .option("filter", .integer(0...1_000_000), "the filter of a Conv2D layer, from 0"),
      .option("unit", .integer(0...1_000_000), "the unit of a Dense layer, from 0"),
      .option("channel", .integer(0...1_000_000), "the input channel; every one where not given"),
      .option(
        "bias", .number(-.infinity ... .infinity), "the filter's bias; of all filters where none is given"),
      .option(
        "tensor", .choice(["kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance"]),
        "which weights of the layer, where they are set as a whole", default: .text("kernel")),
    ],
    example: """
      net = model input=28x28x1
        Conv2D 1 3x3
      end
      set_weights net layer=1 filter=0 [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]] bias=0
      """)

  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    let model = try arguments.model()
    guard let layer = try arguments.layer(of: model) else { throw CellError("set_weights needs layer=") }
    let filter = try arguments.filter(of: model, layer: layer)
    guard arguments.isGiven("values") || arguments.isGiven("bias") else {
      throw CellError("set_weights needs values, or bias=")
    }
    var done: [String] = []
    if arguments.isGiven("values") {
      let values = try arguments.tensor("values")
      do throws(ModelError) {
        if let filter {
          try model.setKernel(values, layer: layer, filter: filter, channel: arguments.integer("channel"))
          done.append("kernel \(values.shape.crossDescription)")
        } else {
          let tensor = arguments.text("tensor") ?? "kernel"
          try model.setWeights(values, tensor: tensor, layer: layer)
          done.append("\(tensor) \(values.shape.crossDescription)")
        }
      } catch {
        throw CellError(error, parameter: model.hasKernel(layer: layer) ? "values" : "layer")
      }
    }
    if let bias = arguments.number("bias") {
      do { try model.setBias(Float(bias), layer: layer, filter: filter) } catch {
        throw CellError(error, parameter: "layer")
      }
      done.append("bias \(shortNumber(bias))")
    }
    let part = filter.map { ", \(model.outputName(layer: layer)) \($0)" } ?? ""
    session.say("\(model.nodes[layer].name)\(part): \(done.joined(separator: ", "))")
    return .model(model)
  }
}

extension Arguments {
  /// The number given as filter= or unit=, of a layer that has it; nil where neither was given.
  func filter(of model: Model, layer: Int) throws -> Int? {
    guard !isGiven("filter") || !isGiven("unit") else {
      throw CellError("give filter= or unit=, not both", parameter: "unit")
    }
    guard let filter = integer("filter") ?? integer("unit") else { return nil }
    let name = isGiven("filter") ? "filter" : "unit"
    let count = model.nodes[layer].outputShape.last ?? 0
    guard filter < count else {
      let own = model.outputName(layer: layer)
      throw CellError(
        "\(model.nodes[layer].name) has no \(own) \(filter): it has \(count), numbered 0 to \(count - 1)",
        parameter: name)
    }
    return filter
  }
}
