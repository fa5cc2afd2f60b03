import Core
import Kernels

/// Exchanges axes: axis i of the output is axis `dims[i]` of the input, counted from 1.
///
/// Input shape: any. Output shape: the lengths of the input in the new order. Source:
/// https://keras.io/api/layers/reshaping_layers/permute
public struct Permute: Layer {
  public static let declaration = Declaration(
    name: "Permute",
    summary: "exchanges rows, columns and channels",
    discussion: """
      dims names the axes in their new order, counted from 1: 2x1x3 makes rows of the columns and columns of the rows, \
      3x1x2 puts the channels first.
      """,
    parameters: [dims],
    example: """
      net = model input=28x28x1
        Permute 2x1x3
        Conv2D 6 5x5 activation=relu
      end
      summary net
      """)

  static let dims = Required<[Int]>.positional(
    "dims", .lengths("the axes in their new order, such as 2x1x3", from: 1), "the axes in their new order")

  public let options: Options
  /// Counted from 0.
  private let axes: [Int]

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    axes = try options[Self.dims].map { $0 - 1 }
    guard axes.sorted() == Array(axes.indices) else {
      throw ModelError(
        "dims names each axis once, from 1 to \(axes.count), such as "
          + axes.indices.map { String($0 + 1) }.joined(separator: "x"), subject: Self.dims.name)
    }
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    guard input.count == axes.count else {
      throw ModelError(
        "dims has \(axes.count) axes, but its input of \(input.crossDescription) has \(input.count)")
    }
    let output = axes.map { input[$0] }
    return BuiltLayer(
      output: output, operation: PermuteOperation(shape: input, axes: axes),
      reach: .permuted(input, axes: axes),
      working: PermuteWorking(shape: input, axes: axes),
      look: LayerLook(output == input ? .other : .pooling))
  }
}

struct PermuteOperation: LayerOperation {
  let shape: Shape
  let axes: [Int]

  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }

  /// Axes of length 1 may stand anywhere.
  func passesThrough(isTraining: Bool) -> Bool {
    let long = axes.filter { shape[$0] > 1 }
    return long == long.sorted()
  }

  func forward(_ pass: LayerPass) { permuteAxes(pass.input, shape: shape, axes: axes, output: pass.output) }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let inverse = axes.indices.map { axes.firstIndex(of: $0) ?? 0 }
    permuteAxes(
      pass.outputGradient, shape: axes.map { shape[$0] }, axes: inverse, output: inputGradient)
  }
}

struct PermuteWorking: LayerWorking {
  let shape: Shape
  let axes: [Int]

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    var left = MapSize(ofAny: axes.map { shape[$0] }).index(place)
    var source = [Int](repeating: 0, count: shape.count)
    for axis in axes.reversed() {
      source[axis] = left % shape[axis]
      left /= shape[axis]
    }
    let k = zip(source, shape).reduce(0) { $0 * $1.1 + $1.0 }
    return (.moved(from: MapSize(ofAny: shape).place(k), input: 0), inputs[0][k])
  }
}

extension Reach {
  /// Exchanged axes of a map; of another shape all is seen.
  static func permuted(_ shape: Shape, axes: [Int]) -> Reach {
    let all = MapSize(ofAny: shape)
    guard (2...3).contains(shape.count) else { return axes.count == 1 ? .same : .all(all) }
    let channels = shape.count == 3 ? shape[axes[2]] : 1
    return Reach { part, _ in
      let ranges = [part.rows, part.columns, part.channel.map { $0...$0 } ?? 0...max(0, channels - 1)]
      func range(of axis: Int) -> ClosedRange<Int> { ranges[axes.firstIndex(of: axis) ?? axis] }
      var seen = part
      (seen.rows, seen.columns) = (range(of: 0), range(of: 1))
      if shape.count == 3 {
        let channel = range(of: 2)
        seen.channel = channel.count == 1 ? channel.lowerBound : nil
      }
      return seen
    }
  }
}
