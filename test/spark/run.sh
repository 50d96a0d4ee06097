#!/usr/bin/env bash
# Tries the Python runner of the Databricks job on open-source Spark, against the local engine. The first run installs
# Spark and Delta Lake into build/spark (about 400 MB). Ends with one line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

requirements=test/spark/requirements.txt
build=$PWD/build/spark
venv=$build/venv

skip() {
  printf 'SKIPPED: %s. Silver and Gold are not compared between Spark and the local engine.\n' "$1" >&2
  printf '0 passed, 0 failed, 1 skipped\n'
  exit 0
}
fail() {
  printf 'FAILED: %s\n' "$1" >&2
  printf '0 passed, 1 failed\n'
  exit 1
}

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || skip 'Python 3.11 or later is not on this machine'
# Spark 3.5 runs on Java 8, 11 and 17.
java -version 2>&1 | grep -qE '"(1\.8|11|17)\.' || skip 'Java 8, 11 or 17 is not on this machine'

if ! cmp --silent "$requirements" "$venv/installed.txt"; then
  rm -rf "$venv"
  mkdir -p "$build"
  python3 -m venv "$venv" || fail 'no virtual environment could be made'
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" || fail 'the packages could not be installed'
  cp "$requirements" "$venv/installed.txt"
fi

export PYTHONDONTWRITEBYTECODE=1 PATH=$venv/bin:$PATH
passed=0
failed=0
check() {
  printf '== %s\n' "$1"
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}
check 'Python lint' ruff check --no-cache --config databricks/pyproject.toml databricks test/spark test/azure
check 'Python format' ruff format --no-cache --config databricks/pyproject.toml --check databricks test/spark test/azure
check 'Python types' mypy --config-file databricks/pyproject.toml --cache-dir "$build/mypy" databricks/src/sluice databricks/src/run_models.py databricks/src/maintain_tables.py

printf '== Python tests\n'
report=$build/report.xml
rm -rf "$report" "$build/tests"
(cd test/spark && python -m pytest --quiet --basetemp="$build/tests" --junitxml="$report" "$@")
counts=$(python - "$report" <<'PY'
import sys
from xml.etree import ElementTree

try:
    suite = ElementTree.parse(sys.argv[1]).getroot().find("testsuite").attrib
    bad = int(suite["failures"]) + int(suite["errors"])
    print(int(suite["tests"]) - bad - int(suite["skipped"]), bad, int(suite["skipped"]))
except (OSError, AttributeError, KeyError, ElementTree.ParseError):
    print(0, 1, 0)
PY
)
read -r tests_passed tests_failed tests_skipped <<<"$counts"
# A run without a test proves nothing.
if [ "$((tests_passed + tests_failed))" -eq 0 ]; then tests_failed=1; fi

line="$((passed + tests_passed)) passed, $((failed + tests_failed)) failed"
if [ "$tests_skipped" -gt 0 ]; then line="$line, $tests_skipped skipped"; fi
printf '%s\n' "$line"
[ "$((failed + tests_failed))" -eq 0 ]
