"""Reads the models of one `azure-mgmt` library from its source: the properties of a body, and their types.

Nothing is imported, so libraries of several versions can be read together, and none needs its dependencies. Two
generations are read: models with an `_attribute_map` (msrest), and those with `rest_field`.
"""

import ast
import re
from dataclasses import dataclass, field

# A duration and a time are texts; their format is not checked.
SCALARS = {
    **{"str": "string", "bool": "boolean", "int": "number", "float": "number", "long": "number"},
    **{"timedelta": "string", "datetime": "string", "duration": "string", "iso-8601": "string", "rfc-1123": "string"},
}


@dataclass(frozen=True)
class Type:
    """Kinds of a value: `any`, `string`, `number`, `boolean`, `enum`, `model`, `list`, `dict` or `union`."""

    kind: str
    name: str = ""
    of: tuple = ()


ANY = Type("any")


@dataclass
class Property:
    """One property of a body, with its name in JSON. A property without its own type only groups others."""

    type: Type = ANY
    readonly: bool = False
    required: bool = False
    inner: dict = field(default_factory=dict)


@dataclass
class Model:
    """A class of the library: its own properties and, if it has kinds, the class of each kind."""

    name: str
    bases: list
    properties: dict = field(default_factory=dict)
    # Whether unknown names are accepted.
    is_open: bool = False
    kind_property: str = ""
    kinds: dict = field(default_factory=dict)


