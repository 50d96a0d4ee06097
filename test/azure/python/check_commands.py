"""Checks commands of the Azure CLI against its own parser."""

import json
import re
from pathlib import Path

from az_parser import Refused
from written_commands import in_document, in_workflow

# Folders of third-party or generated files.
NOT_OURS = ("node_modules", "build", "dist", "coverage", ".git", ".sluice")


def read_calls(file):
    """The commands that hooks ran in their tests, each once: [(hook, tool, arguments)]."""
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    calls = {}
    for call in map(json.loads, lines):
        calls.setdefault((call["tool"], tuple(call["args"])), f"hooks/{call['hook']}")
    return [(hook, tool, args) for (tool, args), hook in calls.items()]


def read_written(root):
    """The commands of documents and workflows."""
    root = Path(root)
    found = []
    folders = [one for one in root.iterdir() if one.is_dir() and one.name not in NOT_OURS]
    documents = [*root.glob("*.md"), *(file for folder in folders for file in folder.glob("**/*.md"))]
    for file in sorted(documents):
        found += in_document(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
    for file in sorted((root / ".github/workflows").glob("*.yml")):
        found += in_workflow(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
    return found


def check_recorded(parser, calls):
    """Recorded commands: each must be complete."""
    findings = []
    for hook, tool, args in calls:
        if tool == "az":
            findings += check(parser, hook, args)
    return findings


def check_written(parser, commands):
    """Commands for readers: those in sentences may omit arguments."""
    findings = []
    for command in commands:
        if command.is_complete and "…" not in command.args and "..." not in command.args:
            findings += check(parser, command.where, command.args)
        else:
            findings += check_named(parser, command)
    return findings


def check(parser, where, args):
    """One command as it would run."""
    try:
        parser.parse(args)
        return check_options(parser, where, args)
    except Refused as refused:
        return [sentence(where, args, refused)]


def check_named(parser, command):
    """A command in a sentence: omitted arguments are not an error, but the others must exist."""
    args = [arg for arg in command.args if arg not in ("…", "...")]
    try:
        parser.parse(args)
    except Refused as refused:
        is_left_out = re.search(r"arguments? (are|is) required|expected (at least )?one argument", str(refused))
        if not is_left_out and not parser.is_group(args):
            return [sentence(command.where, args, refused)]
        if not is_left_out:
            return []
    return check_options(parser, command.where, args)


def check_options(parser, where, args):
    """The parser accepts the beginning of an option if no other option begins so."""
    known = parser.options(args)
    findings = []
    for arg in args:
        name = arg.split("=")[0]
        if re.fullmatch(r"--[a-z][a-z-]*", name) and name not in known:
            findings.append(sentence(where, args, f"{name} is not a whole option name; write it out"))
    return findings


def sentence(where, args, what):
    """A finding."""
    text = " ".join(args)
    return f"{where}: `az {text if len(text) <= 120 else text[:117] + '…'}`: {what}"
