"""Makes the JSON files beside this script: training runs of Keras that KerasParityTests repeats.

    python -m venv keras && keras/bin/pip install tensorflow-cpu
    keras/bin/python generate.py

Made with Keras 3.15.1 on TensorFlow 2.21.0; the files name the version that made them.

Data and start weights are formulas, so that the files hold results only:
- pixel[n, y, x, c] = (7919 n + 104729 y + 1299709 x + 15485863 c) mod 256, divided by 255; label = n mod classes;
- element j of the i-th kernel (i = 1, 2, ...): u = the top 24 bits of splitmix64(i * 2^32 + j) / 2^24, and the
  value is (2u - 1) * sqrt(6 / (fan_in + fan_out)) as float32; biases 0.
Each run takes 20 steps with batches of 32 of 256 images, in order. It computes in float64, from float32 start
values: what Keras's formulas give when rounding does not matter.
"""
import json, os, pathlib
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import keras
from keras.layers import AveragePooling2D, Conv2D, Dense, Flatten, MaxPooling2D
from keras.optimizers import SGD, Adam, RMSprop

IMAGES, BATCH, STEPS = 256, 32, 20


def nesterov():
    return SGD(0.01, momentum=0.9, nesterov=True)


def unnormalized():
    return [Conv2D(8, 3, activation="tanh"), Conv2D(4, (4, 3), activation="sigmoid"), Flatten()]


MODELS = {
    "A": dict(input=(32, 32, 1), optimizer=Adam, sparse=True, layers=lambda: [
        Conv2D(6, 5, activation="relu"), AveragePooling2D(2),
        Conv2D(16, 5, activation="relu"), AveragePooling2D(2), Flatten(),
        Dense(120, activation="relu"), Dense(84, activation="relu"), Dense(43, activation="softmax")]),
    "C": dict(input=(28, 28, 1), optimizer=SGD, sparse=True, layers=lambda: [
        Conv2D(6, 5, activation="relu"), AveragePooling2D(2, strides=1),
        Conv2D(16, 5, activation="tanh"), AveragePooling2D(2), Conv2D(120, 5, activation="tanh"), Flatten(),
        Dense(84, activation="tanh"), Dense(10, activation="softmax")]),
    "D": dict(input=(28, 28, 1), optimizer=Adam, sparse=False, layers=lambda: [
        Conv2D(6, 5, activation="tanh"), AveragePooling2D(2),
        Conv2D(16, 5, activation="tanh"), AveragePooling2D(2), Flatten(),
        Dense(120, activation="tanh"), Dense(84, activation="tanh"), Dense(10, activation="softmax")]),
    # What the lessons' models leave out: colour, strides, uneven padding, overlapping windows, other activations.
    "rmsprop": dict(input=(13, 11, 3), optimizer=RMSprop, sparse=True, layers=lambda: [
        Conv2D(7, (3, 4), strides=(2, 1), padding="same", activation="relu"),
        MaxPooling2D(3, strides=2, padding="same"),
        Conv2D(5, 2, activation="softmax"), Flatten(), Dense(9, activation="sigmoid"),
        Dense(6, activation="softmax")]),
    # Outputs that are not probabilities. (Sigmoid is not the last layer: Keras would quietly take the softmax of its
    # logits.)
    "sparse": dict(input=(6, 5, 1), optimizer=nesterov, sparse=True, layers=unnormalized),
    "categorical": dict(input=(6, 5, 1), optimizer=nesterov, sparse=False, layers=unnormalized),
}


def splitmix64(z):
    with np.errstate(over="ignore"):
        z = z + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def start_weights(model):
    kernels = 0
    for variable in model.weights:
        shape = tuple(variable.shape)
        if variable.name != "kernel":
            yield np.zeros(shape)
            continue
        kernels += 1
        z = splitmix64(np.uint64(kernels << 32) + np.arange(np.prod(shape), dtype=np.uint64))
        u = (z >> np.uint64(40)) / 2.0**24
        area = int(np.prod(shape[:-2]))
        limit = np.sqrt(6 / (area * (shape[-2] + shape[-1])))
        yield ((2 * u - 1) * limit).astype(np.float32).reshape(shape)


def run(input, optimizer, sparse, layers):
    model = keras.Sequential([keras.Input(input), *layers()])
    model.set_weights(list(start_weights(model)))
    n, y, x, c = np.indices((IMAGES, *input))
    images = ((7919 * n + 104729 * y + 1299709 * x + 15485863 * c) % 256).astype(np.float32) / np.float32(255)
    classes = model.output_shape[-1]
    labels = np.arange(IMAGES) % classes
    if not sparse:
        labels = np.eye(classes)[labels]
    model.compile(optimizer(), ("sparse_" if sparse else "") + "categorical_crossentropy")
    losses = []
    for step in range(STEPS):
        rows = (step * BATCH + np.arange(BATCH)) % IMAGES
        losses.append(float(model.train_on_batch(images[rows], labels[rows])))
    return dict(losses=losses, outputs=model.predict(images[:4], verbose=0).tolist())


keras.backend.set_floatx("float64")
for name, model in MODELS.items():
    result = dict(keras=keras.__version__, **run(**model))
    path = pathlib.Path(__file__).with_name(f"{name}.json")
    path.write_text(json.dumps(result) + "\n")
    print(path, result["losses"][0], "->", result["losses"][-1])
