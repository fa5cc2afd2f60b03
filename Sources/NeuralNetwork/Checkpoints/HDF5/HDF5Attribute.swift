/// A named value of a group: here a text or a list of texts.
struct HDF5Attribute {
  let name: String
  private let bytes: HDF5Bytes
  private let type: HDF5Datatype
  private let count: Int
  private let data: Int

  /// From the message in `body`.
  init(_ bytes: HDF5Bytes, _ body: Range<Int>) throws(ModelError) {
    self.bytes = bytes
    let start = body.lowerBound
    let version = try bytes.byte(at: start)
    guard (1...3).contains(version) else { throw .damagedHDF5("an attribute cannot be understood") }
    // Name, type and shape follow one another, in the first version each filled up to a multiple of 8 bytes.
    var sizes: [Int] = []
    for field in 1...3 { sizes.append(try bytes.number(at: start + 2 * field, size: 2)) }
    if version == 1 { sizes = sizes.map { ($0 + 7) / 8 * 8 } }
    let nameStart = start + (version == 3 ? 9 : 8)
    name = bytes.text(try bytes.range(nameStart, count: sizes[0]))
    type = try HDF5Datatype(bytes, at: nameStart + sizes[0])
    count = try HDF5Dataspace(bytes, at: nameStart + sizes[0] + sizes[1]).count
    data = nameStart + sizes.reduce(0, +)
  }

  /// The texts; an empty list of any type is an empty list of texts.
  func texts() throws(ModelError) -> [String] {
    guard count > 0 else { return [] }
    guard type.kind == .text || type.kind == .textInHeap else {
      throw ModelError("its attribute \(name) has no text")
    }
    let (size, overflow) = count.multipliedReportingOverflow(by: type.size)
    let all = try bytes.range(data, count: overflow ? .max : size)
    var texts: [String] = []
    for k in 0..<count {
      let start = all.lowerBound + k * type.size
      let text = type.kind == .text ? start..<start + type.size : try textInHeap(at: start)
      try bytes.spend(1 + text.count)
      texts.append(bytes.text(text))
    }
    return texts
  }

  /// Where a text in the heap lies: its length, the address of a collection and a number in it are stored at `start`.
  private func textInHeap(at start: Int) throws(ModelError) -> Range<Int> {
    let length = try bytes.number(at: start, size: 4)
    let collection = try bytes.address(at: start + 4)
    let index = try bytes.number(at: start + 12, size: 4)
    if length == 0 { return 0..<0 }
    try bytes.expect("GCOL", at: collection)
    let all = try bytes.range(collection, count: bytes.address(at: collection + 8))
    var place = all.lowerBound + 16
    while place + 16 <= all.upperBound {
      try bytes.spend(1)
      let found = try bytes.number(at: place, size: 2)
      let size = try bytes.address(at: place + 8)
      guard size <= all.upperBound - place - 16 else { break }
      if found == index, length <= size { return place + 16..<place + 16 + length }
      // Number 0 is the free space at the end.
      if found == 0 { break }
      place += 16 + (size + 7) / 8 * 8
    }
    throw .damagedHDF5("the text of \(name) is missing")
  }
}
