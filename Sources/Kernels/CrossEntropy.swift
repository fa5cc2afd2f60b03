import Core

/// Softmax and cross-entropy in one, from the logits: the loss of each image, `ln Σ_k e^z_k - z_label`, and its
/// gradient `softmax(z) - onehot(label)` times `scale`, which replaces the logits.
///
/// Working from the logits keeps the digits of small losses, as Keras does when the last activation is softmax.
/// - Parameters:
///   - logits: `[classes]` lanes; on return the gradient, zero in the lanes at or above `images`.
///   - labels: the class of each image of the group; `images` of them.
///   - losses: `images` values are written.
///   - probabilities: where given, gets the softmax itself: `[classes]` lanes, to the last bit as ``softmax(_:count:)`` has them.
public func softmaxCrossEntropy(
  _ logits: UnsafeMutablePointer<Lanes>, classes: Int, labels: UnsafePointer<Int32>, images: Int,
  scale: Float, losses: UnsafeMutablePointer<Float>, probabilities: UnsafeMutablePointer<Lanes>? = nil
) {
  var greatest = logits[0]
  for k in 1..<max(1, classes) { greatest.replace(with: logits[k], where: .!(logits[k] .<= greatest)) }
  var labelLogit = Lanes()
  for n in 0..<images { labelLogit[n] = logits[Int(labels[n])][n] }
  var sum = Lanes()
  for k in 0..<classes {
    logits[k] = (logits[k] - greatest).mapLanes { Scalar.exp($0) }
    sum += logits[k]
  }
  let loss = sum.mapLanes { Scalar.log($0) } + (greatest - labelLogit)
  for n in 0..<images { losses[n] = loss[n] }
  if let probabilities {
    let share = Lanes(repeating: 1) / sum
    for k in 0..<classes { probabilities[k] = logits[k] * share }
  }
  var factor = Lanes()
  for n in 0..<images { factor[n] = scale / sum[n] }
  for k in 0..<classes { logits[k] *= factor }
  for n in 0..<images { logits[Int(labels[n])][n] -= scale }
}

/// How near 0 and 1 a probability may come before its logarithm is taken: Keras's epsilon.
let epsilon: Float = 1e-7

/// Cross-entropy of outputs that did not come from a last softmax, as Keras's `categorical_crossentropy`: the
/// label's output is divided by the sum of all, and its share kept within [ε, 1 - ε]. Arguments as in
/// ``softmaxCrossEntropy(_:classes:labels:images:scale:losses:)``; the gradient replaces the outputs.
public func crossEntropy(
  _ outputs: UnsafeMutablePointer<Lanes>, classes: Int, labels: UnsafePointer<Int32>, images: Int,
  scale: Float, losses: UnsafeMutablePointer<Float>
) {
  var sum = Lanes()
  for k in 0..<classes { sum += outputs[k] }
  var labelOutput = Lanes(repeating: 1)
  for n in 0..<images { labelOutput[n] = outputs[Int(labels[n])][n] }
  let share = labelOutput / sum
  let clipped = share.mapLanes { Scalar.clamp($0, epsilon, 1 - epsilon) }
  let loss = Lanes() - clipped.mapLanes { Scalar.log($0) }
  for n in 0..<images { losses[n] = loss[n] }
  // d(-ln(p_l / S)) / dp_k = 1/S - [k = l] / p_l; none where the clamp holds the value.
  var common = Lanes()
  var ofLabel = Lanes()
  for n in 0..<images where clipped[n] == share[n] || share[n].isNaN {
    common[n] = scale / sum[n]
    ofLabel[n] = scale / labelOutput[n]
  }
  for k in 0..<classes { outputs[k] = common }
  for n in 0..<images { outputs[Int(labels[n])][n] -= ofLabel[n] }
}

/// Computes what Keras's `sparse_categorical_crossentropy`, which keeps every output within [ε, 1 - ε] first, q, and
/// then takes the label's share: `ln Σ_k q_k - ln q_label`. The two differ where an output is above 1 or near 0.
public func sparseCrossEntropy(
  _ outputs: UnsafeMutablePointer<Lanes>, classes: Int, labels: UnsafePointer<Int32>, images: Int,
  scale: Float, losses: UnsafeMutablePointer<Float>
) {
  var sum = Lanes()
  for k in 0..<classes { sum += outputs[k].mapLanes { Scalar.clamp($0, epsilon, 1 - epsilon) } }
  var labelOutput = Lanes(repeating: 1)
  for n in 0..<images { labelOutput[n] = outputs[Int(labels[n])][n] }
  let clipped = labelOutput.mapLanes { Scalar.clamp($0, epsilon, 1 - epsilon) }
  let loss = sum.mapLanes { Scalar.log($0) } - clipped.mapLanes { Scalar.log($0) }
  for n in 0..<images { losses[n] = loss[n] }
  // d(ln Σ q - ln q_l) / dp_k = 1/Σq - [k = l] / q_l; none where the clamp holds output k.
  var common = Lanes()
  for n in 0..<images { common[n] = scale / sum[n] }
  for k in 0..<classes {
    let held = (outputs[k] .< epsilon) .| (outputs[k] .> 1 - epsilon)
    outputs[k] = common.replacing(with: 0, where: held)
  }
  for n in 0..<images where clipped[n] == labelOutput[n] || labelOutput[n].isNaN {
    outputs[Int(labels[n])][n] -= scale / clipped[n]
  }
}
