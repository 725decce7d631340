#!/usr/bin/env bash
# Installs PostGraphile (with the Node 22 that it needs) and Mercurius for `npm run bench`: some 500 MB, in this folder.
# Without them the benchmark measures the other servers. Runs again without harm.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund
