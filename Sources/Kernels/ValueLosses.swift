import Core

/// Losses whose targets are numbers, one for each output: of an image the mean over its outputs, or a sum over shares of classes.
///
/// Source of the formulas: keras/src/losses/losses.py and keras/src/backend/tensorflow/nn.py of Keras 3.15.
public enum ValueLoss: Sendable, Equatable {
  /// The mean of (o - t)².
  case squared
  /// The mean of |o - t|.
  case absolute
  /// The mean of (o - t)² / 2, and beyond `delta` of the line that goes on from there.
  case huber(delta: Float)
  /// The mean of -t ln o - (1 - t) ln(1 - o), with o kept within [1e-7, 1 - 1e-7].
  case binary
  /// The same of sigmoid(o).
  case binaryOfLogits
  /// -Σ t ln(o / Σ o), each share kept within [1e-7, 1 - 1e-7].
  case categorical
  /// -Σ t ln softmax(o).
  case categoricalOfLogits

  /// The loss of each image, and in the place of the outputs their gradient.
  ///
  /// - Parameters:
  ///   - values: `count` lanes of outputs; on return the gradient.
  ///   - targets: as many.
  ///   - factors: what the gradient of each image is multiplied by; 0 where there is none.
  public func apply(
    _ values: UnsafeMutablePointer<Lanes>, targets: UnsafePointer<Lanes>, count: Int, factors: Lanes
  ) -> Lanes {
    switch self {
    case .squared:
      mean(values, targets, count, factors) { output, target in
        let error = output - target
        return (error * error, 2 * error)
      }
    case .absolute:
      mean(values, targets, count, factors) { output, target in
        let error = output - target
        return (error.magnitude, error > 0 ? 1 : error < 0 ? -1 : error)
      }
    case .huber(let delta):
      mean(values, targets, count, factors) { output, target in
        let error = output - target
        let size = error.magnitude
        return (
          size <= delta ? 0.5 * error * error : delta * size - 0.5 * delta * delta,
          Scalar.clamp(error, -delta, delta)
        )
      }
    case .binary:
      mean(values, targets, count, factors) { output, target in
        let p = Scalar.clamp(output, epsilon, 1 - epsilon)
        let loss = -(target * Scalar.log(p)) - (1 - target) * Scalar.log(1 - p)
        return (loss, p == output || output.isNaN ? (1 - target) / (1 - p) - target / p : 0)
      }
    case .binaryOfLogits:
      mean(values, targets, count, factors) { z, target in
        let loss = (z > 0 ? z : 0) - z * target + Scalar.logOnePlus(Scalar.exp(-z.magnitude))
        return (loss, Scalar.sigmoid(z) - target)
      }
    case .categorical: categorical(values, targets, count, factors)
    case .categoricalOfLogits: categoricalOfLogits(values, targets, count, factors)
    }
  }

  /// The mean over the outputs of what `body` gives, added in blocks so that many of them lose no digits.
  @inline(__always)
  private func mean(
    _ values: UnsafeMutablePointer<Lanes>, _ targets: UnsafePointer<Lanes>, _ count: Int, _ factors: Lanes,
    _ body: (_ output: Float, _ target: Float) -> (loss: Float, slope: Float)
  ) -> Lanes {
    let share = factors / Float(count)
    var total = Lanes()
    var start = 0
    while start < count {
      let end = min(count, start + 64)
      var sum = Lanes()
      for k in start..<end {
        var (loss, slope) = (Lanes(), Lanes())
        for n in 0..<laneCount {
          let (l, s) = body(values[k][n], targets[k][n])
          loss[n] = l
          slope[n] = s
        }
        sum += loss
        values[k] = slope * share
      }
      total += sum
      start = end
    }
    return total / Float(count)
  }

  private func categorical(
    _ values: UnsafeMutablePointer<Lanes>, _ targets: UnsafePointer<Lanes>, _ count: Int, _ factors: Lanes
  ) -> Lanes {
    var sum = Lanes()
    for k in 0..<count { sum += values[k] }
    var loss = Lanes()
    // d loss / d share, and what all outputs have of it by the sum.
    var common = Lanes()
    for k in 0..<count {
      let share = values[k] / sum
      let clipped = share.mapLanes { Scalar.clamp($0, epsilon, 1 - epsilon) }
      loss -= targets[k] * clipped.mapLanes { Scalar.log($0) }
      let slope = (Lanes() - targets[k] / clipped).replacing(
        with: 0, where: clipped .!= share .& share .== share)
      common += slope * share
      values[k] = slope
    }
    // Lanes without an image divide by 0.
    let unused = factors .== 0
    for k in 0..<count {
      values[k] = ((values[k] - common) / sum * factors).replacing(with: 0, where: unused)
    }
    return loss
  }

  private func categoricalOfLogits(
    _ values: UnsafeMutablePointer<Lanes>, _ targets: UnsafePointer<Lanes>, _ count: Int, _ factors: Lanes
  ) -> Lanes {
    var greatest = values[0]
    for k in 1..<max(1, count) { greatest.replace(with: values[k], where: .!(values[k] .<= greatest)) }
    var sum = Lanes()
    for k in 0..<count {
      sum += (values[k] - greatest).mapLanes { Scalar.exp($0) }
    }
    let top = sum.mapLanes { Scalar.log($0) } + greatest
    var loss = Lanes()
    for k in 0..<count {
      loss += targets[k] * (top - values[k])
      let share = (values[k] - greatest).mapLanes { Scalar.exp($0) } / sum
      values[k] = (share - targets[k]) * factors
    }
    return loss
  }
}
