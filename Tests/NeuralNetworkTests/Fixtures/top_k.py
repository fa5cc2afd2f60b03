"""Makes top_k.json: Keras's sparse_top_k_categorical_accuracy of single images, which TopKTests repeats.

    python -m venv keras && keras/bin/pip install tensorflow-cpu
    keras/bin/python top_k.py

Made with Keras 3.15.1 on TensorFlow 2.21.0; the file names the version that made it. The outputs are small whole
numbers, so that many are equal: a label among equals at the fifth place counts as found.
"""
import json, os, pathlib
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import keras

rng = np.random.default_rng(7)
cases = []
for classes in (2, 5, 6, 10, 43):
    outputs = rng.integers(0, classes, (21, classes))
    labels = rng.integers(0, classes, 21)
    one_hot = keras.utils.to_categorical(labels, classes)
    hits = keras.metrics.sparse_top_k_categorical_accuracy(labels, outputs.astype("float32"), k=5)
    assert (hits == keras.metrics.top_k_categorical_accuracy(one_hot, outputs.astype("float32"), k=5)).numpy().all()
    cases.append(dict(
        classes=classes, outputs=outputs.tolist(), labels=labels.tolist(), hits=[bool(h) for h in np.array(hits)]))
rows = ",\n".join(json.dumps(case) for case in cases)
pathlib.Path(__file__).with_suffix(".json").write_text(
    f'{{"keras": "{keras.__version__}", "cases": [\n{rows}\n]}}\n')
