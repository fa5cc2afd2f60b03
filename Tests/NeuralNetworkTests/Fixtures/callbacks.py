"""Makes callbacks.json: what Keras's callbacks do with recorded measurements, which CallbackReplayTests repeats.

    python -m venv keras && keras/bin/pip install tensorflow-cpu
    keras/bin/python callbacks.py

Made with Keras 3.15.1 on TensorFlow 2.21.0; the file names the version that made it.

No network is trained. Keras's own callback object is called as `fit` calls it, epoch after epoch, with values drawn
here (of few decimals, so that ties and exact differences of min_delta occur). Before each call every weight of the
model is set to the epoch's number: the weights afterwards tell which epoch was kept.
"""
import contextlib, io, json, os, pathlib, random, tempfile
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import keras
from keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau

FILE = "best.weights.h5"
METRICS = ["accuracy", "sparse_top_k_categorical_accuracy"]
MONITORS = ["loss", "val_loss", "accuracy", "val_accuracy", "val_sparse_top_k_categorical_accuracy"]


def trained_model(learning_rate):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(6)])
    model.compile(keras.optimizers.SGD(learning_rate), "sparse_categorical_crossentropy", metrics=METRICS)
    model.fit(np.zeros((2, 1)), np.zeros(2), verbose=0)  # the metrics exist after a first step only
    return model


def replay(kind, monitor, values, options, learning_rate=0.01):
    model = trained_model(learning_rate)
    callback = {
        "early_stopping": lambda: EarlyStopping(monitor, verbose=1, **options),
        "reduce_lr": lambda: ReduceLROnPlateau(monitor, verbose=1, **options),
        "checkpoint": lambda: ModelCheckpoint(
            FILE, monitor, verbose=1, save_best_only=True, save_weights_only=True),
    }[kind]()
    callback.set_model(model)
    callback.on_train_begin()
    model.stop_training = False
    epochs = []
    lines = []

    def call(action):
        text = io.StringIO()
        with contextlib.redirect_stdout(text):
            action()
        found = [line for line in text.getvalue().splitlines() if line]
        lines.extend(found)
        return found

    for epoch, value in enumerate(values):
        model.set_weights([np.full_like(w, epoch + 1) for w in model.get_weights()])
        logs = {monitor: value}
        callback.on_epoch_begin(epoch)
        call(lambda: callback.on_epoch_end(epoch, logs))
        epochs.append({key: logs[key] for key in logs if key != monitor})
        if model.stop_training:
            break
    call(callback.on_train_end)
    return dict(
        kind=kind, monitor=monitor, options=options, values=values, learning_rate=learning_rate,
        epochs=len(epochs), learning_rates=[e["learning_rate"] for e in epochs if "learning_rate" in e],
        lines=lines, kept_epoch=int(model.get_weights()[0][0, 0]))


def cases():
    rng = random.Random(3)

    def series(monitor):
        """Falls (or rises) at first, then wanders; one or two decimals."""
        digits = rng.choice([1, 2])
        sign = -1 if monitor.endswith("accuracy") else 1
        start = 0.2 if sign < 0 else 1.0
        return [
            round(start + sign * (-0.07 * min(e, 4) + rng.choice([-1, 0, 0, 1, 2]) * 0.1**digits), digits)
            for e in range(rng.randint(1, 14))]

    for monitor in MONITORS * 6:
        options = dict(
            patience=rng.choice([0, 1, 2, 3]), min_delta=rng.choice([0, 0, 0.1, 0.02]),
            restore_best_weights=rng.choice([True, False]),
            baseline=rng.choice([None, None, 0.75 if monitor.endswith("loss") else 0.4]))
        yield replay("early_stopping", monitor, series(monitor), options)
    for monitor in MONITORS * 6:
        options = dict(
            factor=rng.choice([0.1, 0.5, 0.2]), patience=rng.choice([0, 1, 2]),
            min_delta=rng.choice([0, 1e-4, 0.1]), cooldown=rng.choice([0, 0, 1, 2]),
            min_lr=rng.choice([0, 0.001, 1e-5]))
        yield replay("reduce_lr", monitor, series(monitor), options, rng.choice([0.01, 0.001, 0.1]))
    for monitor in MONITORS * 2:
        yield replay("checkpoint", monitor, series(monitor), {})
    # Differences that only float64 can tell apart are none to Keras.
    yield replay("early_stopping", "val_accuracy", [0.6, 0.7, 0.7], dict(patience=1, min_delta=0.1))
    yield replay("early_stopping", "val_loss", [0.5, 0.5 - 1e-12, 0.4], dict(patience=1))


with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    found = list(cases())
rows = ",\n".join(json.dumps(case) for case in found)
pathlib.Path(__file__).with_suffix(".json").write_text(
    f'{{"keras": "{keras.__version__}", "file": "{FILE}", "cases": [\n{rows}\n]}}\n')
