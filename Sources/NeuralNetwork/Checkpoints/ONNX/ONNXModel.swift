import Core

/// A model of ONNX, as far as it is read and written here: operators on named tensors, each behind those whose outputs it
/// takes.
///
/// Source: https://github.com/onnx/onnx/blob/main/docs/IR.md
struct ONNXModel {
  /// The versions that are written: those of ONNX 1.12, which every runtime of the last years reads.
  static let writtenVersion = 8
  static let writtenOperators = 17
  /// The versions that are read.
  static let versions = 3...14
  static let operators = 7...27
  /// What these files name as their maker.
  static let producer = "Convbook"

  var producer = Self.producer
  /// The version of ONNX's own operators.
  var operators = Self.writtenOperators
  var name: String
  var nodes: [ONNXNode] = []
  var constants: [ONNXTensor] = []
  var inputs: [ONNXValueInfo] = []
  var outputs: [ONNXValueInfo] = []
}

/// An operator at its place. Source: https://github.com/onnx/onnx/blob/main/docs/Operators.md
struct ONNXNode {
  var name: String
  var operation: String
  /// Empty for ONNX's own operators.
  var domain = ""
  /// In files of ours the class of the layer that it belongs to.
  var note = ""
  /// Names of tensors; an empty one is an input that is left out.
  var inputs: [String]
  var outputs: [String]
  var attributes: [String: ONNXAttribute] = [:]
}

/// The value of an attribute.
enum ONNXAttribute: Equatable {
  case number(Float)
  case integer(Int)
  case text(String)
  case numbers([Float])
  case integers([Int])
  case tensor(ONNXTensor)
  /// One of a type that no operator here takes, such as a graph.
  case other
}

/// A tensor whose values are in the file.
struct ONNXTensor: Equatable {
  /// Of what it is a tensor. Source: TensorProto.DataType in onnx.proto.
  enum Values: Equatable {
    case floats([Float])
    case integers([Int])
    /// Of another type, by its number.
    case other(Int)
  }

  var name: String
  var shape: Shape
  var values: Values

  /// The values; nil where they are no floats.
  var floats: [Float]? { if case .floats(let floats) = values { floats } else { nil } }
  /// The values; nil where they are no whole numbers.
  var integers: [Int]? { if case .integers(let integers) = values { integers } else { nil } }
}

/// An input or output of the model.
struct ONNXValueInfo {
  var name: String
  /// `TensorProto.DataType`: 1 for floats of 32 bits.
  var type = ONNXTensorType.float.rawValue
  /// The lengths of the axes, nil for one that the file leaves open, as the batch's; nil where it says nothing of them.
  var shape: [Int?]?
}

/// The types of tensors that are read. Source: TensorProto.DataType in onnx.proto.
enum ONNXTensorType: Int {
  case float = 1
  case int32 = 6
  case int64 = 7
  case bool = 9
  case float16 = 10
  case double = 11
  case bfloat16 = 16
}
