"""What MLflow itself lets through: of each pair of input schemas, whether the second takes every request that the first takes.

Takes the path of a JSON file, a list of pairs of schemas, each the text that MLflow writes; prints a JSON list of true and false.
"""

import json
import sys

import numpy as np
import pandas as pd
from mlflow.models.utils import _enforce_schema
from mlflow.types.schema import Schema

SCALARS = {
    "boolean": np.bool_(True),
    "integer": np.int32(7),
    "long": np.int64(2**40),
    "float": np.float32(0.5),
    "double": np.float64(1e300),
    "string": "words",
    "binary": b"\xff\x00",
    "datetime": np.datetime64("2026-10-01T00:00:00", "ns"),
    "any": "words",
}


def value(spec):
    """Something that only this type, or a wider one, can hold."""
    if spec["type"] == "array":
        items = [value(spec["items"])] * 2
        return np.array(items) if np.isscalar(items[0]) and not isinstance(items[0], (str, bytes)) else items
    if spec["type"] == "map":
        return {"key": value(spec["values"])}
    if spec["type"] == "object":
        return {name: value(inner) for name, inner in spec["properties"].items()}
    return SCALARS[spec["type"]]


def column(spec):
    one = value(spec)
    return pd.Series([one, one], dtype=one.dtype if isinstance(one, np.generic) else object)


def requests(specs):
    """Requests that the schema takes: with everything, and with nothing but what is required."""
    if specs and specs[0]["type"] == "tensor":
        arrays = {
            spec.get("name"): np.zeros([3 if size == -1 else size for size in spec["tensor-spec"]["shape"]],
                                       spec["tensor-spec"]["dtype"])
            for spec in specs
        }
        return [arrays if None not in arrays else arrays[None]]
    wholly = {spec.get("name", index): column(spec) for index, spec in enumerate(specs)}
    needed = {spec.get("name", index) for index, spec in enumerate(specs) if spec.get("required", True)}
    return [pd.DataFrame(wholly), pd.DataFrame({name: one for name, one in wholly.items() if name in needed}, index=[0, 1])]


def takes(schema, request):
    try:
        _enforce_schema(request, Schema.from_json(schema))
        return True
    except Exception:
        return False


def main():
    answers = []
    with open(sys.argv[1], encoding="utf-8") as file:
        pairs = json.load(file)
    for before, now in pairs:
        for_both = requests(json.loads(before))
        unfit = [one for one in for_both if not takes(before, one)]
        if unfit:
            raise SystemExit(f"not a request that {before} takes: {unfit}")
        answers.append(all(takes(now, one) for one in for_both))
    print(json.dumps(answers))


main()
