import Core
import Kernels

/// A layer that applies a function to each value by itself. Input and output shape: any, the same.
protocol FunctionLayer: Layer {
  var function: ElementwiseFunction { get }
  /// The function in a line, in the words of the layer's options.
  static var formula: String { get }
}

extension FunctionLayer {
  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let given: [(name: String, value: String)] = Self.declaration.parameters.compactMap { parameter in
      options[parameter].map { (parameter.name, $0.description) }
    }
    return BuiltLayer(
      output: input, operation: ElementwiseOperation(function: function, count: input.reduce(1, *)),
      reach: .same,
      working: FunctionWorking(
        size: MapSize(ofAny: input), function: function, formula: Self.formula, options: given),
      look: LayerLook(.other, detail: given.map { "\($0.name) \($0.value)" }.joined(separator: ", ")))
  }
}

extension BuiltLayer {
  /// An activation as a layer of its own.
  init(_ activation: Activation, on input: Shape) {
    self.init(
      output: input, activation: activation, operation: CopyOperation(count: input.reduce(1, *)),
      reach: .same, working: SameWorking(size: MapSize(ofAny: input)), look: LayerLook(.other))
  }
}
