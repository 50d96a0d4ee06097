#!/usr/bin/env bash
# The suites of test/clients/run.sh, which starts this script beside the local services.
set -uo pipefail
# shellcheck source=test/testing/suite.sh
source test/testing/suite.sh

build=$PWD/build/clients
azcopy_version=10.32.2
touch "$build/started"
# Go's own installation does not change the path.
export PATH=$PATH:/usr/local/go/bin PYTHONDONTWRITEBYTECODE=1

# add PASSED FAILED SKIPPED: counts the tests of a suite. A suite without tests has failed.
add() {
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
  if [ "$(($1 + $2))" -eq 0 ]; then failed=$((failed + 1)); fi
}

# add_junit FILE…: counts the tests of reports in JUnit's form.
add_junit() {
  local counts
  counts=$(node test/clients/count-junit.cjs "$@") || counts='0 1 0'
  # shellcheck disable=SC2086 # three numbers
  add $counts
}

python_suite() {
  printf '== Python\n'
  if ! find_python; then
    skip "Python 3.11 or later is not on this machine. The local services are not tested with clients in Python."
    return
  fi
  local report=$build/python.xml
  rm -f "$report"
  "$python" -m pytest -q -p no:cacheprovider --junitxml="$report" test/clients/python
  add_junit "$report"
}

go_suite() {
  printf '== Go\n'
  if ! command -v go >/dev/null; then
    skip 'Go is not on this machine. The local services are not tested with clients in Go.'
    return
  fi
  local log=$build/go.log
  (cd test/clients/go && go test -count=1 -timeout 180s -v ./...) >"$log" 2>&1
  local code=$? counts=()
  for outcome in PASS FAIL SKIP; do counts+=("$(grep -c "^--- $outcome" "$log")"); done
  # A failed build, or the end of the time, leaves no failed test.
  if [ "$code" -ne 0 ] && [ "${counts[1]}" -eq 0 ]; then counts[1]=1; fi
  if [ "$code" -ne 0 ]; then cat "$log"; else grep -v '^=== ' "$log"; fi
  add "${counts[@]}"
}

java_suite() {
  printf '== Java\n'
  if ! command -v mvn >/dev/null || ! javac -version >/dev/null 2>&1; then
    skip 'Java 17 or later with Maven is not on this machine. The local services are not tested with clients in Java.'
    return
  fi
  local reports=$build/java/surefire-reports log=$build/java.log code
  rm -rf "$reports"
  # Into a file: Maven ends its output with codes of colours and without a line end, even when colours are off.
  mvn --quiet --batch-mode -Dstyle.color=never --file test/clients/java/pom.xml test >"$log" 2>&1
  code=$?
  if [ "$code" -ne 0 ]; then cat "$log"; fi
  local before=$failed
  add_junit "$reports"/TEST-*.xml
  # A failed build leaves no failed test.
  if [ "$code" -ne 0 ] && [ "$failed" -eq "$before" ]; then failed=$((failed + 1)); fi
}

# Hadoop's driver for Azure, of the version in PySpark 3.5, and what Spark needs for Delta.
hadoop_artifacts=(
  org.apache.hadoop:hadoop-azure:3.3.4
  org.wildfly.openssl:wildfly-openssl:1.1.3.Final
  io.delta:delta-spark_2.12:3.2.1
  io.delta:delta-storage:3.2.1
)

dotnet_suite() {
  printf '== .NET\n'
  if ! command -v dotnet >/dev/null; then
    skip 'The .NET SDK is not on this machine. The local services are not tested with clients in .NET.'
    return
  fi
  local log=$build/dotnet.log counts=() code
  dotnet build test/clients/dotnet --nologo --verbosity quiet --output "$build/dotnet" \
    -p:TargetFramework="net$(dotnet --version | cut -d. -f1).0" >"$log" 2>&1 &&
    DOTNET_CLI_TELEMETRY_OPTOUT=1 timeout 180 dotnet "$build/dotnet/clients.dll" >>"$log" 2>&1
  code=$?
  for outcome in ok 'not ok'; do counts+=("$(grep -c "^$outcome - " "$log")"); done
  # A failed build, or the end of the time, leaves no failed test.
  if [ "$code" -ne 0 ] && [ "${counts[1]}" -eq 0 ]; then counts[1]=1; fi
  cat "$log"
  add "${counts[@]}" 0
}

