"""Checks snapshots of Bicep against the models: each property and literal of a resource must exist at its place."""

import json
import re
from pathlib import Path

from check_body import BodyCheck
from sdk_models import Type
from sdk_operations import type_of_address

# Members that are not part of a body.
OF_TEMPLATE = ("id", "name", "type", "apiVersion")


class BicepCheck:
    """Counts resources, properties and literals, and prints a sentence about each error."""

    def __init__(self, sdk, snapshots, exceptions, cli_versions=lambda provider: {}):
        self.sdk, self.snapshots, self.exceptions = sdk, snapshots, exceptions
        self.cli_versions = cli_versions
        self.findings, self.used, self._found, self._told = [], set(), {}, set()
        self.resources = self.properties = self.literals = 0

    def run(self):
        for shape, resources in self.snapshots.items():
            for resource in resources:
                self._resource(shape, resource)
        return self

    def _resource(self, shape, resource):
        of, version = resource["type"], resource["apiVersion"]
        where = f"{shape}: {resource['name']} ({of}@{version})"
        self.resources += 1
        provider = of.split("/")[0]
        if not self.sdk.knows(provider):
            self.findings.append(
                f"{where}: no package of {provider} is installed; add azure-mgmt-… to test/azure/python/models.txt"
                " and to PROVIDERS in exceptions.py"
            )
            return
        writes = self._writes(of)
        if not writes:
            self.findings.append(f"{where}: the library writes no such resource; look the type up")
            return
        exact = [one for one in writes if one.version == version]
        if not exact:
            self._version(where, of, version, writes)
        operation = (exact or writes)[0]
        if operation.body == "" or operation.body not in operation.library.models:
            self.findings.append(f"{where}: the library does not say what such a resource holds; look it up by hand")
            return
        allowed = {(path, key) for listed, path, key in self.exceptions.BODIES if listed == of}
        check = BodyCheck(operation.library.models, where, requires=bool(exact), allowed=allowed)
        body = {name: value for name, value in resource.items() if name not in OF_TEMPLATE}
        check.value(body, Type("model", operation.body), "")
        self.findings += check.findings
        self.used |= {(of, path, key) for path, key in check.used}
        self.properties += len(check.properties)
        self.literals += len(check.literals)

    def _writes(self, of):
        """Operations that write a type, the newest first."""
        if of not in self._found:
            self._found[of] = self._find(of)
        return self._found[of]

    def _find(self, of):
        provider, *names = of.split("/")
        part = f"{provider}/{names[0]}" if names[0] != "resourceGroups" else "resourcegroups/{"

        def fits(operation):
            return operation.method == "PUT" and type_of_address(operation.address).lower() == of.lower()

        found = list(self.sdk.find(provider, fits, part))
        # The newest version, preferably a released one.
        newest = sorted(found, key=lambda one: one.version, reverse=True)
        return sorted(newest, key=lambda one: (one.body == "", "preview" in one.version))

    def _version(self, where, of, version, writes):
        if (of, version) in self.exceptions.VERSIONS:
            self.used.add((of, version))
            return
        if version in self.cli_versions(of.split("/")[0]).get(of.lower(), ()):
            return
        if (of, version) in self._told:
            return
        self._told.add((of, version))
        known = ", ".join(sorted({one.version for one in writes}))
        self.findings.append(
            f"{where}: neither the library ({known}) nor the Azure CLI has this version;"
            " take one of them, or install the library of this version (test/azure/python/models.txt)"
        )


def read_cli_versions(site_packages):
    """Versions that commands of the Azure CLI use, by provider and lower-case type."""
    entry = re.compile(r'\["mgmt-plane", "([^"]*)", "([^"]*)"')
    found = {}
    for file in (Path(site_packages) / "azure/cli/command_modules").glob("**/aaz/latest/**/*.py"):
        if not file.name.startswith("_") or file.name.startswith("__"):
            continue
        for address, version in entry.findall(file.read_text(encoding="utf-8")):
            of = type_of_address(re.sub(r"{}", "{x}", address)).lower()
            found.setdefault(of.split("/")[0], {}).setdefault(of, set()).add(version)
    return found


def stale(exceptions, used):
    """Exceptions that are no longer needed."""
    listed = [*exceptions.VERSIONS, *exceptions.BODIES]
    return [
        f"test/azure/python/exceptions.py: {' '.join(map(str, one))} is not needed any more; take it out"
        for one in listed
        if one not in used
    ]


def read_snapshots(folder):
    """The resources of each shape, by its name, as the Bicep CLI wrote them."""
    return {
        file.name.removesuffix(".snapshot.json"): json.loads(file.read_text(encoding="utf-8"))["predictedResources"]
        for file in sorted(Path(folder).glob("*.snapshot.json"))
    }
