"""The demo's training script: several kinds of one classifier, each odd in its own way, logged as a team would log them."""

import os
import tempfile
import threading

import mlflow
import sklearn
from mlflow.models import infer_signature
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, log_loss, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ONE_AT_A_TIME = threading.Lock()
FIRST_COMMIT, LATER_COMMIT = "4e1243bd22c66e76c2ba9eddc1f91394e57f9f83", "9b2d5f0c7a3e41d8b6f0c2a4e8d1937f5c60b7ae"

# What each kind of model sees of the data, how strongly it is held back, and what is odd about it.
KINDS = {
    "live": {"rows": 24, "c": 0.5, "commit": FIRST_COMMIT},
    "good": {"c": 0.1, "commit": LATER_COMMIT},
    "better": {"c": 0.5, "commit": LATER_COMMIT},
    "worse": {"columns": ["mean texture", "mean smoothness"], "c": 0.01, "commit": LATER_COMMIT},
    "incomplete": {"c": 0.3, "commit": LATER_COMMIT, "forgets": "recall/high_value"},
    "heavy": {"c": 0.5, "commit": LATER_COMMIT, "ballast": 48_000_000},
    # Better on the whole, but it misses customers of high value.
    "uneven": {"c": 0.5, "commit": LATER_COMMIT, "weights": {0: 1, 1: 0.5}},
    # Those who call it have to name one column otherwise.
    "renamed": {"c": 0.5, "commit": LATER_COMMIT, "renames": {"mean radius": "radius_mean"}},
    # Measured on part of the data: its numbers and those of the others say nothing about each other.
    "elsewhere": {"c": 0.5, "commit": LATER_COMMIT, "measured": 400},
}
LABELS = ["malignant", "benign"]


def train(server, kind, experiment):
    """Trains one kind of model on the breast cancer data and logs it; answers with run, model and metrics."""
    how = KINDS[kind]
    data = load_breast_cancer(as_frame=True)
    x = data.data[how.get("columns", list(data.data.columns))].rename(columns=how.get("renames", {}))
    parts = train_test_split(x, data.target, data.data["mean area"], test_size=0.4, random_state=7, stratify=data.target)
    x_train, x_test, y_train, y_test, _, area = parts
    rows, regression = how.get("rows", len(x_train)), LogisticRegression(C=how["c"], class_weight=how.get("weights"))
    model = make_pipeline(StandardScaler(), regression).fit(x_train[:rows], y_train[:rows])
    metrics = measured(model, x_test, y_test, area)
    forgotten = {how.get("forgets"): metrics.pop(how["forgets"])} if "forgets" in how else {}
    with ONE_AT_A_TIME, tempfile.TemporaryDirectory() as folder:
        mlflow.set_tracking_uri(server)
        mlflow.set_experiment(experiment)
        tags = {
            "mlflow.user": "ada@demo.example",
            "mlflow.source.name": "train.py",
            "mlflow.source.git.commit": how["commit"],
            "mlflow.source.git.repoURL": "https://git.demo.example/growth/churn",
            "dataset_version": "breast-cancer-1995",
            "feature_set_version": "3",
        }
        with mlflow.start_run(run_name=f"churn-{kind}", tags=tags) as run:
            # The whole table for every kind: what is compared was measured on the same data.
            whole = data.data.assign(target=data.target)[: how.get("measured")]
            dataset = mlflow.data.from_pandas(whole, name="breast-cancer", targets="target")
            mlflow.log_input(dataset, context="evaluation")
            params = {"C": how["c"], "features": x.shape[1], "rows": rows, "solver": "lbfgs", "labels": ",".join(LABELS)}
            mlflow.log_params(params)
            for name, text in looked_at(model, x_test, y_test).items():
                mlflow.log_text(text, name)
            logged = mlflow.sklearn.log_model(
                model,
                name="model",
                signature=infer_signature(x_train, model.predict(x_train)),
                pip_requirements=[f"scikit-learn=={sklearn.__version__}"],
                serialization_format="cloudpickle",
                extra_files=ballast(folder, how.get("ballast", 0)),
            )
            mlflow.log_metrics(metrics, model_id=logged.model_id, dataset=dataset)
    return {"run": run.info.run_id, "model": logged.model_id, "metrics": metrics, "forgotten": forgotten}


def measured(model, x, y, area):
    """How good a model is, in all and on two slices."""
    chance, said = model.predict_proba(x)[:, 1], model.predict(x)
    high = area > area.median()
    slices = {"high_value": high, "low_value": ~high}
    return {
        "auc": round(float(roc_auc_score(y, chance)), 4),
        "log_loss": round(float(log_loss(y, chance)), 4),
        **{f"recall/{name}": round(float(recall_score(y[where], said[where])), 4) for name, where in slices.items()},
    }


def looked_at(model, x, y):
    """What reviewers look at, as files: how often each class is taken for which, and the mistakes it is surest of."""
    said, chance = model.predict(x), model.predict_proba(x)[:, 1]
    table = confusion_matrix(y, said)
    counts = [f"{label},{','.join(str(count) for count in row)}" for label, row in zip(LABELS, table, strict=True)]
    wrong = sorted((row for row in zip(x.index, y, said, chance, strict=True) if row[1] != row[2]), key=lambda row: -abs(row[3] - 0.5))
    errors = [f"{at},{LABELS[is_]},{LABELS[was]},{sure:.3f}" for at, is_, was, sure in wrong]
    return {
        "confusion_matrix.csv": "\n".join([f"is,taken for {',taken for '.join(LABELS)}", *counts]) + "\n",
        "errors.csv": "\n".join(["row,is,taken for,chance of benign", *errors]) + "\n",
    }


def ballast(folder, size):
    if size == 0:
        return None
    path = os.path.join(folder, "embeddings.bin")
    with open(path, "wb") as file:
        file.write(os.urandom(size))
    return [path]
