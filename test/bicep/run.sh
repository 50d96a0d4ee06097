#!/usr/bin/env bash
# Builds and lints every Bicep file with the Bicep CLI (`bicep`, or `az bicep`) and checks the template that comes out. Without the
# CLI only the parse of test/unit/deploy remains. Ends with one line: N passed, N failed[, N skipped].
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=test/helpers/suite.sh
source test/helpers/suite.sh

if command -v bicep >/dev/null; then
  bicep() { command bicep "$@"; }
elif command -v az >/dev/null && az bicep version >/dev/null 2>&1; then
  # `az bicep` names the file with an option.
  bicep() {
    local command=$1 file=$2
    shift 2
    az bicep "$command" --file "$file" "$@"
  }
else
  skip_suite 'the Bicep CLI is not on this machine. The Bicep files are not built, linted or type-checked, only parsed.'
fi

build=$PWD/build/bicep
rm -rf "$build"
mkdir -p "$build"
# What the CLI says goes to the error output, warnings too; a file without a fault is silent.
silent() {
  local output code
  output=$("$@" 2>&1)
  code=$?
  output=$(grep -v 'new Bicep release is available' <<<"$output")
  if [ "$code" -eq 0 ] && ! grep -qE '(: |^)(Warning|Error|WARNING|ERROR)\b' <<<"$output"; then return 0; fi
  printf '%s\n' "$output"
  return 1
}

while IFS= read -r file; do
  template=$build/$(basename "$file" .bicep).json
  check "lint $file" silent bicep lint "$file"
  check "build $file" silent bicep build "$file" --outfile "$template"
done < <(find bicep -name '*.bicep' | sort)

# The main template holds those of all modules.
check 'the template of the deployment' silent npx --no-install tsx test/bicep/check-template.ts "$build/main.json"

finish
