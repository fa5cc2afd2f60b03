import Core

extension ONNXGraph {
  /// Adds an activation to what a layer gives: as one operator, or as several that ``ONNXModel/fused()`` makes one of again.
  mutating func add(_ activation: Activation, to value: ONNXValue) -> ONNXValue {
    switch activation {
    case .linear: value
    case .relu: add("Relu", to: value)
    case .tanh: add("Tanh", to: value)
    case .sigmoid: add("Sigmoid", to: value)
    case .softmax: add("Softmax", to: value, [], ["axis": .integer(value.isChannelsFirst ? 1 : -1)])
    case .relu6: addClip(to: value, ceiling: 6)
    case .leakyRelu: add("LeakyRelu", to: value, [], ["alpha": .number(0.2)])
    case .elu: add("Elu", to: value, [], ["alpha": .number(1)])
    case .selu: add("Selu", to: value)
    case .softplus: add("Softplus", to: value)
    case .softsign: add("Softsign", to: value)
    case .hardSigmoid: add("HardSigmoid", to: value, [], ["alpha": .number(1 / 6), "beta": .number(0.5)])
    case .hardSilu: add("HardSwish", to: value)
    case .exponential: add("Exp", to: value)
    case .silu: addProduct(of: value, "Sigmoid")
    case .mish: addProduct(of: value, "Softplus", "Tanh")
    case .gelu: addGelu(to: value)
    }
  }

  /// Holds values to 0...ceiling.
  mutating func addClip(to value: ONNXValue, ceiling: Float) -> ONNXValue {
    let bounds = [constant("min", [], .floats([0])), constant("max", [], .floats([ceiling]))]
    return add("Clip", to: value, bounds)
  }

  /// A value times what functions of it give.
  private mutating func addProduct(of value: ONNXValue, _ functions: String...) -> ONNXValue {
    let factor = functions.reduce(value.name) { add($1, [$0]) }
    return add("Mul", to: value, [factor])
  }

  /// `x (1 + erf(x / √2)) / 2`: the operator Gelu is of a later version than the one that is written.
  private mutating func addGelu(to value: ONNXValue) -> ONNXValue {
    func scalar(_ name: String, _ number: Float) -> String { constant(name, [], .floats([number])) }
    let scaled = add("Div", [value.name, scalar("root", Float(2).squareRoot())])
    let share = add("Add", [add("Erf", [scaled]), scalar("one", 1)])
    return add("Mul", to: add("Mul", to: value, [share]), [scalar("half", 0.5)])
  }
}
