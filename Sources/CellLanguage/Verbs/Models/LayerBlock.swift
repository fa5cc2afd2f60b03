import Core
import NeuralNetwork

/// Lines of layers, of which a model is made.
struct LayerBlock {
  /// What every layer takes besides its own parameters.
  static let name = Key<String?>.option(
    "name", .text, "the layer's own name, for summary and messages")
  static let trainable = Key<Bool>.option(
    "trainable", .flag, "false: training leaves its weights alone, see freeze", default: true)

  /// What can be typed after a layer's name.
  static func declaration(of layer: any Layer.Type) -> Declaration {
    layer.declaration.adding([name, trainable])
  }

  private let lines: [LayerLine]

  init(_ lines: [LayerLine]) { self.lines = lines }

  /// - Parameter inputKey: the parameter that gave the shape of an image, where it is at fault.
  func model(
    input: Shape, inputKey: Required<Shape>, name: String, seed: UInt64, in session: Session
  ) throws -> Model {
    var layers: [(layer: any Layer, name: String?)] = []
    var frozen: [Int] = []
    for line in lines {
      let type = try type(of: line)
      let binding = Binding(
        evaluation: Evaluation(session: session), declaration: Self.declaration(of: type),
        owner: "for \(line.layer.text)")
      let arguments = try binding.arguments(line.inputs, after: line.layer)
      let name = arguments[Self.name]
      if let name, layers.contains(where: { $0.name == name }) {
        throw Diagnostic(
          "two layers are called '\(name)'", at: arguments.range(of: Self.name.name) ?? line.layer.range)
      }
      if !arguments[Self.trainable] { frozen.append(layers.count) }
      do throws(ModelError) {
        layers.append((try type.init(arguments.options(of: type.declaration)), name))
      } catch {
        throw Diagnostic("\(line.layer.text): \(error.message)", at: line.layer.range)
      }
    }
    do throws(ModelError) {
      let model = try Model(name: name, input: input, layers: layers, seed: seed)
      model.setTrainable(false, layers: frozen)
      return model
    } catch {
      guard let index = error.layer, lines.indices.contains(index) else {
        throw CellError(error, parameter: inputKey)
      }
      let line = lines[index]
      throw Diagnostic("layer \(index + 1), \(line.layer.text): \(error.message)", at: line.range)
    }
  }

  private func type(of line: LayerLine) throws(Diagnostic) -> any Layer.Type {
    if let type = layerTypes.first(where: { $0.declaration.name == line.layer.text }) { return type }
    let names = layerTypes.map { $0.declaration.name }
    throw Diagnostic(
      "unknown layer '\(line.layer.text)'", at: line.layer.range,
      suggestion: nearestName(to: line.layer.text, in: names),
      note: "the layers are \(names.joined(separator: ", "))")
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
