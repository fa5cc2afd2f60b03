import Core
import Testing

@testable import NeuralNetwork

/// Models that are none of the layers here, and files that are made to do harm: a message, never a crash, and in a moment.
@Suite struct ONNXRefusalTests {
  private typealias F = ONNXFixtures

  private func said(_ model: ONNXModel) -> String? { said(model.encoded()) }

  private func said(_ bytes: [UInt8]) -> String? {
    message { _ = try CheckpointFile(bytes, name: "x.onnx").model() }.map {
      String($0.dropFirst("x.onnx: ".count))
    }
  }

  @Test func whatNoLayerDoesIsNamed() {
    let kernel = F.zeros("k", 2, 1, 3, 3)
    func conv(_ attributes: [String: ONNXAttribute]) -> ONNXModel {
      F.model([F.node("Conv", "c", ["x", "k"], attributes)], constants: [kernel])
    }
    #expect(
      said(F.model([F.node("Einsum", "e", ["x"])]))
        == "operator e (Einsum): no layer here does what this operator does")
    #expect(
      said(conv(["dilations": .integers([2, 2])]))
        == "operator c (Conv): its pads are [0, 0, 0, 0] (top, left, bottom, right); known here are none, and on this map "
        + "[2, 2, 2, 2] of padding=same")
    #expect(
      said(conv(["dilations": .integers([2, .max])]))
        == "operator c (Conv): dilations=2x9223372036854775807 are not known here, only 1 to 100")
    #expect(
      said(conv(["pads": .integers([2, 2, 2, 2])]))
        == "operator c (Conv): its pads are [2, 2, 2, 2] (top, left, bottom, right); known here are none, and on this map "
        + "[1, 1, 1, 1] of padding=same")
    #expect(said(conv(["what": .integer(1)])) == "operator c (Conv): its attribute what is not known here")
    #expect(
      said(conv(["auto_pad": .text("SAME_LOWER")]))
        == "operator c (Conv): auto_pad=SAME_LOWER is not known here, only SAME_UPPER and VALID")
    #expect(
      said(conv(["group": .integer(0)]))
        == "operator c (Conv): its kernel of 2x1x3x3 in 0 groups does not fit 1 channels")
    #expect(
      said(conv(["strides": .integers([0, .max])]))
        == "operator c (Conv): its window of 3x3 and strides of 0x9223372036854775807 must be 1 to 10000 pixels long"
    )
    #expect(
      said(F.model([F.node("Add", "a", ["x", "k"])], constants: [kernel]))
        == "operator a (Add): it adds the constant k, which is not the bias of a layer before it")
    #expect(
      said(F.model([F.node("Transpose", "t", ["x"], ["perm": .integers([1, 0, 2, 3])])]))
        == "operator t (Transpose): perm=[1, 0, 2, 3] is not known here, only what leaves each image by itself"
    )
    var foreign = F.node("Relu", "r", ["x"])
    foreign.domain = "com.microsoft"
    #expect(
      said(F.model([foreign]))
        == "operator r (Relu): it is of the domain com.microsoft; only ONNX's own operators are known here")
  }

  /// Sizes at which products would overflow.
  @Test func whatIsTooLargeIsRefusedAtOnce() {
    var model = F.model([F.node("MaxPool", "p", ["x"], ["kernel_shape": .integers([1, 1])])])
    model.inputs[0].shape = [nil, 1 << 40, 1 << 40, 1 << 40]
    #expect(said(model)?.hasSuffix("is too large") == true)
    let scales = ONNXTensor(name: "s", shape: [4], values: .floats([1, 1, 60_000, 60_000]))
    let grown = (0..<4).map {
      F.node(
        "Resize", "r\($0 + 1)", [$0 == 0 ? "x" : "r\($0)", "", "s"],
        ["coordinate_transformation_mode": .text("asymmetric"), "nearest_mode": .text("floor")])
    }
    #expect(
      said(F.model(grown, constants: [scales]))
        == "operator r1 (Resize): its output would be too large: 240000x240000x1")
  }

  @Test func aFlattenedMapWithTheChannelsFirstCannotBeTheOutput() {
    let nodes = [F.node("Conv", "c", ["x", "k"]), F.node("Flatten", "f", ["c"])]
    #expect(
      said(F.model(nodes, constants: [F.zeros("k", 2, 1, 3, 3)]))?.hasPrefix(
        "its output f is a flattened map with the channels first") == true)
  }

  @Test func namesMustHoldTogether() {
    let relu = F.node("Relu", "a", ["x"])
    #expect(said(F.model([relu, relu])) == "two of its tensors are called a")
    #expect(
      said(F.model([F.node("Relu", "a", ["b"]), F.node("Relu", "b", ["a"])]))
        == "operator a (Relu): it takes 'b', which no operator before it gives")
    var twice = F.model([F.node("Conv", "c", ["x", "k"])], constants: [F.zeros("k", 1, 1, 1, 1)])
    twice.constants += twice.constants
    #expect(said(twice) == "two of its tensors are called k")
    var open = F.model([relu])
    open.inputs[0].shape = [nil, 1, nil, 4]
    #expect(said(open)?.hasPrefix("the shape of its input x is ?x1x?x4") == true)
    open.inputs = []
    #expect(said(open)?.hasPrefix("it has 0 inputs") == true)
    open.inputs = [ONNXValueInfo(name: "x", type: 2, shape: [nil, 3])]
    #expect(said(open) == "its input x is of type 2, not of 32-bit floats (type 1)")
  }

  @Test func versionsOfAnotherTimeAreNamed() {
    var model = F.model([F.node("Relu", "a", ["x"])])
    model.operators = 99
    #expect(said(model) == "it is made of the operators of version 99; known here are ONNX's of 7 to 27")
    // ir_version is the first field.
    var bytes = F.model([F.node("Relu", "a", ["x"])]).encoded()
    bytes[1] = 2
    #expect(said(bytes) == "it is of version 2 of ONNX's format; known here are 3 to 14")
  }

  // MARK: - Bytes that no program writes

  /// A field of protobuf with bytes in it: https://protobuf.dev/programming-guides/encoding
  private func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    varint(UInt64(number << 3 | 2)) + varint(UInt64(content.count)) + content
  }

  private func number(_ number: Int, _ value: UInt64) -> [UInt8] {
    varint(UInt64(number << 3)) + varint(value)
  }

  private func varint(_ number: UInt64) -> [UInt8] {
    var (bytes, rest): ([UInt8], UInt64) = ([], number)
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return bytes
  }

  /// A model with this graph.
  private func file(_ graph: [UInt8]) -> [UInt8] { number(1, 8) + field(7, graph) + field(8, number(2, 17)) }

  @Test func tensorsHaveTheValuesThatTheirShapesSay() {
    func tensor(_ parts: [UInt8]) -> String? { said(file(field(5, parts + field(8, Array("w".utf8))))) }
    let float = number(2, 1)
    #expect(
      tensor(number(1, 3) + float + field(9, [0, 0, 0, 0]))
        == "the tensor w has 1 values, but its shape (3,) has 3")
    #expect(
      tensor(number(1, 1 << 40) + number(1, 1 << 40) + float)
        == "the tensor w has an impossible shape, (1099511627776, 1099511627776)")
    #expect(tensor(number(1, .max) + float) == "the tensor w has an impossible shape, (-1,)")
    #expect(
      tensor(
        number(1, 1) + float
          + field(13, field(1, Array("location".utf8)) + field(2, Array("/etc/passwd".utf8))))?
        .hasPrefix("the tensor w lies in another file, and no file but this one is opened") == true)
    #expect(
      tensor(number(1, 1) + float + number(14, 1))?.hasPrefix("the tensor w lies in another file") == true)
  }

  /// A graph in an attribute of a graph in an attribute ...
  @Test func nestingWithoutEndTakesNoStack() {
    var graph: [UInt8] = []
    for _ in 0..<4000 {
      graph = field(1, field(4, Array("If".utf8)) + field(5, field(6, graph) + number(20, 5)))
    }
    let name = field(1, Array("x".utf8))
    let type = field(2, field(1, number(1, 1) + field(2, field(1, []) + field(1, number(1, 4)))))
    let whole = graph + field(11, name + type) + field(12, field(1, Array("y".utf8)))
    #expect(said(file(whole)) == "its output y is given by no layer, or is not the last one's")
  }

  @Test func whatComesAgainIsNotMerged() {
    #expect(
      said(number(1, 8) + field(7, []) + field(7, []) + field(8, number(2, 17)))
        == "it has 2 graphs; a model of ONNX has one")
  }

  /// Two bytes each, which as messages would take a hundred times as much.
  @Test func manyEmptyPartsTakeNoMemory() {
    let nodes = [UInt8](unsafeUninitializedCapacity: 4 << 20) { buffer, count in
      for k in buffer.indices { buffer[k] = k % 2 == 0 ? 1 << 3 | 2 : 0 }
      count = buffer.count
    }
    #expect(said(file(nodes)) == "it is no model of ONNX, or it is damaged or cut off")
  }

  /// Many operators with one large kernel.
  @Test func weightsThatAreSharedAreCountedOften() {
    let nodes = (0..<3000).map { F.node("Gemm", "g\($0)", [$0 == 0 ? "f" : "g\($0 - 1)", "k"]) }
    var model = F.model([F.node("Flatten", "f", ["x"])] + nodes, constants: [F.zeros("k", 256, 256)])
    model.inputs[0].shape = [nil, 1, 16, 16]
    #expect(said(model)?.hasSuffix("the model has too many weights") == true)
  }

  /// Lengths that double with every operator.
  @Test func shapesDoNotGrowWithoutEnd() {
    let nodes = (0..<50).map { F.node("Concat", "s\($0 + 1)", ["s\($0)", "s\($0)"], ["axis": .integer(0)]) }
    let all = [F.node("Shape", "s0", ["x"])] + nodes + [F.node("Reshape", "r", ["x", "s50"])]
    #expect(said(F.model(all))?.hasPrefix("operator s") == true)
  }

  private static let rounds = DamagedCheckpointTests.rounds

  @Test(arguments: ["pytorch-lenet.onnx", "pytorch-residual.onnx", "pytorch-branches.onnx", "tf2onnx.onnx"])
  func noDamageCrashes(name: String) throws {
    let whole = try F.bytes(name)
    var opened = 0
    for round in 0..<Self.rounds {
      var random = RandomSequence(seed: UInt64(round), stream: 601)
      let bytes = DamagedCheckpointTests.damaged(whole, &random)
      guard let file = try? CheckpointFile(bytes, name: name) else { continue }
      opened += 1
      guard let model = try? file.model().model else { continue }
      _ = try? model.saved(as: .onnx)
    }
    #expect(opened > Self.rounds / 20)
  }
}
