"""Makes training.json beside this script: runs of Keras with all its ways to train, which TrainingParityTests repeats.

    python -m venv keras && keras/bin/pip install keras jax
    keras/bin/python training.py

Made with Keras 3.15.1 on JAX 0.10.2; the file names the version that made it. Data and start weights are those of generate.py,
and as there everything is computed in float64 from float32 start values. Each run takes 20 steps with batches of 32 of 256 images,
in order; then the weights become their running mean where one is kept. Options are drawn anew for each run, with a seed.
"""
import json, math, os, pathlib, random, sys
os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"
import numpy as np
import keras
from keras import optimizers
from keras.layers import Conv2D, Dense, Flatten

IMAGES, BATCH, STEPS = 256, 32, 20
keras.backend.set_floatx("float64")
OPTIMIZERS = {
    "adam": optimizers.Adam, "adamw": optimizers.AdamW, "nadam": optimizers.Nadam, "adamax": optimizers.Adamax,
    "rmsprop": optimizers.RMSprop, "adagrad": optimizers.Adagrad, "sgd": optimizers.SGD, "lion": optimizers.Lion}


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


def data(input, classes):
    n, y, x, c = np.indices((IMAGES, *input))
    images = ((7919 * n + 104729 * y + 1299709 * x + 15485863 * c) % 256).astype(np.float32) / np.float32(255)
    return images, np.arange(IMAGES) % classes


def numbers(values):
    """Ten digits of each number."""
    return [float(f"{value:.10g}") for value in np.ravel(values)]


def train(model, images, targets, class_weight=None):
    losses = []
    for step in range(STEPS):
        rows = (step * BATCH + np.arange(BATCH)) % IMAGES
        losses.append(float(model.train_on_batch(images[rows], targets[rows], class_weight=class_weight)))
    model.optimizer.finalize_variable_values(model.trainable_weights)
    return dict(losses=numbers(losses), outputs=numbers(model.predict(images[:4], verbose=0)))


def network():
    model = keras.Sequential([
        keras.Input((6, 5, 1)), Conv2D(3, 3, activation="tanh"), Flatten(), Dense(7, activation="tanh"),
        Dense(5, activation="softmax")])
    model.set_weights(list(start_weights(model)))
    return model


def optimizer_runs():
    for name, make in OPTIMIZERS.items():
        for number in range(6):
            draw = random.Random(f"{name} {number}")
            options = {"learning_rate": float(f"{10 ** draw.uniform(-3, -1.7):.3g}")}

            def maybe(option, *values):
                if draw.random() < 0.5:
                    options[option] = draw.choice(values)

            if name in ("adam", "adamw", "nadam", "adamax", "lion"):
                maybe("beta_1", 0.5, 0.8, 0.95)
                maybe("beta_2", 0.9, 0.98)
            if name == "rmsprop":
                maybe("rho", 0.5, 0.8)
            if name in ("rmsprop", "sgd"):
                maybe("momentum", 0.5, 0.9)
            if name == "sgd":
                options["learning_rate"] *= 10
                maybe("nesterov", True)
            if name == "adagrad":
                options["learning_rate"] *= 10
                maybe("initial_accumulator_value", 0.01, 0.5)
            if number > 0:
                maybe("weight_decay", 0.5, 0.1, 0.01)
                clip = [None, "clipnorm", "clipvalue", "global_clipnorm"][number % 4]
                if clip:
                    options[clip] = {"clipnorm": 0.1, "clipvalue": 0.02, "global_clipnorm": 0.2}[clip]
                if number % 3 == 2:
                    options["use_ema"] = True
                    options["ema_momentum"] = draw.choice([0.5, 0.9])
                    maybe("ema_overwrite_frequency", 3, 7)
            options["learning_rate"] = float(f"{options['learning_rate']:.3g}")
            model = network()
            model.compile(make(**options), "sparse_categorical_crossentropy")
            yield dict(optimizer=name, options=options, **train(model, *data((6, 5, 1), 5)))


class OneCycleLR:
    """PyTorch's, transcribed from torch/optim/lr_scheduler.py: it has no counterpart in Keras."""

    def __init__(self, max_lr, total_steps, pct_start=0.3, anneal_strategy="cos", div_factor=25.0, final_div_factor=1e4,
                 three_phase=False):
        first, self.linear = max_lr / div_factor, anneal_strategy == "linear"
        last, rise = first / final_div_factor, pct_start * total_steps - 1
        self.phases = [(rise, first, max_lr)] + (
            [(2 * rise, max_lr, first), (total_steps - 1, first, last)] if three_phase else
            [(total_steps - 1, max_lr, last)])

    def __call__(self, step):
        start = 0
        for number, (end, a, b) in enumerate(self.phases):
            if step <= end or number == len(self.phases) - 1:
                share = (step - start) / (end - start)
                return (b - a) * share + a if self.linear else b + (a - b) / 2 * (math.cos(math.pi * share) + 1)
            start = end


