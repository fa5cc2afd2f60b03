import Core

/// What is behind a sign: sky, trees, leaves or houses, as a field of values from 0 to 1 and a scale of colours.
struct Roadside {
  /// The field is larger than an image, so that a camera can move over it.
  static let side = 49

  private var field = [Float](repeating: 0, count: side * side)
  /// The colours of the values 0, 1/2 and 1.
  private let colours: (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>)

  init(_ random: inout RandomSequence) {
    let kind = Kind.all[Int(random.integer(below: UInt32(Kind.all.count)))]
    let brightness = random.uniform(0.75, 1.25)
    let tint = SIMD4(random.uniform(-0.06, 0.06), random.uniform(-0.04, 0.04), random.uniform(-0.06, 0.06), 0)
    colours = (
      kind.dark * brightness + tint, kind.middle * brightness + tint, kind.bright * brightness + tint
    )
    grow(roughness: kind.roughness, &random)
    let top = random.uniform(0, kind.slope)
    for i in field.indices {
      let height = Float(i / Self.side) / Float(Self.side) - 0.5
      field[i] = (field[i] - 0.5) * kind.contrast + 0.5 - 2 * top * height
    }
    for _ in 0..<kind.boxes { addBox(&random) }
  }

  /// The field's value at a place, in pixels of the field; places beyond its edge are as the edge.
  @inline(__always)
  func value(_ x: Float, _ y: Float) -> Float {
    let limit = Float(Self.side) - 1.001
    let x = min(max(x, 0), limit)
    let y = min(max(y, 0), limit)
    let column = Int(clamping: x)
    let row = Int(clamping: y)
    let right = x - Float(column)
    let down = y - Float(row)
    return field.withUnsafeBufferPointer { field in
      let i = row * Self.side + column
      let above = field[i] + (field[i + 1] - field[i]) * right
      let below = field[i + Self.side] + (field[i + Self.side + 1] - field[i + Self.side]) * right
      return above + (below - above) * down
    }
  }

  @inline(__always)
  func colour(of value: Float) -> SIMD4<Float> {
    let step = min(max(2 * value, 0), 2)
    return step < 1
      ? colours.0 + (colours.1 - colours.0) * step : colours.1 + (colours.2 - colours.1) * (step - 1)
  }

  /// Draws what a camera sees of it.
  /// - Parameters:
  ///   - corner: the image's upper left corner in the field.
  ///   - scale: how many of the field's pixels make one of the image.
  func draw(
    into scene: UnsafeMutableBufferPointer<SIMD4<Float>>, side: Int, from corner: SIMD2<Float>, scale: Float,
    light: Float
  ) {
    for row in 0..<side {
      let y = corner.y + (Float(row) + 0.5) * scale
      for column in 0..<side {
        let value = value(corner.x + (Float(column) + 0.5) * scale, y)
        scene[row * side + column] = colour(of: value) * light
      }
    }
  }

  // MARK: - Making the field

  /// Fills the field by midpoint displacement: random values on a coarse grid, then again and again the values
  /// between them, each the mean of its neighbours and a random change.
  /// - Parameter roughness: the greatest change at distances of 16, 8, 4, 2 and 1 pixels.
  private mutating func grow(roughness: [Float], _ random: inout RandomSequence) {
    var bits = RandomBytes(random)
    defer { random = bits.sequence }
    let side = Self.side
    field.withUnsafeMutableBufferPointer { field in
      for row in stride(from: 0, to: side, by: 16) {
        for column in stride(from: 0, to: side, by: 16) {
          field[row * side + column] = 0.5 + roughness[0] * bits.next()
        }
      }
      var half = 8
      for change in roughness.dropFirst() {
        for row in stride(from: 0, to: side, by: 2 * half) {
          for column in stride(from: half, to: side, by: 2 * half) {
            let i = row * side + column
            field[i] = 0.5 * (field[i - half] + field[i + half]) + change * bits.next()
          }
        }
        for row in stride(from: half, to: side, by: 2 * half) {
          for column in stride(from: 0, to: side, by: half) {
            let i = row * side + column
            field[i] = 0.5 * (field[i - half * side] + field[i + half * side]) + change * bits.next()
          }
        }
        half /= 2
      }
    }
  }

