#!/usr/bin/env bash
# Installs the checkers of compose files and Kubernetes manifests, which bring the schemas along.
# Everything goes to node_modules/.cache/docker-schemas. Runs again without harm.
set -euo pipefail
cd "$(dirname "$0")/../../.."
cache="$PWD/node_modules/.cache/docker-schemas"
requirements=test/heavy/docker/requirements.txt
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9

if cmp -s "$requirements" "$cache/requirements.txt"; then exit 0; fi
rm -rf "$cache/venv"
python3 -m venv "$cache/venv"
"$cache/venv/bin/pip" install --quiet --only-binary :all: -r "$requirements"
cp "$requirements" "$cache/requirements.txt"
