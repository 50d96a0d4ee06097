#!/usr/bin/env bash
# The suites of test/clients/run.sh, which starts this script beside the local services.
set -uo pipefail
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh

build=$PWD/build/clients
AZCOPY_VERSION=10.32.2
touch "$build/started"
# Go's own installation does not change the path.
export PATH=$PATH:/usr/local/go/bin PYTHONDONTWRITEBYTECODE=1

# add PASSED FAILED SKIPPED: counts the tests of a suite. A suite without tests has failed.
add() {
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
  if [ "$(($1 + $2))" -eq 0 ]; then failed=$((failed + 1)); fi
}

# add_junit FILE…: counts the tests of reports in JUnit's form.
add_junit() {
  local counts
  counts=$(node test/clients/count-junit.cjs "$@") || counts='0 1 0'
  # shellcheck disable=SC2086 # three numbers
  add $counts
}

# fail REASON: counts and prints a failure.
fail() {
  printf 'FAILED: %s\n' "$1" >&2
  failed=$((failed + 1))
}

# has_python CLIENTS: skips the suite of these clients without Python.
has_python() {
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
  skip "Python 3.11 or later is not on this machine. The local services are not tested with $1."
  return 1
}

# pytest_folder NAME: runs the tests of a folder. They share one environment.
pytest_folder() {
  local requirements=test/clients/python/requirements.txt venv=$build/venv report=$build/$1.xml
  if ! cmp --silent "$requirements" "$venv/installed.txt"; then
    rm -rf "$venv"
    if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"; }; then
      fail 'the packages of Python could not be installed'
      return
    fi
    cp "$requirements" "$venv/installed.txt"
  fi
  rm -f "$report"
  "$venv/bin/python" -m pytest -q -p no:cacheprovider --junitxml="$report" "test/clients/$1"
  add_junit "$report"
}

# debian_package NAME: installs a program on a fresh machine, if it can.
debian_package() {
  command -v "$1" >/dev/null || install_debian "$1"
}

# debian_library LIBRARY PACKAGE: the same for a library.
debian_library() {
  ldconfig -p | grep -qF "$1" || install_debian "$2"
}

install_debian() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 0
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

python_suite() {
  printf '== Python\n'
  has_python 'clients in Python' || return 0
  pytest_folder python
}

azcopy_suite() {
  printf '== azcopy\n'
  if [ "$(uname -sm)" != 'Linux x86_64' ]; then
    skip 'azcopy comes from npm for Linux on x86-64 only. The lake is not tested with it.'
    return
  fi
  has_python azcopy || return 0
  debian_library libsecret-1 libsecret-1-0
  local prefix=$build/azcopy package=@azure-tools/azcopy-linux
  local program=$prefix/node_modules/$package/dist/bin/azcopy_linux_amd64
  if ! "$program" --version 2>/dev/null | grep -qF "$AZCOPY_VERSION"; then
    mkdir -p "$prefix"
    if ! npm install --silent --no-audit --no-fund --no-save --prefix "$prefix" "$package@$AZCOPY_VERSION"; then
      fail 'azcopy could not be installed'
      return
    fi
    chmod +x "$program"
  fi
  if ! "$program" --version >/dev/null; then
    skip 'azcopy does not start on this machine; it needs libsecret-1-0. The lake is not tested with it.'
    return
  fi
  SLUICE_AZCOPY=$program pytest_folder azcopy
}

rclone_suite() {
  printf '== rclone\n'
  has_python rclone || return 0
  debian_package rclone
  if ! command -v rclone >/dev/null; then
    skip 'rclone is not on this machine. The lake is not tested with it.'
    return
  fi
  pytest_folder rclone
}

go_suite() {
  printf '== Go\n'
  if ! command -v go >/dev/null; then
    skip 'Go is not on this machine. The local services are not tested with clients in Go.'
    return
  fi
  local log=$build/go.log
  (cd test/clients/go && go test -count=1 -timeout 180s -v ./...) >"$log" 2>&1
  local code=$? counts=()
  for outcome in PASS FAIL SKIP; do counts+=("$(grep -c "^--- $outcome" "$log")"); done
  # A failed build, or the end of the time, leaves no failed test.
  if [ "$code" -ne 0 ] && [ "${counts[1]}" -eq 0 ]; then counts[1]=1; fi
  if [ "$code" -ne 0 ]; then cat "$log"; else grep -v '^=== ' "$log"; fi
  add "${counts[@]}"
}

java_suite() {
  printf '== Java\n'
  if ! command -v mvn >/dev/null || ! javac -version >/dev/null 2>&1; then
    skip 'Java 17 or later with Maven is not on this machine. The local services are not tested with clients in Java.'
    return
  fi
  local reports=$build/java/surefire-reports log=$build/java.log code
  rm -rf "$reports"
  # Into a file: Maven ends its output with codes of colours and without a line end, even when colours are off.
  mvn --quiet --batch-mode -Dstyle.color=never --file test/clients/java/pom.xml test >"$log" 2>&1
  code=$?
  if [ "$code" -ne 0 ]; then cat "$log"; fi
  local before=$failed
  add_junit "$reports"/TEST-*.xml
  # A failed build leaves no failed test.
  if [ "$code" -ne 0 ] && [ "$failed" -eq "$before" ]; then failed=$((failed + 1)); fi
}

if [ "$#" -eq 0 ]; then set -- python azcopy rclone go java; fi
for suite in "$@"; do
  case $suite in
    python | azcopy | rclone | go | java) "${suite}_suite" ;;
    *) fail_suite "there are no tests for \"$suite\"; there are python, azcopy, rclone, go and java" ;;
  esac
done
finish
