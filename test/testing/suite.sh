# shellcheck shell=bash
# Functions of suites that do not use Jest, for `source`. They count, and print a last line: N passed, N failed[, N skipped].
passed=0
failed=0
skipped=0

# check TITLE COMMAND…: runs a command, and counts it as passed if it succeeds.
check() {
  printf '== %s\n' "$1"
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# skip REASON: counts and prints what is not tested, and why.
skip() {
  printf 'SKIPPED: %s\n' "$1" >&2
  skipped=$((skipped + 1))
}

# skip_suite REASON: skips the whole suite.
skip_suite() {
  skip "$1"
  finish
  exit 0
}

# find_python: installs the packages of all suites, and sets `python`; fails if the machine has no Python 3.11 or later.
find_python() {
  bash test/testing/python/install.sh || fail_suite 'the packages of Python could not be installed'
  # shellcheck disable=SC2034 # for the suites
  python=$PWD/build/python/bin/python
  [ -x "$python" ]
}

# fail_suite REASON: ends the suite because a requirement is missing.
fail_suite() {
  printf 'FAILED: %s\n' "$1" >&2
  failed=$((failed + 1))
  finish
  exit 1
}

# Prints the last line. Fails if a check failed, or if no check ran or was skipped.
finish() {
  local line="$passed passed, $failed failed"
  if [ "$skipped" -gt 0 ]; then line="$line, $skipped skipped"; fi
  printf '%s\n' "$line"
  [ "$failed" -eq 0 ] && [ "$((passed + skipped))" -gt 0 ]
}
