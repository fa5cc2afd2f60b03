import CHDF5
import Foundation

/// Builds an HDF5 file in memory: groups in groups, as folders are, with data sets and attributes in them.
///
/// The same calls give the same bytes: the file says nothing about when it was written.
struct HDF5Writer {
  private let file: hid_t

  /// The library keeps its state in globals and must not be called by two threads at once.
  private static let lock = NSLock()

  /// The bytes of the file that `body` fills.
  static func bytes(_ body: (HDF5Writer) throws(ModelError) -> Void) throws(ModelError) -> [UInt8] {
    lock.lock()
    defer { lock.unlock() }
    CHDF5Silence()
    let file = try id(CHDF5FileInMemory())
    defer { H5Fclose(file) }
    try body(HDF5Writer(file: file))
    guard H5Fflush(file, H5F_SCOPE_GLOBAL) >= 0 else { throw failure }
    let count = H5Fget_file_image(file, nil, 0)
    guard count > 0 else { throw failure }
    var bytes = [UInt8](repeating: 0, count: count)
    guard H5Fget_file_image(file, &bytes, count) == count else { throw failure }
    return bytes
  }

  // MARK: - Groups and data sets; paths are those from the root, `layers/dense/vars`

  /// Makes a group, and those on the way to it.
  func addGroup(_ path: String) throws(ModelError) {
    let parents = try Self.id(CHDF5WithParents())
    defer { H5Pclose(parents) }
    H5Gclose(try Self.id(H5Gcreate2(file, path, parents, 0, 0)))
  }

  /// Adds 32-bit floats; as many as `shape` has elements.
  func add(_ values: ArraySlice<Float>, shape: Shape, at path: String) throws(ModelError) {
    try add(values, CHDF5Float32(), shape: shape, at: path)
  }

  /// Adds a whole number.
  func add(_ number: Int64, at path: String) throws(ModelError) {
    try add([number], CHDF5Int64(), shape: [], at: path)
  }

  private func add<Element>(
    _ values: ArraySlice<Element>, _ type: hid_t, shape: Shape, at path: String
  ) throws(ModelError) {
    let space = try Self.space(shape)
    let (parents, timeless) = (CHDF5WithParents(), CHDF5Timeless())
    defer {
      H5Pclose(timeless)
      H5Pclose(parents)
      H5Sclose(space)
    }
    let dataset = try Self.id(H5Dcreate2(file, path, type, space, parents, timeless, 0))
    defer { H5Dclose(dataset) }
    let code = values.withUnsafeBytes { H5Dwrite(dataset, type, 0, 0, 0, $0.baseAddress) }
    guard code >= 0 else { throw Self.failure }
  }

  // MARK: - Attributes of groups

  func setAttribute(_ name: String, of group: String, to text: String) throws(ModelError) {
    try setAttribute(name, of: group, to: [text], shape: [])
  }

  /// An empty list is one of numbers, as h5py makes it.
  func setAttribute(_ name: String, of group: String, to texts: [String]) throws(ModelError) {
    try setAttribute(name, of: group, to: texts, shape: [texts.count])
  }

  private func setAttribute(
    _ name: String, of group: String, to texts: [String], shape: Shape
  ) throws(ModelError) {
    let type = try Self.id(texts.isEmpty ? H5Tcopy(CHDF5Float64()) : CHDF5Text())
    let space = try Self.space(shape)
    defer {
      H5Sclose(space)
      H5Tclose(type)
    }
    let attribute = try Self.id(H5Acreate_by_name(file, group, name, type, space, 0, 0, 0))
    defer { H5Aclose(attribute) }
    guard !texts.isEmpty else { return }
    let strings = texts.map { strdup($0) }
    defer { for string in strings { free(string) } }
    guard H5Awrite(attribute, type, strings) >= 0 else { throw Self.failure }
  }

  // MARK: - The library's results

  private static func space(_ shape: Shape) throws(ModelError) -> hid_t {
    try id(H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil))
  }

  /// What the library made, which it counts by numbers from 1 on.
  private static func id(_ id: hid_t) throws(ModelError) -> hid_t {
    guard id >= 0 else { throw failure }
    return id
  }

  private static var failure: ModelError { ModelError("the HDF5 library cannot write this model") }
}
