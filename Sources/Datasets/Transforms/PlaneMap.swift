import Core

/// A map of the plane around an image's middle: where in the old image each pixel of the new one lies.
struct PlaneMap: Equatable {
  /// The old place is `matrix` times the new one, both from the middle, plus `shift`.
  var xx = 1.0
  var xy = 0.0
  var yx = 0.0
  var yy = 1.0
  var shiftX = 0.0
  var shiftY = 0.0

  var isIdentity: Bool { self == PlaneMap() }

  /// - Parameters:
  ///   - turn: of the image against the clock, in full turns.
  ///   - zoom: how many old pixels a new one spans.
  ///   - shear: how many columns each row lies to the right of the row above it.
  ///   - shift: how far the image moves down and to the right, in pixels.
  init(turn: Double = 0, zoom: Double = 1, shear: Double = 0, shiftY: Double = 0, shiftX: Double = 0) {
    let (sine, cosine) = sineAndCosine(ofTurn: turn)
    // Rotation, then shear, then zoom of the new image's coordinates.
    (xx, xy) = (zoom * (cosine + shear * sine), zoom * (shear * cosine - sine))
    (yx, yy) = (zoom * sine, zoom * cosine)
    self.shiftX = -(xx * shiftX + xy * shiftY)
    self.shiftY = -(yx * shiftX + yy * shiftY)
  }

  /// A random one, within the limits of an augmentation.
  init<Element>(_ limits: Augmentation, of image: Raster<Element>, _ random: inout RandomSequence) {
    func upTo(_ limit: Double) -> Double { limit * Double(random.uniform(-1, 1)) }
    self.init(
      turn: upTo(limits.rotate), zoom: 1 + upTo(limits.zoom), shear: upTo(limits.shear),
      shiftY: upTo(limits.shift) * Double(image.height), shiftX: upTo(limits.shift) * Double(image.width))
    let flips = random.next()
    if flips & 1 == 1, limits.flip == .horizontal || limits.flip == .both {
      (xx, xy, shiftX) = (-xx, -xy, -shiftX)
    }
    if flips & 2 == 2, limits.flip == .vertical || limits.flip == .both {
      (yx, yy, shiftY) = (-yx, -yy, -shiftY)
    }
  }
}

extension Raster {
  /// The image as the map shows it, interpolated bilinearly, as `scipy.ndimage.affine_transform` with `order=1` does in
  /// its modes `reflect`, `nearest` and `grid-constant`.
  func mapped(by map: PlaneMap, beyond fill: Augmentation.Fill) -> Raster {
    guard height > 0, width > 0 else { return self }
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    return Raster(height: height, width: width, channels: channels) { result in
      elements.withUnsafeBufferPointer { elements in
        var k = 0
        for row in 0..<height {
          for column in 0..<width {
            let (x, y) = (Double(column) - middleX, Double(row) - middleY)
            let oldX = map.xx * x + map.xy * y + map.shiftX + middleX
            let oldY = map.yx * x + map.yy * y + map.shiftY + middleY
            let (left, top) = (Int(clamping: oldX.rounded(.down)), Int(clamping: oldY.rounded(.down)))
            let (shareX, shareY) = (Float(oldX - Double(left)), Float(oldY - Double(top)))
            func blend(_ a: Float, _ b: Float, _ c: Float, _ d: Float) -> Element {
              let (above, below) = (a + shareX * (b - a), c + shareX * (d - c))
              return Element(nearest: above + shareY * (below - above))
            }
            if left >= 0, left < width - 1, top >= 0, top < height - 1 {
              let (right, down) = (channels, width * channels)
              let first = (top * width + left) * channels
              for here in first..<first + channels {
                result[k] = blend(
                  elements[here].float, elements[here + right].float, elements[here + down].float,
                  elements[here + down + right].float)
                k += 1
              }
              continue
            }
            let (x0, x1) = (place(left, width, fill), place(left + 1, width, fill))
            let (y0, y1) = (place(top, height, fill), place(top + 1, height, fill))
            for c in 0..<channels {
              func value(_ y: Int?, _ x: Int?) -> Float {
                if let y, let x { return elements[(y * width + x) * channels + c].float }
                if case .constant(let value) = fill { return value }
                return 0
              }
              result[k] = blend(value(y0, x0), value(y0, x1), value(y1, x0), value(y1, x1))
              k += 1
            }
          }
        }
      }
    }
  }
}

/// The row or column from which place `i` has its value; nil where it has none.
@inline(__always)
private func place(_ i: Int, _ count: Int, _ fill: Augmentation.Fill) -> Int? {
  if i >= 0, i < count { return i }
  switch fill {
  case .constant: return nil
  case .nearest: return i < 0 ? 0 : count - 1
  case .reflect:
    // d c b a | a b c d | d c b a
    let k = i % (2 * count)
    let inside = k < 0 ? k + 2 * count : k
    return inside < count ? inside : 2 * count - 1 - inside
  }
}
