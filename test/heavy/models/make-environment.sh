#!/usr/bin/env bash
# Installs MLflow and scikit-learn, and trains the model that the tests beside this file serve. Runs again without harm.
# Everything goes to node_modules/.cache/models.
# Usage: make-environment.sh <folder of the demo lakehouse>
set -euo pipefail
lakehouse=$(cd "$1" && pwd)
cd "$(dirname "$0")/../../.."
cache="$PWD/node_modules/.cache/models"
folder=test/heavy/models
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9

if ! cmp -s "$folder/requirements.txt" "$cache/requirements.txt"; then
  rm -rf "$cache/venv" "$cache/requirements.txt"
  python3 -m venv "$cache/venv"
  "$cache/venv/bin/pip" install --quiet --no-deps --only-binary :all: -r "$folder/requirements.txt"
  cp "$folder/requirements.txt" "$cache/requirements.txt"
fi

if ! cmp -s "$folder/train.py" "$cache/trained-by.py"; then
  rm -rf "$cache/model" "$cache/trained-by.py"
  (cd "$cache" && MLFLOW_DISABLE_TELEMETRY=true venv/bin/python "$OLDPWD/$folder/train.py" "$lakehouse/gold/flights" model) >"$cache/log" 2>&1
  cp "$folder/train.py" "$cache/trained-by.py"
fi
