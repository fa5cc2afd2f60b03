import Core

/// Numbers with a shape. They are read when asked for, when the caller has seen that the shape is the one it expects.
struct HDF5Dataset {
  let shape: Shape
  private let type: HDF5Datatype
  private let bytes: HDF5Bytes
  private let data: Range<Int>

  init(_ object: HDF5Object) throws(ModelError) {
    bytes = object.bytes
    guard let space = try object.message(.dataspace), let type = try object.message(.datatype),
      let layout = try object.message(.dataLayout)
    else { throw ModelError("there is a group where numbers should be") }
    guard !object.has(.externalFiles) else { throw ModelError("its numbers lie in another file") }
    let dataspace = try HDF5Dataspace(bytes, at: space.lowerBound)
    self.type = try HDF5Datatype(bytes, at: type.lowerBound)
    shape = dataspace.shape
    let (size, overflow) = dataspace.count.multipliedReportingOverflow(by: self.type.size)
    guard !overflow else { throw .damagedHDF5("the shape \(shape.tupleDescription) is impossible") }
    data = try Self.place(of: size, bytes, layout: layout.lowerBound)
  }

  /// Where the numbers lie.
  private static func place(
    of size: Int, _ bytes: HDF5Bytes, layout: Int
  ) throws(ModelError) -> Range<Int> {
    guard (3...4).contains(try bytes.byte(at: layout)) else {
      throw ModelError("its numbers are laid out in a way that is not known here")
    }
    let start: Int
    switch try bytes.byte(at: layout + 1) {
    case 0: start = layout + 4
    case 1: start = try bytes.address(at: layout + 2)
    default:
      throw ModelError("its numbers are stored in pieces or compressed; Keras stores them in one piece")
    }
    return try bytes.range(size == 0 ? 0 : start, count: size)
  }

  /// All numbers, row-major, as 32-bit floats.
  func floats() throws(ModelError) -> [Float] {
    try bytes.spend(data.count / 8)
    switch (type.kind, type.size) {
    case (.float, 4): return bytes.values(data, as: Float.self)
    case (.float, 8): return bytes.values(data, as: Double.self)
    // Counts, such as those of a Normalization.
    case (.integer, 1...8) where shape.isEmpty: return [Float(try integer())]
    case (.other(let found), _): throw ModelError("it has \(found), where 32-bit floats were expected")
    default: throw ModelError("it has no floats, where 32-bit floats were expected")
    }
  }

  /// The only number of a data set of one whole number.
  func integer() throws(ModelError) -> Int {
    guard type.kind == .integer, shape.elementCount == 1, (1...8).contains(type.size) else {
      throw ModelError("it has no whole number where one was expected")
    }
    return try bytes.number(at: data.lowerBound, size: type.size)
  }
}
