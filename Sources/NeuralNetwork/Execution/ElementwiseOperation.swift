import Core
import Kernels

/// A function of each value by itself as a step of its own: a layer, or the activation of one whose derivative needs what the
/// activation takes in.
struct ElementwiseOperation: LayerOperation {
  let function: ElementwiseFunction
  let count: Int

  var backwardReadsInput: Bool { function.derivativeReadsInput }
  var backwardReadsOutput: Bool { !function.derivativeReadsInput }
  var worksInPlace: Bool { true }

  func forward(_ pass: LayerPass) {
    if pass.input != UnsafePointer(pass.output) { pass.output.update(from: pass.input, count: count) }
    function.apply(pass.output, count: count)
  }

  func backward(_ pass: LayerPass) {
    guard let inputGradient = passBack(pass) else { return }
    function.applyGradient(
      backwardReadsInput ? pass.input : UnsafePointer(pass.output), gradient: inputGradient, count: count)
  }

  /// Takes the gradient back as if there were no function.
  @discardableResult
  func passBack(_ pass: LayerPass) -> UnsafeMutablePointer<Lanes>? {
    guard let inputGradient = pass.inputGradient else { return nil }
    if inputGradient != pass.outputGradient { inputGradient.update(from: pass.outputGradient, count: count) }
    return inputGradient
  }
}
