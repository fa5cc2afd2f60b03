import Core
import Kernels

/// Gives the values another shape: they stay in Keras's order (row by row, pixel by pixel, channel by channel).
///
/// Input shape: any. Output shape: `target_shape`, of as many values. Source: https://keras.io/api/layers/reshaping_layers/reshape
public struct Reshape: Layer {
  public static let declaration = Declaration(
    name: "Reshape",
    summary: "gives the values another shape",
    discussion: """
      Nothing is computed. The values are laid out row by row, pixel by pixel, channel by channel, as Flatten does, and \
      read into the new shape in the same order. One length may be -1 and is worked out: [7, -1] makes 7x112 of 28x28x1.
      """,
    parameters: [targetShape],
    example: """
      net = model input=28x28x1
        Flatten
        Dense 49
        Reshape 7x7x1
        UpSampling2D 4x4
      end
      summary net
      """)

  static let targetShape = Required<[Int]>.positional(
    "target_shape",
    .lengths("a shape such as 7x7x16, or a list such as [7, -1], where -1 is worked out", from: -1),
    "the new shape, without the number of images")

  public let options: Options
  private let target: [Int]

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    target = try options[Self.targetShape]
    guard !target.contains(0), target.filter({ $0 < 0 }).count <= 1 else {
      throw ModelError(
        "target_shape has lengths of at least 1, and one of them may be -1", subject: Self.targetShape.name)
    }
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let output = try shape(for: input)
    let (from, to) = (MapSize(ofAny: input), MapSize(ofAny: output))
    return BuiltLayer(
      output: output, operation: SameValuesOperation(), reach: .reshaped(from: from, to: to),
      working: ReshapeWorking(from: from, to: to), look: LayerLook(output.count == 1 ? .flatten : .pooling))
  }

  private func shape(for input: Shape) throws(ModelError) -> Shape {
    let count = input.reduce(1, *)
    let known = target.filter { $0 > 0 }.elementCount ?? .max
    let text = "[\(target.map(String.init).joined(separator: ", "))]"
    guard target.contains(-1) else {
      if known == count { return target }
      throw ModelError(
        "cannot give the \(count) values of \(input.crossDescription) the shape \(target.crossDescription), which has "
          + "\(known == .max ? "too many" : "\(known)")")
    }
    guard count % known == 0 else {
      throw ModelError(
        "cannot give the \(count) values of \(input.crossDescription) the shape \(text): \(count) is no multiple of \(known)"
      )
    }
    return target.map { $0 < 0 ? count / known : $0 }
  }
}

struct ReshapeWorking: LayerWorking {
  let from, to: MapSize

  func value(
    at place: MapPlace, _ inputs: [[Float]], _ weights: ArraySlice<Float>
  ) -> (working: Explanation.Working, beforeActivation: Float) {
    let k = to.index(place)
    return (.moved(from: from.place(k), input: 0), inputs[0][k])
  }
}

extension Reach {
  /// Values in another shape. Of what sees several of them the field is the least rectangle around the places where they stood.
  static func reshaped(from: MapSize, to: MapSize) -> Reach {
    Reach { part, _ in
      if from == to { return part }
      let part = part.clipped(to: to)
      func index(_ row: Int, _ column: Int, _ channel: Int) -> Int {
        to.index(MapPlace(row: row, column: column, channel: channel))
      }
      let first = from.place(index(part.rows.lowerBound, part.columns.lowerBound, part.channel ?? 0))
      let last = from.place(
        index(part.rows.upperBound, part.columns.upperBound, part.channel ?? max(0, to.channels - 1)))
      var seen = Part(all: from)
      seen.rows = first.row...last.row
      // Where rows hold the same values as before, columns lie within them as they did.
      if first.row == last.row || from.width * from.channels == to.width * to.channels {
        seen.columns = first.column...last.column
      }
      seen.channel = first == last ? first.channel : from.channels == to.channels ? part.channel : nil
      return seen
    }
  }
}
