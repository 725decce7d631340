#!/usr/bin/env bash
# Installs two grammars of T-SQL that parse what the SQL Server dialect writes: the ANTLR one that PyPI's antlr-tsql
# carries as tables, with ANTLR's runtime for Java, and sqlfluff's. Runs again without harm; needs root for Debian's
# packages. All else goes to node_modules/.cache/mssql; nothing is fetched when the tests run.
set -euo pipefail
cd "$(dirname "$0")/../../.."
cache="$PWD/node_modules/.cache/mssql"
requirements=test/heavy/mssql/requirements.txt
grammar=0.12.6
# The last runtime that reads the tables of that grammar.
antlr=4.9.3
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9

# A JDK, since the program that parses is started from its source.
missing=()
command -v javac >/dev/null || missing+=(openjdk-17-jdk-headless)
command -v mvn >/dev/null || missing+=(maven)
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

if ! cmp -s "$requirements" "$cache/requirements.txt"; then
  python3 -m venv "$cache/venv"
  "$cache/venv/bin/pip" install --quiet -r "$requirements"
  cp "$requirements" "$cache/requirements.txt"
fi
if [ ! -s "$cache/grammar/tsql.interp" ]; then
  base="antlr-tsql-$grammar"
  # As source: its tables are wanted, and it is not installed.
  "$cache/venv/bin/pip" download --quiet --no-deps --dest "$cache" "antlr-tsql==$grammar"
  mkdir -p "$cache/grammar"
  tar -xzf "$cache/$base.tar.gz" -C "$cache/grammar" --strip-components=3 \
    "$base/antlr_tsql/antlr_py/tsql.interp" "$base/antlr_tsql/antlr_py/tsqlLexer.interp"
fi
if [ ! -s "$cache/antlr4-runtime-$antlr.jar" ]; then
  mvn -q -B dependency:copy -Dartifact="org.antlr:antlr4-runtime:$antlr" -DoutputDirectory="$cache"
fi
