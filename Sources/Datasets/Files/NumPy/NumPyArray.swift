import NeuralNetwork

/// An array of numbers as NumPy holds it, its elements in C order.
struct NumPyArray {
  let shape: Shape
  let type: NumPyType
  let elements: NumPyElements

  /// Larger arrays are refused, so that a file cannot ask for all the memory.
  static let greatestSize = Int(Int32.max)
  /// The most axes that NumPy 1 gives an array.
  static let greatestRank = 32

  /// - Throws: ``DatasetError`` naming `place` where `raw` has not as many bytes as the shape needs.
  init(_ raw: [UInt8], shape: Shape, type: NumPyType, isFortran: Bool, place: String) throws {
    let needed = try Self.size(shape: shape, type: type, place: place)
    guard raw.count == needed else {
      throw DatasetError(
        "\(place) is damaged: shape \(shape.tupleDescription) of \(type.name) needs \(needed) bytes, "
          + "found \(raw.count)")
    }
    self.shape = shape
    self.type = type
    let decoded = NumPyElements(raw, type: type)
    elements = isFortran ? decoded.fromFortranOrder(shape) : decoded
  }

  /// How many bytes the elements of such an array take.
  static func size(shape: Shape, type: NumPyType, place: String) throws -> Int {
    guard let count = shape.elementCount, count <= greatestSize / type.size else {
      throw DatasetError(
        "\(place) is damaged or too large: its header promises shape \(shape.tupleDescription) of "
          + "\(type.name), and at most \(greatestSize) bytes are read")
    }
    return count * type.size
  }

  // MARK: - As images and labels

  /// The array as images: (N, height, width), (N, height, width, channels), or (N, pixels) of square images.
  func images(place: String) throws -> Tensor {
    guard !shape.contains(0) else {
      throw DatasetError("\(place) holds no images: its shape is \(shape.tupleDescription)")
    }
    var shape = shape
    if shape.count == 2, let side = squareSide(of: shape[1]) { shape = [shape[0], side, side, 1] }
    guard (3...4).contains(shape.count) else {
      throw DatasetError(
        "\(place) has shape \(shape.tupleDescription); images are (N, height, width) or "
          + "(N, height, width, channels)")
    }
    switch elements {
    case .bytes(let bytes): return Tensor(shape: shape, bytes: bytes)
    case .floats(let floats): return Tensor(shape: shape, floats: floats)
    }
  }

  /// The array as class numbers, of shape (N,) or (N, 1).
  func classes(place: String) throws -> [Int32] {
    guard let count = shape.first, shape.dropFirst().allSatisfy({ $0 == 1 }) else {
      throw DatasetError(
        "\(place) has shape \(shape.tupleDescription); labels are class numbers of shape (N,)")
    }
    switch elements {
    case .bytes(let bytes): return bytes.map(Int32.init)
    case .floats(let floats):
      return try (0..<count).map { i in
        let number = floats[i]
        guard number >= 0, number <= Float(SplitContent.greatestClass), number.rounded() == number else {
          throw DatasetError(
            "\(place): label \(i) is \(number); class numbers are whole, from 0 to "
              + "\(SplitContent.greatestClass)")
        }
        return Int32(clamping: number)
      }
    }
  }
}

/// The side of a square image with so many pixels, nil where they make none of at least 4x4.
func squareSide(of pixels: Int) -> Int? {
  let side = Int(clamping: Double(max(0, pixels)).squareRoot().rounded())
  return side >= 4 && side.multipliedReportingOverflow(by: side) == (pixels, false) ? side : nil
}
