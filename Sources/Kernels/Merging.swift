import Core

/// Adds lanes to others, one by one.
public func add(_ addend: UnsafePointer<Lanes>, to sum: UnsafeMutablePointer<Lanes>, count: Int) {
  for k in 0..<count { sum[k] += addend[k] }
}

/// How several values become one.
public enum MergeKind: Sendable, CaseIterable {
  case sum, difference, product, mean, maximum, minimum
}

/// The sizes of several maps that become one, value by value. A map may have the length 1 where the output is longer: its one row, column
/// or channel then counts for all of them.
public struct MergeGeometry: Sendable {
  /// Of the output.
  public let height, width, channels: Int
  /// How far a row, a column and a channel are from the next one in each input; 0 where it has only one.
  let steps: [(row: Int, column: Int, channel: Int)]
  /// Whether all inputs are as large as the output.
  public let areEqual: Bool

  public var count: Int { height &* width &* channels }

  /// - Parameter inputs: height, width and channels of each; of each length all are equal or 1.
  public init(inputs: [(height: Int, width: Int, channels: Int)]) {
    let height = inputs.map(\.height).max() ?? 1
    let width = inputs.map(\.width).max() ?? 1
    let channels = inputs.map(\.channels).max() ?? 1
    (self.height, self.width, self.channels) = (height, width, channels)
    steps = inputs.map {
      (
        row: $0.height == 1 ? 0 : $0.width * $0.channels, column: $0.width == 1 ? 0 : $0.channels,
        channel: $0.channels == 1 ? 0 : 1
      )
    }
    areEqual = inputs.allSatisfy { $0 == (height, width, channels) }
  }

  /// Calls `body` with the place of each value in the output, in order, and its row, column and channel.
  @inline(__always)
  func visit(_ body: (_ k: Int, _ row: Int, _ column: Int, _ channel: Int) -> Void) {
    var k = 0
    for row in 0..<height {
      for column in 0..<width {
        for channel in 0..<channels {
          body(k, row, column, channel)
          k &+= 1
        }
      }
    }
  }

  @inline(__always)
  func index(_ input: Int, _ row: Int, _ column: Int, _ channel: Int) -> Int {
    row &* steps[input].row &+ column &* steps[input].column &+ channel &* steps[input].channel
  }
}

extension MergeKind {
  @inline(__always)
  fileprivate func combined(_ a: Lanes, _ b: Lanes) -> Lanes {
    switch self {
    case .sum, .mean: a + b
    case .difference: a - b
    case .product: a * b
    // What is not a number stays so.
    case .maximum: a.replacing(with: b, where: (b .> a) .| (b .!= b))
    case .minimum: a.replacing(with: b, where: (b .< a) .| (b .!= b))
    }
  }
}

/// The sum of two maps of one size, with a relu of it in the same pass. The output may lie where an input does.
public func addAndRectify(
  _ a: UnsafePointer<Lanes>, _ b: UnsafePointer<Lanes>, count: Int, output: UnsafeMutablePointer<Lanes>
) {
  for k in 0..<count {
    let sum = a[k] + b[k]
    output[k] = sum.replacing(with: 0, where: sum .< 0)
  }
}

/// The gradient of each of the two: `outputGradient` where the output is positive, else 0. It may lie where `outputGradient` does.
public func addAndRectifyGradient(
  output: UnsafePointer<Lanes>, outputGradient: UnsafePointer<Lanes>, count: Int,
  inputGradient: UnsafeMutablePointer<Lanes>
) {
  for k in 0..<count { inputGradient[k] = outputGradient[k].replacing(with: 0, where: output[k] .<= 0) }
}

/// `output = inputs[0] op inputs[1] op ...`, from left to right. The output may lie where an input of its size does.
public func merge(
  _ kind: MergeKind, _ g: MergeGeometry, _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>,
  output: UnsafeMutablePointer<Lanes>
) {
  let share = Lanes(repeating: Float(inputs.count))
  if g.areEqual, inputs.count == 2 {
    let (a, b) = (inputs[0], inputs[1])
    switch kind {
    case .sum: for k in 0..<g.count { output[k] = a[k] + b[k] }
    case .mean: for k in 0..<g.count { output[k] = (a[k] + b[k]) / share }
    default: for k in 0..<g.count { output[k] = kind.combined(a[k], b[k]) }
    }
    return
  }
  g.visit { k, row, column, channel in
    var value = inputs[0][g.index(0, row, column, channel)]
    for input in 1..<inputs.count {
      value = kind.combined(value, inputs[input][g.index(input, row, column, channel)])
    }
    output[k] = kind == .mean ? value / share : value
  }
}

