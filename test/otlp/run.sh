#!/usr/bin/env bash
# Compares the telemetry that the app sends to a collector: OpenTelemetry's own protobuf classes for Python and our
# test reader must read the same. The last line is: N passed, N
# failed[, N skipped].
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh

build=$PWD/build/otlp
find_python ||
  skip_suite 'Python 3.11 or later is not on this machine. Nothing that the app sends is read by the classes of OpenTelemetry.'

sent=$build/sent
rm -rf "$sent"
mkdir -p "$sent"
npx --no-install tsx test/otlp/record.ts "$sent" || fail_suite 'the app sent nothing that could be recorded'

for signal in traces metrics; do
  check "$signal are what OpenTelemetry's classes read" \
    "$python" test/otlp/compare.py "$signal" "$sent"
done
finish