class Models:
    """All models and enumerations of a folder `models`."""

    def __init__(self, folder):
        files = sorted(folder.glob("*.py"))
        # Some libraries have each model twice: once for Python 2, whose files have less information.
        with_annotations = {file.name for file in files if file.name.endswith("_py3.py")}
        self._classes, self.enums, self._built = {}, {}, {}
        for file in files:
            if file.name in ("__init__.py", "_patch.py") or file.name.replace(".py", "_py3.py") in with_annotations:
                continue
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    if any("Enum" in ast.unparse(base) for base in node.bases):
                        self.enums[node.name] = enum_values(node)
                    else:
                        self._classes[node.name] = node
        self._discriminators = {}
        for node in self._classes.values():
            for keyword in node.keywords:
                if keyword.arg == "discriminator" and isinstance(keyword.value, ast.Constant):
                    for base in bases_of(node):
                        self._discriminators.setdefault(base, {})[keyword.value.value] = node.name

    def __contains__(self, name):
        return name in self._classes

    def model(self, name):
        """The model with its inherited properties."""
        if name not in self._built:
            self._built[name] = self._build(name)
        return self._built[name]

    def _build(self, name):
        node = self._classes[name]
        model = Model(name, bases_of(node))
        for base in reversed(model.bases):
            if base in self._classes:
                inherited = self.model(base)
                model.properties.update(inherited.properties)
                model.is_open = model.is_open or inherited.is_open
                model.kind_property = model.kind_property or inherited.kind_property
        self._read(node, model)
        model.kinds.update(self._discriminators.get(name, {}))
        return model

    def _read(self, node, model):
        assigned = {}
        for statement in node.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                assigned[statement.targets[0].id] = statement.value
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.value, ast.Call):
                self._read_field(statement, model)
        if "_attribute_map" not in assigned:
            return
        # Every such model lists all of its properties, including inherited ones.
        model.properties = {}
        annotations = init_annotations(node)
        rules = {}
        # A property may be in the class only as a constant, or be validated in a base only.
        if "_validation" in assigned:
            rules = ast.literal_eval(assigned["_validation"])
        for attribute, entry in ast.literal_eval(assigned["_attribute_map"]).items():
            if entry["key"] == "":
                model.is_open = True
                continue
            rule = rules.get(attribute, {})
            annotation = annotations.get(attribute)
            of = self.type_of(annotation) if annotation is not None else self._msrest_type(entry["type"])
            place(
                model.properties,
                [part.replace("\\.", ".") for part in re.split(r"(?<!\\)\.", entry["key"])],
                Property(of, bool(rule.get("readonly")), bool(rule.get("required")) and not rule.get("constant")),
            )
        if "_subtype_map" in assigned:
            for attribute, kinds in ast.literal_eval(assigned["_subtype_map"]).items():
                model.kind_property = ast.literal_eval(assigned["_attribute_map"])[attribute]["key"]
                model.kinds = dict(kinds)

    def _read_field(self, statement, model):
        called = ast.unparse(statement.value.func)
        if called not in ("rest_field", "rest_discriminator"):
            return
        options = {keyword.arg: keyword.value for keyword in statement.value.keywords}
        name = options["name"].value if "name" in options else statement.target.id
        visibility = ast.literal_eval(options["visibility"]) if "visibility" in options else []
        annotation = ast.unparse(statement.annotation)
        if called == "rest_discriminator":
            model.kind_property = name
        is_readonly = visibility == ["read"]
        model.properties[name] = Property(
            self.type_of(statement.annotation),
            is_readonly,
            not annotation.startswith("Optional") and not is_readonly and "default" not in options,
        )

    def type_of(self, annotation):
        """The type of an annotation."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            return self.type_of(ast.parse(annotation.value, mode="eval").body)
        if isinstance(annotation, (ast.Name, ast.Attribute)):
            return self._named(annotation.id if isinstance(annotation, ast.Name) else annotation.attr)
        if isinstance(annotation, ast.Subscript):
            outer = ast.unparse(annotation.value).split(".")[-1]
            inner = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
            if outer == "Optional":
                return self.type_of(inner[0])
            if outer == "Union":
                return union([self.type_of(one) for one in inner])
            if outer in ("List", "list", "Sequence"):
                return Type("list", of=(self.type_of(inner[0]),))
            if outer in ("Dict", "dict", "Mapping", "MutableMapping"):
                return Type("dict", of=(self.type_of(inner[-1]),))
            if outer == "Literal":
                members = [ast.unparse(one) for one in inner]
                # Literal[Enum.MEMBER] is a kind; the enumeration has its values.
                return self._named(members[0].split(".")[-2]) if "." in members[0] else Type("string")
        return ANY

    def _named(self, name):
        if name in self.enums:
            return Type("enum", name)
        if name in self._classes:
            return Type("model", name)
        return Type(SCALARS[name]) if name in SCALARS else ANY

    def _msrest_type(self, text):
        if text.startswith("["):
            return Type("list", of=(self._msrest_type(text[1:-1]),))
        if text.startswith("{"):
            return Type("dict", of=(self._msrest_type(text[1:-1]),))
        return self._named(text)


def union(options):
    """One type for several. An enumeration replaces the text that represents it."""
    options = [one for one in options if one != ANY]
    enums = [one for one in options if one.kind == "enum"]
    if enums:
        return enums[0]
    unique = list(dict.fromkeys(options))
    if len(unique) == 1:
        return unique[0]
    return Type("union", of=tuple(unique)) if unique else ANY


def place(properties, path, entry):
    """Puts a property at its path: `properties.sku` goes into `properties`."""
    first, *rest = path
    if not rest:
        properties[first] = entry
        return
    holder = properties.setdefault(first, Property(Type("holder")))
    place(holder.inner, rest, entry)


def enum_values(node):
    """The values of an enumeration in JSON."""
    values = [one.value for one in node.body if isinstance(one, ast.Assign)]
    return [one.value for one in values if isinstance(one, ast.Constant)]


def bases_of(node):
    """The names of the base classes."""
    return [ast.unparse(base).split(".")[-1] for base in node.bases]


def init_annotations(node):
    """The annotations of a model's constructor: only they distinguish a text from an enumeration."""
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "__init__":
            arguments = statement.args.kwonlyargs + statement.args.args
            return {one.arg: one.annotation for one in arguments if one.annotation is not None}
    return {}
