import Core
import Kernels

/// Cuts rows and columns off each feature map.
///
/// Input shape: height x width x channels. Output shape: (height - top - bottom) x (width - left - right) x channels.
/// Source: https://keras.io/api/layers/reshaping_layers/cropping2d
public struct Cropping2D: Layer {
  public static let declaration = Declaration(
    name: "Cropping2D",
    summary: "cuts rows and columns off each feature map",
    discussion: """
      cropping=2 is two rows or columns at each side, 1x2 one row above and below and two columns at the left and the right, \
      [[0, 4], [2, 2]] four rows below and two columns at either side.
      """,
    parameters: [cropping],
    example: """
      net = model input=28x28x1
        Cropping2D 4
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  static let cropping = Key<Borders>.positional(
    "cropping", .borders, "how many rows and columns are cut off", default: Borders(0))

  public let options: Options
  private let cropping: Borders

  public init(_ options: Options) {
    self.options = options
    cropping = options[Self.cropping]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let map = try MapSize(ofMap: input)
    let height = map.height - cropping.top - cropping.bottom
    let width = map.width - cropping.left - cropping.right
    guard height > 0, width > 0 else {
      throw ModelError(
        "cuts off \(cropping.top + cropping.bottom) rows and \(cropping.left + cropping.right) columns, and of its "
          + "\(map.height)x\(map.width) input nothing would be left")
    }
    return MapPlacement(input: map, top: -cropping.top, left: -cropping.left, height: height, width: width)
      .built()
  }
}
