"""Models in models, and layers that are used several times, for KerasModelsTests.

    models.py   writes checkpoints/nested.*, checkpoints/shared.* and checkpoints/models.json (made with Keras 3.15.1 on JAX)
    models.py visit FOLDER   opens FOLDER/*.keras and *.h5, and writes what they predict to FOLDER/visited.json
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
import keras
import numpy as np
from keras import layers as L

HERE = pathlib.Path(__file__).parent / "checkpoints"


def images(count, shape):
    """The images that both sides feed: small whole numbers over 16."""
    n, y, x, c = np.indices((count, *shape))
    return ((5 * n + 3 * y + 7 * x + c) % 17 / 16).astype("float32")


def nested():
    """A model as the first layer, in it a model that is used twice; one of them has a frozen layer."""
    inside = keras.Input((6, 6, 2))
    x = L.Conv2D(2, 3, padding="same", name="inside")(inside)
    x = L.BatchNormalization(trainable=False)(x)
    twice = keras.Model(inside, L.Add()([x, inside]), name="twice")
    start = keras.Input((6, 6, 1))
    x = L.Conv2D(2, 3, padding="same", activation="relu", name="first")(start)
    x = twice(twice(x))
    base = keras.Model(start, L.MaxPooling2D()(x), name="base")
    head = keras.Sequential([L.Flatten(), L.BatchNormalization(), L.Dense(4, activation="tanh", name="first")], name="head")
    return keras.Sequential([keras.Input((6, 6, 1)), base, head, L.Dense(3, activation="softmax")], name="nested")


def shared():
    """Layers at several depths; one takes two inputs each time."""
    start = keras.Input((6, 6, 2))
    conv = L.Conv2D(2, 3, padding="same", activation="tanh", kernel_regularizer=keras.regularizers.L2(0.01))
    norm = L.BatchNormalization()
    add = L.Add()
    a = conv(start)
    b = norm(conv(a))
    c = add([a, b])
    d = norm(conv(c))
    x = L.Flatten()(add([d, start]))
    dense = L.Dense(72, activation="relu")
    x = dense(dense(x))
    return keras.Model(start, L.Dense(3, activation="softmax")(x), name="shared")


def write():
    results = {}
    for model in nested(), shared():
        keras.utils.set_random_seed(3)
        shape = model.input_shape[1:]
        x, labels = images(8, shape), np.arange(8) % 3
        model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
        fit = lambda epochs: model.fit(x, labels, batch_size=8, epochs=epochs, shuffle=False, verbose=0)
        fit(3)
        model.save(HERE / f"{model.name}.keras")
        before = model.predict(images(4, shape), verbose=0)
        losses = fit(2).history["loss"]
        after = model.predict(images(4, shape), verbose=0)
        results[model.name] = {
            "outputs": before.tolist(), "losses": losses, "after": after.tolist(),
            "parameters": model.count_params(),
        }
        # Two layers of a name are too many for the optimizer's values in HDF5.
        fresh = keras.models.load_model(HERE / f"{model.name}.keras", compile=False)
        fresh.save(HERE / f"{model.name}.h5")
    (HERE / "models.json").write_text(json.dumps(results) + "\n")


def visit(folder):
    found = {}
    for path in sorted(pathlib.Path(folder).glob("*.*")):
        model = keras.models.load_model(path)
        found[path.name] = {
            "outputs": model.predict(images(4, model.input_shape[1:]), verbose=0).tolist(),
            "parameters": model.count_params(),
        }
        x = images(8, model.input_shape[1:])
        if path.suffix == ".keras":
            found[path.name]["losses"] = model.fit(
                x, np.arange(8) % 3, batch_size=8, epochs=2, shuffle=False, verbose=0).history["loss"]
    (pathlib.Path(folder) / "visited.json").write_text(json.dumps(found))


if __name__ == "__main__":
    visit(sys.argv[2]) if sys.argv[1:2] == ["visit"] else write()
