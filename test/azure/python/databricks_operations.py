"""Reads the requests of `databricks-sdk` from its source: method, address, query and body of each."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from sdk_models import Model, Models, Property, bases_of, enum_values


@dataclass(frozen=True)
class DatabricksOperation:
    """A request of the library."""

    models: Models
    method: str
    # With `{}` for each value.
    address: str
    query: tuple
    # Properties of the body; None if there is no body.
    body: dict | None


class DatabricksModels(Models):
    """The data classes of one service."""

    def __init__(self, tree):
        self._classes, self.enums, self._built = {}, {}, {}
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                if "Enum" in bases_of(node):
                    self.enums[node.name] = enum_values(node)
                else:
                    self._classes[node.name] = node

    def _build(self, name):
        model = Model(name, [])
        for statement in self._classes[name].body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                is_optional = ast.unparse(statement.annotation).startswith("Optional")
                model.properties[statement.target.id] = Property(
                    self.type_of(statement.annotation), required=not is_optional
                )
        return model


class DatabricksSdk:
    """The services of the library."""

    def __init__(self, folder):
        self._found = {}
        self._files = {
            file: file.read_text(encoding="utf-8")
            for file in sorted((Path(folder) / "databricks/sdk/service").glob("*.py"))
        }

    def find(self, method, path):
        """Requests with this method whose address fits."""
        # The first three parts of an address never have a value: `/api/2.1/unity-catalog`.
        part = "/".join(path.split("/")[:4])
        for file, text in self._files.items():
            if part in text:
                for operation in self._operations(file):
                    pattern = re.escape(operation.address).replace(r"\{\}", "[^/]+")
                    if operation.method == method.upper() and re.fullmatch(pattern, path):
                        yield operation

    def _operations(self, file):
        if file not in self._found:
            self._found[file] = self._read(file)
        return self._found[file]

    def _read(self, file):
        tree = ast.parse(self._files[file])
        models, found = DatabricksModels(tree), []
        for owner in tree.body:
            if not isinstance(owner, ast.ClassDef) or not owner.name.endswith("API"):
                continue
            for method in owner.body:
                if isinstance(method, ast.FunctionDef):
                    found += read_method(models, method)
        return found


def read_method(models, method):
    """The request of a method; None if the method has none."""
    for call in ast.walk(method):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "self._api.do" and len(call.args) >= 2:
            address = text_of(call.args[1])
            if address is not None:
                has_body = any(keyword.arg == "body" for keyword in call.keywords)
                yield DatabricksOperation(
                    models,
                    ast.literal_eval(call.args[0]),
                    address,
                    tuple(name for name, _ in assigned(method, "query")),
                    body_of(models, method) if has_body else None,
                )


def body_of(models, method):
    """Properties of the body that a method sends: each name with its argument."""
    arguments = {one.arg: one.annotation for one in method.args.args + method.args.kwonlyargs}
    properties = {}
    for name, value in assigned(method, "body"):
        used = [one.id for one in ast.walk(value) if isinstance(one, ast.Name) and one.id in arguments]
        annotation = arguments[used[0]] if used else None
        of = models.type_of(annotation)
        is_optional = annotation is None or ast.unparse(annotation).startswith("Optional")
        properties[name] = Property(of, required=not is_optional)
    return properties


def assigned(method, holder):
    """`body["name"] = value` of a method."""
    for node in ast.walk(method):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Subscript) and ast.unparse(target.value) == holder:
            yield ast.literal_eval(target.slice), node.value


def text_of(node):
    """An address, with `{}` for each value."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None
