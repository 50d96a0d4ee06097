"""Checks a body, of a resource or of a request, against the model of Microsoft's library."""

MATCHES = {"string": str, "boolean": bool, "number": (int, float)}


class BodyCheck:
    """Counts checked items, and prints a sentence about each error."""

    def __init__(self, models, where, requires=True, allowed=frozenset()):
        self.models, self.where, self.requires = models, where, requires
        # (path, value or name) that are correct although the library does not have them.
        self.allowed = allowed
        self.used = set()
        self.findings, self.properties, self.literals = [], set(), set()

    def say(self, path, what, key=None):
        if (path, key) in self.allowed:
            self.used.add((path, key))
            return
        sentence = f"{self.where}: {path} {what}"
        if sentence not in self.findings:
            self.findings.append(sentence)

    def value(self, value, of, path):
        """One value. An expression that Azure evaluates is unknown, and fits."""
        if value is None or of.kind == "any" or is_computed(value):
            return
        by_kind = {"union": self._union, "list": self._list, "dict": self._dict, "model": self._model}
        if of.kind in by_kind:
            by_kind[of.kind](value, of, path)
        elif of.kind == "enum":
            self._literal(value, of, path)
        # True is an int in Python, not in JSON.
        elif not isinstance(value, MATCHES[of.kind]) or (of.kind == "number" and isinstance(value, bool)):
            self.say(path, f"is {show(value)}; the library has a {of.kind} there")

    def _union(self, value, of, path):
        kind = "model" if isinstance(value, dict) else "list" if isinstance(value, list) else None
        fitting = [one for one in of.of if kind is None or one.kind in (kind, "dict")]
        if len(fitting) == 1:
            self.value(value, fitting[0], path)

    def _literal(self, value, of, path):
        known = self.models.enums[of.name]
        self.literals.add((path, str(value)))
        if value in known:
            return
        near = [one for one in known if str(one).lower() == str(value).lower()]
        remedy = f"write {show(near[0])}" if near else f"it is one of {', '.join(str(one) for one in known)}"
        self.say(path, f"is {show(value)}, which is not a {of.name}; {remedy}", value)

    def _list(self, value, of, path):
        if not isinstance(value, list):
            self.say(path, f"is {show(value)}; the library has a list there")
            return
        for item in value:
            self.value(item, of.of[0], f"{path}[]")

    def _dict(self, value, of, path):
        if not isinstance(value, dict):
            self.say(path, f"is {show(value)}; the library has an object there")
            return
        for name, inner in value.items():
            self.value(inner, of.of[0], f"{path}.{name}")

    def _model(self, value, of, path):
        if not isinstance(value, dict):
            self.say(path, f"is {show(value)}; the library has an object ({of.name}) there")
            return
        model = self._kind(self.models.model(of.name), value, path)
        if model is None:
            return
        self.object(value, model.properties, path, model.is_open, model.name)

    def _kind(self, model, value, path):
        """The class that the value's own `type` (or its equivalent) names; None if there is none."""
        while model.kinds and model.kind_property in value:
            kind = value[model.kind_property]
            if is_computed(kind):
                return model
            here = join(path, model.kind_property)
            self.literals.add((here, str(kind)))
            name = model.kinds.get(kind)
            if name == model.name:
                return model
            if name is None:
                found = self._deeper(model, kind)
                if found is None:
                    known = ", ".join(sorted(model.kinds)[:12])
                    self.say(here, f"is {show(kind)}, which is not a kind of {model.name}; it is one of {known}", kind)
                    return None
                return found
            model = self.models.model(name)
            if model.kinds.get(kind) is None:
                return model
        return model

    def _deeper(self, model, kind):
        """A kind that a subclass of this one names."""
        for name in model.kinds.values():
            below = self.models.model(name)
            if kind in below.kinds:
                return self.models.model(below.kinds[kind])
            found = self._deeper(below, kind) if below.kinds else None
            if found is not None:
                return found
        return None

    def object(self, value, properties, path, is_open=False, of="the resource"):
        """An object, property by property."""
        for name, inner in value.items():
            self._property(name, inner, properties, path, is_open, of)
        if self.requires:
            for name in missing(value, properties):
                self.say(join(path, name), f"is missing, and {of} requires it; write it", name)

    def _inner(self, value, properties, path, of):
        """An object without its own model."""
        if isinstance(value, dict):
            self.object(value, properties, path, False, of)
        elif value is not None and not is_computed(value):
            self.say(path, f"is {show(value)}; the library has an object there")

    def _property(self, name, value, properties, path, is_open, of):
        here, entry = join(path, name), properties.get(name)
        self.properties.add(here)
        if entry is None:
            if not is_open:
                near = [one for one in properties if one.lower() == name.lower()]
                remedy = f"write {near[0]}" if near else f"it has {', '.join(sorted(properties))}"
                self.say(here, f"is not known in {of}; {remedy}", name)
        elif entry.readonly:
            self.say(here, "is read-only, Azure sets it; take it out", name)
        elif entry.type.kind == "holder":
            self._inner(value, entry.inner, here, of)
        else:
            self.value(value, entry.type, here)


def missing(value, properties):
    """Required properties that are missing, including flattened ones."""
    for name, entry in properties.items():
        if name in value:
            continue
        if entry.required and not entry.readonly:
            yield name
        elif entry.type.kind == "holder":
            yield from (f"{name}.{one}" for one in missing({}, entry.inner))


def is_computed(value):
    """Whether Azure evaluates this at deployment: `[reference(...)]`; `[[` begins a text with a bracket."""
    return isinstance(value, str) and value.startswith("[") and not value.startswith("[[")


def join(path, name):
    """The path of a property; the first one has no prefix."""
    return f"{path}.{name}" if path else name


def show(value):
    """A value as text in a sentence."""
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, bool):
        return str(value).lower()
    return "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else str(value)
