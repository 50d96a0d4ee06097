"""Holds a body, of Bicep or of a request, against the model of Microsoft's library."""

import contextlib

from bicep_values import COMPUTED_KEYS, SPREAD, UNKNOWN, Merged

MATCHES = {"string": str, "boolean": bool, "number": (int, float)}


class BodyCheck:
    """Counts what it holds against the model, and says a sentence about what does not fit."""

    def __init__(self, models, where, requires=True, allowed=frozenset()):
        self.models, self.where, self.requires = models, where, requires
        # (path, value or name) that are right although the library does not know them.
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

    def value(self, value, of, scope, path):
        """One value with all that it can be."""
        for one, inner in scope.resolve(value):
            self._one(one, of, inner, path)

    def _one(self, value, of, scope, path):
        if value is UNKNOWN or value is None or of.kind == "any":
            return
        if isinstance(value, Merged):
            with self._parts():
                for part, inner in self._with_kind(value, of):
                    self._one(part, of, inner, path)
            return
        by_kind = {"union": self._union, "list": self._list, "dict": self._dict, "model": self._model}
        if of.kind in by_kind:
            by_kind[of.kind](value, of, scope, path)
        elif of.kind == "enum":
            self._literal(value, of, path)
        # True is an int in Python, not in JSON.
        elif not isinstance(value, MATCHES[of.kind]) or (of.kind == "number" and isinstance(value, bool)):
            self.say(path, f"is {show(value)}; the library has a {of.kind} there")

    @contextlib.contextmanager
    def _parts(self):
        """Of an object that is put together: what one part lacks may stand in another."""
        requires, self.requires = self.requires, False
        yield
        self.requires = requires

    def _with_kind(self, parts, of):
        """The parts, each with the kind that one of them names."""
        name = self.models.model(of.name).kind_property if of.kind == "model" else ""
        kinds = [part[name] for part, _ in parts if isinstance(part, dict) and name in part]
        for part, scope in parts:
            # In a loop there are several, and which of them goes with this part is not told.
            is_told = isinstance(part, dict) and len(kinds) == 1
            yield {**part, name: kinds[0]} if is_told else part, scope

    def _union(self, value, of, scope, path):
        kind = "model" if isinstance(value, dict) else "list" if isinstance(value, list) else None
        fitting = [one for one in of.of if kind is None or one.kind in (kind, "dict")]
        if len(fitting) == 1:
            self._one(value, fitting[0], scope, path)

    def _literal(self, value, of, path):
        known = self.models.enums[of.name]
        self.literals.add((path, str(value)))
        if value in known:
            return
        near = [one for one in known if str(one).lower() == str(value).lower()]
        remedy = f"write {show(near[0])}" if near else f"it is one of {', '.join(str(one) for one in known)}"
        self.say(path, f"is {show(value)}, which is no {of.name}; {remedy}", value)

    def _list(self, value, of, scope, path):
        if not isinstance(value, list):
            self.say(path, f"is {show(value)}; the library has a list there")
            return
        element = of.of[0]
        for item in value:
            for one, inner in scope.resolve(item):
                # Lists in a list are those that `flatten` opens.
                is_opened = isinstance(one, list) and not isinstance(one, Merged) and element.kind != "list"
                for part in one if is_opened else [one]:
                    self.value(part, element, inner, f"{path}[]")

    def _dict(self, value, of, scope, path):
        if not isinstance(value, dict):
            self.say(path, f"is {show(value)}; the library has an object there")
            return
        for name, inner in value.items():
            if name == SPREAD:
                for part in inner:
                    self.value(part, of, scope, path)
            elif name != COMPUTED_KEYS:
                self.value(inner, of.of[0], scope, f"{path}.{name}")

    def _model(self, value, of, scope, path):
        if not isinstance(value, dict):
            self.say(path, f"is {show(value)}; the library has an object ({of.name}) there")
            return
        model = self._kind(self.models.model(of.name), value, scope, path)
        if model is None:
            return
        self.object(value, model.properties, scope, path, model.is_open, model.name)

    def _kind(self, model, value, scope, path):
        """The class that the value's own `type` (or whatever it is called) names; None where there is no such."""
        while model.kinds and model.kind_property in value:
            kinds = [one for one, _ in scope.resolve(value[model.kind_property])]
            if len(kinds) != 1 or kinds[0] is UNKNOWN:
                return model
            here = join(path, model.kind_property)
            self.literals.add((here, str(kinds[0])))
            name = model.kinds.get(kinds[0])
            if name == model.name:
                return model
            if name is None:
                found = self._deeper(model, kinds[0])
                if found is None:
                    known = ", ".join(sorted(model.kinds)[:12])
                    self.say(
                        here,
                        f"is {show(kinds[0])}, which is no kind of {model.name}; it is one of {known}",
                        kinds[0],
                    )
                    return None
                return found
            model = self.models.model(name)
            if model.kinds.get(kinds[0]) is None:
                return model
        return model

    def _deeper(self, model, kind):
        """A kind that a class below this one names."""
        for name in model.kinds.values():
            below = self.models.model(name)
            if kind in below.kinds:
                return self.models.model(below.kinds[kind])
            found = self._deeper(below, kind) if below.kinds else None
            if found is not None:
                return found
        return None

    def object(self, value, properties, scope, path, is_open=False, of="the resource"):
        """An object, property by property."""
        for name, inner in value.items():
            if name == SPREAD:
                with self._parts():
                    for part in inner:
                        self._inner(part, properties, scope, path, is_open, of)
            elif name != COMPUTED_KEYS and "${" not in name:
                self._property(name, inner, properties, scope, path, is_open, of)
        if self.requires and SPREAD not in value and COMPUTED_KEYS not in value:
            for name in missing(value, properties):
                self.say(join(path, name), f"is missing, and {of} requires it; write it", name)

    def _inner(self, value, properties, scope, path, is_open, of):
        """An object that has no model of its own."""
        for one, inner in scope.resolve(value):
            if isinstance(one, Merged):
                with self._parts():
                    for part, deeper in one:
                        if isinstance(part, dict):
                            self.object(part, properties, deeper, path, is_open, of)
            elif isinstance(one, dict):
                self.object(one, properties, inner, path, is_open, of)
            elif one is not UNKNOWN and one is not None:
                self.say(path, f"is {show(one)}; the library has an object there")

    def _property(self, name, value, properties, scope, path, is_open, of):
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
            self._inner(value, entry.inner, scope, here, False, of)
        else:
            self.value(value, entry.type, scope, here)


def missing(value, properties):
    """What is required and not there, flattened properties too."""
    for name, entry in properties.items():
        if name in value:
            continue
        if entry.required and not entry.readonly:
            yield name
        elif entry.type.kind == "holder":
            yield from (f"{name}.{one}" for one in missing({}, entry.inner))


def join(path, name):
    """The path of a property; nothing stands before the first."""
    return f"{path}.{name}" if path else name


def show(value):
    """A value as a sentence names it."""
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, bool):
        return str(value).lower()
    return "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else str(value)
