import Core

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
          image[3 * i + channel] = UInt8(clamping: min(max(value, 0), 1) * 255 + 0.5)
        }
      }
      random = bytes.sequence
    }
  }

  // MARK: - Light

  private func expose(_ scene: UnsafeMutableBufferPointer<SIMD4<Float>>) {
    sign.roadside.draw(
      into: scene, side: Self.side, from: shot.roadsideCorner, scale: shot.roadsideScale,
      light: sign.roadsideLight)
    let view = View(sign, shot)
    if sign.neighbourSide != 0 {
      place(sign.neighbourFace, into: scene, view, offset: SIMD2(0, 198 * sign.neighbourSide))
    }
    place(sign.face, into: scene, view, offset: .zero)
    if sign.coverRadius > 0 { cover(scene, view) }
    let gain = sign.lightColour * (shot.exposure * (1 - sign.veil))
    for i in 0..<Self.pixels { scene[i] = scene[i] * gain + sign.veil }
  }

  /// Puts a face on its pole before what is there.
  /// - Parameter offset: where its middle is, in units of the sign.
  private func place(
    _ number: Int, into scene: UnsafeMutableBufferPointer<SIMD4<Float>>, _ view: View, offset: SIMD2<Float>
  ) {
    let isFar = shot.radius < 10
    let side = isFar ? SignFace.coarseSide : SignFace.fineSide
    let face = SignFace.all[number]
    let colours = sign.palette
    // Beyond this, no part of a pixel shows the face.
    let limit = SignFace.extent + 200 / shot.radius
    (isFar ? face.coarse : face.fine).withUnsafeBufferPointer { texels in
      colours.withUnsafeBufferPointer { colours in
        for i in 0..<Self.pixels {
          let spot = view.place(Self.middle(ofPixel: i))
          let place = spot - offset
          if place.y > 60, abs(place.x) < 6 { scene[i] = SIMD4(0.35, 0.36, 0.37, 0) * sign.light }
          guard max(abs(place.x), abs(place.y)) < limit else { continue }
          // The mean of four places in the pixel.
          let across = view.right * 0.25
          let down = view.down * 0.25
          let paint =
            SignFace.sample(texels, side: side, place - across - down)
            + SignFace.sample(texels, side: side, place + across - down)
            + SignFace.sample(texels, side: side, place - across + down)
            + SignFace.sample(texels, side: side, place + across + down)
          var colour = SIMD4<Float>.zero
          var coverage: Float = 0
          for pigment in colours.indices {
            colour += colours[pigment] * paint[pigment]
            coverage += paint[pigment]
          }
          scene[i] = colour * (0.25 * brightness(at: spot)) + scene[i] * max(1 - 0.25 * coverage, 0)
        }
      }
    }
  }

  /// How much light falls on a place of the sign.
  private func brightness(at place: SIMD2<Float>) -> Float {
    let slope = (sign.gradient.x * place.x + sign.gradient.y * place.y) * 0.01
    let light = sign.light * max(1 + slope, 0)
    guard sign.shadow > 0 else { return light }
    // The same leaves as behind the sign, seen elsewhere and enlarged, cast the shadow.
    let leaf = sign.roadside.value(30 - 0.14 * place.x, 26 + 0.14 * place.y)
    return light * (1 - sign.shadow * min(max(4 * leaf - 1.5, 0), 1))
  }

  /// Hides a part of the sign behind something with a ragged edge.
  private func cover(_ scene: UnsafeMutableBufferPointer<SIMD4<Float>>, _ view: View) {
    for i in 0..<Self.pixels {
      let pixel = Self.middle(ofPixel: i)
      let off = view.place(pixel) - sign.cover
      let behind = shot.roadsideCorner + pixel * shot.roadsideScale
      let value = sign.roadside.value(behind.x, behind.y)
      let distance = (off.x * off.x + off.y * off.y).squareRoot() + 30 * (value - 0.5)
      let hidden = min(max((sign.coverRadius - distance) * 0.1, 0), 1)
      scene[i] += (sign.roadside.colour(of: 1 - value) * sign.roadsideLight - scene[i]) * hidden
    }
  }

  private static func middle(ofPixel i: Int) -> SIMD2<Float> {
    SIMD2(Float(i % side), Float(i / side)) + 0.5
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
  /// The way on the sign that a pixel to the right and a pixel down make.
  let right: SIMD2<Float>
  let down: SIMD2<Float>
  private let perspective: SIMD2<Float>

  init(_ sign: Sighting, _ shot: Shot) {
    let sine = min(max(sign.roll + shot.roll, -0.5), 0.5)
    let cosine = (1 - sine * sine).squareRoot()
    let scale = 100 / (shot.radius * sign.foreshortening)
    middle = shot.middle
    right = SIMD2(cosine, -sine) * scale
    down = SIMD2(sine, cosine) * scale
    perspective = sign.perspective / shot.radius
  }

  func place(_ pixel: SIMD2<Float>) -> SIMD2<Float> {
    let off = pixel - middle
    let nearer = 1 / max(1 + perspective.x * off.x + perspective.y * off.y, 0.5)
    return (right * off.x + down * off.y) * nearer
  }
}
