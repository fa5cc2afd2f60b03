import Core
import Kernels

/// Cuts the middle out of images; those that are too small are enlarged, after what is not in proportion was cut off.
///
/// Input shape: height x width x channels. Output shape: `height` x `width` x channels. Source:
/// https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop
public struct CenterCrop: Layer {
  public static let declaration = Declaration(
    name: "CenterCrop",
    summary: "cuts the middle out of images, as the first layer",
    discussion: """
      Where an image is smaller than height x width in either direction, what is not in proportion is cut off and the rest \
      is enlarged (bilinear), as Resizing with crop_to_aspect_ratio=true does.
      """,
    parameters: [Resizing.height, Resizing.width],
    example: """
      net = model input=28x28x1
        CenterCrop 20 20
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options
  private let height, width: Int

  public init(_ options: Options) throws(ModelError) {
    self.options = options
    height = try options[Resizing.height]
    width = try options[Resizing.width]
  }

  public func built(for input: Shape) throws(ModelError) -> BuiltLayer {
    let map = try MapSize(ofMap: input)
    guard map.height >= height, map.width >= width else {
      return try Resampling(
        map, part: map.middle(inProportion: height, width), height: height, width: width, .bilinear
      ).built(look: LayerLook(.pooling))
    }
    return MapPlacement(
      input: map, top: -((map.height - height) / 2), left: -((map.width - width) / 2), height: height,
      width: width
    ).built()
  }
}
