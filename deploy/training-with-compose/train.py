"""Trains churn on this environment's data and registers the version in this environment's MLflow."""

import logging
import os

import mlflow
import pandas
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

ENVIRONMENT = os.environ["ENVIRONMENT"]
# What the compose file says of this environment: kept with the run, where a reviewer sees it.
SETTINGS = (
    "ENVIRONMENT",
    "DATA_PATH",
    "MLFLOW_TRACKING_URI",
    "MLFLOW_EXPERIMENT_NAME",
    "MODEL_STAGE",
    "ENABLE_PROMETHEUS",
    "LOG_LEVEL",
)

logging.basicConfig(level=os.environ["LOG_LEVEL"])


def main() -> None:
    table = pandas.read_csv(os.environ["DATA_PATH"])
    print(f"{len(table)} rows of {ENVIRONMENT}", flush=True)
    features, label = table.drop(columns="churned"), table["churned"]
    train_x, test_x, train_y, test_y = train_test_split(features, label, random_state=7)

    # Server and experiment are read from MLFLOW_TRACKING_URI and MLFLOW_EXPERIMENT_NAME.
    settings = {f"environment.{name.lower()}": os.environ[name] for name in SETTINGS}
    with mlflow.start_run(tags={"mlflow.source.git.commit": os.environ["COMMIT"], **settings}):
        mlflow.log_input(mlflow.data.from_pandas(table, name=f"churn-{ENVIRONMENT}"), context="training")
        model = LogisticRegression(max_iter=1_000).fit(train_x, train_y)
        mlflow.log_metric("auc", roc_auc_score(test_y, model.predict_proba(test_x)[:, 1]))
        logged = mlflow.sklearn.log_model(model, name="model", input_example=test_x.head(2))

    tags = {"signalbox.release": os.environ["RELEASE"]}
    version = mlflow.register_model(logged.model_uri, os.environ["MODEL"], tags=tags)
    print(f"signalbox: registered-version={version.version}", flush=True)


main()
