#!/usr/bin/env bash
# Runs every suite in its full form: `npm run prove`. Goes on after a failure, and ends with the suites that failed.
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
for suite in workflows bicep azure otlp docs spark; do prove bash "test/$suite/run.sh"; done

for suite in "${failed[@]}"; do printf 'failed: %s\n' "$suite"; done
[ "${#failed[@]}" -eq 0 ]
