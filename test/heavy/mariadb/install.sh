#!/usr/bin/env bash
# Installs the real MariaDB that the tests beside this file start. Runs again without harm; needs root.
set -euo pipefail
if ! command -v mariadbd >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mariadb-server
fi
