import Core
import Kernels

/// A layer that makes one of inputs of one shape, value by value: Add and its like.
///
/// A map or vector may have the length 1 along an axis where others are longer; it then counts everywhere along it, and a vector counts at
/// each pixel of a map. Source: https://keras.io/api/layers/merging_layers
public protocol ElementwiseLayer: MergingLayer {
  static var kind: MergeKind { get }
}

extension ElementwiseLayer {
  /// A declaration whose example has the layer behind two convolutions.
  static func described(_ name: String, _ summary: String, discussion: String) -> Declaration {
    Declaration(
      name: name, summary: summary,
      discussion: """
        Takes what the line before it gives, and the layers that it names, which must have the same size (a length of 1 counts \
        along the whole axis). \(discussion)
        """,
      example: """
        net = model input=28x28x1
          Conv2D 4 3x3 padding=same activation=relu name=a
          Conv2D 4 3x3 padding=same activation=relu
          \(name) a
          Flatten
          Dense 10 activation=softmax
        end
        summary net
        """)
  }

  public func built(for inputs: [Shape]) throws(ModelError) -> BuiltLayer {
    guard Self.kind != .difference || inputs.count == 2 else {
      throw ModelError("takes two inputs, not \(inputs.count)")
    }
    let rank = inputs.map(\.count).max() ?? 1
    let sizes = inputs.compactMap { $0.count == rank || $0.count == 1 ? MapSize($0) : nil }
    guard sizes.count == inputs.count else {
      throw ModelError(
        "takes vectors or maps of height x width x channels, not "
          + inputs.map(\.crossDescription).joined(separator: " and "))
    }
    func length(_ axis: KeyPath<MapSize, Int>) throws(ModelError) -> Int {
      let lengths = sizes.map { $0[keyPath: axis] }
      let longest = lengths.max() ?? 1
      guard lengths.allSatisfy({ $0 == longest || $0 == 1 }) else {
        throw ModelError(misfit(inputs))
      }
      return longest
    }
    let size = MapSize(
      height: try length(\.height), width: try length(\.width), channels: try length(\.channels))
    let geometry = MergeGeometry(inputs: sizes.map { ($0.height, $0.width, $0.channels) })
    return BuiltLayer(
      output: rank == 1
        ? [size.channels]
        : rank == 2 ? [size.height, size.width] : [size.height, size.width, size.channels],
      operation: MergeOperation(kind: Self.kind, geometry: geometry, inputCount: inputs.count),
      reach: Reach { part, number in
        // What has one row, column or channel only is seen there.
        var part = part
        if sizes[number].height == 1 { part.rows = 0...0 }
        if sizes[number].width == 1 { part.columns = 0...0 }
        if sizes[number].channels == 1 { part.channel = 0 }
        return part
      },
      working: MergeWorking(kind: Self.kind, sizes: sizes), look: LayerLook(.merging))
  }
}

/// What is wrong with the shapes, and what would help.
private func misfit(_ inputs: [Shape]) -> String {
  let shapes = inputs.map(\.crossDescription).joined(separator: " and ")
  let (a, b) = (inputs[0], inputs.first { $0 != inputs[0] } ?? inputs[0])
  var advice = ""
  if a.count == 3, b.count == 3 {
    if a[0] == b[0], a[1] == b[1] {
      advice = "; Conv2D \(b[2]) 1x1 makes \(b[2]) channels of \(a[2])"
    } else if a[0] < b[0], a[0] > 0, (b[0] + a[0] - 1) / a[0] <= 8 {
      advice = "; strides=\((b[0] + a[0] - 1) / a[0]) padding=same makes the larger as small"
    } else if b[0] < a[0], b[0] > 0, (a[0] + b[0] - 1) / b[0] <= 8 {
      advice = "; strides=\((a[0] + b[0] - 1) / b[0]) padding=same makes the larger as small"
    }
  } else if a.count != b.count {
    advice = "; Flatten makes a vector of a map"
  }
  return "cannot take \(shapes): they differ in more than a length of 1\(advice)"
}

struct MergeOperation: MergingOperation {
  let kind: MergeKind
  let geometry: MergeGeometry
  let inputCount: Int

  var backwardReadsInput: Bool { [.product, .maximum, .minimum].contains(kind) }
  var backwardReadsOutput: Bool { [.maximum, .minimum].contains(kind) }
  var worksInPlace: Bool { true }
  var gradientWorksInPlace: Bool { kind == .sum }

  func applying(_ activation: Activation) -> (any LayerOperation)? {
    guard kind == .sum, activation == .relu, inputCount == 2, geometry.areEqual else { return nil }
    return RectifiedSumOperation(count: geometry.count)
  }

  func forward(
    _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>, output: UnsafeMutablePointer<Lanes>,
    outputStride: Int
  ) {
    merge(kind, geometry, inputs, output: output)
  }

  func backward(
    _ number: Int, _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>, output: UnsafePointer<Lanes>,
    outputStride: Int, outputGradient: UnsafePointer<Lanes>, inputGradient: UnsafeMutablePointer<Lanes>
  ) {
    mergeGradient(
      kind, geometry, of: number, inputs, output: output, outputGradient: outputGradient,
      inputGradient: inputGradient)
  }
}

/// The sum of two maps with the relu that stands behind it: a block of a residual network ends so.
private struct RectifiedSumOperation: MergingOperation {
  let count: Int

  var backwardReadsInput: Bool { false }
  var worksInPlace: Bool { true }
  var appliesActivation: Bool { true }
  var appliesActivationGradient: Bool { true }

  func forward(
    _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>, output: UnsafeMutablePointer<Lanes>,
    outputStride: Int
  ) {
    addAndRectify(inputs[0], inputs[1], count: count, output: output)
  }

  func backward(
    _ number: Int, _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>, output: UnsafePointer<Lanes>,
    outputStride: Int, outputGradient: UnsafePointer<Lanes>, inputGradient: UnsafeMutablePointer<Lanes>
  ) {
    addAndRectifyGradient(
      output: output, outputGradient: outputGradient, count: count, inputGradient: inputGradient)
  }
}
