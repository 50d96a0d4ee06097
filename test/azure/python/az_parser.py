"""Parses commands as the Azure CLI does, without running them: no network, no account, no extension."""

import contextlib
import io
import os
import tempfile

import jmespath


class Refused(Exception):
    """The error of the Azure CLI for a command."""


class AzParser:
    """The command table and the parser of the `azure-cli` package."""

    def __init__(self):
        # Read when the package is imported: its settings, and no telemetry about the parsed commands.
        self._folder = tempfile.TemporaryDirectory(prefix="sluice-az-")
        os.environ.update(
            AZURE_CONFIG_DIR=self._folder.name,
            AZURE_EXTENSION_DIR=os.path.join(self._folder.name, "extensions"),
            AZURE_CORE_COLLECT_TELEMETRY="false",
            AZURE_CORE_ONLY_SHOW_ERRORS="true",
            AZURE_EXTENSION_USE_DYNAMIC_INSTALL="no",
            AZURE_CORE_CHECK_FOR_UPGRADE="false",
        )
        from azure.cli.core import get_default_cli
        from azure.cli.core.parser import AzCliCommandParser

        # The parser's own errors end the process, and request advice from a service.
        AzCliCommandParser.error = refuse
        AzCliCommandParser.validation_error = refuse
        AzCliCommandParser._check_value = check_value
        self._cli = get_default_cli()
        self._parsers = {}

    def close(self):
        self._folder.cleanup()

    def parse(self, args):
        """The command's name and its parsed arguments; `args` are those after `az`. Raises `Refused`."""
        args = list(args)
        name, parser = self._parser(args)
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                parsed = parser.parse_args(args)
        except SystemExit as exit_code:
            raise Refused(f"the parser ended with {exit_code}") from None
        except Refused:
            raise
        except Exception as error:  # code of some commands parses values and raises its own errors
            raise Refused(f"{type(error).__name__}: {error}") from None
        check_query(getattr(parsed, "_jmespath_query", None))
        return name, parsed

    def options(self, args):
        """The options of a command."""
        name, parser = self._parser(list(args))
        return set(parser.subparser_map[name]._option_string_actions)

    def is_group(self, args):
        """Whether this is a group of commands, such as `az storage blob`."""
        from azure.cli.core import MainCommandsLoader

        loader = MainCommandsLoader(self._cli)
        loader.load_command_table(list(args))
        return any(name.startswith(f"{' '.join(args)} ") for name in loader.command_table)

    def _parser(self, args):
        words = []
        for word in args:
            if word.startswith("-"):
                break
            words.append(word)
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length])
            if name in self._parsers:
                return name, self._parsers[name]
        return self._load(words, args)

    def _load(self, words, args):
        from azure.cli.core.commands.events import EVENT_INVOKER_PRE_LOAD_ARGUMENTS
        from knack.events import EVENT_INVOKER_CMD_TBL_LOADED, EVENT_INVOKER_POST_CMD_TBL_CREATE

        cli = self._cli
        invocation = cli.invocation_cls(
            cli_ctx=cli,
            parser_cls=cli.parser_cls,
            commands_loader_cls=cli.commands_loader_cls,
            help_cls=cli.help_cls,
        )
        cli.invocation = invocation
        loader = invocation.commands_loader
        loader.load_command_table(args)
        table = loader.command_table
        known = [" ".join(words[:length]) for length in range(len(words), 0, -1)]
        name = next((one for one in known if one in table), None)
        if name is None:
            raise Refused(
                f"`az {' '.join(words)}` is not a command of the Azure CLI without extensions; {hint(table, words)}"
            )
        loader.command_table = {name: table[name]}
        loader.command_name = name
        invocation.data["command_string"] = name
        # Adds the options of every command, such as --subscription.
        cli.raise_event(EVENT_INVOKER_PRE_LOAD_ARGUMENTS, commands_loader=loader)
        loader.load_arguments(name)
        cli.raise_event(EVENT_INVOKER_POST_CMD_TBL_CREATE, commands_loader=loader)
        invocation.parser.cli_ctx = cli
        invocation.parser.load_command_table(loader)
        cli.raise_event(EVENT_INVOKER_CMD_TBL_LOADED, cmd_tbl=loader.command_table, parser=invocation.parser)
        self._parsers[name] = invocation.parser
        return name, invocation.parser


def check_query(query):
    """`--query` is compiled by the parser, or a text."""
    if isinstance(query, str):
        try:
            jmespath.compile(query)
        except jmespath.exceptions.JMESPathError as error:
            raise Refused(f"--query {query} cannot be read: {error}") from None


def refuse(_parser, message):
    """Replaces the code that prints an error and ends the process."""
    raise Refused(message)


def check_value(_parser, action, value):
    """Replaces the code that searches for an extension to install."""
    if action.choices is not None and value not in action.choices:
        name = "/".join(action.option_strings) or action.dest
        raise Refused(f"{value} is not a value of {name}; it is one of {', '.join(str(one) for one in action.choices)}")


def hint(table, words):
    """Commands of the nearest group."""
    for length in range(len(words) - 1, 0, -1):
        group = " ".join(words[:length])
        inside = sorted({one[len(group) + 1 :].split(" ")[0] for one in table if one.startswith(f"{group} ")})
        if inside:
            return f"`az {group}` has {', '.join(inside)}"
    return "its group may be that of an extension: use `az rest`, or say which extension is needed"
