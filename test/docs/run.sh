#!/usr/bin/env bash
# Builds the documentation site, which checks its links, and runs the marked commands of the documents against a stack.
# The first run installs the site generator into docs/node_modules (100 MB). Prints a last line: N passed, N failed.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh

check 'the site builds and has no broken links' npm run --silent docs

log=$(mktemp)
trap 'rm -f "$log"' EXIT
npx --no-install tsx test/docs/run-blocks.ts README.md docs/*.md | tee "$log"
last=$(tail -n 1 "$log")
if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
  passed=$((passed + BASH_REMATCH[1]))
  failed=$((failed + BASH_REMATCH[2]))
else
  failed=$((failed + 1))
fi
finish
