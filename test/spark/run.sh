#!/usr/bin/env bash
# Tests the Spark engine on open-source Spark against the DuckDB engine. The first run installs Spark and Delta Lake
# into build/spark (about 400 MB). The last line is: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh

requirements=test/spark/requirements.txt
build=$PWD/build/spark
venv=$build/venv

not_compared='Silver and Gold are not compared between Spark and the local engine.'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  skip_suite "Python 3.11 or later is not on this machine. $not_compared"
# Spark 3.5 runs on Java 8, 11 and 17.
java -version 2>&1 | grep -qE '"(1\.8|11|17)\.' ||
  skip_suite "Java 8, 11 or 17 is not on this machine. $not_compared"

if ! cmp --silent "$requirements" "$venv/installed.txt"; then
  rm -rf "$venv"
  mkdir -p "$build"
  python3 -m venv "$venv" || fail_suite 'no virtual environment could be made'
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" || fail_suite 'the packages could not be installed'
  cp "$requirements" "$venv/installed.txt"
fi

export PYTHONDONTWRITEBYTECODE=1 PATH=$venv/bin:$PATH
package=lakehouse/engines/spark
python=("$package" test/spark test/azure test/clients)
check 'Python lint' ruff check --no-cache --config "$package/pyproject.toml" "${python[@]}"
check 'Python format' ruff format --no-cache --config "$package/pyproject.toml" --check "${python[@]}"
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
