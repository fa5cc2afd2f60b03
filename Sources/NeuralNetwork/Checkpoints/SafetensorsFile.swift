import Core
import Foundation

/// A file of safetensors: the weights alone, each under `layer.weight`, as `conv2d.kernel`.
///
/// Eight bytes have the length of a header in JSON, which says type, shape and place of each tensor; the tensors follow without
/// a gap. Source: https://huggingface.co/docs/safetensors
struct SafetensorsFile: CheckpointContent {
  private struct Tensor {
    let type: String
    let shape: Shape
    let range: Range<Int>
  }

  /// In bytes. The format's own reader takes 100,000,000, which no model here would fill, and whose parts take thirty times as much.
  private static let greatestHeader = 10_000_000

  private let tensors: [String: Tensor]
  private let data: ArraySlice<UInt8>

  static func recognises(_ bytes: [UInt8]) -> Bool {
    bytes.count > 8 && bytes[8] == UInt8(ascii: "{") && bytes[5...7].allSatisfy { $0 == 0 }
  }

  init(_ bytes: [UInt8]) throws(ModelError) {
    let length = bytes.prefix(8).withUnsafeBytes { Int(clamping: $0.numbers(of: UInt64.self).first ?? 0) }
    guard length <= Self.greatestHeader, length <= bytes.count - 8 else {
      throw ModelError("its header of \(length) bytes is cut off, or longer than \(Self.greatestHeader)")
    }
    let header = try Header(parsing: bytes.dropFirst(8).prefix(length))
    data = bytes.dropFirst(8 + length)
    var tensors: [String: Tensor] = [:]
    for (name, entry) in header.entries { tensors[name] = try Self.tensor(name.printableLine, entry) }
    self.tensors = tensors
    // Nothing is read twice, and nothing is hidden between.
    var end = 0
    for (name, tensor) in tensors.sorted(by: { $0.value.range.order < $1.value.range.order }) {
      guard tensor.range.lowerBound == end else {
        throw ModelError(
          "its tensor \(name.printableLine) begins at byte \(tensor.range.lowerBound), and the one before it ends at \(end)"
        )
      }
      end = tensor.range.upperBound
    }
    guard end == data.count else {
      throw ModelError("its tensors take \(end) bytes, and \(data.count) follow its header")
    }
  }

  private static func tensor(_ name: String, _ entry: Header.Entry) throws(ModelError) -> Tensor {
    let (type, shape, places) = (entry.dtype, entry.shape, entry.places)
    guard places.count == 2, places[0] >= 0, places[1] >= places[0] else {
      throw Header.missing(name)
    }
    let (start, end) = (places[0], places[1])
    guard let count = shape.elementCount else {
      throw ModelError("the shape of its tensor \(name) is impossible")
    }
    guard let size = sizes[type] else { return Tensor(type: type, shape: shape, range: start..<end) }
    guard end - start == product(count, size) else {
      throw ModelError(
        "its tensor \(name) has \(end - start) bytes; \(shape.tupleDescription) of \(type) have \(product(count, size))"
      )
    }
    return Tensor(type: type, shape: shape, range: start..<end)
  }

  /// The types that are read, and the bytes of a number of each.
  private static let sizes = ["F64": 8, "F32": 4, "F16": 2, "BF16": 2]

  func model() throws(ModelError) -> (model: Model, notes: [String]) { throw Self.hasNoModel }

  func parameters(for model: Model) throws(ModelError) -> [Float] {
    var parameters = model.parameters
    var left = tensors
    for (index, node) in model.nodes.enumerated() where node.sharing == nil {
      let title = "layer \(node.name) (\(node.typeName))"
      for (weight, range) in model.tensors(layer: index) {
        let name = "\(node.name).\(weight.name)"
        guard let tensor = left.removeValue(forKey: name) else {
          throw ModelError(
            "\(title): its \(weight.name) would be \(name), which is not in the file; there are "
              + listed(tensors.keys))
        }
        guard tensor.shape == weight.shape else {
          throw ModelError(
            "\(title) expects a \(weight.name) of \(weight.shape.tupleDescription), but \(name) in the file is "
              + tensor.shape.tupleDescription)
        }
        parameters.replaceSubrange(range, with: try floats(of: tensor, name))
      }
    }
    guard left.isEmpty else {
      throw ModelError("the file has tensors that \(model.name) has not: \(listed(left.keys))")
    }
    return parameters
  }

  /// Some names, in order.
  private func listed(_ names: some Collection<String>) -> String {
    if names.isEmpty { return "none" }
    let shown = names.sorted().prefix(8).map(\.printableLine).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }

  private func floats(of tensor: Tensor, _ name: String) throws(ModelError) -> [Float] {
    let start = data.startIndex
    let bytes = data[start + tensor.range.lowerBound..<start + tensor.range.upperBound]
    let floats: [Float]? = bytes.withUnsafeBytes { bytes in
      switch tensor.type {
      case "F64": bytes.numbers(of: UInt64.self).map { Float(Double(bitPattern: $0)) }
      case "F32": bytes.numbers(of: UInt32.self).map(Float.init(bitPattern:))
      case "F16": bytes.numbers(of: UInt16.self).map(float(ofHalf:))
      case "BF16": bytes.numbers(of: UInt16.self).map(float(ofBrain:))
      default: nil
      }
    }
    guard let floats else {
      throw ModelError(
        "\(name) is of type \(tensor.type.printableLine); known here are floats: F32, F64, F16 and BF16")
    }
    return floats
  }
}

/// What the header says of each tensor. It is read as what it must be: a header may be large, and one that is something else is
/// refused at its first wrong word.
private struct Header: Decodable {
  struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let places: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case places = "data_offsets"
    }
  }

  private(set) var entries: [String: Entry] = [:]
  private var broken: String?

  init(parsing text: ArraySlice<UInt8>) throws(ModelError) {
    do { self = try JSONDecoder().decode(Header.self, from: Data(text)) } catch {
      throw ModelError("its header is no object of JSON")
    }
    if let broken { throw Self.missing(broken.printableLine) }
  }

  init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: JSONKey.self)
    for key in object.allKeys where key.stringValue != "__metadata__" {
      guard let entry = try? object.decode(Entry.self, forKey: key) else {
        broken = key.stringValue
        return
      }
      entries[key.stringValue] = entry
    }
  }

  static func missing(_ name: String) -> ModelError {
    ModelError("its header does not say type, shape and place of the tensor \(name)")
  }
}

extension Range<Int> {
  /// By their beginning, empty ones first.
  fileprivate var order: (Int, Int) { (lowerBound, upperBound) }
}

extension Model {
  /// The weights as a file of safetensors; the same weights give the same bytes.
  func safetensors() -> [UInt8] {
    var header: [String: JSON] = [:]
    var end = 0
    for index in nodes.indices where nodes[index].sharing == nil {
      for (weight, range) in tensors(layer: index) {
        header["\(nodes[index].name).\(weight.name)"] = [
          "dtype": "F32", "shape": .list(weight.shape.map(JSON.integer)),
          "data_offsets": [.integer(end), .integer(end + 4 * range.count)],
        ]
        end += 4 * range.count
      }
    }
    var text = Array(JSON.object(header).description.utf8)
    // Numbers that begin at a multiple of eight can be used where they lie.
    text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    return littleEndian([UInt64(text.count)]) + text + littleEndian(parameters.map(\.bitPattern))
  }
}
