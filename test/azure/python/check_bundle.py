"""The Databricks bundle against the types of `databricks-bundles`, and against the enumerations that they name."""

import dataclasses
import enum
import importlib
import re
import sys
import typing
from pathlib import Path

import yaml

VARIABLE = re.compile(r"\$\{[\w.\[\]-]+\}")
# Keys of `resources`, and the module and class of each.
KINDS = {
    "jobs": ("jobs", "Job"),
    "pipelines": ("pipelines", "Pipeline"),
    "schemas": ("schemas", "Schema"),
    "volumes": ("volumes", "Volume"),
}


class BundleCheck:
    """Counts resources and properties, and says a sentence about what does not fit."""

    def __init__(self, folder, site_packages=None):
        if site_packages is not None and site_packages not in sys.path:
            sys.path.insert(0, site_packages)
        self.folder = Path(folder)
        self.findings, self.resources, self.properties = [], 0, 0

    def run(self):
        for file in sorted(self.folder.glob("**/*.yml")):
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            self.content(file.as_posix(), content)
        return self

    def content(self, where, content):
        # A target may say again what stands at the top.
        holders = [content, *content.get("targets", {}).values()]
        for holder in holders:
            for kind, resources in ((holder or {}).get("resources") or {}).items():
                for name, value in resources.items():
                    self._resource(f"{where}: resources.{kind}.{name}", kind, value)

    def _resource(self, where, kind, value):
        self.resources += 1
        if kind not in KINDS:
            self.findings.append(f"{where}: add {kind} to KINDS in test/azure/python/check_bundle.py")
            return
        module, name = KINDS[kind]
        of = getattr(importlib.import_module(f"databricks.bundles.{module}"), name)
        before = len(self.findings)
        self._value(where, value, of)
        try:
            of.from_dict(value)
        except Exception as error:  # the types raise what they like
            # They name the field and not its path; where that is said already, this adds nothing.
            if len(self.findings) == before:
                self.findings.append(f"{where}: databricks-bundles refuses it: {error}")

    def _value(self, path, value, of):
        """Property by property: `from_dict` names neither the path nor what is allowed there."""
        options = [one for one in typing.get_args(of) or (of,) if one is not type(None)]
        if isinstance(value, str) and VARIABLE.fullmatch(value):
            return
        if isinstance(value, list):
            for index, item in enumerate(value):
                self._value(f"{path}[{index}]", item, item_of(options))
        elif isinstance(value, dict):
            found = next((one for one in flat(of) if dataclasses.is_dataclass(one)), None)
            if found is not None:
                self._object(path, value, found)
        else:
            for one in dict.fromkeys(flat(of)):
                if isinstance(one, type) and issubclass(one, enum.Enum) and value not in [m.value for m in one]:
                    known = ", ".join(str(m.value) for m in one)
                    self.findings.append(f"{path} is {value}, which is no {one.__name__}; it is one of {known}")

    def _object(self, path, value, of):
        types = typing.get_type_hints(of)
        for name, inner in value.items():
            self.properties += 1
            if name in types:
                self._value(f"{path}.{name}", inner, types[name])
            else:
                self.findings.append(f"{path}.{name} is not known in {of.__name__}; it has {', '.join(sorted(types))}")


def flat(of):
    """The types that a union of unions names; items of lists are not among them."""
    origin = typing.get_origin(of)
    if origin in (list, dict):
        return
    arguments = typing.get_args(of)
    if not arguments:
        yield of
    for one in arguments:
        yield from flat(one)


def item_of(options):
    """The type of the items, of a list among these types."""
    for one in options:
        if typing.get_origin(one) is list:
            return typing.get_args(one)[0]
        inner = item_of(typing.get_args(one)) if typing.get_args(one) else None
        if inner is not None:
            return inner
    return None
