import Core

/// What is known of a group or data set: the messages in its header.
struct HDF5Object {
  enum Message: Int {
    case dataspace = 0x1
    case datatype = 0x3
    case externalFiles = 0x7
    case dataLayout = 0x8
    case attribute = 0xC
    case continuation = 0x10
    case symbolTable = 0x11
  }

  let bytes: HDF5Bytes
  private var messages: [(kind: Message, body: Range<Int>, isShared: Bool)] = []

  init(_ bytes: HDF5Bytes, at start: Int) throws(ModelError) {
    self.bytes = bytes
    guard try bytes.byte(at: start) == 1 else {
      throw ModelError("one of its objects is written in HDF5's newer layout, which is not known here")
    }
    var left = try bytes.number(at: start + 2, size: 2)
    var blocks = [try bytes.range(start + 16, count: bytes.number(at: start + 8, size: 4))]
    // A header's messages may go on in another block.
    while let block = blocks.popLast() {
      var place = block.lowerBound
      while left > 0, place + 8 <= block.upperBound {
        try bytes.spend(1)
        left -= 1
        let size = try bytes.number(at: place + 2, size: 2)
        guard size <= block.upperBound - place - 8 else {
          throw .damagedHDF5("a message is longer than its header")
        }
        let body = place + 8..<place + 8 + size
        if let kind = Message(rawValue: try bytes.number(at: place, size: 2)) {
          messages.append((kind, body, try bytes.byte(at: place + 4) & 2 != 0))
          if kind == .continuation {
            blocks.append(
              try bytes.range(
                bytes.address(at: body.lowerBound), count: bytes.address(at: body.lowerBound + 8)))
          }
        }
        place = body.upperBound
      }
    }
  }

  func has(_ kind: Message) -> Bool { messages.contains { $0.kind == kind } }

  /// Where the content of the first message of a kind lies, nil where there is none.
  func message(_ kind: Message) throws(ModelError) -> Range<Int>? {
    guard let message = messages.first(where: { $0.kind == kind }) else { return nil }
    guard !message.isShared else {
      throw ModelError("it shares parts between objects, which is not known here")
    }
    return message.body
  }

  /// The texts of an attribute; nil where there is no such attribute.
  func texts(_ name: String) throws(ModelError) -> [String]? {
    for message in messages where message.kind == .attribute {
      try bytes.spend(1)
      let attribute = try HDF5Attribute(bytes, message.body)
      if attribute.name == name { return try attribute.texts() }
    }
    return nil
  }
}

/// The lengths of the axes of a data set or attribute.
struct HDF5Dataspace {
  let shape: Shape
  let count: Int

  /// From the message at `start`.
  init(_ bytes: HDF5Bytes, at start: Int) throws(ModelError) {
    let version = try bytes.byte(at: start)
    let rank = Int(try bytes.byte(at: start + 1))
    guard (1...2).contains(version), rank <= 32 else { throw .damagedHDF5("a shape cannot be understood") }
    var shape: Shape = []
    for axis in 0..<rank { shape.append(try bytes.address(at: start + (version == 1 ? 8 : 4) + 8 * axis)) }
    // The second version has a kind of space with no elements at all.
    let kind = try bytes.byte(at: start + 3)
    let isEmpty = version == 2 && kind == 2
    guard let count = shape.elementCount else {
      throw .damagedHDF5("the shape \(shape.tupleDescription) is impossible")
    }
    self.shape = isEmpty ? [0] : shape
    self.count = isEmpty ? 0 : count
  }
}

/// How one element is stored.
struct HDF5Datatype {
  enum Kind: Equatable {
    case float
    case integer
    /// A text of a fixed length, filled up with zeros or spaces.
    case text
    /// A text in a heap.
    case textInHeap
    case other(String)
  }

  let kind: Kind
  /// Bytes.
  let size: Int

  /// From the message at `start`.
  init(_ bytes: HDF5Bytes, at start: Int) throws(ModelError) {
    size = try bytes.number(at: start + 4, size: 4)
    let bits = try bytes.number(at: start + 1, size: 3)
    switch try bytes.byte(at: start) & 0x0F {
    case 0: kind = bits & 1 == 0 ? .integer : .other("big-endian numbers")
    case 1:
      // Size and place of exponent and mantissa as in IEEE 754.
      let layouts: [Int: [UInt8]] = [
        4: [0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0], 8: [0, 0, 64, 0, 52, 11, 0, 52, 255, 3, 0, 0],
      ]
      let isKnown = bits & 0x41 == 0 && layouts[size].map { bytes.matches($0, at: start + 8) } ?? false
      kind = isKnown ? .float : .other("floats of another kind than 32 or 64 bits")
    case 3: kind = .text
    case 9: kind = bits & 0x0F == 1 ? .textInHeap : .other("lists of differing lengths")
    case 6: kind = .other("compounds")
    default: kind = .other("something other than numbers")
    }
  }
}
