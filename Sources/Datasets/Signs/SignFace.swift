import Core

/// The face of a sign, painted once and then seen in many pictures.
///
/// A texel holds how much of it each pigment covers, by ``Pigment/rawValue``; what is missing to 1 is
/// transparent. So a picture can choose the colours, and averages of texels are right at edges.
struct SignFace: Sendable {
  typealias Texel = SIMD8<Float>

  /// The face covers the square from -extent to extent: the sign, and a transparent rim.
  static let extent: Float = 106
  /// Texels along a side, of the fine image and of the coarse one for signs that are far away.
  static let fineSide = 64
  static let coarseSide = 32

  let fine: [Texel]
  let coarse: [Texel]

  /// Paints `marks`, each over those before it.
  init(_ marks: [Mark]) {
    let side = 2 * Self.fineSide
    let perTexel = 2 * Self.extent / Float(side)
    var texels = [Texel](repeating: .zero, count: side * side)
    for mark in marks {
      var paint = Texel.zero
      paint[mark.pigment.rawValue] = 1
      let (low, high) = mark.bounds
      let first = (low + Self.extent) / perTexel - 1
      let last = (high + Self.extent) / perTexel + 1
      for row in Self.clamped(first.y, side)..<Self.clamped(last.y, side) {
        for column in Self.clamped(first.x, side)..<Self.clamped(last.x, side) {
          let point = (SIMD2(Float(column), Float(row)) + 0.5) * perTexel - Self.extent
          let coverage = min(max(mark.depth(at: point) / perTexel + 0.5, 0), 1)
          let i = row * side + column
          texels[i] += (paint - texels[i]) * coverage
        }
      }
    }
    fine = Self.halved(texels, side: side)
    coarse = Self.halved(fine, side: Self.fineSide)
  }

  private static func clamped(_ position: Float, _ side: Int) -> Int {
    Int(clamping: min(max(position, 0), Float(side)))
  }

  /// Half the size, each texel the mean of four.
  private static func halved(_ texels: [Texel], side: Int) -> [Texel] {
    (0..<side * side / 4).map { i in
      let a = i / (side / 2) * 2 * side + i % (side / 2) * 2
      return (texels[a] + texels[a + 1] + texels[a + side] + texels[a + side + 1]) * 0.25
    }
  }

  /// The mean of the four texels around a place on the sign.
  @inline(__always)
  static func sample(_ texels: UnsafeBufferPointer<Texel>, side: Int, _ place: SIMD2<Float>) -> Texel {
    guard max(abs(place.x), abs(place.y)) < extent else { return .zero }
    let spot = (place + extent) * (Float(side) / (2 * extent)) - 0.5
    // The rim is transparent, so nothing is lost where the outermost half texel is cut off.
    let x = min(max(spot.x, 0), Float(side) - 1.001)
    let y = min(max(spot.y, 0), Float(side) - 1.001)
    let column = Int(clamping: x)
    let row = Int(clamping: y)
    let i = row * side + column
    let above = texels[i] + (texels[i + 1] - texels[i]) * (x - Float(column))
    let below = texels[i + side] + (texels[i + side + 1] - texels[i + side]) * (x - Float(column))
    return above + (below - above) * (y - Float(row))
  }

  // MARK: - All faces

  /// The faces of ``SignDesigns/all``, by the same numbers.
  static let all: [SignFace] = {
    let designs = SignDesigns.all
    return [SignFace](unsafeUninitializedCapacity: designs.count) { faces, filled in
      nonisolated(unsafe) let faces = faces
      WorkerPool.forEach(designs.count) { i in
        faces.initializeElement(at: i, to: SignFace(designs[i]))
      }
      filled = designs.count
    }
  }()
}
