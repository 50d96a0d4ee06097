#!/usr/bin/env bash
# Writes the snapshots of test/azure/parameters from the present Bicep, for `npm run snapshots`. Needs the Bicep CLI.
# Check the changes of the snapshots before you commit them: they are the changes of the next deployment.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=test/bicep/cli.sh
source test/bicep/cli.sh

if ! find_bicep; then
  printf 'npm run snapshots needs the Bicep CLI: put it on PATH, set BICEP to it, or run: az bicep install\n' >&2
  exit 1
fi
mapfile -t options < <(snapshot_options)
for file in "$parameters"/*.bicepparam; do
  printf '%s\n' "$file"
  "$BICEP" snapshot "$file" --mode overwrite "${options[@]}"
done
npx --no-install tsx test/bicep/record-inputs.ts
