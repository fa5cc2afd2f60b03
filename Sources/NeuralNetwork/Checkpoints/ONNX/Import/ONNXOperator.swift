import Core

/// What becomes of an operator of ONNX: an entry each.
struct ONNXOperator: Sendable {
  typealias Reading = @Sendable (inout ONNXImporter, ONNXNode) throws(ModelError) -> Void

  /// How many inputs it has.
  let inputs: ClosedRange<Int>
  /// The attributes that are heeded, or change nothing.
  let attributes: Set<String>
  let read: Reading

  init(_ inputs: ClosedRange<Int>, _ attributes: Set<String> = [], _ read: @escaping Reading) {
    (self.inputs, self.attributes, self.read) = (inputs, attributes, read)
  }

  private static let window: Set = ["kernel_shape", "strides", "pads", "auto_pad", "dilations"]
  private static let any = 1...Int.max

  static let all: [String: ONNXOperator] = [
    // Windows
    "Conv": ONNXOperator(2...3, window.union(["group"]), convolution),
    "ConvTranspose": ONNXOperator(2...3, window.union(["group", "output_padding"]), transposedConvolution),
    "MaxPool": ONNXOperator(1...1, window.union(["ceil_mode", "storage_order"]), maxPooling),
    "AveragePool": ONNXOperator(1...1, window.union(["ceil_mode", "count_include_pad"]), averagePooling),
    "GlobalAveragePool": ONNXOperator(1...1, [], globalPooling(GlobalAveragePooling2D.self)),
    "GlobalMaxPool": ONNXOperator(1...1, [], globalPooling(GlobalMaxPooling2D.self)),
    "ReduceMean": ONNXOperator(
      1...2, ["axes", "keepdims", "noop_with_empty_axes"], reduction(GlobalAveragePooling2D.self)),
    "ReduceMax": ONNXOperator(
      1...2, ["axes", "keepdims", "noop_with_empty_axes"], reduction(GlobalMaxPooling2D.self)),
    "Resize": ONNXOperator(
      1...4,
      [
        "mode", "nearest_mode", "coordinate_transformation_mode", "cubic_coeff_a", "extrapolation_value",
        "exclude_outside", "antialias",
      ], resize),
    "Upsample": ONNXOperator(1...2, ["mode", "scales"], resize),
    // Vectors
    "Gemm": ONNXOperator(2...3, ["alpha", "beta", "transA", "transB"], gemm),
    "MatMul": ONNXOperator(2...2, [], matMul),
    // Any layout
    "BatchNormalization": ONNXOperator(
      5...5, ["epsilon", "momentum", "spatial", "training_mode"], batchNormalization),
    "LayerNormalization": ONNXOperator(2...3, ["axis", "epsilon", "stash_type"], layerNormalization),
    "InstanceNormalization": ONNXOperator(3...3, ["epsilon"], groupNormalization),
    "GroupNormalization": ONNXOperator(3...3, ["epsilon", "num_groups", "stash_type"], groupNormalization),
    "Dropout": ONNXOperator(1...3, ["ratio", "seed"], dropout),
    // Functions
    "Relu": ONNXOperator(1...1, [], activation(.relu)),
    "Tanh": ONNXOperator(1...1, [], activation(.tanh)),
    "Sigmoid": ONNXOperator(1...1, [], activation(.sigmoid)),
    "Softmax": ONNXOperator(1...1, ["axis"], softmax),
    "Softplus": ONNXOperator(1...1, [], activation(.softplus)),
    "Softsign": ONNXOperator(1...1, [], activation(.softsign)),
    "Exp": ONNXOperator(1...1, [], activation(.exponential)),
    "HardSwish": ONNXOperator(1...1, [], activation(.hardSilu)),
    "Mish": ONNXOperator(1...1, [], activation(.mish)),
    "Swish": ONNXOperator(1...1, ["alpha"], swish),
    "Gelu": ONNXOperator(1...1, ["approximate"], gelu),
    "Elu": ONNXOperator(1...1, ["alpha"], elu),
    "Selu": ONNXOperator(1...1, ["alpha", "gamma"], selu),
    "LeakyRelu": ONNXOperator(1...1, ["alpha"], leakyRelu),
    "HardSigmoid": ONNXOperator(1...1, ["alpha", "beta"], hardSigmoid),
    "ThresholdedRelu": ONNXOperator(1...1, ["alpha"], thresholdedRelu),
    "PRelu": ONNXOperator(2...2, [], parametricRelu),
    "Clip": ONNXOperator(1...3, ["min", "max"], clip),
    // Several inputs
    "Add": ONNXOperator(2...2, [], addition),
    "Sum": ONNXOperator(any, [], merging(Add.self)),
    "Sub": ONNXOperator(2...2, [], merging(Subtract.self)),
    "Mul": ONNXOperator(2...2, [], merging(Multiply.self)),
    "Mean": ONNXOperator(any, [], merging(Average.self)),
    "Max": ONNXOperator(any, [], merging(Maximum.self)),
    "Min": ONNXOperator(any, [], merging(Minimum.self)),
    "Concat": ONNXOperator(any, ["axis"], concatenation),
    // Shapes
    "Flatten": ONNXOperator(1...1, ["axis"], flatten),
    "Reshape": ONNXOperator(2...2, ["allowzero"], reshape),
    "Squeeze": ONNXOperator(1...2, ["axes"], squeeze),
    "Unsqueeze": ONNXOperator(1...2, ["axes"], unsqueeze),
    "Transpose": ONNXOperator(1...1, ["perm"], transpose),
    "Pad": ONNXOperator(1...4, ["mode", "pads", "value"], pad),
    "Slice": ONNXOperator(1...5, ["starts", "ends", "axes"], slice),
    "Identity": ONNXOperator(1...1, [], identity),
    "Constant": ONNXOperator(
      0...0, ["value", "value_float", "value_floats", "value_int", "value_ints"], constant),
    "Shape": ONNXOperator(1...1, ["start", "end"], shape),
    "Gather": ONNXOperator(2...2, ["axis"], gather),
    "Cast": ONNXOperator(1...1, ["to", "saturate"], cast),
  ]
}

extension ONNXNode {
  func integer(_ name: String, _ otherwise: Int) throws(ModelError) -> Int {
    switch attributes[name] {
    case .integer(let number)?: return number
    case nil: return otherwise
    default: throw ModelError("its attribute \(name) is no whole number")
    }
  }

  func number(_ name: String, _ otherwise: Float) throws(ModelError) -> Float {
    switch attributes[name] {
    case .number(let number)?: return number
    case nil: return otherwise
    default: throw ModelError("its attribute \(name) is no number")
    }
  }

  func integers(_ name: String) throws(ModelError) -> [Int]? {
    switch attributes[name] {
    case .integers(let numbers)?: return numbers
    case nil: return nil
    default: throw ModelError("its attribute \(name) is no list of whole numbers")
    }
  }

  func text(_ name: String, _ otherwise: String) throws(ModelError) -> String {
    switch attributes[name] {
    case .text(let text)?: return text
    case nil: return otherwise
    default: throw ModelError("its attribute \(name) is no text")
    }
  }

  /// Throws where an attribute has another value than the only one that is known here.
  func check(_ name: String, is only: Int) throws(ModelError) {
    let number = try integer(name, only)
    guard number == only else {
      throw ModelError("\(name)=\(number) is not known here, only \(name)=\(only)")
    }
  }
}

extension JSON {
  /// The number with as few digits as tell it from other floats.
  init(_ float: Float) { self = .number(Double("\(float)") ?? Double(float)) }
}
