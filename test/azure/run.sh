#!/usr/bin/env bash
# Checks our requests to Azure against Azure's own clients. Snapshots of Bicep are checked against the libraries'
# models, commands against the parser of the Azure CLI, and REST calls against the libraries' operations. It needs no
# sign-in and sends no request. The first run installs about 700 MB into build/azure.
# (test/conformance/databricks/jobs checks the bundle against Databricks' types.) The last line is: N passed, N
# failed[, N skipped].
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh

build=$PWD/build/azure
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
  skip_suite 'Python 3.10 or later is not on this machine. Nothing that is asked of Azure is held against its clients.'

bash test/azure/install.sh || fail_suite 'the clients could not be installed'

inputs=$build/inputs
rm -rf "$inputs"
mkdir -p "$inputs/home"

# The hooks' own tests check their results (npm test). Here, only their commands are needed. A failing test may end
# before its last command.
printf '== commands of the hooks are recorded\n'
if ! SLUICE_RECORD_CALLS=$inputs/calls.jsonl npx --no-install jest --selectProjects=unit --testPathPatterns test/unit/hooks --silent >"$inputs/jest.log" 2>&1; then
  printf '  some tests of the hooks fail; commands may be missing here (%s)\n' "${inputs#"$PWD/"}/jest.log"
fi

site_packages=$("$build/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
HOME=$inputs/home PYTHONPYCACHEPREFIX=$build/compiled "$build/venv/bin/python" test/azure/python/check.py \
  --models "$build/models" --models "$build/older-models" --site-packages "$site_packages" \
  --snapshots test/azure/parameters --planted test/azure/planted --calls "$inputs/calls.jsonl"
