"""Networks with branches, made and trained by Keras, for KerasGraphTests.

    graphs.py write            writes graphs.json (made with Keras 3.15.1 on JAX): descriptions, losses of 20 steps, and what
                               random graphs give
    graphs.py random FOLDER N  writes FOLDER/random.json: N random graphs, seeds 0 to N - 1

Weights are not stored: both sides fill them by `fill`, tensor by tensor in the order of the layers.
"""

import json
import os
import pathlib
import random
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
import keras
import numpy as np
from keras import layers as L

HERE = pathlib.Path(__file__).parent


def uniform(count, start):
    """Numbers in 0..<1 that look drawn: a hash of start, start + 1, ..."""
    h = (np.arange(count, dtype=np.uint64) + np.uint64(start)).astype(np.uint32)
    h = h * np.uint32(0x9E3779B1)
    h ^= h >> np.uint32(15)
    h = h * np.uint32(0x85EBCA77)
    h ^= h >> np.uint32(13)
    h = h * np.uint32(0xC2B2AE3D)
    h ^= h >> np.uint32(16)
    return h.astype(np.float64) / 2**32


def images(count, shape):
    """The images that both sides feed."""
    return uniform(count * int(np.prod(shape)), 77).reshape((count, *shape)).astype("float32")


def fill(model):
    """Weights as wide as He's initialization of the fan in, biases and the rest near their usual values."""
    number = 0
    for layer in model.layers:
        values = []
        for weight in layer.weights:
            number += 1
            shape = tuple(weight.shape)
            count = int(np.prod(shape))
            u = uniform(count, number * 1_000_003) * 2 - 1
            if len(shape) > 1:
                value = u * np.sqrt(6 / (count // shape[-1]))
            else:
                value = (1 if weight.name in ("gamma", "moving_variance") else 0) + 0.1 * u
            values.append(value.reshape(shape).astype("float32"))
        layer.set_weights(values)


# The networks of the textbooks' chapter.


def unit(x, filters, kernel=3, stride=1, activation=True):
    x = L.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
    x = L.BatchNormalization()(x)
    return L.Activation("relu")(x) if activation else x


def resnet20(x):
    x = unit(x, 16)
    for filters, stride in [(16, 1)] * 3 + [(32, 2)] + [(32, 1)] * 2 + [(64, 2)] + [(64, 1)] * 2:
        y = unit(unit(x, filters, stride=stride), filters, activation=False)
        short = x if stride == 1 else unit(x, filters, 1, stride, activation=False)
        x = L.Activation("relu")(L.Add()([y, short]))
    return L.GlobalAveragePooling2D()(x)


def mobilenet(x):
    x = unit(x, 32)
    for filters, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1)]:
        x = L.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=False)(x)
        x = L.Activation("relu")(L.BatchNormalization()(x))
        x = unit(x, filters, 1)
    return L.GlobalAveragePooling2D()(x)


def densenet(x):
    x, channels = L.Conv2D(24, 3, padding="same", use_bias=False)(x), 24
    for block in range(3):
        for _ in range(4):
            y = L.Activation("relu")(L.BatchNormalization()(x))
            x = L.Concatenate()([x, L.Conv2D(12, 3, padding="same", use_bias=False)(y)])
            channels += 12
        if block < 2:
            channels //= 2
            x = L.Activation("relu")(L.BatchNormalization()(x))
            x = L.AveragePooling2D(2)(L.Conv2D(channels, 1, use_bias=False)(x))
    return L.GlobalAveragePooling2D()(L.Activation("relu")(L.BatchNormalization()(x)))


def inception(x):
    a = L.Conv2D(8, 1, activation="relu")(x)
    b = L.Conv2D(12, 3, padding="same", activation="relu")(L.Conv2D(6, 1, activation="relu")(x))
    c = L.Conv2D(6, 5, padding="same", activation="relu")(L.Conv2D(3, 1, activation="relu")(x))
    d = L.Conv2D(4, 1, activation="relu")(L.MaxPooling2D(3, strides=1, padding="same")(x))
    return L.Dense(20, activation="relu")(L.Flatten()(L.MaxPooling2D(4)(L.Concatenate()([a, b, c, d]))))


def squeeze_and_excite(x):
    x = L.Conv2D(16, 3, padding="same", activation="relu")(x)
    s = L.Dense(4, activation="relu")(L.GlobalAveragePooling2D()(x))
    x = L.Multiply()([x, L.Dense(16, activation="sigmoid")(s)])
    return L.GlobalMaxPooling2D()(x)


def u_shape(x):
    a = L.Conv2D(8, 3, padding="same", activation="relu")(x)
    b = L.Conv2D(16, 3, padding="same", activation="relu")(L.MaxPooling2D(2)(a))
    c = L.Conv2D(16, 3, padding="same", activation="relu")(L.MaxPooling2D(2)(b))
    b = L.Conv2D(8, 3, padding="same", activation="relu")(L.Concatenate()([L.UpSampling2D(2)(c), b]))
    a = L.Conv2D(4, 3, padding="same", activation="relu")(L.Concatenate()([L.UpSampling2D(2)(b), a]))
    return L.GlobalAveragePooling2D()(a)


