"""Writes the fixtures of the readers, each with the NumPy that runs this script:

    python generate.py            # once with NumPy 1.26.4 and once with 2.4.6

Every array of images has shape (4, 2, 3, 3) and the values 0 to 71 in C order; labels are 0, 1, 2, 1.
"""
import pickle
import numpy as np

images = np.arange(72).reshape(4, 2, 3, 3)
labels = np.array([0, 1, 2, 1])
version = "numpy1" if np.__version__.startswith("1.") else "numpy2"

for protocol in (2, 3, 4, 5):
    for name, features in (
        ("c", images.astype("u1")),
        ("fortran", np.asfortranarray(images.astype(">i2"))),
    ):
        signs = {"coords": np.zeros((4, 4), "u1"), "labels": labels, "features": features,
                 "sizes": np.full((4, 2), 32, "u1")}
        with open(f"{version}-protocol{protocol}-{name}.p", "wb") as file:
            pickle.dump(signs, file, protocol)

if version == "numpy2":
    arrays = {}
    for code in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"):
        for order in "<>":
            name = ("little" if order == "<" else "big") + "-" + code
            arrays[name] = images.astype(order + code)
            arrays[name + "-fortran"] = np.asfortranarray(images.astype(order + code))
    arrays["halves"] = images / 2
    arrays["bool"] = images % 2 == 1
    np.savez_compressed("numpy2-types.npz", **arrays)
    np.savez("numpy2-mnist.npz", x_train=images, y_train=labels, x_test=images[:2], y_test=labels[:2])
    for number in (1, 2, 3):
        with open(f"numpy2-version{number}.npy", "wb") as file:
            np.lib.format.write_array(file, images, version=(number, 0))
