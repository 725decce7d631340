"""Trains a model of how late a flight will be, on the demo's flights, and saves it with its signature.

Usage: train.py <folder of the flights' Parquet files> <folder to save to>
"""

import sys

import mlflow
import pandas as pd
from mlflow.models import infer_signature
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

flights_folder, target = sys.argv[1:3]
columns = ["distance", "origin_iata", "destination_iata", "delay"]
flights = pd.read_parquet(flights_folder, columns=columns).dropna().sample(50_000, random_state=7)
inputs = flights[["distance", "origin_iata", "destination_iata"]].astype({"distance": "float64"})
airports = OneHotEncoder(handle_unknown="ignore", min_frequency=20)
features = ColumnTransformer(
    [("airports", airports, ["origin_iata", "destination_iata"])], remainder="passthrough"
)
model = make_pipeline(features, Ridge()).fit(inputs, flights["delay"])
mlflow.sklearn.save_model(model, target, signature=infer_signature(inputs, model.predict(inputs)))
