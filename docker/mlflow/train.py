"""Trains a model of flight delays on the demo lakehouse and saves it for `mlflow models serve`.

Usage: train.py LAKEHOUSE MODEL
"""

import shutil
import sys
from pathlib import Path

import mlflow
import pandas as pd
import pyarrow.parquet as pq
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

ROWS = 300_000
INPUTS = ["origin_iata", "destination_iata", "distance", "month", "hour"]


def read_flights(lakehouse: Path) -> pd.DataFrame:
    """Every n-th flight, so that all airports and months are among them."""
    path = lakehouse / "gold" / "flights" / "part-0.parquet"
    table = pq.read_table(path, columns=["date", "delay", "distance", "origin_iata", "destination_iata"])
    flights = table.to_pandas().dropna()
    flights = flights.iloc[:: max(1, len(flights) // ROWS)]
    return flights.assign(
        month=flights["date"].dt.month.astype("int32"),
        hour=flights["date"].dt.hour.astype("int32"),
        distance=flights["distance"].astype("int32"),
    )


def train(flights: pd.DataFrame) -> Pipeline:
    # A linear model: it is saved without pickled code, so that loading it runs nothing.
    words = OneHotEncoder(handle_unknown="ignore", min_frequency=50)
    columns = ColumnTransformer(
        [("words", words, ["origin_iata", "destination_iata", "month", "hour"]), ("numbers", StandardScaler(), ["distance"])]
    )
    model = Pipeline([("columns", columns), ("line", Ridge())])
    return model.fit(flights[INPUTS], flights["delay"].astype("float64"))


def main() -> None:
    lakehouse, target = Path(sys.argv[1]), Path(sys.argv[2])
    flights = read_flights(lakehouse)
    model = train(flights)
    sample = flights[INPUTS].head(5)
    signature = mlflow.models.infer_signature(sample, model.predict(sample))
    shutil.rmtree(target, ignore_errors=True)
    mlflow.sklearn.save_model(model, str(target), signature=signature)
    print(f"Trained on {len(flights)} flights, R² {model.score(flights[INPUTS], flights['delay']):.3f}.", flush=True)


if __name__ == "__main__":
    main()
