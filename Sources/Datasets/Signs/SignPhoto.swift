import Kernels

/// Takes the picture of a sign: colours and light at each pixel, then the lens's blur and the sensor's noise.
struct SignPhoto {
  static let side = 32
  private static let pixels = side * side
  /// How many pixels blur may reach, to each side.
  private static let reach = 3

  let sign: Sighting
  let shot: Shot

  /// - Parameter image: (32, 32, 3) bytes.
  func develop(into image: UnsafeMutableBufferPointer<UInt8>, _ random: inout RandomSequence) {
    withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: 2 * Self.pixels) { buffer in
      let scene = UnsafeMutableBufferPointer(rebasing: buffer[..<Self.pixels])
      let spare = UnsafeMutableBufferPointer(rebasing: buffer[Self.pixels...])
      expose(scene)
      Self.blur(scene, into: spare, reach: shot.blur.x)
      Self.blur(spare, into: scene, reach: shot.blur.y)
      var bytes = RandomBytes(random)
      for i in 0..<Self.pixels {
        for channel in 0..<3 {
          let value = scene[i][channel] + shot.noise * bytes.next()
          image[3 * i + channel] = UInt8(min(max(value, 0), 1) * 255 + 0.5)
        }
      }
      random = bytes.sequence
    }
  }

  // MARK: - Light

  private func expose(_ scene: UnsafeMutableBufferPointer<SIMD4<Float>>) {
    let isFar = shot.radius < 10
    let face = SignFace.all[sign.face]
    let neighbour = SignFace.all[sign.neighbourFace]
    let view = View(sign, shot)
    let textureSide = isFar ? SignFace.coarseSide : SignFace.fineSide
    (isFar ? face.coarse : face.fine).withUnsafeBufferPointer { face in
      (isFar ? neighbour.coarse : neighbour.fine).withUnsafeBufferPointer { neighbour in
        for i in 0..<Self.pixels {
          let row = i / Self.side
          let column = i % Self.side
          var paint = SignFace.Texel.zero
          for sample in 0..<4 {
            let x = Float(column) + 0.25 + 0.5 * Float(sample & 1)
            let y = Float(row) + 0.25 + 0.5 * Float(sample / 2)
            let place = view.place(x, y)
            paint += SignFace.sample(face, side: textureSide, place)
            if sign.neighbourSide != 0 {
              let next = SIMD2(place.x, place.y - 198 * sign.neighbourSide)
              paint += SignFace.sample(neighbour, side: textureSide, next)
            }
          }
          scene[i] = light(paint * 0.25, x: Float(column) + 0.5, y: Float(row) + 0.5, view)
        }
      }
    }
  }

  /// The brightness of a pixel that `paint` covers in part.
  private func light(_ paint: SignFace.Texel, x: Float, y: Float, _ view: View) -> SIMD4<Float> {
    let place = view.place(x, y)
    let behind = shot.roadsideCorner + SIMD2(x, y) * shot.roadsideScale
    let value = sign.roadside.value(behind.x, behind.y)
    var background = sign.roadside.colour(of: value) * sign.roadsideLight
    if place.y > 60, abs(place.x) < 7 { background = SIMD4(0.35, 0.36, 0.37, 0) * sign.light }

    var colour = SIMD4<Float>.zero
    var coverage: Float = 0
    for pigment in sign.palette.indices {
      colour += sign.palette[pigment] * paint[pigment]
      coverage += paint[pigment]
    }
    var brightness = sign.light * (1 + (sign.gradient.x * place.x + sign.gradient.y * place.y) * 0.01)
    if sign.shadow > 0 {
      // The same leaves as behind the sign, seen elsewhere and enlarged, cast the shadow.
      let leaf = sign.roadside.value(30 - 0.14 * place.x, 26 + 0.14 * place.y)
      brightness *= 1 - sign.shadow * min(max(4 * leaf - 1.5, 0), 1)
    }
    colour = colour * max(brightness, 0) + background * (1 - min(coverage, 1))

    if sign.coverRadius > 0 {
      let off = place - sign.cover
      let distance = (off.x * off.x + off.y * off.y).squareRoot() + 30 * (value - 0.5)
      let hidden = min(max((sign.coverRadius - distance) * 0.1, 0), 1)
      colour += (sign.roadside.colour(of: 1 - value) * sign.roadsideLight - colour) * hidden
    }
    return colour * sign.lightColour * (shot.exposure * (1 - sign.veil)) + sign.veil
  }

  // MARK: - Lens

  /// Blurs along rows and turns rows into columns, so that twice gives both ways.
  private static func blur(
    _ from: UnsafeMutableBufferPointer<SIMD4<Float>>, into: UnsafeMutableBufferPointer<SIMD4<Float>>,
    reach: Float
  ) {
    // Weights (1 - (d / reach)²)², nearly those of Gauss's curve.
    var weights = (0...Self.reach).map { d in
      let part = max(1 - Float(d * d) / max(reach * reach, 1), 0)
      return part * part
    }
    let sum = weights[0] + 2 * (weights[1] + weights[2] + weights[3])
    for d in weights.indices { weights[d] /= sum }
    weights.withUnsafeBufferPointer { weights in
      for row in 0..<side {
        for column in 0..<side {
          var pixel = from[row * side + column] * weights[0]
          for d in 1...Self.reach where weights[d] > 0 {
            let left = from[row * side + max(column - d, 0)]
            let right = from[row * side + min(column + d, side - 1)]
            pixel += (left + right) * weights[d]
          }
          into[column * side + row] = pixel
        }
      }
    }
  }
}

/// From a place in the image to the place on the sign that is seen there.
private struct View {
  private let middle: SIMD2<Float>
  private let right: SIMD2<Float>
  private let down: SIMD2<Float>
  private let perspective: SIMD2<Float>

  init(_ sign: Sighting, _ shot: Shot) {
    let sine = min(max(sign.roll + shot.roll, -0.5), 0.5)
    let cosine = (1 - sine * sine).squareRoot()
    let scale = 100 / shot.radius
    middle = shot.middle
    right = SIMD2(cosine, sine) * (scale / sign.foreshortening.x)
    down = SIMD2(-sine, cosine) * (scale / sign.foreshortening.y)
    perspective = sign.perspective / shot.radius
  }

  func place(_ x: Float, _ y: Float) -> SIMD2<Float> {
    let off = SIMD2(x, y) - middle
    let nearer = 1 / max(1 + perspective.x * off.x + perspective.y * off.y, 0.5)
    return SIMD2(right.x * off.x + right.y * off.y, down.x * off.x + down.y * off.y) * nearer
  }
}
