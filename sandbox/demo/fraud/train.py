"""Trains the fraud model on this environment's data and registers the version in this environment's MLflow.

The same everywhere: whatever differs between environments comes in variables, and how the model is trained stands in `params.json`, so that the commit
says all of it. Arguments: the registered model, the commit, and the release that asks for it (left out by whoever trains for themselves).
"""

import csv
import json
import logging
import os
import sys
import time
from pathlib import Path

print("Loading what it takes to train", flush=True)

import mlflow
import numpy
import pandas
import sklearn
from mlflow.models import infer_signature
from sklearn.compose import make_column_transformer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss, recall_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# What an environment says of itself: kept with the run, where a reviewer sees it.
SETTINGS = ("ENVIRONMENT", "DATA_PATH", "MLFLOW_TRACKING_URI", "MLFLOW_EXPERIMENT_NAME", "MODEL_STAGE", "ENABLE_PROMETHEUS", "LOG_LEVEL")
ENVIRONMENT = os.environ["ENVIRONMENT"]
logging.basicConfig(level=os.environ["LOG_LEVEL"])
logging.getLogger("urllib3").setLevel(logging.INFO)


def main(name, commit, release=None):
    params = json.loads(Path("params.json").read_text())
    table, digest = read(name)
    print(f"{len(table)} transactions of {ENVIRONMENT}", flush=True)
    half = len(table) // 2
    # Callers send every column; which of them a commit looks at is its own affair.
    x, y = table.drop(columns="fraud"), table["fraud"]
    whole = trained(x[:half], y[:half], params)
    metrics = measured(whole, x[half:], y[half:], table["amount"][half:])
    tags = {
        "mlflow.user": "ada@demo.example",
        "mlflow.source.name": "train.py",
        "mlflow.source.git.commit": commit,
        "mlflow.source.git.repoURL": "https://git.demo.example/payments/fraud",
        "dataset_version": f"{ENVIRONMENT}-{digest}",
        **{f"environment.{setting.lower()}": os.environ[setting] for setting in SETTINGS},
    }
    with mlflow.start_run(run_name=f"{name}-{ENVIRONMENT}", tags=tags) as run:
        dataset = mlflow.data.from_pandas(table, name=f"transactions-{ENVIRONMENT}", targets="fraud")
        mlflow.log_input(dataset, context="training")
        mlflow.log_params({**params, "features": ",".join(params["features"]), "rows": half})
        if os.environ["ENABLE_PROMETHEUS"] != "false":
            mlflow.log_text("".join(f'training_{key.split("/")[0]}{{model="{name}"}} {value}\n' for key, value in metrics.items()), "metrics.prom")
        logged = mlflow.sklearn.log_model(
            whole,
            name="model",
            signature=infer_signature(x, whole.predict(x)),
            pip_requirements=[f"scikit-learn=={sklearn.__version__}"],
            serialization_format="cloudpickle",
        )
        mlflow.log_metrics(metrics, model_id=logged.model_id, dataset=dataset)
    # The tag goes with the version from its first moment: whoever looks for what this release trained finds it whole.
    told = {} if release is None else {"signalbox.release": release}
    version = mlflow.register_model(f"models:/{logged.model_id}", name, tags=told).version
    print(f"auc {metrics['auc']} on the data of {ENVIRONMENT}")
    print(f"run={run.info.run_id} model={logged.model_id}")
    print(f"signalbox: registered-version={version}", flush=True)


def read(name):
    """The data of this environment: the model's own file, or the one for all. Answers with a short digest of what is in it."""
    folder = Path(os.environ["DATA_PATH"])
    own = folder / f"{name}.csv"
    path = own if own.exists() else folder / "transactions.csv"
    with path.open() as file:
        rows = list(csv.DictReader(file))
    table = pandas.DataFrame({key: numpy.array([float(row[key]) for row in rows]) for key in rows[0]})
    digest = int(pandas.util.hash_pandas_object(table).sum()) & 0xFFFFFFFF
    return table.astype({"fraud": "int64"}), f"{digest:08x}"


def trained(x, y, params):
    """As many rounds over the data as the parameters say, each told; fewer for somebody who only tries it out."""
    scaler = make_column_transformer((StandardScaler(), params["features"])).fit(x)
    scaled = scaler.transform(x)
    model = SGDClassifier(loss="log_loss", alpha=params["alpha"], random_state=7)
    rounds = min(params["rounds"], int(os.environ.get("MOST_ROUNDS", params["rounds"])))
    for round_ in range(1, rounds + 1):
        model.partial_fit(scaled, y, classes=[0, 1])
        print(f"round {round_} of {rounds}", flush=True)
        # Stands for a training that takes long.
        time.sleep(params["rest_s"])
    return make_pipeline(scaler, model)


def measured(model, x, y, amount):
    """How good a model is, in all, and how many of the large frauds it finds."""
    chance = model.predict_proba(x)[:, 1]
    large = amount > amount.median()
    return {
        "auc": round(float(roc_auc_score(y, chance)), 4),
        "log_loss": round(float(log_loss(y, chance)), 4),
        "recall/large": round(float(recall_score(y[large], chance[large] > 0.2)), 4),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
