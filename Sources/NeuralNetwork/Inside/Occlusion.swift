import Core

extension Model {
  /// How much the probability of a class falls when a square of the image is covered, for each place of the square.
  ///
  /// Source: Zeiler, Fergus, "Visualizing and understanding convolutional networks", ECCV 2014, section 4.2.
  /// - Parameters:
  ///   - image: with a first axis of length 1.
  ///   - size, stride: of the square, in pixels. The last square of a row or column lies at the image's edge.
  ///   - value: what is put in its place.
  /// - Returns: the drops, `(rows, columns)`, and where the squares begin.
  /// - Throws: ``ModelError`` where the image does not fit, there is no such class, or the square is larger than the
  ///   image; ``Work/Cancelled``.
  public func occlusion(
    _ image: Tensor, ofClass label: Int, size: Int, stride: Int, value: Float, pool: WorkerPool
  ) throws -> (drops: Tensor, tops: [Int], lefts: [Int]) {
    try check(imageShape: image.rowShape)
    try check(classNumber: label)
    guard let map = MapSize(inputShape), inputShape.count > 1 else {
      throw ModelError("\(name) takes vectors, not images: there is no square to cover", subject: "model")
    }
    guard (1...min(map.height, map.width)).contains(size), stride > 0 else {
      throw ModelError(
        "a square of \(size) pixels does not fit on the image of \(map.height)x\(map.width)", subject: "size")
    }
    func starts(_ length: Int) -> [Int] {
      let starts = Array(Swift.stride(from: 0, through: length - size, by: stride))
      return starts.last == length - size ? starts : starts + [length - size]
    }
    let (tops, lefts) = (starts(map.height), starts(map.width))
    let original = image.floats(ofRow: 0)
    let seen = try predict(images: image, pool: pool).floats[label]
    var drops: [Float] = []
    // A row of squares at a time is one batch.
    try Work.inBlocks(of: 1, tops.count) { row in
      let top = tops[row.lowerBound]
      var covered: [Float] = []
      for left in lefts {
        var pixels = original
        for y in top..<top + size {
          let start = (y * map.width + left) * map.channels
          for k in start..<start + size * map.channels { pixels[k] = value }
        }
        covered += pixels
      }
      let output = try predict(images: Tensor(shape: [lefts.count] + inputShape, floats: covered), pool: pool)
      drops += (0..<lefts.count).map { seen - output.floats(ofRow: $0, in: label..<label + 1)[0] }
    }
    return (Tensor(shape: [tops.count, lefts.count], floats: drops), tops, lefts)
  }
}
