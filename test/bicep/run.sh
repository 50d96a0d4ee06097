#!/usr/bin/env bash
# Compiles, lints and formats Bicep with the Bicep CLI, and compares each shape of a deployment with its snapshot.
# Without the CLI, only `npm test` checks the snapshots. The last line is: N passed, N failed[, N skipped].
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh
# shellcheck source=test/bicep/cli.sh
source test/bicep/cli.sh

if ! find_bicep; then
  [ -z "${BICEP:-}" ] || fail_suite 'the Bicep CLI is not where BICEP says'
  skip_suite 'the Bicep CLI is not on this machine. Bicep is not compiled, linted or formatted, and no snapshot is compared.'
fi

build=build/bicep
rm -rf "$build"
mkdir -p "$build/formatted"

# A correct file gives no output: a warning fails, too.
silent() {
  local output code
  output=$("$@" 2>&1)
  code=$?
  output=$(grep -v 'new Bicep release is available' <<<"$output")
  if [ "$code" -eq 0 ] && ! grep -qE '(: |^)(Warning|Error|WARNING|ERROR)\b' <<<"$output"; then return 0; fi
  printf '%s\n' "$output"
  return 1
}

is_formatted() {
  cp -R bicep "$parameters" "$build/formatted/" &&
    "$BICEP" format --pattern "$build/formatted/**/*.bicep*" --config bicep/bicepconfig.json &&
    diff -r bicep "$build/formatted/bicep" && diff -r "$parameters" "$build/formatted/parameters" && return
  printf 'run: bicep format --pattern "bicep/**/*.bicep"\n'
  return 1
}

# Includes every module.
check 'Bicep compiles, and keeps the rules of the linter' silent "$BICEP" lint bicep/main.bicep
check 'Bicep is formatted' is_formatted

mapfile -t options < <(snapshot_options)
# Each takes seconds, mostly on one core: run all at once, then print their output.
for file in "$parameters"/*.bicepparam; do
  log=$build/$(basename "$file" .bicepparam)
  (
    silent "$BICEP" snapshot "$file" --mode validate "${options[@]}" >"$log.log" 2>&1
    printf '%s' "$?" >"$log.code"
  ) &
done
wait
is_as_recorded() {
  cat "$build/$1.log"
  [ "$(cat "$build/$1.code")" -eq 0 ] && return
  printf 'if this is what the deployment shall be, run: npm run snapshots\n'
  return 1
}
for file in "$parameters"/*.bicepparam; do
  shape=$(basename "$file" .bicepparam)
  check "the snapshot of $shape is what Bicep deploys" is_as_recorded "$shape"
done

finish
