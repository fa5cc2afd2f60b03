/// An array of numbers with a shape, row-major; the first axis counts the rows (images, samples).
///
/// Images stay the bytes they were read as until someone asks for floats: a byte has only 256 values, so
/// arithmetic with a number, such as `(x - 128) / 128`, is applied to a table of those values and not to the
/// pixels. The floats are the same as if every pixel had been computed; only the memory is a quarter.
/// Rows can be chosen and reordered (`shuffle`, slices, splits) without a copy of the pixels.
public struct Tensor: Sendable {
  /// What NumPy would call the type of the elements.
  public enum DType: String, Sendable {
    case uint8, float32
  }

  package enum Storage: Sendable {
    case floats([Float])
    /// Element k has the value `values[codes[k]]`; 256 values.
    case bytes([UInt8], values: [Float])
    /// Element k has the value `values[codes[k]]`; 65,536 values at most, as the sum of three bytes needs.
    case words([UInt16], values: [Float])
  }

  public let shape: Shape
  public let dtype: DType
  package let storage: Storage
  /// The rows of the storage that are rows of this tensor, in order; nil for all of them.
  let rows: [Int32]?
  /// The least and the greatest value that an element can have by what the array was made from: 0 and 255 for bytes, 0 and
  /// 1 for bytes that were divided by 255. Nil where nobody knows, as for floats that were read. (What the elements have in
  /// fact is ``range``, which differs from one set of images to the next.)
  public let limits: ClosedRange<Float>?

  init(
    shape: Shape, dtype: DType, storage: Storage, rows: [Int32]?, limits: ClosedRange<Float>? = nil
  ) {
    self.shape = shape
    self.dtype = dtype
    self.storage = storage
    self.rows = rows
    self.limits = dtype == .uint8 ? 0...255 : limits
  }

  /// A tensor of bytes. `bytes.count` must be the shape's element count.
  public init(shape: Shape, bytes: [UInt8]) {
    precondition(shape.elementCount == bytes.count)
    self.init(
      shape: shape, dtype: .uint8, storage: .bytes(bytes, values: (0..<256).map(Float.init)), rows: nil)
  }

  /// A tensor of floats. `floats.count` must be the shape's element count.
  public init(shape: Shape, floats: [Float], limits: ClosedRange<Float>? = nil) {
    precondition(shape.elementCount == floats.count)
    self.init(shape: shape, dtype: .float32, storage: .floats(floats), rows: nil, limits: limits)
  }

  /// The tensor with these limits, where those of the array are not known.
  public func within(_ limits: ClosedRange<Float>?) -> Tensor {
    Tensor(shape: shape, dtype: dtype, storage: storage, rows: rows, limits: self.limits ?? limits)
  }

  /// The number of rows (the first axis); 1 for a scalar.
  public var count: Int { shape.first ?? 1 }

  /// The shape of one row: `[28, 28, 1]` for images.
  public var rowShape: Shape { Array(shape.dropFirst()) }

  /// The number of elements of one row.
  public var rowSize: Int { rowShape.reduce(1, *) }

  /// The memory of the elements, those of other rows of the same storage left out.
  public var bytes: Int {
    let size =
      switch storage {
      case .floats: 4
      case .words: 2
      case .bytes: 1
      }
    return [shape.elementCount ?? .max, size].elementCount ?? .max
  }

  /// Where row `i` lies in the storage, in rows.
  package func storageRow(_ i: Int) -> Int { rows.map { Int($0[i]) } ?? i }

  // MARK: - Reading

  /// Calls `body` with each element of row `i`, or those of `range` in it, in order.
  @inline(__always)
  func forEachElement(ofRow i: Int, in range: Range<Int>? = nil, _ body: (Int, Float) -> Void) {
    let range = range ?? 0..<rowSize
    let start = storageRow(i) * rowSize
    switch storage {
    case .floats(let floats):
      floats.withUnsafeBufferPointer { for k in range { body(k, $0[start + k]) } }
    case .bytes(let codes, let values):
      codes.withUnsafeBufferPointer { codes in
        values.withUnsafeBufferPointer { for k in range { body(k, $0[Int(codes[start + k])]) } }
      }
    case .words(let codes, let values):
      codes.withUnsafeBufferPointer { codes in
        values.withUnsafeBufferPointer { for k in range { body(k, $0[Int(codes[start + k])]) } }
      }
    }
  }

  /// Row `i`, or the elements of `range` in it, as floats.
  public func floats(ofRow i: Int, in range: Range<Int>? = nil) -> [Float] {
    let range = range ?? 0..<rowSize
    var result = [Float](repeating: 0, count: range.count)
    forEachElement(ofRow: i, in: range) { result[$0 - range.lowerBound] = $1 }
    return result
  }

  /// Row `i`, or the elements of `range` in it, as bytes; nil where the elements are floats.
  public func bytes(ofRow i: Int, in range: Range<Int>? = nil) -> [UInt8]? {
    guard dtype == .uint8, case .bytes(let bytes, _) = storage else { return nil }
    let range = range ?? 0..<rowSize
    let start = storageRow(i) * rowSize
    return Array(bytes[start + range.lowerBound..<start + range.upperBound])
  }

