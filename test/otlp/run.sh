#!/usr/bin/env bash
# Compares the telemetry that the app sends to a collector: OpenTelemetry's own protobuf classes for Python and our
# test reader must read the same. The first run installs about 2 MB into build/otlp. The last line is: N passed, N
# failed[, N skipped].
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh

build=$PWD/build/otlp
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
  skip_suite 'Python 3.10 or later is not on this machine. Nothing that the app sends is read by the classes of OpenTelemetry.'

if ! cmp --silent test/otlp/requirements.txt "$build/installed.txt"; then
  rm -rf "$build"
  mkdir -p "$build"
  python3 -m venv "$build/venv" || fail_suite 'no virtual environment could be made'
  "$build/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: -r test/otlp/requirements.txt ||
    fail_suite 'opentelemetry-proto could not be installed'
  cp test/otlp/requirements.txt "$build/installed.txt"
fi

sent=$build/sent
rm -rf "$sent"
mkdir -p "$sent"
npx --no-install tsx test/otlp/record.ts "$sent" || fail_suite 'the app sent nothing that could be recorded'

for signal in traces metrics; do
  check "$signal are what OpenTelemetry's classes read" \
    "$build/venv/bin/python" test/otlp/compare.py "$signal" "$sent"
done
finish
