import Core

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
    // The bytes of the file, and the numbers that are made of them.
    if let refusal = MachineMemory.refusal(
      of: "shape \(shape.tupleDescription) of \(type.name)",
      bytes: count * type.size + count * (type.size == 1 ? 0 : 4))
    {
      throw DatasetError("\(place): \(refusal)")
    }
    return count * type.size
  }

  // MARK: - As images and labels

  /// The array as images: (N, height, width), (N, height, width, channels), (N, channels, height, width), which is
  /// turned, or (N, pixels) of square images.
  /// - Parameters:
  ///   - place: what errors call the array.
  ///   - title: what notes call it: the same on every machine.
  /// - Returns: the images, and a sentence on what was taken for what where the shape alone does not say it.
  func images(place: String, title: String) throws -> (images: Tensor, notes: [String]) {
    guard !shape.contains(0) else {
      throw DatasetError("\(place) holds no images: its shape is \(shape.tupleDescription)")
    }
    var shape = shape
    if shape.count == 2, let side = squareSide(of: shape[1]) { shape = [shape[0], side, side, 1] }
    guard (3...4).contains(shape.count) else {
      if shape.count == 2, shape[1].isMultiple(of: 3), let side = squareSide(of: shape[1] / 3) {
        throw DatasetError(
          "\(place) has shape \(shape.tupleDescription): are its rows 3 planes of \(side)x\(side), or \(side)x\(side) pixels of "
            + "3 channels? In Python, x.reshape(-1, 3, \(side), \(side)) or x.reshape(-1, \(side), \(side), 3) says it; save "
            + "that")
      }
      throw DatasetError(
        "\(place) has shape \(shape.tupleDescription); images are (N, height, width) or "
          + "(N, height, width, channels)")
    }
    var elements = elements
    var notes: [String] = []
    if ChannelsFirst.isShape(shape) {
      let turned = [shape[0], shape[2], shape[3], shape[1]]
      elements = elements.channelsTurned(channels: shape[1], area: shape[2] * shape[3])
      notes = [
        "\(title): \(shape.tupleDescription), channels first, was turned to \(turned.tupleDescription), channels last"
      ]
      shape = turned
    } else if ChannelsFirst.isEither(shape) {
      notes = [
        "\(title): \(shape.tupleDescription) is taken for (N, height, width, channels); in Python, "
          + "np.moveaxis(x, 1, -1) turns (N, channels, height, width)"
      ]
    }
    switch elements {
    case .bytes(let bytes): return (Tensor(shape: shape, bytes: bytes), notes)
    case .floats(let floats): return (Tensor(shape: shape, floats: floats), notes)
    case .texts: throw DatasetError("\(place) holds text; images must be numbers")
    }
  }

  /// The array as labels: class numbers or names of shape (N,) or (N, 1), or one-hot vectors of shape (N, classes).
  func labels(place: String) throws -> ArrayLabels {
    guard let count = shape.first else {
      throw DatasetError("\(place) is a single value; labels are class numbers of shape (N,)")
    }
    if case .texts(let numbers, let names) = elements {
      guard shape.dropFirst().allSatisfy({ $0 == 1 }), names.count <= SplitContent.greatestClass + 1 else {
        throw DatasetError(
          "\(place) has shape \(shape.tupleDescription) and \(names.count) different texts or more; labels are one name "
            + "an image, at most \(SplitContent.greatestClass + 1) different ones")
      }
      return ArrayLabels(numbers: numbers, names: names)
    }
    if shape.count == 2, shape[1] > 1 { return try oneHotLabels(place: place) }
    guard shape.dropFirst().allSatisfy({ $0 == 1 }) else {
      throw DatasetError(
        "\(place) has shape \(shape.tupleDescription); labels are class numbers of shape (N,)")
    }
    return ArrayLabels(
      classes: try (0..<count).map { i in
        let number = number(i)
        guard number >= 0, number <= Float(SplitContent.greatestClass), number.rounded() == number else {
          throw DatasetError(
            "\(place): label \(i) is \(number); class numbers are whole, from 0 to "
              + "\(SplitContent.greatestClass)")
        }
        return Int32(clamping: number)
      })
  }

  private func oneHotLabels(place: String) throws -> ArrayLabels {
    let (count, width) = (shape[0], shape[1])
    return ArrayLabels(
      classes: try (0..<count).map { row in
        var label: Int?
        for c in 0..<width {
          let value = number(row * width + c)
          if value == 0 { continue }
          guard value == 1, label == nil else {
            label = nil
            break
          }
          label = c
        }
        guard let label, width <= SplitContent.greatestClass + 1 else {
          throw DatasetError(
            "\(place) has shape \(shape.tupleDescription); labels are class numbers of shape (N,), or one-hot vectors, "
              + "each a single 1 among zeros, which row \(row) is not")
        }
        return Int32(label)
      })
  }

  private func number(_ i: Int) -> Float {
    switch elements {
    case .bytes(let bytes): Float(bytes[i])
    case .floats(let floats): floats[i]
    case .texts: .nan
    }
  }
}

/// The labels that an array holds: class numbers, or names and each label's place among them.
struct ArrayLabels {
  let classes: [Int32]
  var names: [String]?

  init(classes: [Int32]) { self.classes = classes }

  /// Names that are all numbers are those of the classes.
  init(numbers: [Int32], names: [String]) {
    let values = names.map {
      Int32($0).flatMap { (0...Int32(SplitContent.greatestClass)).contains($0) ? $0 : nil }
    }
    if values.allSatisfy({ $0 != nil }) {
      classes = numbers.map { values[Int($0)] ?? 0 }
    } else {
      (classes, self.names) = (numbers, names)
    }
  }
}

/// The side of a square image with so many pixels, nil where they make none of at least 4x4.
func squareSide(of pixels: Int) -> Int? {
  let side = Int(clamping: Double(max(0, pixels)).squareRoot().rounded())
  return side >= 4 && side.multipliedReportingOverflow(by: side) == (pixels, false) ? side : nil
}
