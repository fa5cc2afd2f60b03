/// Softmax and cross-entropy in one, from the logits: the loss of each image, `ln Σ_k e^z_k - z_label`, and its
/// gradient `softmax(z) - onehot(label)` times `scale`, which replaces the logits.
///
/// Working from the logits keeps the digits of small losses, as Keras does when the last activation is softmax.
/// - Parameters:
///   - logits: `[classes]` lanes; on return the gradient, zero in the lanes at or above `images`.
///   - labels: the class of each image of the group; `images` of them.
///   - losses: `images` values are written.
public func softmaxCrossEntropy(
  _ logits: UnsafeMutablePointer<Lanes>, classes: Int, labels: UnsafePointer<Int32>, images: Int,
  scale: Float, losses: UnsafeMutablePointer<Float>
) {
  var greatest = logits[0]
  for k in 1..<max(1, classes) { greatest.replace(with: logits[k], where: .!(logits[k] .<= greatest)) }
  var labelLogit = Lanes()
  for n in 0..<images { labelLogit[n] = logits[Int(labels[n])][n] }
  var sum = Lanes()
  for k in 0..<classes {
    logits[k] = exp(logits[k] - greatest)
    sum += logits[k]
  }
  let loss = log(sum) + (greatest - labelLogit)
  for n in 0..<images { losses[n] = loss[n] }
  var factor = Lanes()
  for n in 0..<images { factor[n] = scale / sum[n] }
  for k in 0..<classes { logits[k] *= factor }
  for n in 0..<images { logits[Int(labels[n])][n] -= scale }
}

/// Cross-entropy of probabilities that did not come from a last softmax: the probabilities are first divided by
/// their sum and kept within [epsilon, 1 - epsilon], epsilon = 1e-7, as Keras does. Arguments as in
/// ``softmaxCrossEntropy(_:classes:labels:images:scale:losses:)``; the gradient replaces the probabilities.
public func crossEntropy(
  _ outputs: UnsafeMutablePointer<Lanes>, classes: Int, labels: UnsafePointer<Int32>, images: Int,
  scale: Float, losses: UnsafeMutablePointer<Float>
) {
  let epsilon: Float = 1e-7
  var sum = Lanes()
  for k in 0..<classes { sum += outputs[k] }
  var labelOutput = Lanes(repeating: 1)
  for n in 0..<images { labelOutput[n] = outputs[Int(labels[n])][n] }
  let share = labelOutput / sum
  let clipped = share.clamped(
    lowerBound: Lanes(repeating: epsilon), upperBound: Lanes(repeating: 1 - epsilon))
  // A NaN would be hidden by the clamp.
  let loss = (Lanes() - log(clipped)).replacing(with: share, where: .!(share .== share))
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
