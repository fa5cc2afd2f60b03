"""Makes inside.json: saliency, Grad-CAM and PCA as others compute them, which InsideParityTests repeats.

    python -m venv keras && keras/bin/pip install tensorflow-cpu scikit-learn
    keras/bin/python inside.py

Made with Keras 3.15.1 on TensorFlow 2.21.0 (GradientTape) and the scikit-learn that the file names. Where the two are
not in one environment, the parts are made one after the other: each run renews those that it can.
"""
import json, os, pathlib
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np

path = pathlib.Path(__file__).with_suffix(".json")
result = json.loads(path.read_text()) if path.exists() else {}
rng = np.random.default_rng(11)


def short(values):
    return [float(f"{v:.8g}") for v in np.asarray(values, "float64").ravel()]


def networks():
    import keras, tensorflow as tf
    from keras import layers as l
    keras.backend.set_floatx("float64")
    result["keras"], result["tensorflow"] = keras.__version__, tf.__version__
    cases = []
    for name, shape, stack, cam in [
        ("relu", (11, 10, 2), [
            l.Conv2D(4, 3, activation="relu"), l.MaxPooling2D(2),
            l.Conv2D(5, (2, 3), activation="relu", padding="same", name="cam"), l.AveragePooling2D(2),
            l.Flatten(), l.Dense(7, activation="sigmoid"), l.Dense(5, activation="softmax")], 2),
        ("normalized", (9, 9, 3), [
            l.BatchNormalization(), l.Conv2D(6, 3, strides=2, padding="same", activation="tanh"),
            l.BatchNormalization(name="cam"), l.Dropout(0.3), l.Conv2D(3, 2, activation="relu"), l.Flatten(),
            l.Dense(6)], 2),
    ]:
        model = keras.Sequential([keras.Input(shape)] + stack)
        weights = []
        for w in model.weights:
            low, high = (0.2, 2) if "variance" in w.path else (-0.8, 0.8)
            values = np.round(rng.uniform(low, high, w.shape), 3)
            w.assign(values)
            weights.append(values)
        image = np.round(rng.uniform(-1, 1, shape), 3)
        label = 1
        logits = stack[-1]
        activation, logits.activation = logits.activation, keras.activations.linear
        inner = keras.Model(model.inputs, [model.get_layer("cam").output, model.outputs[0]])
        x = tf.constant(image[None])
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(x)
            maps, outputs = inner(x, training=False)
            score = outputs[0, label]
        gradient = tape.gradient(score, x)[0].numpy()
        pooled = tf.reduce_mean(tape.gradient(score, maps), axis=(0, 1, 2)).numpy()
        cam_map = np.maximum(np.tensordot(maps[0].numpy(), pooled, 1), 0)
        assert cam_map.max() > 0
        logits.activation = activation
        cases.append(dict(
            name=name, label=label, camLayer=cam, image=short(image),
            weights=[short(w) for w in weights], saliency=short(np.abs(gradient).max(-1)),
            camWeights=short(pooled), cam=short(cam_map)))
    result["cases"] = cases


def components():
    import sklearn
    from sklearn.decomposition import PCA
    result["sklearn"] = sklearn.__version__
    rng = np.random.default_rng(5)
    rows = np.round(rng.normal(size=(40, 6)) @ rng.normal(size=(6, 14)) + rng.normal(size=14), 3)
    pca = PCA(2, svd_solver="full")
    places = pca.fit_transform(rows)
    result["pca"] = dict(
        rows=short(rows), width=14, places=short(places), shares=short(pca.explained_variance_ratio_),
        variances=short(pca.explained_variance_))


for part in (networks, components):
    try:
        part()
    except ImportError as error:
        print(f"left as it is: {error}")
path.write_text(json.dumps(result) + "\n")
