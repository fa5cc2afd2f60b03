import COnnx
import Core

extension ONNXModel {
  /// The model in the bytes of a file. Nothing outside them is looked at.
  ///
  /// - Throws: where they are no model of ONNX, or one of a version, or with tensors, that are not known here.
  init(_ bytes: [UInt8]) throws(ModelError) {
    let (limit, overflow) = bytes.count.multipliedReportingOverflow(by: 8)
    // Messages that are nearly empty take more memory than their bytes do, but never as much as this.
    guard !overflow, let message = onnx_read(bytes, bytes.count, limit + 1 << 24) else {
      throw ModelError("it is no model of ONNX, or it is damaged or cut off")
    }
    defer { onnx_free(message) }
    let version = Int(message.pointee.ir_version)
    guard Self.versions.contains(version) else {
      throw ModelError(
        "it is of version \(version) of ONNX's format; known here are \(Self.versions.lowerBound) to "
          + "\(Self.versions.upperBound)")
    }
    guard message.pointee.n_graph == 1, let graph = message.pointee.graph[0]?.pointee else {
      throw ModelError("it has \(message.pointee.n_graph) graphs; a model of ONNX has one")
    }
    let sets = messages(message.pointee.opset_import, message.pointee.n_opset_import)
    guard let set = sets.first(where: { ["", "ai.onnx"].contains(shownText($0.domain)) }),
      Self.operators.contains(Int(set.version))
    else {
      let found = sets.map { "\(shownText($0.domain)) \($0.version)".trimmed }.joined(separator: ", ")
      throw ModelError(
        "it is made of the operators of version \(found.isEmpty ? "none" : found); known here are ONNX's of "
          + "\(Self.operators.lowerBound) to \(Self.operators.upperBound)")
    }
    self.init(name: shownText(graph.name))
    producer = shownText(message.pointee.producer_name)
    operators = Int(set.version)
    nodes = messages(graph.node, graph.n_node).map(ONNXNode.init)
    constants = try messages(graph.initializer, graph.n_initializer).map { (tensor) throws(ModelError) in
      try ONNXTensor(tensor)
    }
    inputs = messages(graph.input, graph.n_input).map(ONNXValueInfo.init)
    outputs = messages(graph.output, graph.n_output).map(ONNXValueInfo.init)
    for index in nodes.indices {
      let message = graph.node[index]?.pointee
      for attribute in messages(message?.attribute, message?.n_attribute ?? 0) {
        do throws(ModelError) {
          nodes[index].attributes[shownText(attribute.name)] = try ONNXAttribute(attribute)
        } catch {
          throw ModelError("\(nodes[index].title): \(error.message)")
        }
      }
    }
  }
}

private func messages<Message>(
  _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<Message>?>?, _ count: Int
) -> [Message] {
  (0..<count).compactMap { pointers?[$0]?.pointee }
}

/// A text as it may be shown; what is no UTF-8 is mended.
private func shownText(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
  pointer.map { String(cString: $0).printableLine } ?? ""
}

extension String {
  fileprivate var trimmed: Substring { drop { $0 == " " } }
}

extension ONNXNode {
  /// All but the attributes, which may be at fault.
  fileprivate init(_ message: Onnx__NodeProto) {
    func texts(_ pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int) -> [String] {
      (0..<count).map { shownText(pointers?[$0]) }
    }
    self.init(
      name: shownText(message.name), operation: shownText(message.op_type), domain: shownText(message.domain),
      note: shownText(message.doc_string), inputs: texts(message.input, message.n_input),
      outputs: texts(message.output, message.n_output))
  }

  /// What messages call it.
  var title: String { name.isEmpty ? "an operator \(operation)" : "operator \(name) (\(operation))" }
}

