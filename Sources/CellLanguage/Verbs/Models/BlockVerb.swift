import Core
import NeuralNetwork

/// `residual = block filters strides=1` ... `end`
enum BlockVerb: Verb {
  static let declaration = Declaration(
    name: "block",
    summary: "makes several lines of layers one, to be used in models",
    discussion: """
      The name then stands in a model as a layer does: `residual 16`. The words behind `block` are what each use says: first \
      those without a value, then those with one, which may be left out. In the lines `input` is what the block takes in, and names \
      of layers count within the block alone. Blocks may be used in blocks.
      """,
    parameters: [names],
    example: """
      residual = block filters strides=1
        Conv2D filters 3x3 strides=strides padding=same activation=relu
        Conv2D filters 3x3 padding=same name=main
        Conv2D filters 1x1 strides=strides from=input
        Add main
        Activation relu
      end
      net = model input=28x28x1
        residual 4 strides=2
        repeat 2 residual 4
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let names = Key<[String]>.positional(
    "words", .name, "words that each use gives values", isRequired: false)

  static let takesBlock = true
  static let takesNames = true
  static let showsValue = false

  static func run(_ arguments: Arguments, in session: Session) throws -> Value {
    var parameters: [(name: String, standard: Value?)] = []
    for name in arguments[names] {
      try check(name, among: parameters.map(\.name))
      parameters.append((name, nil))
    }
    for name in arguments.freeNames {
      try check(name, among: parameters.map(\.name))
      parameters.append((name, arguments.all(name).first))
    }
    guard !arguments.block.isEmpty else { throw CellError("the block has no layers") }
    let used = Set(arguments.block.flatMap { $0.inputs.values }.flatMap(\.words))
    if let unused = parameters.map(\.name).first(where: { !used.contains($0) }) {
      throw CellError("no line of the block uses '\(unused)'", written: unused)
    }
    return .block(LayerTemplate(parameters: parameters, lines: arguments.block))
  }

  private static func check(_ name: String, among others: [String]) throws {
    if others.contains(name) { throw CellError("'\(name)' is there twice", written: name) }
    if LayerBlock.common.contains(where: { $0.name == name }) || name == LayerBlock.inputName {
      throw CellError(
        "'\(name)' means something else in a line of a model; choose another word", written: name)
    }
  }
}
