"""Checks calls of REST interfaces against the operations of Microsoft's and Databricks' own libraries."""

import json
import re
from urllib.parse import parse_qs, urlsplit

from check_body import BodyCheck
from sdk_operations import type_of_address
from written_commands import HOLE

MANAGEMENT = "management.azure.com"


class RestCheck:
    """Counts checked calls, and by host those that no library covers."""

    def __init__(self, sdk, databricks, exceptions):
        self.sdk, self.databricks, self.exceptions = sdk, databricks, exceptions
        self.findings, self.held, self.bodies, self.unheld = [], 0, 0, {}

    def run(self, calls):
        for where, tool, args in calls:
            if tool == "az" and args[0] == "rest":
                self._azure(where, args)
            elif tool == "databricks" and args[0] == "api":
                body = args[args.index("--json") + 1] if "--json" in args else None
                self._databricks(where, args[1], args[2], body)
            elif tool == "databricks":
                self._count("the Databricks CLI's own commands")
        self.findings = list(dict.fromkeys(self.findings))
        return self

    def _count(self, name):
        self.unheld[name] = self.unheld.get(name, 0) + 1

    def _azure(self, where, args):
        method = (option(args, "--method", "-m") or "GET").upper()
        url, body = option(args, "--url", "--uri", "-u") or "", option(args, "--body", "-b")
        parts = urlsplit(url)
        if parts.netloc not in ("", MANAGEMENT):
            self._count(parts.netloc)
            return
        where = f"{where}: az rest {method} {url}"
        self.held += 1
        provider = re.findall(r"/providers/([^/]+)/([^/]+)", parts.path, re.I)
        if provider and not self.sdk.knows(provider[-1][0]):
            self.findings.append(
                f"{where}: no package of {provider[-1][0]} is installed; add it to PROVIDERS in exceptions.py"
            )
            return
        here = self._operations(parts.path, provider)
        found = [one for one in here if one.method == method]
        if not found:
            known = ", ".join(sorted({one.method for one in here}))
            remedy = f"it takes {known}" if known else "no operation has this address"
            self.findings.append(f"{where}: the library has no such operation; {remedy}")
            return
        query = parse_qs(parts.query, keep_blank_values=True)
        version = query.pop("api-version", [""])[0]
        exact = [one for one in found if one.version == version]
        of = {type_of_address(one.address) for one in found}
        if not exact and not any((one, version) in self.exceptions.VERSIONS for one in of):
            known = ", ".join(sorted({one.version for one in found}))
            self.findings.append(f"{where}: api-version is '{version}'; the library has {known}")
        operation = (exact or found)[0]
        for name in query:
            if name not in operation.query:
                self.findings.append(f"{where}: ?{name}= is not known; it takes {', '.join(operation.query)}")
        self._body(where, body, operation)

    def _operations(self, path, provider):
        """All operations with this address."""
        if provider:
            namespace, first = provider[-1]
            return list(self.sdk.find(namespace, lambda one: fits(one.address, path), f"{namespace}/{first}"))
        if path.startswith(f"{HOLE}/"):
            # A document's `$FACTORY_ID/triggers/…`: only the end identifies the provider.
            end = path.split("/")[1:]
            return [
                one
                for namespace in self.sdk.providers
                for one in self.sdk.find(namespace, lambda one: fits_end(one.address, end), f"/{end[0]}/")
            ]
        return list(self.sdk.find("Microsoft.Resources", lambda one: fits(one.address, path), "subscriptions"))

    def _body(self, where, body, operation):
        value = parse(body)
        if value is None:
            if body is not None:
                self._count("bodies that come from a file")
            return
        if operation.body == "" or operation.body not in operation.library.models:
            self.findings.append(f"{where}: the library sends no body here; take --body out")
            return
        model = operation.library.models.model(operation.body)
        self._object(where, operation.library.models, value, model.properties, model.is_open, model.name)

    def _object(self, where, models, value, properties, is_open, of):
        self.bodies += 1
        check = BodyCheck(models, where)
        check.object(value, properties, "", is_open, of)
        self.findings += check.findings

    def _databricks(self, where, method, url, body):
        parts = urlsplit(url)
        where = f"{where}: databricks api {method} {url}"
        self.held += 1
        found = list(self.databricks.find(method, parts.path))
        if not found:
            self.findings.append(f"{where}: databricks-sdk has no such request; look the address up")
            return
        operation = found[0]
        for name in parse_qs(parts.query, keep_blank_values=True):
            if name not in operation.query:
                known = ", ".join(operation.query) or "nothing"
                self.findings.append(f"{where}: ?{name}= is not known; it takes {known}")
        value = parse(body)
        if value is None:
            return
        if operation.body is None:
            self.findings.append(f"{where}: databricks-sdk sends no body here; take --json out")
            return
        self._object(where, operation.models, value, operation.body, False, "the request")


def option(args, *names):
    """The value of an option, under any of its names."""
    values = [args[index + 1] for index, arg in enumerate(args[:-1]) if arg in names]
    return values[0] if values else None


def fits(address, path):
    """Whether a path matches an address such as `/subscriptions/{subscriptionId}/…`; a scope has many parts."""
    # An address that is only a scope matches every path, so it is ignored.
    if re.fullmatch(r"/{\w+}/?", address):
        return False
    pattern = "".join(
        "" if part == "" else re.escape(part) if not part.startswith("{") else hole(part)
        for part in re.split(r"({[^}]*})", address)
    )
    return re.fullmatch(pattern, path, re.I) is not None


def fits_end(address, end):
    """Whether an address has this end."""
    parts = address.split("/")[-len(end) :]
    return not parts[0].startswith("{") and fits("/".join(parts), "/".join(end))


def hole(name):
    """Texts that may replace a parameter of an address."""
    return ".+" if name.lower() in ("{scope}", "{resourceuri}", "{resourceid}", "{nextlink}") else "[^/]+"


def parse(body):
    """A JSON body in the command; None if there is none, or if it is in a file."""
    return None if body is None or body.startswith("@") else json.loads(body)
