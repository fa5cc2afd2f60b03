import Core

/// Which pixels a class hangs on: gradients of a class score, in a model that is used.
extension Model {
  /// The gradient of the score of a class with respect to the image.
  ///
  /// The score is the last layer's value before softmax: the probability would also rise where the others fall.
  /// - Parameters:
  ///   - image: with a first axis of length 1.
  ///   - label: the class, from 0.
  /// - Returns: of the input's shape.
  /// - Throws: where the image does not fit or there is no such class.
  public func inputGradient(_ image: Tensor, ofClass label: Int) throws(ModelError) -> Tensor {
    try Tensor(shape: inputShape, floats: classGradient(image, ofClass: label, layer: -1).gradient)
  }

  /// Source: Simonyan, Vedaldi, Zisserman, "Deep inside convolutional networks: visualising image classification models
  /// and saliency maps", ICLR workshop 2014, section 3: M[y, x] = max over the channels of |∂S / ∂I[y, x, c]|.
  /// - Returns: `(height, width)`.
  public func saliency(_ image: Tensor, ofClass label: Int) throws(ModelError) -> Tensor {
    guard let size = MapSize(inputShape), inputShape.count > 1 else {
      throw ModelError("\(name) takes vectors, not images: there is no picture to draw", subject: "model")
    }
    let gradient = try inputGradient(image, ofClass: label).floats
    return Tensor(
      shape: [size.height, size.width],
      floats: (0..<size.height * size.width).map { pixel in
        (0..<size.channels).reduce(0) { max($0, abs(gradient[pixel * size.channels + $1])) }
      })
  }

  /// The output of a layer, and the gradient of a class score with respect to it; layer -1 is the input.
  func classGradient(
    _ image: Tensor, ofClass label: Int, layer: Int
  ) throws(ModelError) -> (output: [Float], gradient: [Float]) {
    try check(imageShape: image.rowShape)
    try check(classNumber: label)
    let inspector = try Inspector(self)
    inspector.forward(image, stopsBeforeLastActivation: endsInSoftmax)
    var score = [Float](repeating: 0, count: outputCount)
    score[label] = 1
    let gradient = inspector.gradient(
      ofLayer: layer, from: [score], startsBeforeLastActivation: endsInSoftmax)
    return (inspector.output(layer: layer)[0], gradient[0])
  }

  func check(classNumber label: Int) throws(ModelError) {
    try checkGivesClasses()
    guard (0..<outputCount).contains(label) else {
      throw ModelError(
        "\(name) has no class \(label): its classes are 0 to \(outputCount - 1)", subject: "class")
    }
  }
}
