#!/usr/bin/env bash
# Prepares build/azure with the Azure CLI and with the libraries of Azure and Databricks for the checks. Does nothing
# if it is up to date. Needs Python 3.10 or later.
set -euo pipefail
cd "$(dirname "$0")/../.."

lists=test/azure/python
build=build/azure
if cat "$lists"/{requirements,models,older-models}.txt | cmp --silent - "$build/installed.txt"; then
  exit 0
fi
rm -rf "$build"
mkdir -p "$build"
python3 -m venv "$build/venv"
# Compiling takes longer than it saves: most of the files never run.
pip() {
  "$build/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --no-compile "$@"
}
trap 'jobs -p | xargs -r kill 2>/dev/null || true' EXIT
pip -r "$lists/requirements.txt" &
cli=$!
pip --no-deps --target "$build/models" -r "$lists/models.txt"
pip --no-deps --target "$build/older-models" -r "$lists/older-models.txt"
wait "$cli"
cat "$lists"/{requirements,models,older-models}.txt >"$build/installed.txt"
