import Core

/// Where in the image a convolutional layer saw what speaks for a class.
public struct GradCAM: Sendable {
  /// The importance of each feature map: the mean of its gradient.
  public let weights: [Float]
  /// `(height, width)` of the layer's maps: relu(Σ weights[k] · map k), not scaled.
  public let map: Tensor
}

extension Model {
  /// Source: Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra, "Grad-CAM: visual explanations from deep networks via
  /// gradient-based localization", ICCV 2017, equations 1 and 2, with the score before softmax.
  ///
  /// - Parameters:
  ///   - image: with a first axis of length 1.
  ///   - label: the class, from 0.
  ///   - layer: one that gives maps; the last Conv2D where nil.
  /// - Throws: where the image does not fit, there is no such class, or the layer gives no maps.
  public func gradCAM(_ image: Tensor, ofClass label: Int, layer: Int? = nil) throws(ModelError) -> GradCAM {
    let maps = nodes.indices.filter { nodes[$0].outputShape.count == 3 }
    guard let index = layer ?? nodes.lastIndex(where: { $0.built.look.kind == .convolution }) else {
      throw ModelError("\(name) has no Conv2D layer, so no feature maps to look at", subject: "model")
    }
    guard maps.contains(index), let size = MapSize(nodes[index].outputShape) else {
      throw ModelError(
        "\(nodes[index].name) (\(nodes[index].typeName)) gives no feature maps; these layers do: "
          + maps.map { nodes[$0].name }.joined(separator: ", "), subject: "layer")
    }
    guard index < nodes.count - 1 else {
      throw ModelError("\(nodes[index].name) is the last layer: no class follows from it", subject: "layer")
    }
    let (output, gradient) = try classGradient(image, ofClass: label, layer: index)
    let pixels = size.height * size.width
    let weights = (0..<size.channels).map { channel in
      size.plane(channel, of: gradient).reduce(0, +) / Float(pixels)
    }
    let map = (0..<pixels).map { pixel in
      var sum: Float = 0
      for k in 0..<size.channels { sum = sum.addingProduct(weights[k], output[pixel * size.channels + k]) }
      return max(0, sum)
    }
    return GradCAM(weights: weights, map: Tensor(shape: [size.height, size.width], floats: map))
  }
}
