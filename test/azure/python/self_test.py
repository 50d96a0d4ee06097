"""Planted errors: a checker that misses them would also miss real ones."""

import types

from check_bicep import BicepCheck, stale
from check_commands import check_recorded, check_written
from check_rest import RestCheck
from written_commands import in_document, in_workflow

NONE = types.SimpleNamespace(VERSIONS={}, BODIES={})

# Expected finding for each resource of test/azure/planted/faults.snapshot.json; empty for a correct one.
BICEP = {
    "right": "",
    "computed": "",
    "unknownProperty": "properties.allowSharedKeyAcces is not known",
    "wrongValue": "sku.name is 'Standard_GRSS', which is not a SkuName",
    "wrongKind": "kind is 'StorageV3', which is not a Kind",
    "wrongCase": "write 'Standard_LRS'",
    "bracketed": "sku.name is '[[Standard_LRS]', which is not a SkuName",
    "readOnly": "sku.tier is read-only",
    "missing": "kind is missing",
    "wrongKindOfValue": "properties.isHnsEnabled is 'true'; the library has a boolean there",
    "unknownVersion": "has this version",
    "unknownType": "the library writes no such resource",
    "unknownProvider": "no package of Microsoft.Storages",
    "inList": "datasorce is not known",
    "unknownKind": "'AzureBlobFSS', which is not a kind of LinkedService",
    "unknownPropertyOfKind": "typeProperties.uri is not known",
    "deep": "typeProperties.sorce is not known in CopyActivity",
    "proxy": "properties.allowed is not known",
}

# A call with its expected finding; empty for a correct one.
COMMANDS = [
    (("group", "exists", "--name", "rg", "--subscription", "s"), ""),
    (("storage", "blob", "lst"), "not a command of the Azure CLI"),
    (("storage", "blob", "list", "--acount-name", "x", "-c", "y"), "unrecognized arguments: --acount-name"),
    (("storage", "blob", "list", "--account-nam", "x", "-c", "y"), "--account-nam is not a whole option name"),
    (("keyvault", "secret", "set", "--file", "x"), "arguments are required"),
    (("account", "show", "--query", "[?a==].b"), "--query"),
    (("account", "show", "--output", "jsn"), "jsn is not a value of --output"),
    (("rest", "--method", "got", "--url", "/x"), "got is not a value of --method"),
    (("datafactory", "integration-runtime", "list"), "not a command of the Azure CLI without extensions"),
    (("account", "show", "--query", "{id:id}", "--output", "json"), ""),
]

DOCUMENT = """
Run `az storage blob lst` or `az group delete --nmae x`; `az keyvault secret set --file`, `az storage` are only named.
```sh
KEY=$(az functionapp keys lst -g "$GROUP" -n <name>) && az account shw > file
az group show \\
  --nam ${NAME%%.*} 2>&1 | az login --nothing
```
"""
WORKFLOW = """
jobs:
  one:
    steps:
      - run: |
          if ! az account set --subscriptions ${{ inputs.subscription }}; then exit 1; fi
"""
# Place and text of the finding.
WRITTEN = [
    ("a.md:2", "az storage blob lst"),
    ("a.md:2", "--nmae"),
    ("a.md:4", "az functionapp keys lst"),
    ("a.md:4", "az account shw"),
    ("a.md:5", "--nam"),
    ("a.md:5", "--nothing"),
    ("a.yml:6", "--subscriptions"),
]