FIRST = dict(OneCycleLR="max_lr")


def schedule(words):
    """The schedule that a learner names so."""
    name, *options = words.split()
    given = {}
    for option in options:
        key, _, value = option.rpartition("=")
        numbers = [float(word) for word in value.split(",")] if value[0].isdigit() else value
        if value in ("true", "false"):
            numbers = value == "true"
        if key in ("boundaries", "values") or not isinstance(numbers, list):
            given[key] = numbers
        else:
            whole = key.endswith("_steps")
            given[key or FIRST.get(name, "initial_learning_rate")] = int(numbers[0]) if whole else numbers[0]
    return (OneCycleLR if name == "OneCycleLR" else getattr(optimizers.schedules, name))(**given)


SCHEDULES = [
    "ExponentialDecay 0.1 decay_steps=7 decay_rate=0.6", "ExponentialDecay 0.02 decay_steps=40 decay_rate=0.35",
    "ExponentialDecay 0.3 decay_steps=9 decay_rate=0.8 staircase=true",
    "InverseTimeDecay 0.1 decay_steps=7 decay_rate=0.5",
    "InverseTimeDecay 0.1 decay_steps=13 decay_rate=2.5 staircase=true",
    "PiecewiseConstantDecay boundaries=5,11,40 values=0.5,0.1,0.02,0.003",
    "PiecewiseConstantDecay boundaries=20 values=0.1,0.01",
    "PolynomialDecay 0.1 decay_steps=30", "PolynomialDecay 0.2 decay_steps=25 end_learning_rate=0.01 power=0.5",
    "PolynomialDecay 0.2 decay_steps=7 end_learning_rate=0.003 power=2.3 cycle=true",
    "CosineDecay 0.1 decay_steps=37", "CosineDecay 0.1 decay_steps=21 alpha=0.15",
    "CosineDecay 0.01 decay_steps=30 alpha=0.05 warmup_target=0.3 warmup_steps=11",
    "CosineDecay 0.01 decay_steps=30 warmup_steps=11", "CosineDecay 0.0 decay_steps=19 warmup_target=0.2",
    "CosineDecayRestarts 0.1 first_decay_steps=9", "CosineDecayRestarts 0.2 first_decay_steps=8 t_mul=1 m_mul=0.7",
    "CosineDecayRestarts 0.2 first_decay_steps=5 t_mul=1.7 m_mul=0.9 alpha=0.1",
    "OneCycleLR 0.5 total_steps=47", "OneCycleLR 0.5 total_steps=60 pct_start=0.25 anneal_strategy=linear",
    "OneCycleLR 0.2 total_steps=56 pct_start=0.4 div_factor=10 final_div_factor=100 three_phase=true"]


def schedule_rates():
    for words in SCHEDULES:
        last = int(words.split("total_steps=")[1].split()[0]) - 1 if "total_steps" in words else 60
        steps = [step for step in [*range(13), *range(14, last, 3), last] if step <= last]
        rates = schedule(words)
        yield dict(words=words, steps=steps, rates=numbers([float(rates(step)) for step in steps]))


def scheduled_runs():
    for name, words, options in [
        ("sgd", "CosineDecay 0.05 decay_steps=12 warmup_target=0.3 warmup_steps=5 alpha=0.1", dict(momentum=0.9)),
        ("adamw", "ExponentialDecay 0.02 decay_steps=6 decay_rate=0.5 staircase=true", dict(weight_decay=0.2)),
        ("nadam", "PolynomialDecay 0.02 decay_steps=15 power=2.0", dict(clipnorm=0.1)),
    ]:
        model = network()
        model.compile(OPTIMIZERS[name](learning_rate=schedule(words), **options), "sparse_categorical_crossentropy")
        result = train(model, *data((6, 5, 1), 5))
        yield dict(optimizer=name, options=dict(learning_rate=words, **options), **result)


