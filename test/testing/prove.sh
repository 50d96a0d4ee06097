#!/usr/bin/env bash
# Runs all suites in their full form: `npm run prove`. Continues after a failure, and prints the failed suites at the end.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

export SLUICE_PROVE=1
failed=()

# prove COMMAND…
prove() {
  printf '\n== %s\n' "$*"
  "$@" || failed+=("$*")
}

prove npm test
prove npm run test:long
prove npm run test:browser
for suite in workflows bicep azure otlp docs clients spark; do prove bash "test/$suite/run.sh"; done

for suite in "${failed[@]}"; do printf 'failed: %s\n' "$suite"; done
[ "${#failed[@]}" -eq 0 ]
