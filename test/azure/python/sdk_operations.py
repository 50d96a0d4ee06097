"""Reads the operations of `azure-mgmt` libraries from their source: method, address, versions and body of each."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from sdk_models import Models

# Older libraries use single quotes.
VERSION = re.compile(r"""["'](\d{4}-\d{2}-\d{2}(?:-preview)?)["']""")
METHOD = re.compile(r"""HttpRequest\(\s*method=["']([A-Z]+)["']""")
ADDRESS = re.compile(r"""(?<=["'])/[^"'\n]*(?=["'])""")
QUERY = re.compile(r"""(?:params|query_parameters)\[["']([^"']+)["']\]""")
BODY = re.compile(r"""_serialize\.body\(\s*\w+,\s*["']([^"']+)["']""")
# A body may be a model or plain JSON. An argument before it may also be of a class, but then with few names.
BODY_OR_JSON = re.compile(r"\bUnion\[_models\.(\w+), JSON")
BODY_ARGUMENT = re.compile(r"\b_models\.(\w+)")


@dataclass(frozen=True)
class Operation:
    """A request of a library."""

    library: "Library"
    name: str
    method: str
    # With parameters in braces, such as `/subscriptions/{subscriptionId}/…`.
    address: str
    version: str
    query: tuple
    # The class of the body; empty if there is none or the source does not show it.
    body: str


class Library:
    """A folder with `operations` and `models`: a package, or one version of a package with several."""

    def __init__(self, folder):
        self.folder = folder
        self._sources = None
        self._found = {}

    def __repr__(self):
        return f"{self.folder.parent.name}/{self.folder.name}"

    @functools.cached_property
    def models(self):
        return Models(self.folder / "models")

    @functools.cached_property
    def _default_version(self):
        file = self.folder / "_configuration.py"
        found = VERSION.search(file.read_text(encoding="utf-8")) if file.exists() else None
        return found.group(1) if found else ""

    def operations(self, part):
        """Operations in files with this part of an address, ignoring case."""
        if self._sources is None:
            files = [file for file in sorted((self.folder / "operations").glob("*.py")) if file.name != "__init__.py"]
            self._sources = {file: file.read_text(encoding="utf-8") for file in files}
            self._lower = {file: text.lower() for file, text in self._sources.items()}
        for file, text in self._lower.items():
            if part.lower() in text:
                if file not in self._found:
                    self._found[file] = self._read(file)
                yield from self._found[file]

    def _read(self, file):
        text = self._sources[file]
        bodies = find_bodies(text)
        found = []
        for builder in re.split(r"^(?=def build_)", text, flags=re.M)[1:]:
            builder = re.split(r"^class ", builder, flags=re.M)[0]
            name = re.match(r"def (build_\w+)", builder).group(1)
            method, address = METHOD.search(builder), ADDRESS.search(builder)
            if method is None or address is None:
                continue
            version = VERSION.search(builder)
            found.append(
                Operation(
                    self,
                    name,
                    method.group(1),
                    address.group(0),
                    version.group(1) if version else self._default_version,
                    tuple(QUERY.findall(builder)),
                    bodies.get(name, ""),
                )
            )
        return found


def find_bodies(text):
    """The class of each builder's body, from the method that uses it."""
    bodies = {}
    for method in re.split(r"\n    (?:async )?def ", text)[1:]:
        used = re.search(r"= (build_\w+)\(", method)
        if used is None:
            continue
        signature = method.split("-> ")[0]
        serialized = BODY.search(method)
        named = serialized or BODY_OR_JSON.search(signature) or BODY_ARGUMENT.search(signature)
        if named:
            bodies[used.group(1)] = named.group(1)
    return bodies


class Sdk:
    """The libraries of all providers. Every folder has packages of `azure.mgmt`; a package may be in several."""

    def __init__(self, folders, providers):
        self.providers = tuple(providers)
        self._libraries = {}
        self._folders = [Path(folder) for folder in folders]
        self._providers = {name.lower(): packages for name, packages in providers.items()}

    def knows(self, provider):
        return provider.lower() in self._providers

    def libraries(self, provider):
        """Every library of a provider, the newest versions first."""
        if provider.lower() not in self._libraries:
            self._libraries[provider.lower()] = self._find_libraries(provider)
        return self._libraries[provider.lower()]

    def _find_libraries(self, provider):
        found = []
        for package in self._providers.get(provider.lower(), []):
            for folder in self._folders:
                top = folder / "azure" / "mgmt" / package
                found += [part.parent for part in top.glob("**/operations") if "aio" not in part.parts]
        return [Library(folder) for folder in sorted(found, key=lambda one: one.name, reverse=True)]

    def find(self, provider, matches, part):
        """Matching operations of a provider, from files with this part of their address."""
        for library in self.libraries(provider):
            for operation in library.operations(part):
                if matches(operation):
                    yield operation


def type_of_address(address):
    """The resource type at the end of an address: `Microsoft.Web/sites` of `/…/providers/Microsoft.Web/sites/{x}`."""
    if "/providers/" not in address:
        return "Microsoft.Resources/resourceGroups" if re.search(r"/resourcegroups/{\w+}/?$", address, re.I) else ""
    namespace, *rest = address.split("/providers/")[-1].strip("/").split("/")
    if len(rest) % 2 == 1:
        return ""
    return "/".join([namespace, *rest[0::2]])
