"""What the values of a Bicep file can be, as far as the file itself tells: constants behind names, both branches of a
condition, the items of a loop. What is computed from Azure's answers stays unknown."""

import json
import re
from pathlib import Path

UNKNOWN = object()
SPREAD = "..."
COMPUTED_KEYS = "${}"
# Deeper than any file here; a name that leads to itself ends.
MOST_STEPS = 40


class Merged(list):
    """Objects that are put together: each is a part of the whole."""


def is_expression(value):
    """Whether the exporter found this computed."""
    return isinstance(value, dict) and "$expression" in value


class Project:
    """All files: a module's parameters have the values that other files give."""

    def __init__(self, files):
        self.files = {file["path"]: file for file in files}
        self._passed = {}
        for file in files:
            for module in file["modules"]:
                path = str((Path(file["path"]).parent / module["path"]).as_posix())
                for name, value in module["params"].items():
                    self._passed.setdefault((path, name), []).append((file, value))

    def scope(self, file):
        return Scope(self, file, {})

    def passed(self, path, name):
        return self._passed.get((path, name), [])


class Scope:
    """Where a value stands: its file, and what loops and lambdas around it call their items."""

    def __init__(self, project, file, items, steps=0):
        self.project, self.file, self.items, self.steps = project, file, items, steps

    def with_item(self, name, alternatives):
        return Scope(self.project, self.file, {**self.items, name: alternatives}, self.steps)

    def resolve(self, value):
        """The values that this can be, each with the scope in which what is inside it must be read."""
        if not is_expression(value):
            return [(value, self)]
        if self.steps > MOST_STEPS:
            return [(UNKNOWN, self)]
        inner = Scope(self.project, self.file, self.items, self.steps + 1)
        by_kind = getattr(inner, f"_{value['kind']}", None)
        return by_kind(value) if by_kind else [(UNKNOWN, inner)]

    def _name(self, value):
        name = value["name"]
        if name in self.items:
            return self.items[name]
        for variable in self.file["variables"]:
            if variable["name"] == name:
                return Scope(self.project, self.file, {}, self.steps).resolve(variable["value"])
        for parameter in self.file["parameters"]:
            if parameter["name"] == name:
                return self._parameter(parameter)
        return [(UNKNOWN, self)]

    def _parameter(self, parameter):
        found = []
        if parameter.get("value") is not None:
            found += self.resolve(parameter["value"])
        allowed = parameter.get("allowed")
        found += [(one, self) for one in allowed or [] if not is_expression(one)]
        for file, value in self.project.passed(self.file["path"], parameter["name"]):
            found += Scope(self.project, file, {}, self.steps + 1).resolve(value)
        return found or [(UNKNOWN, self)]

    def _ternary(self, value):
        return [one for part in value["parts"][1:] for one in self.resolve(part)]

    def _operator(self, value):
        if value["name"] == "??":
            return [one for part in value["parts"] for one in self.resolve(part)]
        return [(UNKNOWN, self)]

    def _member(self, value):
        found = []
        for holder, scope in self.resolve(value["parts"][0]):
            if isinstance(holder, dict) and value["name"] in holder:
                found += scope.resolve(holder[value["name"]])
            else:
                found.append((UNKNOWN, self))
        return found

    def _index(self, value):
        found = []
        for holder, scope in self.resolve(value["parts"][0]):
            if isinstance(holder, dict):
                found += [one for part in holder.values() for one in scope.resolve(part)]
            elif isinstance(holder, list) and not isinstance(holder, Merged):
                found += [one for part in holder for one in scope.resolve(part)]
            else:
                found.append((UNKNOWN, self))
        return found

    def _for(self, value):
        over, body = value["parts"]
        name = re.match(r"\[\s*for\s+\(?\s*(\w+)", value["$expression"])
        scope = self.with_item(name.group(1), self.items_of(over)) if name else self
        return [([body], scope)]

    def _call(self, value):
        name, parts = value["name"], value["parts"]
        if name == "any" and len(parts) == 1:
            return self.resolve(parts[0])
        if name == "loadJsonContent" and len(parts) == 1 and isinstance(parts[0], str):
            path = Path(self.file["path"]).parent / parts[0]
            return [(json.loads(path.read_text(encoding="utf-8")), self)]
        if name == "union":
            return [(Merged(one for part in parts for one in self.resolve(part)), self)]
        if name in ("concat", "flatten", "filter"):
            lists = parts if name == "concat" else parts[:1]
            return [one for part in lists for one in self.resolve(part)]
        if name == "map" and len(parts) == 2:
            scope, body = self._lambda(parts)
            return [([body], scope)]
        return [(UNKNOWN, self)]

    def _lambda(self, parts):
        over, function = parts
        name = re.match(r"\(?\s*(\w+)", function["$expression"]).group(1)
        return self.with_item(name, self.items_of(over)), function["parts"][-1]

    def items_of(self, over):
        """What stands in a list; a list of lists that `flatten` opens counts as its own items."""
        found = []
        for value, scope in self.resolve(over):
            if isinstance(value, list) and not isinstance(value, Merged):
                found += [one for item in value for one in scope.resolve(item)]
            else:
                found.append((UNKNOWN, self))
        opened = []
        for value, scope in found:
            if isinstance(value, list) and not isinstance(value, Merged):
                opened += [one for item in value for one in scope.resolve(item)]
            else:
                opened.append((value, scope))
        return opened or [(UNKNOWN, self)]
