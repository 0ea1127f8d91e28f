"""A data scientist's hands: trains, registers and looks, by nothing but MLflow's own client.

Started with the name of its experiment, it prints the port it listens on (loopback only). Every request is a POST of one JSON object with `op`
and `server`, the address of an MLflow server; the answer is JSON, or an error in words with status 500.
"""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

import mlflow
import training
from mlflow import MlflowClient

EXPERIMENT = sys.argv[1] if len(sys.argv) > 1 else "churn"


def train(server, kind):
    """Trains one kind of model and logs it; answers with run, model and metrics."""
    return training.train(server, kind, EXPERIMENT)


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


def runs(server, experiment):
    """Every run of an experiment, the oldest first, whatever became of it."""
    client = client_of(server)
    found = client.get_experiment_by_name(experiment)
    all = [] if found is None else client.search_runs([found.experiment_id], order_by=["attributes.start_time ASC"])
    return [{"run": one.info.run_id, "status": one.info.status, "tags": one.data.tags, "metrics": one.data.metrics} for one in all]


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


OPS = {op.__name__: op for op in (train, register, look, runs, alias, tag, describe, metric, hooks)}


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
