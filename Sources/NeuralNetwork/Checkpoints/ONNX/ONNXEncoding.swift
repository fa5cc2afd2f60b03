import COnnx
import Core

extension ONNXModel {
  /// The model as the bytes of a file; the same model gives the same bytes.
  func encoded() -> [UInt8] {
    let memory = Arena()
    var graph = Onnx__GraphProto()
    onnx__graph_proto__init(&graph)
    graph.name = memory.text(name)
    (graph.node, graph.n_node) = memory.messages(nodes) { memory.message($0) }
    (graph.initializer, graph.n_initializer) = memory.messages(constants) { memory.message($0) }
    (graph.input, graph.n_input) = memory.messages(inputs) { memory.message($0) }
    (graph.output, graph.n_output) = memory.messages(outputs) { memory.message($0) }
    var model = Onnx__ModelProto()
    onnx__model_proto__init(&model)
    (model.has_ir_version, model.ir_version) = (1, Int64(Self.writtenVersion))
    model.producer_name = memory.text(producer)
    model.producer_version = memory.text(Version.number)
    (model.graph, model.n_graph) = memory.messages([graph]) { $0 }
    (model.opset_import, model.n_opset_import) = memory.messages([operators]) { version in
      var set = Onnx__OperatorSetIdProto()
      onnx__operator_set_id_proto__init(&set)
      set.domain = memory.text("")
      (set.has_version, set.version) = (1, Int64(version))
      return set
    }
    return [UInt8](unsafeUninitializedCapacity: onnx__model_proto__get_packed_size(&model)) { buffer, count in
      count = buffer.baseAddress.map { onnx__model_proto__pack(&model, $0) } ?? 0
    }
  }
}

/// Memory for messages and what they point to, freed all at once.
private final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = []

  deinit { for block in blocks { block.deallocate() } }

  /// The elements, one after the other, and their number.
  func array<Element>(_ elements: [Element]) -> (UnsafeMutablePointer<Element>?, Int) {
    guard !elements.isEmpty else { return (nil, 0) }
    let pointer = UnsafeMutablePointer<Element>.allocate(capacity: elements.count)
    pointer.initialize(from: elements, count: elements.count)
    blocks.append(UnsafeMutableRawPointer(pointer))
    return (pointer, elements.count)
  }

  func text(_ text: String) -> UnsafeMutablePointer<CChar>? { array(Array(text.utf8CString)).0 }

  func data(_ bytes: [UInt8]) -> ProtobufCBinaryData {
    let (pointer, count) = array(bytes)
    return ProtobufCBinaryData(len: count, data: pointer)
  }

  /// A message for each element.
  func messages<Element, Message>(
    _ elements: [Element], _ message: (Element) -> Message
  ) -> (UnsafeMutablePointer<UnsafeMutablePointer<Message>?>?, Int) {
    array(elements.map { array([message($0)]).0 })
  }

  func message(_ node: ONNXNode) -> Onnx__NodeProto {
    var message = Onnx__NodeProto()
    onnx__node_proto__init(&message)
    message.name = text(node.name)
    message.op_type = text(node.operation)
    if !node.domain.isEmpty { message.domain = text(node.domain) }
    if !node.note.isEmpty { message.doc_string = text(node.note) }
    (message.input, message.n_input) = array(node.inputs.map(text))
    (message.output, message.n_output) = array(node.outputs.map(text))
    (message.attribute, message.n_attribute) = messages(node.attributes.sorted { $0.key < $1.key }) {
      self.message($0.key, $0.value)
    }
    return message
  }

  /// Source: AttributeProto.AttributeType in onnx.proto.
  private func message(_ name: String, _ value: ONNXAttribute) -> Onnx__AttributeProto {
    var message = Onnx__AttributeProto()
    onnx__attribute_proto__init(&message)
    message.name = text(name)
    message.has_type = 1
    switch value {
    case .number(let number): (message.type, message.has_f, message.f) = (1, 1, number)
    case .integer(let number): (message.type, message.has_i, message.i) = (2, 1, Int64(number))
    case .text(let text): (message.type, message.has_s, message.s) = (3, 1, data(Array(text.utf8)))
    case .tensor(let tensor):
      message.type = 4
      (message.t, message.n_t) = messages([tensor]) { self.message($0) }
    case .numbers(let numbers):
      message.type = 6
      (message.floats, message.n_floats) = array(numbers)
    case .integers(let numbers):
      message.type = 7
      (message.ints, message.n_ints) = array(numbers.map(Int64.init))
    case .other: break
    }
    return message
  }

  func message(_ tensor: ONNXTensor) -> Onnx__TensorProto {
    var message = Onnx__TensorProto()
    onnx__tensor_proto__init(&message)
    message.name = text(tensor.name)
    (message.dims, message.n_dims) = array(tensor.shape.map(Int64.init))
    (message.has_data_type, message.has_raw_data) = (1, 1)
    switch tensor.values {
    case .floats(let floats):
      message.data_type = Int32(ONNXTensorType.float.rawValue)
      message.raw_data = data(littleEndian(floats.map(\.bitPattern)))
    case .integers(let integers):
      message.data_type = Int32(ONNXTensorType.int64.rawValue)
      message.raw_data = data(littleEndian(integers))
    case .other(let type): message.data_type = Int32(clamping: type)
    }
    return message
  }

  func message(_ info: ONNXValueInfo) -> Onnx__ValueInfoProto {
    var shape = Onnx__TensorShapeProto()
    onnx__tensor_shape_proto__init(&shape)
    (shape.dim, shape.n_dim) = messages(info.shape ?? []) { length in
      var dimension = Onnx__DimensionProto()
      onnx__dimension_proto__init(&dimension)
      if let length {
        (dimension.has_dim_value, dimension.dim_value) = (1, Int64(length))
      } else {
        dimension.dim_param = text("batch")
      }
      return dimension
    }
    var tensor = Onnx__TensorTypeProto()
    onnx__tensor_type_proto__init(&tensor)
    (tensor.has_elem_type, tensor.elem_type) = (1, Int32(clamping: info.type))
    (tensor.shape, tensor.n_shape) = messages([shape]) { $0 }
    var type = Onnx__TypeProto()
    onnx__type_proto__init(&type)
    (type.tensor_type, type.n_tensor_type) = messages([tensor]) { $0 }
    var message = Onnx__ValueInfoProto()
    onnx__value_info_proto__init(&message)
    message.name = text(info.name)
    (message.type, message.n_type) = messages([type]) { $0 }
    return message
  }
}