hadoop_suite() {
  printf '== Hadoop and Spark\n'
  # Spark 3.5 runs on Java 8, 11 and 17.
  if ! command -v mvn >/dev/null || ! java -version 2>&1 | grep -qE '"(1\.8|11|17)\.' || ! find_python; then
    skip 'Python 3.11, Maven, or Java 8, 11 or 17 is not on this machine. The local lake is not tested with Hadoop and Spark.'
    return
  fi
  local artifact jars=$build/hadoop report=$build/hadoop.xml
  for artifact in "${hadoop_artifacts[@]}"; do
    # group:name:version
    IFS=: read -r _ name version <<<"$artifact"
    [ -e "$jars/$name-$version.jar" ] && continue
    if ! mvn --quiet --batch-mode -Dstyle.color=never dependency:copy -Dartifact="$artifact" -DoutputDirectory="$jars" >"$build/hadoop.log" 2>&1; then
      cat "$build/hadoop.log"
      failed=$((failed + 1))
      return
    fi
  done
  rm -f "$report"
  SLUICE_HADOOP_JARS="$jars/*" PATH=${python%/*}:$PATH \
    "$python" -m pytest -q -p no:cacheprovider --timeout=120 --junitxml="$report" test/clients/hadoop
  add_junit "$report"
}

rclone_suite() {
  printf '== rclone\n'
  if ! command -v go >/dev/null || ! find_python; then
    skip 'Go or Python 3.11 is not on this machine. The local lake is not tested with rclone.'
    return
  fi
  local report=$build/rclone.xml
  # Packages of operating systems have versions that refuse other endpoints than those of Azure.
  if ! (cd test/clients/rclone && go build -o "$build/rclone" .); then
    failed=$((failed + 1))
    return
  fi
  rm -f "$report"
  SLUICE_RCLONE=$build/rclone \
    "$python" -m pytest -q -p no:cacheprovider --timeout=180 --junitxml="$report" test/clients/rclone
  add_junit "$report"
}

azcopy_suite() {
  printf '== azcopy\n'
  if [ "$(uname -sm)" != 'Linux x86_64' ] || ! find_python; then
    skip 'azcopy comes from npm for Linux on x86-64 only, or Python 3.11 is missing. The local lake is not tested with azcopy.'
    return
  fi
  install_debian libsecret-1 libsecret-1-0
  local prefix=$build/azcopy package=@azure-tools/azcopy-linux report=$build/azcopy.xml
  local program=$prefix/node_modules/$package/dist/bin/azcopy_linux_amd64
  if ! "$program" --version 2>/dev/null | grep -qF "$azcopy_version"; then
    mkdir -p "$prefix"
    if ! npm install --silent --no-audit --no-fund --no-save --prefix "$prefix" "$package@$azcopy_version"; then
      printf 'FAILED: azcopy could not be installed\n' >&2
      failed=$((failed + 1))
      return
    fi
    chmod +x "$program"
  fi
  if ! "$program" --version >/dev/null; then
    skip 'azcopy does not start on this machine; it needs libsecret-1-0. The local lake is not tested with azcopy.'
    return
  fi
  rm -f "$report"
  SLUICE_AZCOPY=$program "$python" -m pytest -q -p no:cacheprovider --timeout=300 --junitxml="$report" test/clients/azcopy
  add_junit "$report"
}

# install_debian LIBRARY PACKAGE: installs a missing library on a fresh machine, if it can.
install_debian() {
  ldconfig -p | grep -qF "$1" && return
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 0
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

if [ "$#" -eq 0 ]; then set -- python go java dotnet hadoop rclone azcopy; fi
for suite in "$@"; do
  case $suite in
    python | go | java | dotnet | hadoop | rclone | azcopy) "${suite}_suite" ;;
    *) fail_suite "there are no tests for \"$suite\"; there are python, go, java, dotnet, hadoop, rclone and azcopy" ;;
  esac
done
finish
