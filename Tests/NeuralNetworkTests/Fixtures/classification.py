"""Makes classification.json: confusion matrices and reports of scikit-learn, which ConfusionMatrixTests repeats.

    python -m venv sklearn && sklearn/bin/pip install scikit-learn
    sklearn/bin/python classification.py

Made with scikit-learn 1.9.1; the file names the version that made it. Every class of the model is a row of the
report (`labels=range(classes)`), and what would be divided by zero is 0 (`zero_division=0`).
"""
import json, pathlib, random
import sklearn
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix


def case(name, classes, truth, predicted):
    names = range(classes)
    report = classification_report(
        truth, predicted, labels=names, target_names=[str(k) for k in names], output_dict=True, zero_division=0)

    def row(key):
        return [float(report[key][column]) for column in ("precision", "recall", "f1-score", "support")]

    return dict(
        name=name, classes=classes, truth=truth, predicted=predicted,
        counts=confusion_matrix(truth, predicted, labels=names).tolist(),
        accuracy=accuracy_score(truth, predicted), rows=[row(str(k)) for k in names],
        macro=row("macro avg"), weighted=row("weighted avg"))


rng = random.Random(5)


def draw(images, shown, right):
    truth = [rng.choice(shown) for _ in range(images)]
    return truth, [t if rng.random() < right else rng.choice(shown) for t in truth]


uneven = [0] * 8 + [1] * 3 + [2, 3]
cases = [
    case("ten classes", 10, *draw(200, list(range(10)), 0.8)),
    case("uneven classes", 4, *draw(120, uneven, 0.5)),
    case("classes that do not occur", 7, *draw(40, [0, 2, 5], 0.6)),
    case("a class that is never predicted", 3, [0, 1, 2, 2, 1], [0, 1, 1, 0, 1]),
    case("a class that is predicted but never true", 3, [0, 1, 0, 1], [0, 2, 2, 1]),
    case("all wrong", 2, [0, 0, 1], [1, 1, 0]),
    case("all right", 3, [2, 1, 0, 2], [2, 1, 0, 2]),
    case("one class", 1, [0, 0], [0, 0]),
]
rows = ",\n".join(json.dumps(case) for case in cases)
pathlib.Path(__file__).with_suffix(".json").write_text(
    f'{{"scikit-learn": "{sklearn.__version__}", "cases": [\n{rows}\n]}}\n')