JOB = "/subscriptions/1/resourceGroups/g/providers/Microsoft.StreamAnalytics/streamingjobs/j"
REST = [
    (("az", "get", f"{JOB}?api-version=2020-03-01", None), ""),
    (("az", "get", f"{JOB}?api-version=2019-03-01", None), "api-version is '2019-03-01'"),
    (("az", "get", f"{JOB}?api-version=2020-03-01&$expnd=inputs", None), "?$expnd= is not known"),
    (("az", "post", f"{JOB}/begin?api-version=2020-03-01", None), "no such operation"),
    (("az", "patch", f"{JOB}/start?api-version=2020-03-01", None), "it takes POST"),
    (
        ("az", "post", f"{JOB}/start?api-version=2020-03-01", '{"outputStartMod":"JobStartTime"}'),
        "outputStartMod is not",
    ),
    (("az", "post", f"{JOB}/start?api-version=2020-03-01", '{"outputStartMode":"Now"}'), "'Now', which is no"),
    (("az", "post", f"{JOB}/stop?api-version=2020-03-01", '{"a":1}'), "sends no body"),
    (("az", "post", "1/streamingjobs/j/stop?api-version=2020-03-01", None), ""),
    (("az", "post", "1/streamingjobs/j/halt?api-version=2020-03-01", None), "no such operation"),
    (("az", "post", "/t/daily/stop?api-version=2018-06-01", None), "no such operation"),
    (("databricks", "get", "/api/2.0/secrets/list?scope=s", None), ""),
    (("databricks", "get", "/api/2.0/secrets/list?scop=s", None), "?scop= is not known"),
    (("databricks", "get", "/api/2.0/secret/list?scope=s", None), "no such request"),
    (("databricks", "put", "/api/2.0/secrets/list", None), "no such request"),
    (("databricks", "post", "/api/2.0/secrets/scopes/create", '{"scope":"s","scop":"s"}'), "scop is not known"),
    (
        ("databricks", "patch", "/api/2.0/permissions/jobs/7", '{"access_control_list":[{"permission_level":"RUN"}]}'),
        "'RUN', which is not a PermissionLevel",
    ),
    (
        (
            "databricks",
            *("post", "/api/2.1/unity-catalog/storage-credentials"),
            '{"name":"n","azure_managed_identity":{"access_connector_id":"a","connector_id":"c"}}',
        ),
        "azure_managed_identity.connector_id is not known",
    ),
]


def bicep(sdk, snapshots, cli_versions):
    """Every resource of the planted snapshot has its finding, and no other."""
    check = BicepCheck(sdk, snapshots, NONE, cli_versions).run()
    missed = []
    for name, says in BICEP.items():
        found = [one for one in check.findings if f" {name} (" in one]
        missed += expect(f"faults.snapshot.json {name}", found, says)
    if check.resources != len(BICEP):
        missed.append(f"faults.snapshot.json has {check.resources} resources, self_test.py knows {len(BICEP)}")
    of, name = "Microsoft.Storage/storageAccounts", "allowSharedKeyAcces"
    listed = types.SimpleNamespace(VERSIONS={(of, "2000-01-01"): ""}, BODIES={(of, f"properties.{name}", name): ""})
    excepted = BicepCheck(sdk, snapshots, listed, cli_versions).run()
    missed += expect("an exception that is needed", [one for one in excepted.findings if f"{name} is" in one], "")
    return missed + expect("one that nothing needs", stale(listed, excepted.used), "2000-01-01 is not needed any more")


def commands(parser):
    """Commands that hooks run, and commands for readers."""
    missed = []
    for args, says in COMMANDS:
        missed += expect(f"az {' '.join(args)}", check_recorded(parser, [("hook", "az", args)]), says)
    written = in_document("a.md", DOCUMENT) + in_workflow("a.yml", WORKFLOW)
    found = check_written(parser, written)
    for where, says in WRITTEN:
        missed += expect(f"{where} {says}", [one for one in found if one.startswith(f"{where}:") and says in one], says)
    if len(found) != len(WRITTEN):
        missed.append(f"{len(WRITTEN)} written commands are wrong, and there are {len(found)} findings: {found}")
    return missed


def rest(sdk, databricks):
    """Addresses, queries and bodies."""
    missed = []
    for (tool, method, url, body), says in REST:
        if tool == "az":
            args = ("rest", "--method", method, "--url", url, *(() if body is None else ("--body", body)))
        else:
            args = ("api", method, url, *(() if body is None else ("--json", body)))
        found = RestCheck(sdk, databricks, NONE).run([("hook", tool, args)]).findings
        missed += expect(f"{tool} {method} {url} {body or ''}", found, says)
    return missed


def expect(what, found, says):
    """A planted error is found once with the right message, and correct items have no finding."""
    if says == "":
        return [f"{what} is right, and there is a finding: {found}"] if found else []
    if len(found) == 1 and says in found[0]:
        return []
    return [f"planted: {what}: expected one finding with '{says}', found {found or 'none'}"]
