"""Writes the fixtures of the readers, each with the NumPy that runs this script:

    python generate.py            # once with NumPy 1.26.4 and once with 2.4.6

Every array of images has shape (4, 2, 3, 3) and the values 0 to 71 in C order; labels are 0, 1, 2, 1.
"""
import gzip
import io
import pickle
import tarfile
import numpy as np

images = np.arange(72).reshape(4, 2, 3, 3)
labels = np.array([0, 1, 2, 1])
version = "numpy1" if np.__version__.startswith("1.") else "numpy2"

for protocol in (0, 1, 2, 3, 4, 5):
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

    names = np.array(["cat", "dog", "cat", "bird"])
    np.savez_compressed(
        "numpy2-labels.npz", text=names, big=names.astype(">U7"), bytes=names.astype("S"), digits=labels.astype(str),
        onehot=np.eye(3)[labels], truth=np.eye(3)[labels] == 1, column=labels.reshape(4, 1), float=labels.astype("f2"),
        twice=np.eye(3)[labels] + np.eye(3)[0])

    # As Theano's tutorials have MNIST: float32 from 0 to 1, an image a row.
    rows = np.arange(64).reshape(4, 16).astype("f4") / 64
    with open("numpy2-three-pairs.pkl.gz", "wb") as file:
        file.write(gzip.compress(pickle.dumps(((rows, labels), (rows[:2], labels[:2]), (rows[:3], labels[:3])), 2), 9, mtime=0))

    def batch(first, **more):
        planes = (np.arange(2 * 3 * 1024).reshape(2, 3, 1024) // 1024 + first).astype("u1")
        return {b"data": planes.reshape(2, 3072), b"filenames": [b"a.png", b"b.png"], **more}

    def archive(name, folder, files):
        memory = io.BytesIO()
        with tarfile.open(fileobj=memory, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for file, value in files.items():
                data = pickle.dumps(value, 2)
                info = tarfile.TarInfo(f"{folder}/{file}")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        with open(name, "wb") as file:
            file.write(gzip.compress(memory.getvalue(), 9, mtime=0))

    batches = {f"data_batch_{k}": batch(10 * k, labels=[k, 0]) for k in (2, 1, 3, 4, 5)}
    meta = [name.encode() for name in "airplane automobile bird cat deer dog frog horse ship truck".split()]
    archive("numpy2-cifar-10.tar.gz", "cifar-10-batches-py", {
        "batches.meta": {b"label_names": meta}, "test_batch": batch(90, labels=[9, 8]), **{
            name: {key.encode() if isinstance(key, str) else key: value for key, value in items.items()}
            for name, items in batches.items()}})
    archive("numpy2-cifar-100.tar.gz", "cifar-100-python", {
        "meta": {b"fine_label_names": [b"apple", b"fish", b"baby"], b"coarse_label_names": [b"food", b"water"]},
        "train": batch(0, fine_labels=[2, 0], coarse_labels=[1, 0]),
        "test": batch(50, fine_labels=[1, 1], coarse_labels=[1, 0])})
