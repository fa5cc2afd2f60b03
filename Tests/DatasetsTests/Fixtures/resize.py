"""Makes resize.json: images resized by Pillow and TensorFlow, which ResizeTests repeats.

    python -m venv images && images/bin/pip install numpy pillow tensorflow-cpu
    images/bin/python resize.py

Made with Pillow 13.0.0 (nearest, bilinear; area, its BOX, where one size is a multiple of the other) and TensorFlow
2.21.0 (area of any sizes, on floats); the file names the versions that made it.
"""
import json, os, pathlib
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import PIL
import tensorflow as tf
from PIL import Image

FILTERS = {"nearest": Image.NEAREST, "bilinear": Image.BILINEAR, "area": Image.BOX}
random = np.random.default_rng(7)


def case(interpolation, old, new, channels, dtype, by_tensorflow=False):
    image = random.integers(0, 256, (*old, channels), dtype=np.uint8)
    if dtype == "float32":
        image = image.astype(np.float32) / 16 - 4
    if by_tensorflow:
        result = tf.image.resize(image, new, method=interpolation).numpy()
    else:
        size = (new[1], new[0])
        planes = [Image.fromarray(image[:, :, c]).resize(size, FILTERS[interpolation]) for c in range(channels)]
        result = np.stack([np.asarray(plane) for plane in planes], axis=-1)
    return {
        "interpolation": interpolation, "old": list(old), "new": list(new), "channels": channels, "dtype": dtype,
        "image": image.ravel().tolist(), "result": result.ravel().tolist(),
    }


SIZES = [((8, 8), (4, 4)), ((5, 7), (11, 3)), ((9, 6), (9, 13)), ((13, 4), (2, 4)), ((1, 1), (3, 2)), ((12, 10), (7, 7)),
         ((3, 16), (1, 1)), ((6, 5), (12, 15))]
cases = []
for index, (old, new) in enumerate(SIZES):
    for dtype in ["uint8", "float32"]:
        for interpolation in ["nearest", "bilinear"]:
            cases.append(case(interpolation, old, new, [1, 3, 2][index % 3], dtype))
    cases.append(case("area", old, new, 1 + index % 2, "float32", by_tensorflow=True))
for old, new in [((8, 8), (4, 4)), ((9, 10), (3, 2)), ((4, 5), (8, 15))]:
    for dtype in ["uint8", "float32"]:
        cases.append(case("area", old, new, 3, dtype))
made = {"pillow": PIL.__version__, "tensorflow": tf.__version__, "numpy": np.__version__}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({"made_by": made, "cases": cases}) + "\n")
