import CHDF5
import Core
import Foundation

/// Builds an HDF5 file in memory: groups in groups, as folders are, with data sets and attributes in them.
///
/// Equal calls give equal bytes: the file says nothing about when it was written.
struct HDF5Writer {
  private let hdf5: hdf5_library
  private let file: hid_t

  /// The library keeps its state in globals and must not be called by two threads at once.
  private static let lock = NSLock()

  /// The bytes of the file that `body` fills.
  static func bytes(_ body: (HDF5Writer) throws(ModelError) -> Void) throws(ModelError) -> [UInt8] {
    lock.lock()
    defer { lock.unlock() }
    guard let hdf5 = HDF5Library.shared else {
      throw ModelError("saving needs the HDF5 library, which is not installed (Debian's package libhdf5-dev)")
    }
    let file = try id(withUnsafePointer(to: hdf5) { hdf5_file_in_memory($0) })
    defer { _ = hdf5.H5Fclose(file) }
    try body(HDF5Writer(hdf5: hdf5, file: file))
    guard hdf5.H5Fflush(file, H5F_SCOPE_GLOBAL) >= 0 else { throw failure }
    let count = hdf5.H5Fget_file_image(file, nil, 0)
    guard count > 0 else { throw failure }
    var bytes = [UInt8](repeating: 0, count: count)
    guard hdf5.H5Fget_file_image(file, &bytes, count) == count else { throw failure }
    return bytes
  }

  // MARK: - Groups and data sets; paths are those from the root, `layers/dense/vars`

  /// Makes a group, and those on the way to it.
  func addGroup(_ path: String) throws(ModelError) {
    let parents = try Self.id(withParents)
    defer { _ = hdf5.H5Pclose(parents) }
    _ = hdf5.H5Gclose(try Self.id(hdf5.H5Gcreate2(file, path, parents, 0, 0)))
  }

  /// Adds 32-bit floats; as many as `shape` has elements.
  func add(_ values: ArraySlice<Float>, shape: Shape, at path: String) throws(ModelError) {
    try add(values, hdf5.H5T_IEEE_F32LE, shape: shape, at: path)
  }

  /// Adds a whole number.
  func add(_ number: Int64, at path: String) throws(ModelError) {
    try add([number], hdf5.H5T_STD_I64LE, shape: [], at: path)
  }

  private func add<Element>(
    _ values: ArraySlice<Element>, _ type: hid_t, shape: Shape, at path: String
  ) throws(ModelError) {
    let space = try self.space(shape)
    let (parents, timeless) = (withParents, self.timeless)
    defer {
      _ = hdf5.H5Pclose(timeless)
      _ = hdf5.H5Pclose(parents)
      _ = hdf5.H5Sclose(space)
    }
    let dataset = try Self.id(hdf5.H5Dcreate2(file, path, type, space, parents, timeless, 0))
    defer { _ = hdf5.H5Dclose(dataset) }
    let code = values.withUnsafeBytes { hdf5.H5Dwrite(dataset, type, 0, 0, 0, $0.baseAddress) }
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
    let type = try Self.id(texts.isEmpty ? hdf5.H5Tcopy(hdf5.H5T_IEEE_F64LE) : textType)
    let space = try self.space(shape)
    defer {
      _ = hdf5.H5Sclose(space)
      _ = hdf5.H5Tclose(type)
    }
    let attribute = try Self.id(hdf5.H5Acreate_by_name(file, group, name, type, space, 0, 0, 0))
    defer { _ = hdf5.H5Aclose(attribute) }
    guard !texts.isEmpty else { return }
    let strings = texts.map { strdup($0) }
    defer { for string in strings { free(string) } }
    guard hdf5.H5Awrite(attribute, type, strings) >= 0 else { throw Self.failure }
  }

  // MARK: - What the library makes

  private var textType: hid_t { withUnsafePointer(to: hdf5) { hdf5_text_type($0) } }
  private var withParents: hid_t { withUnsafePointer(to: hdf5) { hdf5_with_parents($0) } }
  private var timeless: hid_t { withUnsafePointer(to: hdf5) { hdf5_timeless($0) } }

  private func space(_ shape: Shape) throws(ModelError) -> hid_t {
    try Self.id(hdf5.H5Screate_simple(Int32(shape.count), shape.map { hsize_t($0) }, nil))
  }

  /// What the library made, which it counts by numbers from 1 on.
  private static func id(_ id: hid_t) throws(ModelError) -> hid_t {
    guard id >= 0 else { throw failure }
    return id
  }

  private static var failure: ModelError { ModelError("the HDF5 library cannot write this model") }
}
