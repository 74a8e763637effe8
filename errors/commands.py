"""What a command line is made of: commands, their parser, the streams and the language that they speak."""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..locales import N_
from ..locales.catalogs import languages, tag
from ..locales.voices import ENGLISH, speaks
from .layout import shown, spaced
from .plugins import plugin_catalogs
from .script import Script
from .serialize import to_line
from .terminal import readers_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["Command", "parser_of", "plain_streams", "print_json", "say_what_is_not_spoken", "script_for"]

# TRANSLATORS: Stands before a command line: "usage: howcome explain [TEXT ...]". With its colon.
USAGE = N_("usage:")


class Command:
    """One command: its name, its help, its arguments, and what it does."""

    def __init__(
        self,
        name: str,
        says: str,
        arguments: Callable[[argparse.ArgumentParser], None],
        run: Callable[[argparse.Namespace], int],
    ) -> None:
        self.name = name
        self.says = says
        self.arguments = arguments
        self.run = run


def script_for(arguments: Sequence[str]) -> Script:
    """Return what speaks the language that the command line wishes, else the user's own.

    English it is where the terminal lacks the letters.
    """
    finder = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    finder.add_argument("--lang", nargs="?")
    voice = readers_voice(finder.parse_known_args(arguments)[0].lang)
    return Script(voice if voice.fits(sys.stdout.encoding or "utf-8") else ENGLISH)


def parser_of(script: Script, commands: Iterable[Command]) -> argparse.ArgumentParser:
    """Return what reads the command line of *commands*, its help said by *script*."""
    says = script.say(N_("Says how come an install failed, and what to do about it."))
    parser = argparse.ArgumentParser(prog="howcome", description=says)
    parser.add_argument("--version", action=_Version, nargs=0, help=N_("show the version and exit"))
    # TRANSLATORS: A title above the list of commands.
    choices = parser.add_subparsers(title=script.say(N_("commands")), required=True, metavar="COMMAND")
    for command in commands:
        says = script.say(command.says)
        added = choices.add_parser(command.name, help=says, description=says)
        command.arguments(added)
        added.add_argument("--lang", metavar="LANG", help=N_("the language to answer in, such as de"))
        added.set_defaults(run=command.run)
        _translate(added, script)
    _translate(parser, script)
    return parser


class _Version(argparse.Action):
    """Prints which version this is; copied into another program, it has none of its own."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"howcome {version('howcome')}")
        except PackageNotFoundError:
            print("howcome, not installed as a package")
        parser.exit()


def say_what_is_not_spoken(options: argparse.Namespace) -> None:
    """Say on standard error that the wished language is not among ours, in English, as the answer then is."""
    catalogs = plugin_catalogs() if getattr(options, "plugins", False) else ()
    if options.lang is not None and not speaks(options.lang, catalogs):
        ours = ", ".join(sorted(tag(folder) for folder in languages() if speaks(folder)))
        print(f"howcome: warning: {shown(options.lang)} is not among the languages: {ours}.", file=sys.stderr)


def _translate(parser: argparse.ArgumentParser, script: Script) -> None:
    """Have the help of *parser* said by *script*; what argparse itself says of wrong usage stays English."""

    class Formatter(argparse.HelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, prefix or spaced(script.say(USAGE)))

    parser.formatter_class = Formatter
    # TRANSLATORS: A title above the arguments of a command.
    parser._positionals.title = script.say(N_("arguments"))
    # TRANSLATORS: A title above the options of a command.
    parser._optionals.title = script.say(N_("options"))
    for action in parser._actions:
        if action.dest == "help":
            action.help = N_("show this help and exit")
        action.help = action.help and script.say(action.help)


def print_json(document: dict[str, Any]) -> None:
    """Print a document as one line of JSON, whole."""
    print(to_line(document, limit=None))


@contextmanager
def plain_streams() -> Iterator[None]:
    """Never fail for a character that a terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    yield
