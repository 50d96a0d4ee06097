#!/usr/bin/env bash
# Builds and lints every Bicep file with the Bicep CLI (`bicep`, or `az bicep`) and checks the template that comes out. Without the
# CLI only the parse of test/unit/deploy remains. Ends with one line: N passed, N failed[, N skipped].
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

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
  printf 'SKIPPED: the Bicep CLI is not on this machine. The Bicep files are not built, linted or type-checked, only parsed.\n' >&2
  printf '0 passed, 0 failed, 1 skipped\n'
  exit 0
fi

build=$PWD/build/bicep
rm -rf "$build"
mkdir -p "$build"
passed=0
failed=0
check() {
  local title=$1 output
  shift
  printf '== %s\n' "$title"
  # What the CLI says goes to the error output, warnings too; a file without a fault is silent.
  output=$("$@" 2>&1)
  local code=$?
  output=$(grep -v 'new Bicep release is available' <<<"$output")
  if [ "$code" -eq 0 ] && ! grep -qE '(: |^)(Warning|Error|WARNING|ERROR)\b' <<<"$output"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s\n' "$output"
  fi
}

while IFS= read -r file; do
  template=$build/$(basename "$file" .bicep).json
  check "lint $file" bicep lint "$file"
  check "build $file" bicep build "$file" --outfile "$template"
done < <(find bicep -name '*.bicep' | sort)

# The main template holds those of all modules.
check 'the template of the deployment' npx --no-install tsx test/bicep/check-template.ts "$build/main.json"

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
