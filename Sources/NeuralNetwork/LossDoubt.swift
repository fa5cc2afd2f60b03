/// Where a last layer does not fit the loss.
extension Model {
  /// The last layer that gives other values than it takes: behind it there may be a Flatten or a Reshape.
  private var valueGiver: Node? {
    var node = nodes.last
    while let last = node, last.built.changesNothing, nodes.indices.contains(last.inputs[0]) {
      node = nodes[last.inputs[0]]
    }
    return node
  }

  /// Why the last layer is not such as the loss is made for, with the cure, in one sentence; nil where it is. The model trains all
  /// the same, and as Keras's does.
  public var doubtOfLoss: String? {
    guard let training, let last = valueGiver else { return nil }
    let loss = training.loss
    let fromLogits = training.lossOptions.fromLogits
    let isBinary = loss == .binaryCrossentropy
    switch last.activation {
    case _ where !loss.isCrossentropy: return nil
    case .softmax where isBinary && outputCount == 1:
      return "the softmax of one unit is always 1: \(last.name) needs activation=sigmoid"
    case .softmax where isBinary:
      return
        "binary_crossentropy takes the sigmoid of what goes into the last softmax, as Keras's does; activation=sigmoid is what it "
        + "is made for"
    case _ where !isBinary && outputCount == 1:
      return
        "one unit cannot tell classes apart: for two classes compile with loss=binary_crossentropy and give \(last.name) "
        + "activation=sigmoid"
    case .softmax, .sigmoid:
      if last.activation == .sigmoid, !isBinary {
        return
          (lossTakesLogits
          ? "\(loss.rawValue) takes the softmax of what goes into the last sigmoid, as Keras's does; " : "")
          + "activation=softmax is what \(loss.rawValue) is made for"
      }
      return fromLogits
        ? "from_logits=true is for a last layer without \(last.activation.rawValue); the loss takes what goes into it all the same"
        : nil
    default:
      let wanted = isBinary ? "sigmoid" : "softmax"
      return fromLogits
        ? nil
        : "what \(last.name) gives are no probabilities: give it activation=\(wanted), or compile with from_logits=true"
    }
  }
}
