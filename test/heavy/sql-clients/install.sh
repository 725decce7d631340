#!/usr/bin/env bash
# Installs the real clients that the tests beside this file drive. Runs again without harm; needs root for Debian's
# packages. The Python environment and the JDBC driver go to node_modules/.cache/sql-clients.
set -euo pipefail
cd "$(dirname "$0")/../../.."
cache="$PWD/node_modules/.cache/sql-clients"
jdbc=42.7.7
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9

packages=(postgresql-15 postgresql-client-15 unixodbc odbc-postgresql openjdk-17-jdk-headless maven python3-venv)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
# A Maven or JDK that is there without its package will do.
if command -v mvn >/dev/null; then missing=("${missing[@]/#maven/}"); fi
read -r -a missing <<<"${missing[*]:-}"
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

requirements=test/heavy/sql-clients/requirements.txt
if ! cmp -s "$requirements" "$cache/requirements.txt"; then
  python3 -m venv "$cache/venv"
  "$cache/venv/bin/pip" install --quiet --only-binary :all: -r "$requirements"
  cp "$requirements" "$cache/requirements.txt"
fi

if [ ! -s "$cache/pgjdbc.jar" ]; then
  mvn -q -B dependency:copy -Dartifact="org.postgresql:postgresql:$jdbc" -DoutputDirectory="$cache" -Dmdep.stripVersion=true
  mv "$cache/postgresql.jar" "$cache/pgjdbc.jar"
fi
