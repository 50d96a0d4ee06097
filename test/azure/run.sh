#!/usr/bin/env bash
# What we ask of Azure, held against Azure's own clients: Bicep against the libraries' models, commands against the parser of
# the Azure CLI, REST calls against the libraries' operations, the bundle against Databricks' types. Nothing is signed in and
# nothing is called. The first run installs about 700 MB into build/azure. Ends with one line: N passed, N failed[, N skipped].
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1

build=$PWD/build/azure
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
  printf 'SKIPPED: Python 3.10 or later is not on this machine. Nothing that is asked of Azure is held against its clients.\n' >&2
  printf '0 passed, 0 failed, 1 skipped\n'
  exit 0
fi
fail() {
  printf 'FAILED: %s\n' "$1" >&2
  printf '0 passed, 1 failed\n'
  exit 1
}

bash test/azure/install.sh || fail 'the clients could not be installed'

inputs=$build/inputs
rm -rf "$inputs"
mkdir -p "$inputs/home"
npx --no-install tsx test/azure/export-bicep.ts bicep >"$inputs/bicep.json" || fail 'bicep/ could not be read'
npx --no-install tsx test/azure/export-bicep.ts test/azure/planted >"$inputs/planted.json" || fail 'test/azure/planted could not be read'

# Whether the hooks do right is for their own tests to say (npm test); here their commands are wanted. A test that fails may
# end before its last command.
printf '== commands of the hooks are recorded\n'
if ! SLUICE_RECORD_CALLS=$inputs/calls.jsonl npx --no-install jest --selectProjects=unit --testPathPatterns test/unit/hooks --silent >"$inputs/jest.log" 2>&1; then
  printf '  some tests of the hooks fail; commands may be missing here (%s)\n' "${inputs#"$PWD/"}/jest.log"
fi

site_packages=$("$build/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
HOME=$inputs/home PYTHONPYCACHEPREFIX=$build/compiled "$build/venv/bin/python" test/azure/python/check.py \
  --models "$build/models" --models "$build/older-models" --site-packages "$site_packages" \
  --bicep "$inputs/bicep.json" --planted "$inputs/planted.json" --calls "$inputs/calls.jsonl"
