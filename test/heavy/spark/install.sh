#!/usr/bin/env bash
# Installs the real Spark, with Delta tables, that the tests beside this file drive. Runs again without harm; needs
# root for Debian's packages. All of it goes to node_modules/.cache/spark; nothing is fetched when the tests run.
set -euo pipefail
cd "$(dirname "$0")/../../.."
cache="$PWD/node_modules/.cache/spark"
# Delta's own compatibility table pairs 4.0 with Spark 4.0.
delta=4.0.1
mkdir -p "$cache/jars"
exec 9>"$cache/lock"
flock 9

missing=()
for package in openjdk-17-jdk-headless maven python3-venv; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
# A Maven or JDK that is there without its package will do.
if command -v mvn >/dev/null; then missing=("${missing[@]/#maven/}"); fi
if command -v java >/dev/null; then missing=("${missing[@]/#openjdk-17-jdk-headless/}"); fi
read -r -a missing <<<"${missing[*]:-}"
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

requirements=test/heavy/spark/requirements.txt
if ! cmp -s "$requirements" "$cache/requirements.txt"; then
  python3 -m venv "$cache/venv"
  # Spark is published as source alone; its jars are in it.
  "$cache/venv/bin/pip" install --quiet setuptools wheel
  "$cache/venv/bin/pip" install --quiet --no-build-isolation -r "$requirements"
  cp "$requirements" "$cache/requirements.txt"
fi

for artifact in delta-spark_2.13 delta-storage; do
  if [ ! -s "$cache/jars/$artifact-$delta.jar" ]; then
    mvn -q -B dependency:copy -Dartifact="io.delta:$artifact:$delta" -DoutputDirectory="$cache/jars"
  fi
done