# Loss, its options, the last layer's units and activation, what the targets are, and what each class counts.
LOSSES = [
    ("binary_crossentropy", {}, 1, "sigmoid", "classes", None),
    ("binary_crossentropy", dict(label_smoothing=0.2), 1, "sigmoid", "classes", [1.0, 3.5]),
    ("binary_crossentropy", dict(from_logits=True, label_smoothing=0.1), 1, "linear", "classes", None),
    ("binary_crossentropy", dict(from_logits=True), 4, "linear", "one_hot", None),
    ("binary_crossentropy", {}, 4, "sigmoid", "one_hot", None),
    ("binary_crossentropy", {}, 30, "sigmoid", "images", None),
    ("categorical_crossentropy", dict(label_smoothing=0.15), 5, "softmax", "one_hot", None),
    ("categorical_crossentropy", dict(label_smoothing=0.3, from_logits=True), 5, "linear", "one_hot", None),
    ("categorical_crossentropy", dict(from_logits=True), 3, "linear", "one_hot", [2.0, 0.5, 1.0]),
    ("sparse_categorical_crossentropy", dict(from_logits=True), 5, "linear", "classes", None),
    ("sparse_categorical_crossentropy", {}, 3, "softmax", "classes", [0.25, 1.0, 4.0]),
    ("mean_squared_error", {}, 1, "linear", "numbers", None), ("mean_squared_error", {}, 3, "softmax", "one_hot", None),
    ("mean_squared_error", {}, 30, "sigmoid", "images", None), ("mean_squared_error", {}, 30, "linear", "images", None),
    ("mean_absolute_error", {}, 1, "linear", "numbers", None), ("mean_absolute_error", {}, 30, "sigmoid", "images", None),
    ("huber", {}, 1, "linear", "numbers", None), ("huber", dict(delta=0.2), 30, "linear", "images", None)]


def loss_runs():
    for name, options, units, activation, target, weights in LOSSES:
        model = keras.Sequential([
            keras.Input((6, 5, 1)), Flatten(), Dense(7, activation="tanh"), Dense(units, activation=activation)])
        model.set_weights(list(start_weights(model)))
        loss = getattr(keras.losses, "".join(word.capitalize() for word in name.split("_")))(**options)
        model.compile(optimizers.SGD(0.1, momentum=0.5), loss)
        images, labels = data((6, 5, 1), {"numbers": 5}.get(target, max(2, units)))
        targets = {
            "classes": labels, "numbers": labels[:, None], "one_hot": np.eye(max(5, units))[labels][:, :units],
            "images": images.reshape(IMAGES, -1)}[target]
        result = train(model, images, targets, class_weight=dict(enumerate(weights)) if weights else None)
        yield dict(
            loss=name, options=options, units=units, activation=activation, target=target, weights=weights, **result)


def metric_runs():
    for name, units, activation in [
        ("binary_crossentropy", 1, "sigmoid"), ("binary_crossentropy", 4, "sigmoid"),
        ("categorical_crossentropy", 3, "softmax"), ("mean_squared_error", 3, "softmax")]:
        model = keras.Sequential([
            keras.Input((6, 5, 1)), Flatten(), Dense(7, activation="tanh"), Dense(units, activation=activation)])
        model.set_weights(list(start_weights(model)))
        m = keras.metrics
        f1 = m.F1Score(average="macro", threshold=0.5 if units == 1 else None, name="f1_score")
        model.compile(optimizers.SGD(0.1, momentum=0.5), name, metrics=[
            m.BinaryAccuracy(name="binary_accuracy"), m.Precision(name="precision"), m.Recall(name="recall"),
            m.AUC(name="auc"), f1, m.MeanSquaredError(name="mse"), m.MeanAbsoluteError(name="mae"), "accuracy"])
        images, labels = data((6, 5, 1), max(2, units))
        targets = labels[:, None] if units == 1 else np.eye(units)[labels]
        for step in range(STEPS):
            rows = (step * BATCH + np.arange(BATCH)) % IMAGES
            model.train_on_batch(images[rows], targets[rows])
        scores = model.evaluate(images, targets, batch_size=IMAGES, verbose=0, return_dict=True)
        yield dict(loss=name, units=units, activation=activation,
                   scores={key: float(f"{float(np.mean(value)):.10g}") for key, value in scores.items()})


SECTIONS = dict(metrics=metric_runs, losses=loss_runs, optimizers=optimizer_runs, schedules=schedule_rates, scheduled=scheduled_runs)
path = pathlib.Path(__file__).with_name("training.json")
# Named sections are made anew, the others are kept.
result = json.loads(path.read_text()) if sys.argv[1:] else {}
for name in sys.argv[1:] or SECTIONS:
    result[name] = list(SECTIONS[name]())
path.write_text(json.dumps(dict(result, keras=keras.__version__)) + "\n")
print(path, path.stat().st_size, "bytes")
