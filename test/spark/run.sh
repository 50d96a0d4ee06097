#!/usr/bin/env bash
# Tests the Spark engine on open-source Spark against the DuckDB engine. Spark and Delta Lake come
# with the first run. The last line is: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh

build=$PWD/build/spark
mkdir -p "$build"

not_compared='Silver and Gold are not compared between Spark and the local engine.'
# Spark 3.5 runs on Java 8, 11 and 17.
java -version 2>&1 | grep -qE '"(1\.8|11|17)\.' ||
  skip_suite "Java 8, 11 or 17 is not on this machine. $not_compared"

find_python || skip_suite "Python 3.11 or later is not on this machine. $not_compared"

export PYTHONDONTWRITEBYTECODE=1 PATH=${python%/*}:$PATH
package=lakehouse/engines/spark
sources=("$package" test/spark test/azure test/clients)
check 'Python lint' ruff check --no-cache --config "$package/pyproject.toml" "${sources[@]}"
check 'Python format' ruff format --no-cache --config "$package/pyproject.toml" --check "${sources[@]}"
check 'Python types' mypy --config-file "$package/pyproject.toml" --cache-dir "$build/mypy" "$package/sluice" "$package/run_models.py" "$package/maintain_tables.py"

# python_tests TITLE FOLDER OPTION…: counts the tests of a folder.
python_tests() {
  local title=$1 folder=$2 report=$build/report.xml counts
  shift 2
  printf '== %s\n' "$title"
  rm -rf "$report" "$build/tests"
  (cd "$folder" && python -m pytest --quiet --basetemp="$build/tests" --junitxml="$report" "$@")
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
  # A run without tests proves nothing.
  if [ "$((tests_passed + tests_failed))" -eq 0 ]; then tests_failed=1; fi
  passed=$((passed + tests_passed)) failed=$((failed + tests_failed)) skipped=$((skipped + tests_skipped))
}

python_tests 'tests of the Spark engine' "$package"
python_tests 'Spark and DuckDB compared' test/spark "$@"
finish
