/// Height and width of an image, in pixels.
public struct ImageSize: Sendable, Equatable, CustomStringConvertible {
  public let height, width: Int

  public init(_ height: Int, _ width: Int) {
    self.height = height
    self.width = width
  }

  /// `28x32`: 28 rows of 32 pixels.
  public var description: String { "\(height)x\(width)" }
}