  /// A wall, a window, a roof or a trunk.
  private mutating func addBox(_ random: inout RandomSequence) {
    let side = Float(Self.side)
    let left = random.uniform(-10, side - 4)
    let top = random.uniform(-10, side - 4)
    let size = SIMD2(random.uniform(3, 26), random.uniform(3, 26))
    let value = random.uniform(0, 1)
    let cover = random.uniform(0.6, 1)
    for row in Int(clamping: max(top, 0))..<Int(clamping: min(max(top + size.y, 0), side)) {
      for column in Int(clamping: max(left, 0))..<Int(clamping: min(max(left + size.x, 0), side)) {
        field[row * Self.side + column] += (value - field[row * Self.side + column]) * cover
      }
    }
  }

  /// A kind of background: colours from dark to bright, and how the field is made.
  private struct Kind {
    let dark: SIMD4<Float>
    let middle: SIMD4<Float>
    let bright: SIMD4<Float>
    let roughness: [Float]
    let contrast: Float
    /// The greatest difference between the field's middle and its top.
    let slope: Float
    let boxes: Int

    static let all = [clearSky, cloudySky, leaves, leaves, treesAgainstSky, treesAgainstSky, houses, houses]

    private static let clearSky = Kind(
      dark: SIMD4(0.25, 0.42, 0.68, 0), middle: SIMD4(0.45, 0.62, 0.85, 0), bright: SIMD4(0.9, 0.94, 1, 0),
      roughness: [0.3, 0.1, 0.05, 0.02, 0.01], contrast: 1, slope: 0.3, boxes: 0)
    private static let cloudySky = Kind(
      dark: SIMD4(0.55, 0.57, 0.6, 0), middle: SIMD4(0.78, 0.79, 0.82, 0), bright: SIMD4(1, 1, 1, 0),
      roughness: [0.4, 0.12, 0.06, 0.02, 0.01], contrast: 1, slope: 0.3, boxes: 0)
    private static let leaves = Kind(
      dark: SIMD4(0.05, 0.07, 0.04, 0), middle: SIMD4(0.24, 0.27, 0.15, 0),
      bright: SIMD4(0.8, 0.78, 0.52, 0),
      roughness: [0.2, 0.18, 0.2, 0.25, 0.25], contrast: 1.2, slope: 0.1, boxes: 0)
    private static let treesAgainstSky = Kind(
      dark: SIMD4(0.07, 0.08, 0.06, 0), middle: SIMD4(0.4, 0.4, 0.38, 0), bright: SIMD4(0.95, 0.97, 1, 0),
      roughness: [0.4, 0.2, 0.2, 0.25, 0.25], contrast: 2, slope: 0.8, boxes: 1)
    private static let houses = Kind(
      dark: SIMD4(0.12, 0.1, 0.1, 0), middle: SIMD4(0.5, 0.45, 0.4, 0), bright: SIMD4(0.92, 0.9, 0.85, 0),
      roughness: [0.3, 0.08, 0.05, 0.03, 0.03], contrast: 1, slope: 0.3, boxes: 9)
  }
}

/// Random numbers of 8 bits between -1 and 1, four from each word: enough for textures and noise.
struct RandomBytes {
  private(set) var sequence: RandomSequence
  private var word: UInt32 = 0
  private var left = 0

  init(_ sequence: RandomSequence) { self.sequence = sequence }

  mutating func next() -> Float {
    if left == 0 {
      word = sequence.next()
      left = 4
    }
    defer {
      word >>= 8
      left -= 1
    }
    return Float(word & 255) / 127.5 - 1
  }
}
