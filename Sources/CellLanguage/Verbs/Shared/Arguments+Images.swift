import Core
import Datasets
import NeuralNetwork

/// Labelled images, and how the learner calls them.
struct NamedExamples {
  let examples: Examples
  let name: String
}

extension Arguments {
  /// Labelled images of one size. A whole data set is not taken for one of its splits: the learner says which.
  func examples(_ key: Required<NamedExamples>) throws -> (examples: EvenExamples, name: String) {
    let data = try self[key]
    return (try data.examples.ofOneSize(key), data.name)
  }

  func examples(_ key: Key<NamedExamples?>) throws -> (examples: EvenExamples, name: String)? {
    try self[key].map { (try $0.examples.ofOneSize(key), $0.name) }
  }
}

extension Examples {
  /// The images as one array, with their labels. - Throws: ``CellError`` where they differ in size.
  func ofOneSize(_ parameter: some Declared) throws -> EvenExamples {
    guard let even else { throw CellError.differingSizes(parameter: parameter) }
    return even
  }
}

extension Arguments {
  /// The images of a parameter as an array that a model takes; one image by itself is a batch of one.
  func batch(_ key: Required<Value>, for model: Model) throws -> Tensor {
    let images: Tensor
    switch try self[key].orOnlySplit {
    case .examples(let examples, _), .example(let examples, _):
      images = try examples.ofOneSize(key).images
    case .array(let array):
      images = array.shape == model.inputShape ? array.reshaped([1] + array.shape) ?? array : array
    case .ragged: throw CellError.differingSizes(parameter: key)
    case .dataset(let dataset): throw CellError.whichPart(of: dataset, parameter: key)
    default: throw CellError("there are no images", parameter: key)
    }
    guard !images.shape.isEmpty else { throw CellError("there are no images", parameter: key) }
    return images
  }

  /// The one image of a parameter. - Throws: where there are several, or it does not fit the model.
  func image(_ key: Required<Value>, for model: Model) throws -> ShownImage {
    var label: Int32?
    var classNames: [String] = []
    var title = "the image"
    switch try self[key].orOnlySplit {
    case .examples(let examples, let name), .example(let examples, let name):
      title = name
      classNames = examples.labels.classNames
      if examples.labels.areKnown, examples.count == 1 { label = examples.labels.classes[0] }
    default: break
    }
    let images = try batch(key, for: model)
    guard images.count == 1 else {
      throw CellError(
        "\(declaration.name) looks at one image, but these are \(images.count)\nchoose one, such as "
          + (title == "the image" ? "images[0:1]" : "\(title)[0]"), parameter: key)
    }
    do { try model.check(imageShape: images.rowShape) } catch { throw CellError(error, parameter: key) }
    guard let pixels = images.reshaped([1] + model.inputShape) else {
      throw CellError("the image does not fit \(model.title)", parameter: key)
    }
    return ShownImage(pixels: pixels, label: label, classNames: classNames, name: title)
  }
}
