import Core
import NeuralNetwork

/// Lines of layers, of which a model is made.
struct LayerBlock {
  /// What every layer takes besides its own parameters.
  static let name = Key<String?>.option(
    "name", .name, "the layer's own name, for summary, messages and other lines")
  static let from = Key<String?>.option(
    "from", .name, "the layer above that it takes its input from, or input; else the line before")
  static let trainable = Key<Bool>.option(
    "trainable", .flag, "false: training leaves its weights alone, see freeze", default: true)
  static let when = Key<Bool>.option(
    "when", .flag, "false: the line is left out, and what it takes goes on", default: true)
  static let common: [any Declared] = [name, from, trainable, when]
  /// What a layer that makes one of several takes besides the line before it.
  static let others = Key<[String]>.positional(
    "layers", .name, "the names of layers above, whose outputs it takes as well")

  /// What a model, and a block, takes in.
  static let inputName = "input"
  /// `repeat 3 Conv2D 8 3x3` stands for three lines.
  static let repeatName = "repeat"

  /// What can be typed after a layer's name.
  static func declaration(of layer: any Layer.Type) -> Declaration {
    layer.declaration.adding((layer is any MergingLayer.Type ? [others] : []) + common)
  }

  private let lines: [LayerLine]

  init(_ lines: [LayerLine]) { self.lines = lines }

  /// - Parameter inputKey: the parameter that gave the shape of an image, where it is at fault.
  func model(
    input: Shape, inputKey: Required<Shape>, name: String, seed: UInt64, in session: Session
  ) throws -> Model {
    var layout = LayerLayout(session: session)
    try layout.add(lines)
    do throws(ModelError) {
      let model = try Model(name: name, input: input, elements: layout.elements, seed: seed)
      model.setTrainable(false, layers: layout.frozen)
      return model
    } catch {
      guard let index = error.layer, layout.places.indices.contains(index) else {
        throw CellError(error, parameter: inputKey)
      }
      throw layout.places[index].diagnostic("layer \(index + 1), ", error.message)
    }
  }
}

extension Declaration {
  /// This declaration with more parameters: those of which it has none of that name.
  func adding(_ more: [any Declared]) -> Declaration {
    Declaration(
      name: name, summary: summary, discussion: discussion,
      parameters: parameters + more.map(\.parameter).filter { parameter($0.name) == nil }, example: example)
  }
}
