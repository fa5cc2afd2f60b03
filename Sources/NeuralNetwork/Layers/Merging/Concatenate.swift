import Core
import Kernels

/// Lays the channels of several maps side by side, or the values of several vectors.
///
/// Input shapes: equal but for the last axis. Output shape: the last axis is as long as all of theirs together. Source:
/// https://keras.io/api/layers/merging_layers/concatenate
public struct Concatenate: MergingLayer {
  public static let declaration = Declaration(
    name: "Concatenate",
    summary: "lays the channels of several layers side by side",
    discussion: """
      Takes the layers that it names, in this order, and then what the line before it gives. Of maps height and width must be \
      the same; a pixel then has the channels of all of them. What each branch has found stays apart, as in Inception \
      (Szegedy and others, 2015) and DenseNet (Huang and others, 2017).
      """,
    example: """
      net = model input=28x28x1
        Conv2D 4 3x3 padding=same activation=relu name=a
        Conv2D 2 5x5 padding=same activation=relu
        Concatenate a
        Flatten
        Dense 10 activation=softmax
      end
      summary net
      """)

  public let options: Options

  public init(_ options: Options) throws(ModelError) { self.options = options }

  public func built(for inputs: [Shape]) throws(ModelError) -> BuiltLayer {
    let fronts = inputs.map { $0.dropLast() }
    guard let front = fronts.first, fronts.allSatisfy({ $0 == front }) else {
      throw ModelError(
        "cannot lay \(inputs.map(\.crossDescription).joined(separator: " and ")) side by side: "
          + "they differ in more than their last length")
    }
    let channels = inputs.map { $0.last ?? 1 }
    let pixels = front.reduce(1, *)
    let sizes = inputs.map { MapSize(ofAny: $0) }
    return BuiltLayer(
      output: front + [channels.reduce(0, +)],
      operation: ConcatenateOperation(channels: channels, pixels: pixels),
      reach: Reach { part, number in
        let first = channels[..<number].reduce(0, +)
        guard let channel = part.channel else { return part }
        guard (first..<first + channels[number]).contains(channel) else { return nil }
        var part = part
        part.channel = channel - first
        return part
      },
      working: ConcatenateWorking(sizes: sizes), look: LayerLook(.merging))
  }
}

struct ConcatenateOperation: MergingOperation {
  let channels: [Int]
  let pixels: Int

  var backwardReadsInput: Bool { false }
  var backwardReadsOutput: Bool { false }

  func forward(
    _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>, output: UnsafeMutablePointer<Lanes>,
    outputStride: Int
  ) {
    concatenate(inputs, channels: channels, pixels: pixels, stride: outputStride, output: output)
  }

  func backward(
    _ number: Int, _ inputs: UnsafeBufferPointer<UnsafePointer<Lanes>>, output: UnsafePointer<Lanes>,
    outputStride: Int, outputGradient: UnsafePointer<Lanes>, inputGradient: UnsafeMutablePointer<Lanes>
  ) {
    let first = channels[..<number].reduce(0, &+)
    takeChannels(
      first..<first + channels[number], pixels: pixels, stride: outputStride, outputGradient,
      output: inputGradient)
  }
}
