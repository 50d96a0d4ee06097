# shellcheck shell=bash
# For `source`: `find_bicep` sets BICEP to the Bicep CLI, from `$BICEP`, `bicep` on PATH, or the binary of `az bicep`.
# `snapshot_options` are fixed ids, so that every machine creates the same snapshots.
find_bicep() {
  if [ -n "${BICEP:-}" ]; then
    command -v "$BICEP" >/dev/null && return
    printf 'BICEP is %s, which is not a command; set it to the Bicep CLI, or unset it\n' "$BICEP" >&2
    return 1
  fi
  if command -v bicep >/dev/null; then
    BICEP=bicep
    return
  fi
  # The Azure CLI keeps the binary there; its own wrapper lacks options that are needed here.
  local of_azure_cli=${AZURE_CONFIG_DIR:-$HOME/.azure}/bin/bicep
  command -v az >/dev/null && az bicep version >/dev/null 2>&1 && [ -x "$of_azure_cli" ] && BICEP=$of_azure_cli
}

parameters=test/azure/parameters

snapshot_options() {
  node -e '
    const { tenantId, subscriptionId, location } = require(process.argv[1]);
    console.log(["--tenant-id", tenantId, "--subscription-id", subscriptionId, "--location", location].join("\n"));
  ' "$PWD/$parameters/made-from.json"
}