extension ONNXAttribute {
  fileprivate init(_ message: Onnx__AttributeProto) throws(ModelError) {
    switch message.type {
    case 1: self = .number(message.f)
    case 2: self = .integer(Int(message.i))
    case 3:
      let bytes = UnsafeBufferPointer(start: message.s.data, count: message.s.len)
      self = .text(String(decoding: bytes, as: UTF8.self).printableLine)
    case 4:
      let tensor = messages(message.t, message.n_t).first
      self = try tensor.map { (tensor) throws(ModelError) in .tensor(try ONNXTensor(tensor)) } ?? .other
    case 6: self = .numbers(Array(UnsafeBufferPointer(start: message.floats, count: message.n_floats)))
    case 7: self = .integers(UnsafeBufferPointer(start: message.ints, count: message.n_ints).map(Int.init))
    default: self = .other
    }
  }
}

extension ONNXTensor {
  /// - Throws: where its data lie in another file, or are not as many as its shape says.
  fileprivate init(_ message: Onnx__TensorProto) throws(ModelError) {
    let name = shownText(message.name)
    let shape = UnsafeBufferPointer(start: message.dims, count: message.n_dims).map(Int.init)
    guard message.data_location == 0, message.n_external_data == 0 else {
      throw ModelError(
        "the tensor \(name) lies in another file, and no file but this one is opened\n"
          + "save the model in one file, in Python: onnx.save(model, \"net.onnx\", save_as_external_data=False)"
      )
    }
    guard let count = shape.elementCount else {
      throw ModelError("the tensor \(name) has an impossible shape, \(shape.tupleDescription)")
    }
    let raw = UnsafeRawBufferPointer(start: message.raw_data.data, count: message.raw_data.len)
    let words = UnsafeBufferPointer(start: message.int32_data, count: message.n_int32_data)
    let values: Values
    switch ONNXTensorType(rawValue: Int(message.data_type)) {
    case .float?:
      values = .floats(
        message.has_raw_data != 0
          ? raw.numbers(of: UInt32.self).map(Float.init(bitPattern:))
          : Array(UnsafeBufferPointer(start: message.float_data, count: message.n_float_data)))
    case .double?:
      values = .floats(
        message.has_raw_data != 0
          ? raw.numbers(of: UInt64.self).map { Float(Double(bitPattern: $0)) }
          : UnsafeBufferPointer(start: message.double_data, count: message.n_double_data).map(Float.init))
    case .float16?:
      values = .floats(
        (message.has_raw_data != 0
          ? raw.numbers(of: UInt16.self) : words.map(UInt16.init(truncatingIfNeeded:))).map(float(ofHalf:)))
    case .bfloat16?:
      values = .floats(
        (message.has_raw_data != 0
          ? raw.numbers(of: UInt16.self) : words.map(UInt16.init(truncatingIfNeeded:))).map(
            float(ofBrain:)))
    case .int64?:
      values = .integers(
        message.has_raw_data != 0
          ? raw.numbers(of: Int.self)
          : UnsafeBufferPointer(start: message.int64_data, count: message.n_int64_data).map(Int.init))
    case .int32?:
      values = .integers(
        message.has_raw_data != 0 ? raw.numbers(of: Int32.self).map(Int.init) : words.map(Int.init))
    case .bool?:
      values = .integers(message.has_raw_data != 0 ? raw.map(Int.init) : words.map(Int.init))
    case nil:
      self.init(name: name, shape: shape, values: .other(Int(message.data_type)))
      return
    }
    self.init(name: name, shape: shape, values: values)
    let found = floats?.count ?? integers?.count ?? 0
    guard found == count else {
      throw ModelError(
        "the tensor \(name) has \(found) values, but its shape \(shape.tupleDescription) has \(count)")
    }
  }
}

extension ONNXValueInfo {
  fileprivate init(_ message: Onnx__ValueInfoProto) {
    let types = messages(message.type, message.n_type).flatMap { messages($0.tensor_type, $0.n_tensor_type) }
    let shapes = types.flatMap { messages($0.shape, $0.n_shape) }
    self.init(
      name: shownText(message.name), type: types.count == 1 ? Int(types[0].elem_type) : 0,
      shape: shapes.count != 1
        ? nil
        : messages(shapes[0].dim, shapes[0].n_dim).map {
          $0.has_dim_value != 0 && $0.dim_value > 0 ? Int($0.dim_value) : nil
        })
  }
}
