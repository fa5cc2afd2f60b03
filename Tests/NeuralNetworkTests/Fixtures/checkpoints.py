"""Keras's own files of models, for CheckpointFixtureTests and KerasRoundTripTests.

    checkpoints.py write keras        writes checkpoints/keras-3.*  (made with Keras 3.15.1, h5py 3.14.0, HDF5 1.14.6)
    checkpoints.py write tf_keras     writes checkpoints/keras-2.*  (made with tf_keras 2.21.0, the same h5py)
    checkpoints.py visit FOLDER       opens the models of a round trip with Keras, trains them a step and saves them
"""

import importlib
import json
import os
import pathlib
import sys

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np

HERE = pathlib.Path(__file__).parent / "checkpoints"


def images(count, shape):
    """The images that both sides feed: small whole numbers over 16."""
    n, y, x, c = np.indices((count, *shape))
    return ((5 * n + 3 * y + 7 * x + c) % 17 / 16).astype("float32")


def layers(keras):
    """Every layer that Convbook knows, and names and options other than the usual ones."""
    L = keras.layers
    return [
        L.Conv2D(2, 3, padding="same", activation="relu", kernel_regularizer=keras.regularizers.L2(0.001)),
        L.MaxPooling2D(2),
        L.BatchNormalization(epsilon=0.01),
        L.Dropout(0.25),
        L.Conv2D(3, 2, name="second", kernel_initializer="he_normal"),
        L.Activation("tanh"),
        L.AveragePooling2D(2, strides=1, padding="same"),
        L.Flatten(),
        L.Dense(4, activation="sigmoid"),
        L.Dense(3, activation="softmax"),
    ]


def train(model):
    """Makes all weights, moving averages too, other than at the start."""
    model.fit(images(8, (6, 6, 1)), np.arange(8) % 3, batch_size=4, epochs=2, shuffle=False, verbose=0)


def write(module):
    keras = importlib.import_module(module)
    name = "keras-" + keras.__version__[0]
    keras.utils.set_random_seed(1)
    x = images(4, (6, 6, 1))
    # Keras 3 empties what compile noted when it writes HDF5: the archive comes first.
    model = keras.Sequential([keras.Input((6, 6, 1)), *layers(keras)])
    optimizer = keras.optimizers.SGD(0.05) if module == "keras" else "sgd"
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    train(model)
    model.save(HERE / f"{name}.keras")
    model.save(HERE / f"{name}.h5")
    model.save_weights(HERE / f"{name}.weights.h5")
    if module == "tf_keras":
        model.save_weights(HERE / f"{name}-weights-only.h5")
    outputs = {name: model.predict(x, verbose=0).tolist()}

    inputs = keras.Input((6, 6, 1))
    tensor = inputs
    for layer in layers(keras):
        tensor = layer(tensor)
    functional = keras.Model(inputs, tensor)
    functional.save(HERE / f"{name}-functional.keras")
    functional.save(HERE / f"{name}-functional.h5")
    outputs[f"{name}-functional"] = functional.predict(x, verbose=0).tolist()

    if module == "keras":
        # What an optimizer remembers: the outputs after one more step show it.
        model = keras.Sequential([keras.Input((6, 6, 1)), keras.layers.Flatten(), keras.layers.Dense(3, "softmax")])
        model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy")
        train(model)
        model.save(HERE / f"{name}-adam.keras")
        outputs[f"{name}-adam"] = model.predict(x, verbose=0).tolist()
        model.train_on_batch(x, np.arange(4) % 3)
        outputs[f"{name}-adam-next"] = model.predict(x, verbose=0).tolist()
    (HERE / f"{name}.json").write_text(json.dumps({"version": keras.__version__, "outputs": outputs}, indent=1))


def visit(folder):
    """For each model N: opens N.h5, N.keras and N.weights.h5, trains N.keras by one step, saves it as N-next.*, and
    writes to N.json what they predict."""
    import keras

    folder = pathlib.Path(folder)
    for path in sorted(folder.glob("*.keras")):
        if path.stem.endswith("-next"):
            continue
        model = keras.models.load_model(path)
        x = images(8, model.input_shape[1:])
        y = np.arange(8) % model.output_shape[-1]
        outputs = {"keras": model.predict(x, verbose=0)}
        outputs["h5"] = keras.models.load_model(path.with_suffix(".h5")).predict(x, verbose=0)
        weights = keras.models.clone_model(model)
        weights.load_weights(path.with_suffix(".weights.h5"))
        outputs["weights"] = weights.predict(x, verbose=0)
        model.train_on_batch(x, y)
        outputs["next"] = model.predict(x, verbose=0)
        model.save(folder / f"{path.stem}-next.keras")
        model.save_weights(folder / f"{path.stem}-next.weights.h5")
        model.save(folder / f"{path.stem}-next.h5")
        outputs = {key: value.tolist() for key, value in outputs.items()}
        path.with_suffix(".json").write_text(json.dumps({"version": keras.__version__, "outputs": outputs}))


if __name__ == "__main__":
    {"write": write, "visit": visit}[sys.argv[1]](sys.argv[2])
