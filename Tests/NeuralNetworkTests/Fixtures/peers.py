"""Models of other makers for the tests of ONNX and safetensors, and a real reader of ours:

    python3 peers.py            # writes onnx/*.onnx with what ONNX Runtime makes of them, and onnx/*.safetensors
    python3 peers.py visit DIR  # runs the models of DIR, see visit

Needs onnx, onnxruntime, safetensors, numpy and ml_dtypes; `make peers` installs them.
"""
import json, sys
from pathlib import Path

import ml_dtypes
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file, save_file

OUT = Path(__file__).resolve().parent / "onnx"


def images(count, height, width, channels):
    """As kerasImages of the tests."""
    n, y, x, c = np.ogrid[:count, :height, :width, :channels]
    return ((5 * n + 3 * y + 7 * x + c) % 17 / 16).astype(np.float32)


def run(model, inputs):
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: inputs})[0]


class Maker:
    """A model in the making."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.nodes, self.constants = [], []

    def weight(self, name, *shape, positive=False):
        values = self.random.uniform(0.5, 1.5, shape) if positive else self.random.uniform(-0.5, 0.5, shape)
        return self.constant(name, values.astype(np.float32))

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def add(self, op, inputs, name, count=1, **attributes):
        outputs = [f"{name}_output_{k}" for k in range(count)]
        self.nodes.append(helper.make_node(op, inputs, outputs, name=name, **attributes))
        return outputs[0]

    def save(self, file, output, shape, result, opset=17, ir=8, is_nchw=True, **options):
        height, width, channels = shape
        axes = [channels, height, width] if is_nchw else [height, width, channels]
        inputs = [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch"] + axes)]
        outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch"] + result)]
        graph = helper.make_graph(self.nodes, "main_graph", inputs, outputs, self.constants)
        model = helper.make_model(
            graph, producer_name="pytorch", opset_imports=[helper.make_opsetid("", opset)], ir_version=ir, **options)
        given = images(4, height, width, channels)
        result = run(model, given.transpose(0, 3, 1, 2) if is_nchw else given)
        onnx.save(model, OUT / f"{file}.onnx")
        (OUT / f"{file}.json").write_text(json.dumps([[float(value) for value in row.ravel()] for row in result]))


def lenet():
    """As torch.onnx writes it: the channels first, and the rows of the first Gemm in that order."""
    m = Maker(1)
    x = m.add("Conv", ["input", m.weight("conv1.weight", 4, 1, 5, 5), m.weight("conv1.bias", 4)], "/conv1/Conv",
              dilations=[1, 1], group=1, kernel_shape=[5, 5], pads=[2, 2, 2, 2], strides=[1, 1])
    x = m.add("Relu", [x], "/Relu")
    x = m.add("MaxPool", [x], "/MaxPool", ceil_mode=0, dilations=[1, 1], kernel_shape=[2, 2], pads=[0, 0, 0, 0], strides=[2, 2])
    x = m.add("Conv", [x, m.weight("conv2.weight", 6, 4, 3, 3), m.weight("conv2.bias", 6)], "/conv2/Conv",
              kernel_shape=[3, 3], strides=[1, 1])
    x = m.add("Tanh", [x], "/Tanh")
    x = m.add("AveragePool", [x], "/AveragePool", ceil_mode=1, count_include_pad=0, kernel_shape=[2, 2], pads=[0, 0, 0, 0],
              strides=[2, 2])
    x = m.add("Flatten", [x], "/Flatten", axis=1)
    x = m.add("Dropout", [x, m.constant("ratio", np.float32(0.5)), m.constant("training", np.bool_(False))], "/Dropout")
    x = m.add("Gemm", [x, m.weight("fc1.weight", 8, 24), m.weight("fc1.bias", 8)], "/fc1/Gemm", alpha=1.0, beta=1.0, transB=1)
    x = m.add("Sigmoid", [x], "/Sigmoid")
    x = m.add("Gemm", [x, m.weight("fc2.weight", 3, 8), m.weight("fc2.bias", 3)], "/fc2/Gemm", alpha=0.5, beta=2.0, transB=1)
    x = m.add("Softmax", [x], "/Softmax", axis=1)
    m.save("pytorch-lenet", x, (11, 12, 1), [3])


def residual():
    """A shortcut, batch normalization, and `x.view(x.size(0), -1)`."""
    m = Maker(2)

    def normalized(x, name, channels):
        return m.add("BatchNormalization", [x] + [m.weight(f"{name}.{part}", channels, positive=part == "running_var")
                     for part in ("weight", "bias", "running_mean", "running_var")],
                     f"/{name}/BatchNormalization", epsilon=1e-5, momentum=0.9, training_mode=0)

    x = m.add("Conv", ["input", m.weight("a", 5, 3, 3, 3)], "/stem/conv/Conv", kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    x = m.add("Relu", [normalized(x, "stem/norm", 5)], "/stem/Relu")
    y = m.add("Conv", [x, m.weight("b", 5, 5, 3, 3)], "/block/conv/Conv", kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    x = m.add("Relu", [m.add("Add", [normalized(y, "block/norm", 5), x], "/block/Add")], "/block/Relu")
    x = m.add("Conv", [x, m.weight("c", 10, 1, 3, 3), m.weight("d", 10)], "/depth/Conv", group=5, kernel_shape=[3, 3],
              strides=[2, 2], pads=[1, 1, 1, 1])
    size = m.add("Gather", [m.add("Shape", [x], "/Shape"), m.constant("zero", np.int64(0))], "/Gather", axis=0)
    size = m.add("Unsqueeze", [size, m.constant("axes", np.int64([0]))], "/Unsqueeze")
    shape = m.add("Concat", [size, m.add("Constant", [], "/Constant", value=numpy_helper.from_array(np.int64([-1])))],
                  "/Concat", axis=0)
    x = m.add("Reshape", [x, shape], "/Reshape")
    x = normalized(x, "flat/norm", 160)
    x = m.add("MatMul", [x, m.weight("e", 160, 4)], "/head/MatMul")
    x = m.add("Add", [m.weight("f", 4), x], "/head/Add")
    m.save("pytorch-residual", x, (7, 7, 3), [4])


def branches():
    m = Maker(3)
    a = m.add("Conv", ["input", m.weight("a", 2, 2, 1, 1), m.weight("b", 2)], "/a/Conv", kernel_shape=[1, 1])
    b = m.add("Conv", ["input", m.weight("c", 3, 2, 3, 3), m.weight("d", 3)], "/b/Conv", kernel_shape=[3, 3],
              auto_pad="SAME_UPPER")
    x = m.add("Concat", [a, m.add("Relu", [b], "/b/Relu")], "/Concat", axis=1)
    small = m.add("MaxPool", [x], "/MaxPool", 2, kernel_shape=[2, 2], strides=[2, 2])
    large = m.add("Resize", [small, "", m.constant("scales", np.float32([1, 1, 2, 2]))], "/Resize", mode="nearest",
                  coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    x = m.add("Max", [x, large], "/Max")
    gate = m.add("Flatten", [m.add("GlobalMaxPool", [x], "/GlobalMaxPool")], "/Flatten")
    gate = m.add("Gemm", [gate, m.weight("e", 5, 5), m.constant("f", np.float32(0.25))], "/gate/Gemm")
    gate = m.add("Unsqueeze", [m.add("Sigmoid", [gate], "/gate/Sigmoid"), m.constant("axes", np.int64([2, 3]))], "/Unsqueeze")
    x = m.add("Mul", [x, gate], "/Mul")
    mean = m.add("ReduceMean", [x], "/ReduceMean", axes=[2, 3], keepdims=0)
    again = m.add("Squeeze", [m.add("GlobalAveragePool", [m.add("Mean", [x, x, large], "/Mean")], "/GlobalAveragePool"),
                              m.constant("places", np.int64([2, 3]))], "/Squeeze")
    m.save("pytorch-branches", m.add("Sub", [mean, again], "/Sub"), (6, 8, 2), [5])


def keras():
    """As tf2onnx writes a Keras model: the channels last, and first within."""
    m = Maker(4)
    x = m.add("Transpose", ["input"], "model/conv2d/Conv2D__6", perm=[0, 3, 1, 2])
    x = m.add("Conv", [x, m.weight("a", 4, 3, 3, 3), m.weight("b", 4)], "model/conv2d/BiasAdd", auto_pad="SAME_UPPER",
              kernel_shape=[3, 3], strides=[2, 2], dilations=[1, 1], group=1)
    x = m.add("Relu", [x], "model/conv2d/Relu")
    x = m.add("Transpose", [x], "model/max_pooling2d/Transpose", perm=[0, 2, 3, 1])
    x = m.add("Transpose", [x], "model/max_pooling2d/Transpose__2", perm=[0, 3, 1, 2])
    x = m.add("AveragePool", [x], "model/average_pooling2d/AvgPool", auto_pad="VALID", kernel_shape=[2, 2], strides=[1, 1])
    x = m.add("Transpose", [x], "model/average_pooling2d/Transpose", perm=[0, 2, 3, 1])
    x = m.add("Reshape", [x, m.constant("shape", np.int64([-1, 24]))], "model/flatten/Reshape")
    x = m.add("MatMul", [x, m.weight("c", 24, 3)], "model/dense/MatMul")
    x = m.add("Softmax", [m.add("Add", [x, m.weight("d", 3)], "model/dense/BiasAdd")], "model/dense/Softmax")
    m.save("tf2onnx", x, (6, 8, 3), [3], opset=13, ir=7, is_nchw=False)


def visit(folder):
    """For each N.onnx and N.json with images: checks the model, runs it, and writes N-outputs.json. For each N.safetensors: reads
    it, and writes N-half.safetensors with its tensors in halves, in another order."""
    for path in sorted(folder.glob("*.onnx")):
        model = onnx.load(path)
        given = json.loads(path.with_suffix(".json").read_text())
        inputs = np.float32(given["values"]).reshape(given["shape"])
        outputs = run(model, inputs)
        for value in list(model.graph.input) + list(model.graph.output):
            lengths = value.type.tensor_type.shape.dim
            assert lengths[0].dim_param and all(length.dim_value > 0 for length in lengths[1:]), path
        assert all(node.name for node in model.graph.node) and len({node.name for node in model.graph.node}) == len(
            model.graph.node), path
        assert all(tensor.HasField("raw_data") for tensor in model.graph.initializer), path
        (folder / f"{path.stem}-outputs.json").write_text(
            json.dumps([[float(value) for value in row.ravel()] for row in outputs]))
    for path in sorted(folder.glob("*.safetensors")):
        tensors = load_file(path)
        assert all(tensor.dtype == np.float32 for tensor in tensors.values()), path
        for name, dtype in (("half", np.float16), ("double", np.float64), ("float", np.float32)):
            save_file({key: tensors[key].astype(dtype) for key in reversed(tensors)}, folder / f"{path.stem}-{name}.safetensors",
                      metadata={"format": "pt"})


def halves():
    """The kinds of floats."""
    kinds = {"F64": np.float64, "F32": np.float32, "F16": np.float16, "BF16": ml_dtypes.bfloat16}
    for name, dtype in kinds.items():
        save_file({"dense.kernel": np.array([[1.5, -2], [0.25, 6e-8], [65504, 0]]).astype(dtype),
                   "dense.bias": np.array([-0.5, 3]).astype(dtype)}, OUT / f"{name}.safetensors")


if len(sys.argv) > 2:
    visit(Path(sys.argv[2]))
else:
    OUT.mkdir(exist_ok=True)
    for make in (lenet, residual, branches, keras, halves):
        make()
