"""Finds the commands in documents and workflows."""

import re
import shlex
from dataclasses import dataclass

import yaml

FENCE = re.compile(r"^(\s*)```")
# Placeholders: `<caller>`, `$NAME`, `${NAME%%.*}`, `${{ inputs.target }}`. A number fits every option.
HOLES = re.compile(r"\$\{\{.*?\}\}|\$\{[^}]*\}|\$\w+|<[\w][\w .-]*>")
HOLE = "1"
STARTS = ("if", "while", "until", "then", "do", "else", "!", "time", "{")
SEPARATORS = set("();|&")


@dataclass(frozen=True)
class Written:
    """A command, and whether it is complete, or only named in a sentence."""

    where: str
    args: tuple
    is_complete: bool


def in_document(path, text):
    """Commands of a Markdown file: those in code blocks are complete, those in sentences may be only named."""
    found, prose, block = [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        if FENCE.match(line):
            if block is None:
                block = (number + 1, [])
            else:
                found += in_script(path, block[0], "\n".join(block[1]))
                block = None
            prose.append("")
        elif block is not None:
            block[1].append(line)
            prose.append("")
        else:
            prose.append(line)
    joined = "\n".join(prose)
    for match in re.finditer(r"`([^`]+)`", joined):
        number = joined.count("\n", 0, match.start()) + 1
        script = re.sub(r"\s*\n\s*", " ", match.group(1))
        if re.match(r"\s*az\s", script) or "&& az " in script:
            found += in_script(path, number, script, is_complete=False)
    return found


def in_workflow(path, text):
    """Commands of the `run` steps of a GitHub workflow."""
    found = []

    def walk(node):
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == "run" and isinstance(value, yaml.ScalarNode):
                    first = value.start_mark.line + (2 if value.style in ("|", ">") else 1)
                    found.extend(in_script(path, first, value.value))
                walk(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                walk(item)

    walk(yaml.compose(text))
    return found


def in_script(path, first_line, script, is_complete=True):
    """The `az` commands of a POSIX script."""
    found, pending, start, until = [], "", first_line, None
    for number, line in enumerate(script.split("\n"), first_line):
        if until is not None:
            until = None if line.strip() == until else until
            continue
        if pending == "":
            start = number
        pending += line
        if pending.endswith("\\"):
            pending = f"{pending[:-1]} "
            continue
        here = re.search(r"<<-?\s*'?(\w+)'?", pending)
        if here:
            until, pending = here.group(1), pending[: here.start()]
        try:
            commands = split(pending)
        except ValueError:  # a quotation that continues in the next line
            pending += "\n"
            continue
        pending = ""
        found += [Written(f"{path}:{start}", tuple(args[1:]), is_complete) for args in commands if args[0] == "az"]
    return found


def split(text):
    """The simple commands of a line, including those in `$(…)`."""
    commands = []
    while (inner := re.search(r"\$\(([^()]*)\)", text)) is not None:
        commands += split(inner.group(1))
        text = f"{text[: inner.start()]}{HOLE}{text[inner.end() :]}"
    lexer = shlex.shlex(HOLES.sub(HOLE, text), posix=True, punctuation_chars="();<>|&")
    lexer.whitespace_split = True
    lexer.commenters = ""
    command, skip = [], False
    for token in [*lexer, ";"]:
        if token.startswith(("<", ">")):
            # `2>file`: neither the number nor the file is an argument.
            if command and command[-1] in ("1", "2") and token[0] == ">":
                command.pop()
            skip = True
        elif set(token) <= SEPARATORS:
            while command and (command[0] in STARTS or re.match(r"\w+=", command[0])):
                command.pop(0)
            if command:
                commands.append(command)
            command, skip = [], False
        elif skip:
            skip = False
        elif token.startswith("#"):
            break
        else:
            command.append(token)
    return commands
