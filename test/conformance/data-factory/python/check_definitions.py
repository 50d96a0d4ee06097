"""Reads definitions with the types of Microsoft's own client and prints unknown properties as a JSON list.

Standard input: a JSON list of {"kind": "Pipeline", "name": …, "properties": …}.
"""

import json
import re
import sys

from azure.mgmt.datafactory._utils.model_base import Model
from azure.mgmt.datafactory.models import _models as models


def subclasses(cls):
    for sub in cls.__subclasses__():
        yield sub
        yield from subclasses(sub)


def narrow(cls, value):
    """Returns the class of `type`: an activity, a dataset, a source of a copy, …"""
    kind = value.get("type")
    for candidate in [cls, *subclasses(cls)]:
        found = (getattr(candidate, "__mapping__", None) or {}).get(kind)
        if found is not None:
            return found
    return cls


def inner_type(cls, attribute):
    annotations = {}
    for base in reversed(cls.__mro__):
        annotations.update(getattr(base, "__annotations__", {}))
    text = str(annotations.get(attribute, ""))
    for name in re.findall(r"_models\.(\w+)", text):
        found = getattr(models, name, None)
        if isinstance(found, type) and issubclass(found, Model):
            return found, "dict[" in text
    return None, False


def unknown(cls, value, path):
    if not isinstance(value, dict):
        return
    cls = narrow(cls, value)
    cls({})  # A class has its fields only after its first use.
    attributes = {field._rest_name: name for name, field in cls._attr_to_rest_field.items()}
    for key, inner in value.items():
        here = f"{path}.{key}"
        if key not in attributes:
            yield f"{here} (of {cls.__name__})"
            continue
        inner_cls, is_map = inner_type(cls, attributes[key])
        if inner_cls is None:
            continue
        if isinstance(inner, list):
            parts = [(f"{here}[{index}]", part) for index, part in enumerate(inner)]
        elif is_map and isinstance(inner, dict):
            parts = [(f"{here}.{name}", part) for name, part in inner.items()]
        else:
            parts = [(here, inner)]
        for part_path, part in parts:
            yield from unknown(inner_cls, part, part_path)


print(
    json.dumps(
        [
            problem
            for definition in json.load(sys.stdin)
            for problem in unknown(getattr(models, definition["kind"]), definition["properties"], definition["name"])
        ]
    )
)
