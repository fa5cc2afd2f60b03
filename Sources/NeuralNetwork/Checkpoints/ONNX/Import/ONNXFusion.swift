/// Activations that programs write as several operators, for the operators' versions have no one for them, become one each.
extension ONNXModel {
  /// The model with `x · Sigmoid(x)` as Swish, `x · Tanh(Softplus(x))` as Mish and `x (1 + Erf(x / √2)) / 2` as Gelu, which later
  /// versions of ONNX have.
  func fused() -> ONNXModel { Fusion(self).model() }
}

private struct Fusion {
  private let source: ONNXModel
  /// By what it gives.
  private var givers: [String: Int] = [:]
  private var uses: [String: Int] = [:]
  /// Numbers that are in the file, by their tensors' names.
  private var scalars: [String: Float] = [:]

  init(_ model: ONNXModel) {
    source = model
    for (index, node) in model.nodes.enumerated() {
      if node.outputs.count == 1 { givers[node.outputs[0]] = index }
      for name in node.inputs { uses[name, default: 0] += 1 }
      guard node.operation == "Constant", let name = node.outputs.first else { continue }
      switch node.attributes.first?.value {
      case .tensor(let tensor)?: scalars[name] = Self.scalar(tensor)
      case .number(let number)?: scalars[name] = number
      default: break
      }
    }
    for info in model.outputs { uses[info.name, default: 0] += 1 }
    for tensor in model.constants { scalars[tensor.name] = Self.scalar(tensor) }
  }

  private static func scalar(_ tensor: ONNXTensor) -> Float? {
    tensor.floats.flatMap { $0.count == 1 ? $0[0] : nil }
  }

  func model() -> ONNXModel {
    var model = source
    var dropped: Set<Int> = []
    for (index, node) in source.nodes.enumerated() where node.operation == "Mul" && node.domain.isEmpty {
      guard let (operation, input, parts) = function(node), dropped.isDisjoint(with: parts),
        let first = parts.min(), parts.allSatisfy({ isOfOneLayer($0, with: node) })
      else { continue }
      dropped.formUnion(parts)
      model.nodes[index] = ONNXNode(
        name: source.nodes[first].name, operation: operation, note: node.note, inputs: [input],
        outputs: node.outputs)
    }
    model.nodes = model.nodes.indices.filter { !dropped.contains($0) }.map { model.nodes[$0] }
    return model
  }

  /// Whether an operator may be of one layer with another. In files of ours the names tell.
  private func isOfOneLayer(_ part: Int, with node: ONNXNode) -> Bool {
    guard source.producer == ONNXModel.producer else { return true }
    guard let end = node.name.lastIndex(of: "/") else { return false }
    let name = source.nodes[part].name
    return name == node.name[..<end] || name.hasPrefix(node.name[...end])
  }

  /// The function whose last operator a product is, its argument, and its other operators.
  private func function(_ node: ONNXNode) -> (operation: String, input: String, parts: [Int])? {
    for (input, factor) in pairs(node.inputs) {
      if let sigmoid = part(factor, "Sigmoid"), source.nodes[sigmoid].inputs == [input] {
        return ("Swish", input, [sigmoid])
      }
      if let tanh = part(factor, "Tanh"), let inner = source.nodes[tanh].inputs.first,
        let softplus = part(inner, "Softplus"), source.nodes[softplus].inputs == [input]
      {
        return ("Mish", input, [tanh, softplus])
      }
      // Three factors, one of them 1/2, in whatever order they are multiplied.
      guard let product = part(factor, "Mul") else { continue }
      let factors = source.nodes[product].inputs + [input]
      guard factors.count == 3, let half = factors.firstIndex(where: { scalars[$0] == 0.5 }) else { continue }
      for (input, share) in pairs(factors.indices.filter { $0 != half }.map { factors[$0] }) {
        if let parts = normalShare(share, of: input) { return ("Gelu", input, parts + [product]) }
      }
    }
    return nil
  }

  /// The operators of `1 + Erf(x / √2)`.
  private func normalShare(_ name: String, of input: String) -> [Int]? {
    guard let sum = part(name, "Add") else { return nil }
    for (other, one) in pairs(source.nodes[sum].inputs) where scalars[one] == 1 {
      guard let erf = part(other, "Erf"), let inner = source.nodes[erf].inputs.first else { continue }
      let root = Float(2).squareRoot()
      for (operation, number) in [("Div", root), ("Mul", 1 / root)] {
        guard let scaled = part(inner, operation) else { continue }
        let inputs = source.nodes[scaled].inputs
        if inputs.count == 2, inputs[0] == input, let given = scalars[inputs[1]], abs(given - number) < 1e-6 {
          return [sum, erf, scaled]
        }
      }
    }
    return nil
  }

  /// The operator of this kind that gives a tensor which nothing else takes.
  private func part(_ name: String, _ operation: String) -> Int? {
    guard let index = givers[name], uses[name] == 1, source.nodes[index].operation == operation,
      source.nodes[index].domain.isEmpty
    else { return nil }
    return index
  }

  private func pairs(_ names: [String]) -> [(String, String)] {
    names.count == 2 ? [(names[0], names[1]), (names[1], names[0])] : []
  }
}
