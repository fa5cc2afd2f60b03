"""Makes transforms.json: what scikit-image, SciPy, NumPy and scikit-learn make of small images and labels, which
TransformTests repeats.

    python -m venv images && images/bin/pip install numpy scipy scikit-image scikit-learn
    images/bin/python transforms.py

Made with NumPy 2.4.6, SciPy 1.17.1, scikit-image 0.26.0 and scikit-learn 1.9.1; the file names the versions that made it.
"""
import json, pathlib
import numpy as np
import scipy, skimage, sklearn
from scipy import ndimage
from skimage import filters, util
from sklearn.model_selection import train_test_split

random = np.random.default_rng(7)


def numbers(array):
    return [float(f"{x:.9g}") for x in np.asarray(array, dtype=np.float64).ravel()]


def image(height, width, channels, dtype):
    # Dark and light areas with noise: smooth enough to have two classes.
    y, x = np.mgrid[:height, :width]
    light = 130 + 90 * np.sign(np.sin(0.5 * x + 0.3 * y))
    values = light[:, :, None] + random.normal(0, 25, (height, width, channels))
    values = np.clip(values, 0, 255).astype(np.uint8)
    return values if dtype == "uint8" else (values / 255).astype(np.float32)


def case(kind, source, result, **options):
    return {
        "kind": kind, "shape": list(source.shape), "dtype": str(source.dtype), "image": numbers(source), **options,
        "result_shape": list(result.shape), "result": numbers(result),
    }


cases = []
for dtype in ["uint8", "float32"]:
    for height, width, channels, sigma in [(9, 11, 1, 1.0), (6, 5, 3, 2.5), (1, 7, 2, 0.6), (8, 8, 1, 0.0)]:
        source = image(height, width, channels, dtype)
        blurred = filters.gaussian(
            source.astype(np.float32), sigma=sigma, truncate=4, mode="nearest", preserve_range=True, channel_axis=-1)
        if dtype == "uint8":
            blurred = np.floor(blurred + 0.5)
        cases.append(case("smooth", source, blurred, sigma=sigma))
    for height, width in [(12, 10), (20, 20), (5, 3)]:
        source = image(height, width, 1, dtype)
        threshold = float(filters.threshold_otsu(source[:, :, 0]))
        white = 255 if dtype == "uint8" else 1
        cases.append(case("threshold", source, (source > threshold) * white, threshold=threshold))
    source = image(6, 7, 3, dtype)
    cases.append(case("invert", source, util.invert(source)))
    cases.append(case("pad", source, np.pad(source, ((2, 2), (3, 3), (0, 0)), constant_values=1), rows=2, columns=3))
    crop = source[1:5, 2:7]
    cases.append(case("crop", source, crop, top=1, left=2))
for fill, mode in [("reflect", "reflect"), ("nearest", "nearest"), ("constant", "grid-constant")]:
    for turn, zoom, shear, shift in [(0.1, 1, 0, (0, 0)), (0, 0.8, 0, (0, 0)), (0, 1, 0.3, (0, 0)), (0, 1, 0, (1.25, -2.5)),
                                     (-0.37, 1.4, -0.2, (0.5, 3))]:
        source = image(8, 11, 2, "float32")
        a = 2 * np.pi * turn
        # On (row, column): rotation against the clock as seen, then shear, then zoom, of the new image's coordinates.
        rotation = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
        matrix = zoom * np.array([[1, 0], [shear, 1]]) @ rotation
        middle = (np.array(source.shape[:2]) - 1) / 2
        offset = middle - matrix @ (middle + np.array(shift))
        planes = [
            ndimage.affine_transform(source[:, :, c].astype(np.float64), matrix, offset, order=1, mode=mode, cval=0.5)
            for c in range(source.shape[2])
        ]
        cases.append(
            case("affine", source, np.stack(planes, axis=-1), fill=fill, turn=turn, zoom=zoom, shear=shear,
                 shift=list(shift)))

splits = []
for counts, share in [([50, 30, 20], 0.2), ([13, 7, 29, 11], 0.25), ([2, 2, 96], 0.04), ([8, 0, 12], 0.5)]:
    labels = [label for label, count in enumerate(counts) for _ in range(count)]
    train, valid = train_test_split(labels, test_size=share, stratify=labels, random_state=0)
    splits.append({
        "counts": counts, "share": share, "train": np.bincount(train, minlength=len(counts)).tolist(),
        "valid": np.bincount(valid, minlength=len(counts)).tolist(),
    })
made = {"numpy": np.__version__, "scipy": scipy.__version__, "scikit_image": skimage.__version__,
        "scikit_learn": sklearn.__version__}
content = {"made_by": made, "cases": cases, "splits": splits}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(content) + "\n")
