#!/usr/bin/env bash
# Installs the independent readers of test/readers/requirements.txt into build/readers/venv, unless they are up to date.
# Needs Python 3.10 or later. Without Python the tests are skipped, and they print the reason.
set -euo pipefail
cd "$(dirname "$0")/../.."

requirements=test/readers/requirements.txt
venv=build/readers/venv
if ! command -v python3 >/dev/null; then
  echo "python3 is not installed: tests with independent readers will be skipped" >&2
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
