/// An HDF5 file that is open for reading: what Keras (through h5py) and ``HDF5Writer`` write.
///
/// Source of the format: The HDF Group, "HDF5 File Format Specification Version 3.0", sections II to IV. Of it there
/// is what a file has that every version of the library can read: superblock 0, object headers 1, groups with a symbol
/// table, and data sets in one piece. Links, which could lead to another file, are refused.
struct HDF5File {
  let root: HDF5Group

  private static let signature = [0x89] + Array("HDF\r\n\u{1A}\n".utf8)

  static func isHDF5(_ bytes: [UInt8]) -> Bool { bytes.starts(with: signature) }

  init(_ bytes: [UInt8]) throws(ModelError) {
    guard Self.isHDF5(bytes) else { throw ModelError("it is not an HDF5 file") }
    let bytes = HDF5Bytes(bytes)
    let version = try bytes.byte(at: 8)
    guard version <= 1 else {
      throw ModelError(
        "it is written in HDF5's newer layout (superblock \(version)), which is not known here; Keras writes "
          + "superblock 0")
    }
    guard try bytes.byte(at: 13) == 8, try bytes.byte(at: 14) == 8 else {
      throw .damagedHDF5("its addresses do not have 8 bytes")
    }
    // Version 1 has four bytes more in front of the addresses.
    let addresses = version == 0 ? 24 : 28
    let end = try bytes.address(at: addresses + 16)
    guard end <= bytes.count else {
      throw ModelError("the file is cut off: it has \(bytes.count) of its \(end) bytes")
    }
    root = try HDF5Group(HDF5Object(bytes, at: bytes.address(at: addresses + 40)))
  }
}

/// A group: attributes, and objects under their names.
struct HDF5Group {
  private let object: HDF5Object
  /// Where the members lie; nil for a link.
  private let members: [String: Int?]

  init(_ object: HDF5Object) throws(ModelError) {
    self.object = object
    guard let table = try object.message(.symbolTable) else {
      throw ModelError(
        object.has(.dataLayout)
          ? "there are numbers where a group should be"
          : "one of its groups is written in HDF5's newer layout or links to another file; neither is read here"
      )
    }
    members = try Self.members(
      object.bytes, tree: object.bytes.address(at: table.lowerBound),
      heap: object.bytes.address(at: table.lowerBound + 8))
  }

  /// The members' names, in alphabetical order.
  var names: [String] { members.keys.sorted() }

  func contains(_ name: String) -> Bool { members[name] != nil }

  /// The object at a path such as `conv2d/kernel`. - Throws: where there is none.
  private func object(at path: String) throws(ModelError) -> HDF5Object {
    let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
    guard let first = parts.first, let place = members[first] else {
      throw ModelError("there is no '\(path)' in it")
    }
    guard let place else { throw ModelError("'\(first)' is a link, which is not followed") }
    try object.bytes.spend(1)
    let member = try HDF5Object(object.bytes, at: place)
    return parts.count == 1 ? member : try HDF5Group(member).object(at: parts[1])
  }

  func group(_ path: String) throws(ModelError) -> HDF5Group { try HDF5Group(object(at: path)) }

  func dataset(_ path: String) throws(ModelError) -> HDF5Dataset { try HDF5Dataset(object(at: path)) }

  /// The texts of an attribute, one or many; nil where there is no such attribute.
  func texts(_ attribute: String) throws(ModelError) -> [String]? { try object.texts(attribute) }

  // MARK: - The symbol table: a tree of tables of entries, whose names lie in a heap

  private static func members(
    _ bytes: HDF5Bytes, tree: Int, heap: Int
  ) throws(ModelError) -> [String: Int?] {
    try bytes.expect("HEAP", at: heap)
    let names = try bytes.range(bytes.address(at: heap + 24), count: bytes.address(at: heap + 8))
    var members: [String: Int?] = [:]
    try walk(bytes, node: tree, level: nil) { (table) throws(ModelError) in
      try bytes.expect("SNOD", at: table)
      for k in 0..<(try bytes.number(at: table + 6, size: 2)) {
        try bytes.spend(1)
        let entry = table + 8 + 40 * k
        let name = try bytes.address(at: entry)
        guard name < names.count else { throw .damagedHDF5("a name lies outside its table") }
        let start = names.lowerBound + name
        let text = bytes.text(start..<min(names.upperBound, start + longestName))
        try bytes.spend(text.utf8.count)
        // Type 2 is a link to a path.
        let isLink = try bytes.number(at: entry + 16, size: 4) == 2
        members.updateValue(isLink ? nil : try bytes.address(at: entry + 8), forKey: text)
      }
    }
    return members
  }

  private static let longestName = 1024

  /// Visits the tables below a node of the tree. Each level is one less than that of its parent.
  private static func walk(
    _ bytes: HDF5Bytes, node: Int, level: Int?, _ visit: (Int) throws(ModelError) -> Void
  ) throws(ModelError) {
    try bytes.expect("TREE", at: node)
    let found = try Int(bytes.byte(at: node + 5))
    guard try bytes.byte(at: node + 4) == 0, level == nil || found == level else {
      throw .damagedHDF5("the levels of a group's tree are mixed up")
    }
    for k in 0..<(try bytes.number(at: node + 6, size: 2)) {
      try bytes.spend(1)
      let child = try bytes.address(at: node + 32 + 16 * k)
      if found == 0 {
        try visit(child)
      } else {
        try walk(bytes, node: child, level: found - 1, visit)
      }
    }
  }
}
