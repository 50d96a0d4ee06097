#!/usr/bin/env bash
# Prepares build/tmdl-parser/venv with a parser of TMDL that others wrote, which a test uses where it is there.
# Does nothing where it is up to date. Needs Python 3.9 or later; without it the tests say so and are skipped.
set -euo pipefail
cd "$(dirname "$0")/../../../../.."

requirements=test/unit/tools/power-bi/python/requirements.txt
venv=build/tmdl-parser/venv
if ! command -v python3 >/dev/null; then
  echo "python3 is not on this machine: the test with the parser is going to be skipped" >&2
  exit 0
fi
if cmp --silent "$requirements" "$venv/installed.txt"; then
  exit 0
fi
rm -rf "$venv"
mkdir -p "$(dirname "$venv")"
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: -r "$requirements"
cp "$requirements" "$venv/installed.txt"
