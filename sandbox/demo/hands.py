"""A data scientist's hands: trains, registers and looks, by nothing but MLflow's own client.

Started with the name of its experiment, it prints the port it listens on (loopback only). Every request is a POST of one JSON object with `op`
and `server`, the address of an MLflow server; the answer is JSON, or an error in words with status 500.
"""

import json
import os
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

import mlflow
import sklearn
from mlflow import MlflowClient
from mlflow.models import infer_signature
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, log_loss, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

EXPERIMENT = sys.argv[1] if len(sys.argv) > 1 else "churn"
ONE_AT_A_TIME = threading.Lock()
FIRST_COMMIT, LATER_COMMIT = "4e1243bd22c66e76c2ba9eddc1f91394e57f9f83", "9b2d5f0c7a3e41d8b6f0c2a4e8d1937f5c60b7ae"

# What each kind of model sees of the data, how strongly it is held back, and what is odd about it.
KINDS = {
    "live": {"rows": 24, "c": 0.5, "commit": FIRST_COMMIT},
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


def train(server, kind):
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
        mlflow.set_experiment(EXPERIMENT)
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


def register(server, name, model, run, alias=None):
    """Makes a logged model the next version of a registered model."""
    client = client_of(server)
    try:
        client.create_registered_model(name)
    except mlflow.exceptions.MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
    version = client.create_model_version(name, f"models:/{model}", run_id=run, model_id=model).version
    if alias is not None:
        client.set_registered_model_alias(name, alias, version)
    return str(version)


def look(server, name):
    """A registered model as the server has it: its aliases, and each version with tags and status."""
    client = client_of(server)
    try:
        model = client.get_registered_model(name)
    except mlflow.exceptions.MlflowException as error:
        if error.error_code == "RESOURCE_DOES_NOT_EXIST":
            return {"aliases": {}, "versions": {}}
        raise
    versions = client.search_model_versions(f"name='{name}'")
    aliases = {alias: str(version) for alias, version in model.aliases.items()}
    told = {str(v.version): {"tags": v.tags, "status": v.status, "description": v.description or ""} for v in versions}
    return {"aliases": aliases, "versions": told}


def alias(server, name, alias, version):
    client_of(server).set_registered_model_alias(name, alias, version)


def tag(server, name, version, key, value):
    client_of(server).set_model_version_tag(name, version, key, value)


def describe(server, name, version, text):
    client_of(server).update_model_version(name, version, text)


def metric(server, run, model, key, value):
    """Logs one metric later, where the others were logged."""
    client = client_of(server)
    dataset = client.get_run(run).inputs.dataset_inputs[0].dataset
    client.log_metric(run, key, value, model_id=model, dataset_name=dataset.name, dataset_digest=dataset.digest)


def hooks(server, starting):
    """Deletes the webhooks that point to addresses starting so."""
    client = client_of(server)
    ours = [hook for hook in client.list_webhooks() if hook.url.startswith(starting)]
    for hook in ours:
        client.delete_webhook(hook.webhook_id)
    return len(ours)


def client_of(server):
    return MlflowClient(tracking_uri=server, registry_uri=server)


OPS = {op.__name__: op for op in (train, register, look, alias, tag, describe, metric, hooks)}


class Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        try:
            status, answer = 200, OPS[asked.pop("op")](**asked)
        except Exception as error:  # whatever went wrong is told to the one who asked
            status, answer = 500, {"error": f"{type(error).__name__}: {error}"}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    print(f"listening on {server.server_address[1]}", flush=True)
    server.serve_forever()
