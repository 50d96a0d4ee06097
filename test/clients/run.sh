#!/usr/bin/env bash
# Tests the local services with the clients of other languages: `bash test/clients/run.sh [NAME…]`, as in suites.sh. Without a
# name all run. A language whose tools are missing is skipped. Packages come with the first run.
# The last line is: N passed, N failed[, N skipped].
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh

node tools/build-if-needed.cjs || fail_suite 'the local services could not be built'
mkdir -p build/clients
rm -f build/clients/started
npx --no-install tsx test/clients/with-services.ts bash test/clients/suites.sh "$@"
code=$?
# Otherwise the suites have printed the last line.
[ -e build/clients/started ] || fail_suite 'the local services did not start'
exit "$code"