/// The gradient of the input of a number. Of a shorter input it is the sum over all values for which one of its counts.
///
/// A maximum or minimum gives the gradient to the first input that has it.
public func mergeGradient(
  _ kind: MergeKind, _ g: MergeGeometry, of number: Int,
  _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>, output: UnsafePointer<Lanes>,
  outputGradient: UnsafePointer<Lanes>, inputGradient: UnsafeMutablePointer<Lanes>
) {
  let share = Lanes(repeating: Float(inputs.count))
  /// What a value of the input is worth in the output.
  @inline(__always)
  func gradient(_ k: Int, _ row: Int, _ column: Int, _ channel: Int) -> Lanes {
    let slope: Lanes = outputGradient[k]
    switch kind {
    case .sum: return slope
    case .mean: return slope / share
    case .difference: return number == 0 ? slope : Lanes() - slope
    case .product:
      var product = slope
      for other in 0..<inputs.count where other != number {
        let factor = inputs[other][g.index(other, row, column, channel)]
        product = product * factor
      }
      return product
    case .maximum, .minimum:
      let winner = output[k]
      let own = inputs[number][g.index(number, row, column, channel)]
      var isFirst = own .== winner
      for other in 0..<number {
        let before = inputs[other][g.index(other, row, column, channel)]
        let isStillFirst = isFirst .& (before .!= winner)
        isFirst = isStillFirst
      }
      return Lanes().replacing(with: slope, where: isFirst)
    }
  }
  if kind == .sum, g.areEqual {
    let isInPlace = UnsafePointer(inputGradient) == outputGradient
    if !isInPlace { inputGradient.update(from: outputGradient, count: g.count) }
    return
  }
  let (height, width) = (g.steps[number].row == 0 ? 1 : g.height, g.steps[number].column == 0 ? 1 : g.width)
  let channels = g.steps[number].channel == 0 ? 1 : g.channels
  if (height, width, channels) == (g.height, g.width, g.channels) {
    g.visit { (k: Int, row: Int, column: Int, channel: Int) -> Void in
      let slope: Lanes = gradient(k, row, column, channel)
      inputGradient[k] = slope
    }
    return
  }
  inputGradient.update(repeating: Lanes(), count: height * width * channels)
  g.visit { (k: Int, row: Int, column: Int, channel: Int) -> Void in
    let slope: Lanes = gradient(k, row, column, channel)
    let place = inputGradient + g.index(number, row, column, channel)
    place.pointee = place.pointee + slope
  }
}

/// Lays the channels of several maps side by side, pixel by pixel. A first map that lies where the output does is there already.
/// - Parameters:
///   - channels: how many each input has.
///   - stride: lanes from a pixel of the output to the next one.
public func concatenate(
  _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>, channels: [Int], pixels: Int, stride: Int,
  output: UnsafeMutablePointer<Lanes>
) {
  var first = 0
  for (input, own) in channels.enumerated() {
    if inputs[input] != UnsafePointer(output) {
      for pixel in 0..<pixels {
        (output + (pixel &* stride &+ first)).update(from: inputs[input] + pixel &* own, count: own)
      }
    }
    first &+= own
  }
}

/// Takes some channels of each pixel: the gradient of an input that was laid beside others. Those that are taken to where they lie are
/// there already.
/// - Parameter stride: lanes from a pixel of the input to the next one.
public func takeChannels(
  _ range: Range<Int>, pixels: Int, stride: Int, _ input: UnsafePointer<Lanes>,
  output: UnsafeMutablePointer<Lanes>
) {
  if UnsafePointer(output) == input { return }
  for pixel in 0..<pixels {
    (output + pixel &* range.count).update(
      from: input + (pixel &* stride &+ range.lowerBound), count: range.count)
  }
}
