import Core
import Kernels

/// Puts rows and columns of zeros around each feature map.
///
/// Input shape: height x width x channels. Output shape: (top + height + bottom) x (left + width + right) x channels.
/// Source: https://keras.io/api/layers/reshaping_layers/zero_padding2d
public struct ZeroPadding2D: Layer {
  public static let declaration = Declaration(
    name: "ZeroPadding2D",
    summary: "puts a border of zeros around each feature map",
    discussion: """
      padding=1 is one row or column at each side, 1x2 one row above and below and two columns at the left and the right, \
      [[0, 1], [0, 2]] one row below and two columns at the right. A Conv2D with padding=same does the same by itself, as \
      far as its window needs it.
      """,
    parameters: [padding],
    example: """
      net = model input=28x28x1
        ZeroPadding2D 2
        Conv2D 6 5x5 activation=relu
      end
      summary net
      """)

  static let padding = Key<Borders>.positional(
    "padding", .borders, "how many rows and columns of zeros", default: Borders(1))

  public let options: Options
  private let padding: Borders

  public init(_ options: Options) {
    self.options = options
    padding = options[Self.padding]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let map = try MapSize(ofMap: input)
    return MapPlacement(
      input: map, top: padding.top, left: padding.left, height: padding.top + map.height + padding.bottom,
      width: padding.left + map.width + padding.right
    ).built()
  }
}
