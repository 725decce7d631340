#!/usr/bin/env bash
# Installs Apache Superset with an empty metadata database that holds one administrator. Runs again without harm.
# Everything goes to node_modules/.cache/superset.
set -euo pipefail
cd "$(dirname "$0")/../../.."
cache="$PWD/node_modules/.cache/superset"
requirements=test/heavy/superset/requirements.txt
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9

if cmp -s "$requirements" "$cache/requirements.txt" && [ -s "$cache/metadata.db" ]; then exit 0; fi

rm -rf "$cache/venv" "$cache/metadata.db" "$cache/requirements.txt"
python3 -m venv "$cache/venv"
# odfpy and wtforms-json have no wheel.
"$cache/venv/bin/pip" install --quiet --no-deps --only-binary :all: --no-binary odfpy,wtforms-json -r "$requirements"

printf '%s' "$(od -An -tx1 -N32 /dev/urandom | tr -d ' \n')" >"$cache/secret"
export PYTHONDONTWRITEBYTECODE=1
export SUPERSET_SECRET_KEY SUPERSET_METADATA_URI SUPERSET_CONFIG_PATH FLASK_APP SUPERSET_HOME
SUPERSET_SECRET_KEY=$(<"$cache/secret")
SUPERSET_METADATA_URI="sqlite:///$cache/new.db"
SUPERSET_CONFIG_PATH="$PWD/test/heavy/superset/superset_config.py"
SUPERSET_HOME="$cache/home"
FLASK_APP="superset.app:create_app()"
rm -f "$cache/new.db"
superset="$cache/venv/bin/superset"
"$superset" db upgrade >"$cache/log" 2>&1
"$superset" fab create-admin --username admin --firstname A --lastname A --email admin@flights.demo \
  --password "$SUPERSET_SECRET_KEY" >>"$cache/log" 2>&1
"$superset" init >>"$cache/log" 2>&1
mv "$cache/new.db" "$cache/metadata.db"
cp "$requirements" "$cache/requirements.txt"
