"""Bicep against the models: every property and literal of every resource exists where the file says."""

import json
import re
from pathlib import Path

from bicep_values import Project
from check_body import BodyCheck
from sdk_models import Type
from sdk_operations import type_of_address

# What Bicep itself knows on every resource.
OF_BICEP = ("name", "parent", "scope", "dependsOn")


class BicepCheck:
    """Counts resources, properties and literals, and says a sentence about what does not fit."""

    def __init__(self, sdk, files, exceptions, cli_versions=lambda provider: {}):
        self.sdk, self.project, self.exceptions = sdk, Project(files), exceptions
        self.cli_versions = cli_versions
        self.findings, self.used, self._found = [], set(), {}
        self.resources = self.properties = self.literals = 0

    def run(self):
        for file in self.project.files.values():
            for resource in file["resources"]:
                self._resource(file, resource)
        return self

    def _resource(self, file, resource):
        where = f"{file['path']}:{resource['line']} {resource['name']} ({resource['type']}@{resource['version']})"
        self.resources += 1
        provider = resource["type"].split("/")[0]
        if not self.sdk.knows(provider):
            self.findings.append(
                f"{where}: no package of {provider} is installed; add azure-mgmt-… to test/azure/python/models.txt"
                " and to PROVIDERS in exceptions.py"
            )
            return
        writes = self._writes(resource["type"])
        if not writes:
            self.findings.append(f"{where}: the library writes no such resource; look the type up")
            return
        exact = [one for one in writes if one.version == resource["version"]]
        if not exact:
            self._version(where, resource, writes)
        # One that is there already is only named.
        if resource["existing"]:
            return
        operation = (exact or writes)[0]
        if operation.body == "" or operation.body not in operation.library.models:
            self.findings.append(f"{where}: the library does not say what such a resource holds; look it up by hand")
            return
        scope = self._loop(file, resource)
        allowed = {(path, key) for of, path, key in self.exceptions.BODIES if of == resource["type"]}
        check = BodyCheck(operation.library.models, where, requires=bool(exact), allowed=allowed)
        body = {name: value for name, value in resource["body"].items() if name not in OF_BICEP}
        check.value(body, Type("model", operation.body), scope, "")
        self.findings += check.findings
        self.used |= {(resource["type"], path, key) for path, key in check.used}
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
        # A released version rather than a preview of it, where both are here.
        return sorted(found, key=lambda one: (one.body == "", "preview" in one.version))

    def _version(self, where, resource, writes):
        key = (resource["type"], resource["version"])
        if key in self.exceptions.VERSIONS:
            self.used.add(key)
            return
        if resource["version"] in self.cli_versions(resource["type"].split("/")[0]).get(resource["type"].lower(), ()):
            return
        known = ", ".join(sorted({one.version for one in writes}))
        self.findings.append(
            f"{where}: neither the library ({known}) nor the Azure CLI knows this version;"
            " take one of them, or install the library of this version (test/azure/python/models.txt)"
        )

    def _loop(self, file, resource):
        """The scope of a resource: one in a loop has the loop's name for its item."""
        scope = self.project.scope(file)
        if "over" not in resource:
            return scope
        return scope.with_item(resource["item"], scope.items_of(resource["over"]))


def read_cli_versions(site_packages):
    """Versions that commands of the Azure CLI ask for, by provider and type (in small letters)."""
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
    """Exceptions that nothing needs any more."""
    listed = [*exceptions.VERSIONS, *exceptions.BODIES]
    return [
        f"test/azure/python/exceptions.py: {' '.join(map(str, one))} is not needed any more; take it out"
        for one in listed
        if one not in used
    ]


def read_export(file):
    """What export-bicep.ts wrote."""
    return json.loads(Path(file).read_text(encoding="utf-8"))
