import Charts
import Core

/// One image to be drawn.
struct Picture {
  let pixels: Tensor
  /// The class and the class names, where the image has a label.
  let label: (number: Int, names: [String])?
  /// What the image is part of, for the title.
  let source: String

  static func pictures(of value: Value, atMost limit: Int) throws -> [Picture] {
    switch value.orOnlySplit {
    case .examples(let examples, let name), .example(let examples, let name):
      return (0..<max(0, min(limit, examples.count))).map { i in
        Picture(
          pixels: examples.images.image(i),
          label: examples.labels.areKnown
            ? (Int(examples.labels.classes[i]), examples.labels.classNames) : nil, source: name)
      }
    case .dataset(let dataset):
      throw CellError.whichPart(of: dataset, parameter: ShowVerb.images)
    case .ragged(let images):
      return (0..<max(0, min(limit, images.count))).map {
        Picture(pixels: images.image($0), label: nil, source: "images")
      }
    case .array(let array):
      if array.isOneImage { return limit > 0 ? [Picture(pixels: array, label: nil, source: "image")] : [] }
      guard array.shape.count >= 3 else {
        throw CellError(
          "an array of shape \(array.shape.tupleDescription) is not an image", parameter: ShowVerb.images)
      }
      return (0..<max(0, min(limit, array.count))).map {
        Picture(pixels: array.row($0), label: nil, source: "images")
      }
    default: throw CellError("\(value.kindName) cannot be drawn", parameter: ShowVerb.images)
    }
  }

  /// The scale of this image by itself: bytes are drawn as they are.
  var ownKey: ColourKey {
    pixels.dtype == .uint8 ? ColourKey(.gray, low: 0, high: 255) : .pixels(pixels.floats)
  }

  /// - Parameters:
  ///   - key: from which value, black, to which, white.
  ///   - saysSource: whether the title tells what the image is part of.
  func chartImage(
    title: String?, prediction: Int?, writesValues: Bool, key: ColourKey, saysSource: Bool = false
  ) throws -> ChartImage {
    let shape = pixels.shape
    let channels = shape.count == 3 ? shape[2] : 1
    guard shape.count >= 2, channels == 1 || channels == 3, shape[0] > 0, shape[1] > 0 else {
      throw CellError(
        "a value of shape \(shape.crossDescription) is not an image", parameter: ShowVerb.images)
    }
    let values = pixels.floats
    let bytes = TileColours.colour(values, in: key.low...key.high)
    let truth = label.map { $0.names.indices.contains($0.number) ? $0.names[$0.number] : String($0.number) }
    var text = title ?? [saysSource ? source : nil, truth].compactMap { $0 }.joined(separator: "\n")
    var mark = ChartImage.Mark.none
    if let prediction {
      let names = label?.names ?? []
      let predicted = names.indices.contains(prediction) ? names[prediction] : String(prediction)
      let isRight = label.map { $0.number == prediction }
      text = title ?? (isRight == false ? "\(predicted)\nnot \(truth ?? "")" : predicted)
      if let isRight { mark = isRight ? .right : .wrong }
    }
    guard !writesValues || channels == 1 else {
      throw CellError("values=true needs gray images", parameter: ShowVerb.values)
    }
    return ChartImage(
      width: shape[1], height: shape[0], channels: channels, pixels: bytes, title: text, mark: mark,
      pixelValues: writesValues ? values.map(pixelText) : nil)
  }

  /// At most two decimals: there is little room on a pixel.
  private func pixelText(_ value: Float) -> String {
    pixels.dtype == .uint8 || value.rounded() == value
      ? shortNumber(Double(value.rounded())) : twoDecimals(Double(value))
  }
}
