"""Layers that move, rescale and change images, as Keras computes them, for KerasPreprocessingTests.

    preprocessing.py        writes preprocessing.json (made with Keras 3.15.1 on JAX)

Of each model the description and what it gives for the images; of each random layer the description and what it makes of the images while
training, where its factors leave nothing to chance or the draw is given.
"""

import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
import keras
import numpy as np
from graphs import images
from keras import layers as L

HERE = pathlib.Path(__file__).parent
SHAPE = (5, 7, 2)


def adapted():
    layer = L.Normalization()
    layer.adapt(images(6, SHAPE))
    return layer


USED = [
    [L.ZeroPadding2D(1)], [L.ZeroPadding2D((1, 2))], [L.ZeroPadding2D(((0, 2), (3, 1)))],
    [L.Cropping2D(1)], [L.Cropping2D((1, 2))], [L.Cropping2D(((0, 2), (3, 1)))],
    [L.UpSampling2D(3, interpolation="bilinear")], [L.UpSampling2D((1, 2), interpolation="bilinear")],
    [L.Reshape((7, 10))], [L.Reshape((-1, 7))], [L.Reshape((2, 5, 7)), L.Permute((3, 1, 2))],
    [L.Permute((2, 1, 3))], [L.SpatialDropout2D(0.3)], [L.GaussianNoise(0.1)], [L.GaussianDropout(0.2)],
    [L.Rescaling(1 / 255)], [L.Rescaling(2, offset=-1)], [adapted()],
    [L.Normalization(mean=[0.5, 0.25], variance=[0.04, 2.0])], [L.Normalization(mean=0.5, variance=0.25, invert=True)],
    [L.Resizing(4, 4)], [L.Resizing(11, 3, interpolation="nearest")], [L.Resizing(9, 8)],
    [L.Resizing(6, 6, crop_to_aspect_ratio=True)], [L.Resizing(3, 9, crop_to_aspect_ratio=True)],
    [L.CenterCrop(3, 4)], [L.CenterCrop(4, 7)], [L.CenterCrop(8, 8)], [L.CenterCrop(3, 9)],
    [L.RandomFlip("horizontal"), L.RandomRotation(0.1), L.RandomTranslation(0.1, (-0.2, 0.3), fill_mode="wrap"),
     L.RandomZoom(0.2), L.RandomZoom(0.2, (0.1, 0.3), interpolation="nearest"),
     L.RandomContrast((0.1, 0.2), value_range=(0, 1))],
]

CHANGED = (
    [L.RandomRotation((turn, turn), fill_mode=fill, fill_value=0.5)
     for turn in (0.03, -0.11, 0.37) for fill in ("reflect", "constant", "nearest", "wrap")]
    + [L.RandomTranslation((0.13, 0.13), (-0.31, -0.31), fill_mode=fill, fill_value=0.5)
       for fill in ("reflect", "constant", "nearest", "wrap")]
    + [L.RandomZoom((0.37, 0.37)), L.RandomZoom((-0.23, -0.23), (0.41, 0.41), fill_mode="constant"),
       L.RandomTranslation((-0.13, -0.13), (0.31, 0.31), interpolation="nearest"),
       L.RandomRotation((0.06, 0.06), interpolation="nearest", fill_mode="nearest")]
)


def listed(array):
    return np.round(np.asarray(array).astype("float64"), 7).tolist()


def used(layers):
    model = keras.Sequential([keras.Input(SHAPE), *layers, L.Flatten()], name="net")
    weights = [listed(weight) for layer in model.layers for weight in layer.get_weights()]
    return {
        "config": json.loads(model.to_json()), "weights": weights,
        "outputs": listed(model.predict(images(4, SHAPE), verbose=0)),
    }


def changed(layer, output):
    model = keras.Sequential([keras.Input(SHAPE), layer, L.Flatten()], name="net")
    return {"config": json.loads(model.to_json()), "outputs": listed(output)}


if __name__ == "__main__":
    x = images(2, SHAPE)
    content = {"version": keras.__version__, "used": [used(layers) for layers in USED]}
    content["changed"] = [changed(layer, layer(x, training=True)) for layer in CHANGED]
    for mode in ("horizontal", "vertical", "horizontal_and_vertical"):
        layer = L.RandomFlip(mode)
        flips = {"flips": np.ones((2, 1, 1, 1), bool), "input_shape": x.shape}
        content["changed"].append(changed(layer, layer.transform_images(x, flips)))
    layer = L.RandomContrast((0.2, 0.6), value_range=(0.1, 0.8))
    contrast = {"contrast_factor": np.full((2, 1, 1, 1), 1.6, "float32")}
    content["changed"].append(changed(layer, layer.transform_images(x, contrast)))
    text = json.dumps(content, separators=(",", ":"))
    (HERE / "preprocessing.json").write_text(text)
