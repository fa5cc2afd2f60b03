import CZlib
import Foundation

/// A folder of its own for one test, removed with the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("datasets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }
}

/// An IDX file: the header, then the elements as they are.
func idx(_ shape: [Int], _ elements: [UInt8], type: UInt8 = 0x08) -> [UInt8] {
  let lengths = shape.flatMap { length in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } }
  return [0, 0, type, UInt8(shape.count)] + lengths + elements
}

/// `bytes` as a gzip file.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + 1024)
  // 15 + 16: the largest window, in a gzip file.
  deflateInit2_(
    &stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  let written = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      deflate(&stream, Z_FINISH)
      return output.count - Int(stream.avail_out)
    }
  }
  deflateEnd(&stream)
  return Array(output.prefix(written))
}

/// Three 2x2 images with the labels 0, 2, 1, as MNIST names its files.
func writeSmallSet(to folder: TemporaryFolder, prefix: String = "train", gzipped: Bool = false) throws {
  let suffix = gzipped ? ".gz" : ""
  let images = idx([3, 2, 2], Array(1...12))
  let labels = idx([3], [0, 2, 1])
  try folder.write(gzipped ? gzip(images) : images, to: "\(prefix)-images-idx3-ubyte\(suffix)")
  try folder.write(gzipped ? gzip(labels) : labels, to: "\(prefix)-labels-idx1-ubyte\(suffix)")
}