def u_net(x):
    """Down with strides, up with transposed convolutions, and what lies beside it taken in again."""
    a = L.Conv2D(8, 3, padding="same", activation="relu")(x)
    b = L.Conv2D(12, 3, strides=2, padding="same", activation="relu")(a)
    c = L.SeparableConv2D(16, 3, strides=2, padding="same", depth_multiplier=2, activation="relu")(b)
    c = L.Conv2D(16, 3, dilation_rate=2, padding="same", use_bias=False)(c)
    c = L.Activation("relu")(L.GroupNormalization(4)(c))
    c = L.Conv2DTranspose(12, 2, strides=2, padding="same")(c)
    b = L.Conv2D(12, 3, padding="same", groups=4, activation="relu")(L.Concatenate()([c, b]))
    b = L.LayerNormalization()(b)
    b = L.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu")(b)
    a = L.Conv2D(6, 3, padding="same", use_bias=False)(L.Concatenate()([b, a]))
    a = L.Activation("relu")(L.BatchNormalization(scale=False)(a))
    return L.UnitNormalization()(L.GlobalAveragePooling2D()(a))


TRAINED = [
    (resnet20, (32, 32, 3), 0.0003), (mobilenet, (32, 32, 3), 0.0003), (densenet, (32, 32, 3), 0.01),
    (inception, (16, 16, 3), 0.02), (squeeze_and_excite, (16, 16, 3), 0.05), (u_shape, (16, 16, 3), 0.05),
    (u_net, (16, 12, 3), 0.05),
]


def network(build, shape):
    x = keras.Input(shape)
    return keras.Model(x, L.Dense(10, activation="softmax")(build(x)), name=build.__name__)


def trained(build, shape, rate):
    """The losses are those in 64 bits: in 32 the rounding of either side grows from step to step."""
    config = json.loads(network(build, shape).to_json())
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    model = network(build, shape)
    fill(model)
    model.compile(keras.optimizers.SGD(rate), "sparse_categorical_crossentropy")
    data, labels = images(32, shape), np.arange(32) % 10
    losses = [float(model.train_on_batch(data, labels)) for _ in range(20)]
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")
    print(build.__name__, losses[0], losses[-1])
    return {"config": config, "rate": rate, "losses": losses}


# Random graphs.


def random_graph(seed):
    r = random.Random(seed)
    x = keras.Input((r.randint(4, 9), r.randint(4, 9), r.randint(1, 3)))
    maps, used = [x], set()

    def add(tensor, *sources):
        used.update(id(s) for s in sources)
        maps.append(tensor)

    for _ in range(r.randint(6, 14)):
        source = maps[-1] if r.random() < 0.6 else r.choice(maps)
        same = [m for m in maps if m.shape == source.shape and m is not source]
        beside = [m for m in maps if m.shape[1:3] == source.shape[1:3] and m is not source]
        kind = r.randrange(12)
        if kind < 3 and same:
            layer = r.choice([L.Add, L.Multiply, L.Average, L.Maximum, L.Minimum, L.Subtract])
            count = 1 if layer is L.Subtract else min(len(same), r.randint(1, 2))
            others = r.sample(same, count)
            add(layer()([source, *others]), source, *others)
        elif kind < 5 and beside:
            other = r.choice(beside)
            add(L.Concatenate()([other, source]), other, source)
        elif kind == 5:
            add(L.BatchNormalization()(source), source)
        elif kind == 6:
            pool = r.choice([L.MaxPooling2D, L.AveragePooling2D])
            add(pool(2, strides=1, padding="same")(source), source)
        elif kind == 7:
            layer = L.DepthwiseConv2D(
                r.randint(1, 3), padding="same", depth_multiplier=r.randint(1, 2), use_bias=r.random() < 0.5)
            add(layer(source), source)
        elif kind == 8:
            add(L.Activation(r.choice(["relu", "tanh", "sigmoid"]))(source), source)
        else:
            layer = L.Conv2D(
                r.randint(1, 6), r.randint(1, 3), padding="same", use_bias=r.random() < 0.7,
                activation=r.choice(["linear", "relu", "tanh"]))
            add(layer(source), source)
    ends = [m for m in maps if id(m) not in used]
    rows = []
    for end in ends:
        row = r.choice([L.Flatten(), L.GlobalAveragePooling2D(), L.GlobalMaxPooling2D()])
        rows.append(row(end))
    row = rows[0] if len(rows) == 1 else L.Concatenate()(rows)
    model = keras.Model(x, L.Dense(3, activation="softmax")(row), name=f"graph_{seed}")
    fill(model)
    outputs = model.predict(images(4, x.shape[1:]), verbose=0)
    return {"config": json.loads(model.to_json()), "outputs": np.float64(outputs).tolist()}


if __name__ == "__main__":
    if sys.argv[1] == "write":
        content = {
            "version": keras.__version__, "trained": [trained(*entry) for entry in TRAINED],
            "random": [random_graph(seed) for seed in range(12)],
        }
        (HERE / "graphs.json").write_text(json.dumps(content, separators=(",", ":")))
    else:
        graphs = [random_graph(seed) for seed in range(int(sys.argv[3]))]
        pathlib.Path(sys.argv[2], "random.json").write_text(json.dumps(graphs))
