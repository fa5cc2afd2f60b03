import Core

/// One split of ``Signs``: what its pictures have in common, and how they are drawn.
struct SignSplit {
  private let name: SplitName
  private let number: UInt64
  /// How far the conditions stray from the usual ones.
  private let spread: Float

  init(_ name: SplitName) {
    self.name = name
    (number, spread) =
      switch name {
      case .train: (0, 1)
      case .valid: (1, 1.2)
      case .test: (2, 1.25)
      }
  }

  /// How many physical signs of each class there are, by class number, and so how often the class is met: those
  /// that were filmed for GTSRB's 34,799 training images, some 30 frames each.
  static let signsOfClass: [Int] = [
    6, 66, 67, 42, 59, 55, 12, 43, 42, 44, 60, 39, 63, 64, 23, 18, 12, 33, 36, 6, 10, 9, 11, 15, 8, 45, 18, 7,
    16, 8, 13, 23, 7, 20, 12, 36, 11, 6, 62, 9, 10, 7, 7,
  ]
  private static let allSigns = UInt32(signsOfClass.reduce(0, +))

  /// - Throws: ``DatasetError`` where `count` is out of range.
  func draw(_ count: Int, seed: UInt64) throws -> Examples {
    guard (1...Signs.greatestCount).contains(count) else {
      throw DatasetError(
        "\(name)=\(count): signs draws from 1 to \(Signs.greatestCount) images a split",
        subject: name.rawValue
      )
    }
    var classes = [Int32](repeating: 0, count: count)
    let size = Signs.side * Signs.side * 3
    try DrawnImages.check(count: count, size: size)
    let pixels = try [UInt8](unsafeUninitializedCapacity: count * size) { pixels, filled in
      try classes.withUnsafeMutableBufferPointer { classes in
        // Each call writes its own image and label and nothing else.
        nonisolated(unsafe) let pixels = pixels
        nonisolated(unsafe) let classes = classes
        let piece = 8
        try Work.inBlocks(of: 64 * piece, count) { block in
          WorkerPool.forEach(block.count, piece: piece) { i in
            let k = block.lowerBound + i
            let image = UnsafeMutableBufferPointer(rebasing: pixels[k * size..<(k + 1) * size])
            classes[k] = takePicture(k, seed: seed, into: image)
          }
        }
      }
      filled = count * size
    }
    return try Examples(
      images: Tensor(shape: [count, Signs.side, Signs.side, 3], bytes: pixels),
      labels: Labels(classes: classes, classNames: Signs.classNames))
  }

  /// Draws picture `index` and returns its class.
  private func takePicture(_ index: Int, seed: UInt64, into image: UnsafeMutableBufferPointer<UInt8>) -> Int32
  {
    var random = RandomSequence(seed: seed, stream: RandomStream.signPhoto(split: number, index: index))
    // The signs are numbered class by class.
    let sign = Int(random.integer(below: Self.allSigns))
    var label = 0
    var last = Self.signsOfClass[0]
    while sign >= last {
      label += 1
      last += Self.signsOfClass[label]
    }
    var signRandom = RandomSequence(seed: seed, stream: RandomStream.sign(split: number, sign: sign))
    let sighting = Sighting(face: label, spread: spread, &signRandom)
    let shot = Shot(spread: spread, &random)
    SignPhoto(sign: sighting, shot: shot).develop(into: image, &random)
    return Int32(label)
  }
}
