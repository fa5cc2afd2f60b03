import Core

/// Images whose channels come before height and width, as PyTorch has them.
///
/// Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html, "Shape" (N, C, H, W);
/// https://keras.io/api/layers/convolution_layers/convolution2d, `data_format="channels_last"`.
enum ChannelsFirst {
  /// Smaller images are taken for what lies deep in a network, such as (N, 3, 3, 512).
  private static let leastSide = 7

  /// Whether an array of this shape can be nothing else: its last axis is too long for channels, and the one behind the
  /// number of images is not.
  static func isShape(_ shape: Shape) -> Bool {
    shape.count == 4 && (1...4).contains(shape[1]) && shape[2] > leastSide && shape[3] > leastSide
  }

  /// Whether an array of this shape could be meant either way: both axes are as short as channels are.
  static func isEither(_ shape: Shape) -> Bool {
    shape.count == 4 && [1, 3].contains(shape[1]) && [1, 3].contains(shape[3]) && shape[1] != shape[3]
      && shape[2] > leastSide
  }

  /// The elements of (N, channels, height, width) in the order of (N, height, width, channels).
  /// - Parameter area: height times width.
  static func turned<Element>(_ elements: [Element], channels: Int, area: Int) -> [Element] {
    guard channels > 1, !elements.isEmpty else { return elements }
    let image = channels * area
    return [Element](unsafeUninitializedCapacity: elements.count) { result, filled in
      elements.withUnsafeBufferPointer { elements in
        for start in stride(from: 0, to: elements.count, by: image) {
          for c in 0..<channels {
            for k in 0..<area {
              result.initializeElement(at: start + k * channels + c, to: elements[start + c * area + k])
            }
          }
        }
      }
      filled = elements.count
    }
  }
}
