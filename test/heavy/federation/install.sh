#!/usr/bin/env bash
# Installs the real databases that the suite `databases` starts. Runs again without harm; needs root.
set -euo pipefail
bash "$(dirname "$0")/../mariadb/install.sh"
if ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
fi
