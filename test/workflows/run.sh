#!/usr/bin/env bash
# Checks the workflows under .github/ with actionlint, and every shell script with shellcheck (which actionlint also
# uses for scripts inside workflows). If actionlint is missing and Go is installed, it is built into build/workflows.
# The last line is: N passed, N failed[, N skipped].
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh

version=v1.7.12
bin=$PWD/build/workflows/$version
PATH=$PATH:$bin
if ! command -v actionlint >/dev/null && command -v go >/dev/null; then
  GOBIN=$bin go install "github.com/rhysd/actionlint/cmd/actionlint@$version" || failed=$((failed + 1))
fi
if command -v actionlint >/dev/null; then
  check 'workflows' actionlint
else
  skip 'neither actionlint nor Go is on this machine. The workflows are parsed by test/unit/hooks and not linted.'
fi

if command -v shellcheck >/dev/null; then
  mapfile -t scripts < <(git ls-files '*.sh' .ci/run)
  check "${#scripts[@]} shell scripts" shellcheck "${scripts[@]}"
else
  skip 'shellcheck is not on this machine. Shell scripts are not linted.'
fi

finish
