/// How a layer is coloured, and its numbers drawn, in pictures of a network.
public enum LayerKind: String, Sendable {
  case input, convolution, pooling, dense, flatten
  /// One of several.
  case merging
  case other
}
