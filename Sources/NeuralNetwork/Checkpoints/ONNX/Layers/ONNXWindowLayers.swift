import Core
import Kernels

/// Layers with a window that slides over maps. ONNX's operators take the channels first, and pads in pixels: top, left,
/// bottom, right.

extension Conv2D: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    let kernel = graph.weight("kernel", axes: [3, 2, 0, 1])
    return graph.add(
      "Conv", window, kernel + graph.weight("bias"), to: inputs[0], node.outputShape,
      groups > 1 ? ["group": .integer(groups)] : [:])
  }
}

extension DepthwiseConv2D: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    graph.addDepthwise(
      window, "kernel", multiplier: multiplier, bias: graph.weight("bias"), to: inputs[0], node.outputShape)
  }
}

extension SeparableConv2D: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    let middle = graph.addDepthwise(
      window, "depthwise_kernel", multiplier: multiplier, bias: [], to: inputs[0],
      node.outputShape.dropLast() + [node.inputShape[2] * multiplier])
    let kernel = graph.weight("pointwise_kernel", axes: [3, 2, 0, 1])
    let pixel = SlidingWindow(size: ImageSize(1, 1), strides: ImageSize(1, 1), padding: .valid)
    return graph.add("Conv", pixel, kernel + graph.weight("bias"), to: middle, node.outputShape)
  }
}

extension Conv2DTranspose: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    let geometry = try geometry(for: node.inputShape)
    /// What is cut off behind the last pixel that a kernel lies on; negative where there are pixels beyond.
    func rest(_ length: Int, _ before: Int, of input: Int, _ window: Int, _ stride: Int) -> Int {
      (input - 1) * stride + window - before - length
    }
    let bottom = rest(
      geometry.inputHeight, geometry.padTop, of: geometry.outputHeight, window.height, window.strides.height)
    let right = rest(
      geometry.inputWidth, geometry.padLeft, of: geometry.outputWidth, window.width, window.strides.width)
    let name = graph.add(
      "ConvTranspose",
      [graph.channelsFirst(inputs[0])] + graph.weight("kernel", axes: [3, 2, 0, 1]) + graph.weight("bias"),
      [
        "kernel_shape": .integers([window.height, window.width]),
        "strides": .integers([window.strides.height, window.strides.width]),
        "pads": .integers([geometry.padTop, geometry.padLeft, max(0, bottom), max(0, right)]),
        "output_padding": .integers([max(0, -bottom), max(0, -right)]),
      ])
    return ONNXValue(name: name, shape: node.outputShape, isChannelsFirst: true)
  }
}

extension AveragePooling2D: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    // As in Keras only the pixels count that are there.
    graph.add(
      "AveragePool", pooling.window, [], to: inputs[0], node.outputShape, ["count_include_pad": .integer(0)])
  }
}

extension MaxPooling2D: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    graph.add("MaxPool", pooling.window, [], to: inputs[0], node.outputShape)
  }
}

extension GlobalAveragePooling2D: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    graph.addGlobal("GlobalAveragePool", to: inputs[0], node)
  }
}

extension GlobalMaxPooling2D: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    graph.addGlobal("GlobalMaxPool", to: inputs[0], node)
  }
}

extension UpSampling2D: ONNXLayer {
  func write(_ node: Model.Node, _ inputs: [ONNXValue], to graph: inout ONNXGraph) throws(ModelError)
    -> ONNXValue
  {
    let map = graph.channelsFirst(inputs[0])
    let scales = graph.constant("scales", [4], .floats([1, 1, Float(size.height), Float(size.width)]))
    let name = graph.add(
      "Resize", [map, "", scales],
      interpolation == .bilinear
        ? ONNXGraph.bilinear
        : [
          "mode": .text("nearest"), "nearest_mode": .text("floor"),
          "coordinate_transformation_mode": .text("asymmetric"),
        ])
    return ONNXValue(name: name, shape: node.outputShape, isChannelsFirst: true)
  }
}

extension ONNXGraph {
  /// Adds an operator with a window.
  fileprivate mutating func add(
    _ operation: String, _ window: SlidingWindow, _ weights: [String], to value: ONNXValue, _ output: Shape,
    _ attributes: [String: ONNXAttribute] = [:]
  ) -> ONNXValue {
    let pads = window.pads(on: value.shape)
    var all: [String: ONNXAttribute] = [
      "kernel_shape": .integers([window.height, window.width]),
      "strides": .integers([window.strides.height, window.strides.width]),
      "pads": .integers([pads.top, pads.left, pads.bottom, pads.right]),
    ]
    if window.dilation != ImageSize(1, 1) {
      all["dilations"] = .integers([window.dilation.height, window.dilation.width])
    }
    let name = add(operation, [channelsFirst(value)] + weights, all.merging(attributes) { $1 })
    return ONNXValue(name: name, shape: output, isChannelsFirst: true)
  }

  /// Adds a convolution of each channel by itself: kernel m of channel c makes map c · multiplier + m.
  fileprivate mutating func addDepthwise(
    _ window: SlidingWindow, _ weight: String, multiplier: Int, bias: [String], to value: ONNXValue,
    _ output: Shape
  ) -> ONNXValue {
    let channels = value.shape[2]
    let kernel = self.weight(
      weight, as: [window.height, window.width, channels * multiplier, 1], axes: [2, 3, 0, 1])
    return add("Conv", window, kernel + bias, to: value, output, ["group": .integer(channels)])
  }

  /// Adds an operator that makes one pixel of a map.
  fileprivate mutating func addGlobal(
    _ operation: String, to value: ONNXValue, _ node: Model.Node
  ) -> ONNXValue {
    let pixel = add(operation, [channelsFirst(value)])
    return node.outputShape.count == 3
      ? ONNXValue(name: pixel, shape: node.outputShape, isChannelsFirst: true)
      : ONNXValue(name: add("Flatten", [pixel], ["axis": .integer(1)]), shape: node.outputShape)
  }
}

extension SlidingWindow {
  /// The pixels around a map of this shape that the window sees as well.
  func pads(on shape: Shape) -> (top: Int, left: Int, bottom: Int, right: Int) {
    func pads(_ length: Int, _ window: Int, _ stride: Int) -> (before: Int, after: Int) {
      guard let fit = padding.fit(length: length, window: window, stride: stride) else { return (0, 0) }
      return (
        fit.before, max(0, (fit.length - 1) * stride + window - length - fit.before)
      )
    }
    let (y, x) = (
      pads(shape[0], span.height, strides.height), pads(shape[1], span.width, strides.width)
    )
    return (y.before, x.before, y.after, x.after)
  }
}
