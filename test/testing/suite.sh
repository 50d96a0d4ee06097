# shellcheck shell=bash
# What suites beside Jest share, for `source`: they count, and end with one line, N passed, N failed[, N skipped].
passed=0
failed=0
skipped=0

# check TITLE COMMAND…: a command that succeeds has passed.
check() {
  printf '== %s\n' "$1"
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# Says loudly what is not tested, and why.
skip() {
  printf 'SKIPPED: %s\n' "$1" >&2
  skipped=$((skipped + 1))
}

# The same where the whole suite is meant.
skip_suite() {
  skip "$1"
  finish
  exit 0
}

# For what the suite cannot go on without.
fail_suite() {
  printf 'FAILED: %s\n' "$1" >&2
  failed=$((failed + 1))
  finish
  exit 1
}

# Prints the last line; fails where something did, or where nothing was even skipped.
finish() {
  local line="$passed passed, $failed failed"
  if [ "$skipped" -gt 0 ]; then line="$line, $skipped skipped"; fi
  printf '%s\n' "$line"
  [ "$failed" -eq 0 ] && [ "$((passed + skipped))" -gt 0 ]
}
