"""What the saved model predicts by itself, without a server: JSON rows on stdin, JSON numbers on stdout.

Usage: predict.py <folder of the model>
"""

import json
import sys

import mlflow
import pandas as pd

model = mlflow.pyfunc.load_model(sys.argv[1])
rows = pd.DataFrame(json.load(sys.stdin), columns=["distance", "origin_iata", "destination_iata"])
json.dump([float(value) for value in model.predict(rows.astype({"distance": "float64"}))], sys.stdout)
