#!/usr/bin/env bash
# Installs test/testing/python/requirements.txt into build/python, one environment for all suites (about 1 GB). Does
# nothing if it is up to date. Needs Python 3.11 or later; without it, the tests are skipped and print the reason.
set -euo pipefail
cd "$(dirname "$0")/../../.."

requirements=test/testing/python/requirements.txt
venv=build/python
if cmp --silent "$requirements" "$venv/installed.txt"; then
  exit 0
fi
rm -rf "$venv"
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo 'SKIPPED: Python 3.11 or later is not on this machine. Tests with clients in Python will be skipped.' >&2
  exit 0
fi
mkdir -p build
python3 -m venv "$venv"
# Spark has no wheel. Compiling all modules takes longer than it saves, because most of them never run.
"$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --no-binary pyspark --no-compile -r "$requirements"
cp "$requirements" "$venv/installed.txt"