  /// All elements as floats, row after row.
  public var floats: [Float] {
    if case .floats(let floats) = storage, rows == nil { return floats }
    var result: [Float] = []
    result.reserveCapacity(count * rowSize)
    for i in 0..<count { forEachElement(ofRow: i) { result.append($1) } }
    return result
  }

  /// The least and the greatest element, or nil where there is none.
  public var range: ClosedRange<Float>? {
    var low = Float.infinity
    var high = -Float.infinity
    for i in 0..<count {
      forEachElement(ofRow: i) {
        low = min(low, $1)
        high = max(high, $1)
      }
    }
    return low <= high ? low...high : nil
  }

  // MARK: - Choosing rows

  /// The rows at `indices`, in that order, sharing this tensor's elements. Each index must be a row.
  public func selecting(_ indices: [Int32]) -> Tensor {
    let chosen = rows.map { rows in indices.map { rows[Int($0)] } } ?? indices
    return Tensor(
      shape: [indices.count] + rowShape, dtype: dtype, storage: storage, rows: chosen, limits: limits)
  }

  /// The rows of `range`, sharing this tensor's elements. The range must lie within 0..<count.
  public func selecting(_ range: Range<Int>) -> Tensor { selecting(range.map(Int32.init)) }

  /// Row `i` as a tensor of its own, without the first axis.
  public func row(_ i: Int) -> Tensor {
    if let bytes = bytes(ofRow: i) { return Tensor(shape: rowShape, bytes: bytes) }
    return Tensor(shape: rowShape, floats: floats(ofRow: i), limits: limits)
  }

  // MARK: - Values

  /// How many bytes a copy of the elements takes; nothing where they are codes, which ``map(limits:_:)`` shares.
  public var bytesToMap: Int? {
    if case .floats = storage { return [shape.elementCount ?? .max, MemoryLayout<Float>.size].elementCount }
    return 0
  }

  /// `f` of every element. The result is float32. `limits` are those of the results, where they are known.
  public func map(limits: ClosedRange<Float>? = nil, _ f: (Float) -> Float) -> Tensor {
    switch storage {
    case .bytes(let codes, let values):
      return Tensor(
        shape: shape, dtype: .float32, storage: .bytes(codes, values: values.map(f)), rows: rows,
        limits: limits)
    case .words(let codes, let values):
      return Tensor(
        shape: shape, dtype: .float32, storage: .words(codes, values: values.map(f)), rows: rows,
        limits: limits)
    case .floats:
      return Tensor(shape: shape, floats: floats.map(f), limits: limits)
    }
  }

  /// `f` of every element, for an `f` that rises all along, or falls: the limits go with it. The result is float32.
  public func mapMonotonically(_ f: (Float) -> Float) -> Tensor {
    map(limits: limits.flatMap { ClosedRange(between: f($0.lowerBound), f($0.upperBound)) }, f)
  }

  /// The elements in another shape with as many rows and as many elements, or nil where they differ.
  public func reshaped(_ newShape: Shape) -> Tensor? {
    guard newShape.elementCount == count * rowSize, let first = newShape.first else { return nil }
    if first == count {
      return Tensor(shape: newShape, dtype: dtype, storage: storage, rows: rows, limits: limits)
    }
    if dtype == .uint8 {
      return Tensor(shape: newShape, bytes: floats.map { UInt8(clamping: $0) })
    }
    return Tensor(shape: newShape, floats: floats, limits: limits)
  }

  /// The mean over the last axis (the channels), which is kept with length 1: grayscale.
  public func channelMean() -> Tensor {
    let channels = shape.last ?? 1
    let newShape = Shape(shape.dropLast()) + [1]
    // The sum of the bytes of a few channels is a small integer: 16-bit codes keep it exactly.
    if dtype == .uint8, shape.count > 1, case .bytes(let codes, _) = storage,
      channels * 255 <= Int(UInt16.max), channels > 0
    {
      var sums = [UInt16](repeating: 0, count: codes.count / channels)
      codes.withUnsafeBufferPointer { codes in
        for k in sums.indices {
          var sum: UInt16 = 0
          for c in 0..<channels { sum &+= UInt16(codes[k * channels + c]) }
          sums[k] = sum
        }
      }
      let values = (0...channels * 255).map { Float($0) / Float(channels) }
      return Tensor(
        shape: newShape, dtype: .float32, storage: .words(sums, values: values), rows: rows, limits: limits)
    }
    let all = floats
    guard channels > 0 else { return Tensor(shape: newShape, floats: []) }
    let means = (0..<all.count / channels).map { k in
      var sum: Float = 0
      for c in 0..<channels { sum += all[k * channels + c] }
      return sum / Float(channels)
    }
    return Tensor(shape: newShape, floats: means, limits: limits)
  }
}

extension ClosedRange<Float> {
  /// The range with these ends, whichever is the lower one; nil where one of them is not finite.
  public init?(between a: Float, _ b: Float) {
    guard a.isFinite, b.isFinite else { return nil }
    self = Swift.min(a, b)...Swift.max(a, b)
  }
}
