"""Makes the JSON files beside this script: training runs of Keras that KerasParityTests repeats.

    python -m venv keras && keras/bin/pip install tensorflow-cpu
    keras/bin/python generate.py

Made with Keras 3.15.1 on TensorFlow 2.21.0; the files name the version that made them.

Data and start weights are formulas, so that the files hold results only:
- pixel[n, y, x, c] = (7919 n + 104729 y + 1299709 x + 15485863 c) mod 256, divided by 255; label = n mod classes;
- element j of the i-th kernel (i = 1, 2, ...): u = the top 24 bits of splitmix64(i * 2^32 + j) / 2^24, and the
  value is (2u - 1) * sqrt(6 / (fan_in + fan_out)) as float32; gamma and moving_variance 1, all others 0.
Each run takes 20 steps with batches of 32 of 256 images, in order. It computes in float64, from float32 start
values: what Keras's formulas give when rounding does not matter. Dropout has a rate of 0: no two engines draw the
same numbers.

batchnorm-vector and batchnorm-image hold one BatchNormalization layer: two training steps' outputs, gradients and
moving statistics, then its output when it is only used. With i counting all numbers of a batch of 19, its input is
x[i] = 7919 i mod 256 / 255 (twice that in the second step), and the gradient that comes from above
104729 i mod 256 / 255 - 0.5; gamma[c] = 1.5 - c / 2, beta[c] = c / 4 - 0.125. Kept are images 0, 15, 16 and 18.
"""
import json, os, pathlib
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import keras
import tensorflow as tf
from keras.layers import (
    Activation, AveragePooling2D, BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D)
from keras.optimizers import SGD, Adam, RMSprop
from keras.regularizers import L2

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
    "B": dict(input=(28, 28), optimizer=RMSprop, sparse=True, layers=lambda: [
        Flatten(), Dense(512, activation="relu"), Dropout(0), Dense(512, activation="relu"), Dropout(0),
        Dense(10, activation="softmax")]),
    "C": dict(input=(28, 28, 1), optimizer=SGD, sparse=True, layers=lambda: [
        Conv2D(6, 5, activation="relu"), AveragePooling2D(2, strides=1),
        Conv2D(16, 5, activation="tanh"), AveragePooling2D(2), Conv2D(120, 5, activation="tanh"), Flatten(),
        Dense(84, activation="tanh"), Dense(10, activation="softmax")]),
    "D": dict(input=(28, 28, 1), optimizer=Adam, sparse=False, layers=lambda: [
        Conv2D(6, 5, activation="tanh"), AveragePooling2D(2),
        Conv2D(16, 5, activation="tanh"), AveragePooling2D(2), Flatten(),
        Dense(120, activation="tanh"), Dense(84, activation="tanh"), Dense(10, activation="softmax")]),
    "E": dict(input=(28, 28, 1), optimizer=RMSprop, sparse=False, layers=lambda: [
        Conv2D(6, 5, padding="same", activation="relu"), MaxPooling2D(2), BatchNormalization(), Dropout(0),
        Conv2D(16, 5, activation="relu"), MaxPooling2D(2), BatchNormalization(), Dropout(0), Flatten(),
        Dense(120, activation="relu"), Dense(84, activation="relu"), Dense(10, activation="softmax")]),
    "F": dict(input=(28, 28, 1), optimizer=SGD, sparse=False, layers=lambda: [
        Conv2D(20, 5, padding="same", activation="relu"), MaxPooling2D(2),
        Conv2D(50, 5, padding="same", activation="relu"), MaxPooling2D(2), Flatten(),
        Dense(500, activation="relu"), Dense(10, activation="softmax")]),
    # What the lessons' models leave out: colour, strides, uneven padding, overlapping windows, other activations.
    "rmsprop": dict(input=(13, 11, 3), optimizer=RMSprop, sparse=True, layers=lambda: [
        Conv2D(7, (3, 4), strides=(2, 1), padding="same", activation="relu"),
        MaxPooling2D(3, strides=2, padding="same"),
        Conv2D(5, 2, activation="softmax"), Flatten(), Dense(9, activation="sigmoid"),
        Dense(6, activation="softmax")]),
    "normalized": dict(input=(7, 6, 2), optimizer=nesterov, sparse=True, layers=lambda: [
        BatchNormalization(momentum=0.9), Conv2D(5, 3), BatchNormalization(), Activation("relu"),
        BatchNormalization(epsilon=0.01), Flatten(), Dense(9), BatchNormalization(momentum=0.5), Activation("tanh"),
        Dense(6, activation="softmax")]),
    "regularized": dict(input=(8, 8, 1), optimizer=SGD, sparse=True, layers=lambda: [
        Conv2D(4, 3, activation="relu", kernel_regularizer=L2(0.01)), Flatten(),
        Dense(20, activation="tanh", kernel_regularizer=L2(0.1)), Dense(5, activation="softmax")]),
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
            yield np.full(shape, variable.name in ("gamma", "moving_variance"), float)
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
    n, y, x, c = np.indices((IMAGES, *input, 1)[:4])
    images = ((7919 * n + 104729 * y + 1299709 * x + 15485863 * c) % 256).astype(np.float32) / np.float32(255)
    images = images.reshape(IMAGES, *input)
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


def normalization(shape):
    layer = BatchNormalization(momentum=0.75)
    layer.build((None, *shape))
    channel = np.arange(shape[-1])
    layer.gamma.assign(1.5 - channel / 2)
    layer.beta.assign(channel / 4 - 0.125)
    i = np.arange(19 * np.prod(shape)).reshape(19, *shape)
    x, upstream, kept = 7919 * i % 256 / 255, 104729 * i % 256 / 255 - 0.5, [0, 15, 16, 18]

    def numbers(tensor):
        return np.asarray(tensor).ravel().round(12).tolist()

    def step(x):
        x = tf.constant(x)
        with tf.GradientTape() as tape:
            tape.watch(x)
            output = layer(x, training=True)
            sum = tf.reduce_sum(output * upstream)
        by_x, by_gamma, by_beta = tape.gradient(sum, [x, layer.gamma, layer.beta])
        return dict(
            output=numbers(output.numpy()[kept]), inputGradient=numbers(by_x.numpy()[kept]),
            gradient=numbers(by_gamma) + numbers(by_beta),
            moving=numbers(layer.moving_mean) + numbers(layer.moving_variance))

    return dict(steps=[step(x), step(2 * x)], used=numbers(layer(x, training=False).numpy()[kept]))


def save(name, **result):
    path = pathlib.Path(__file__).with_name(f"{name}.json")
    path.write_text(json.dumps(dict(keras=keras.__version__, **result)) + "\n")
    return path


keras.backend.set_floatx("float64")
for name, model in MODELS.items():
    result = run(**model)
    print(save(name, **result), result["losses"][0], "->", result["losses"][-1])
print(save("batchnorm-vector", **normalization((3,))))
print(save("batchnorm-image", **normalization((3, 2, 2))))
