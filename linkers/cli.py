"""The commands link and doctor, and with them the console script `howcome`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TextIO

import attrs

from ..errors.layout import isolated
from ..errors.script import Script
from ..locales import N_
from .directory import link_directory
from .doctor import doctor, doctor_arguments
from .examination import present
from .modes import LinkError, LinkMode, LinkProgress, LinkResult, Reason
from .tree import link_tree

__all__ = ["main"]

WORKS, FAILS = 0, 1
WIDTH = 24  # characters of the bar
EVERY = 0.1  # seconds
MEGABYTE = 1_000_000
REPLACE = N_("To put the link in its place, add --existing replace.")
REPLACE_OR_MERGE = N_("To replace it, add --existing replace; to add the files to it, add --existing merge.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of `howcome` and return its exit status.

    Args:
        arguments: The command line without the program's name; `sys.argv` if it is not given.
    """
    from ..errors.cli import main as run
    from ..errors.commands import Command

    link = Command("link", N_("link a directory, and say how and why"), _link_arguments, _link)
    examining = Command("doctor", N_("try what an installer will need between two places"), doctor_arguments, doctor)
    return run(arguments, (link, examining))


def _link_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SRC", help=N_("the directory to link"))
    parser.add_argument("destination", metavar="DST", help=N_("where it shall appear"))
    parser.add_argument("--tree", action="store_true", help=N_("link file by file"))
    parser.add_argument(
        "--mode",
        action="append",
        choices=[mode.value for mode in LinkMode],
        help=N_("a way to try, and no others; repeat it for more, in order"),
    )
    parser.add_argument(
        "--existing", choices=["fail", "merge", "replace"], default="fail", help=N_("what to do where DST exists")
    )
    parser.add_argument("--json", action="store_true", help=N_("print one JSON document"))


def _link(options: argparse.Namespace) -> int:
    script: Script = options.script
    if options.existing == "merge" and not options.tree:
        print(script.say(N_("Merging needs --tree: one link cannot be merged into a directory.")), file=sys.stderr)
        return 2
    bar = progress_bar(sys.stderr, script, options.source) if options.tree else None
    try:
        result = _linked(options, bar)
    except LinkError as error:
        _clear(bar)
        if options.json:
            print(link_document(options.source, options.destination, error=error))
        else:
            from ..errors.report import Report

            Report.of(error).show(lang=script.voice.tag)
            if error.reason == Reason.ALREADY_THERE:
                print(script.say(REPLACE_OR_MERGE if options.tree else REPLACE), file=sys.stderr)
        return FAILS
    _clear(bar)
    if options.json:
        print(link_document(options.source, options.destination, result=result))
        return WORKS
    print(_told(result, options.destination, script), flush=True)
    if result.fallback:
        from ..errors.report import Reporter

        Reporter().report(result.fallback, severity="warning").show(lang=script.voice.tag)
    return WORKS


def _linked(options: argparse.Namespace, bar: Callable[[LinkProgress], object] | None) -> LinkResult:
    if options.tree:
        return link_tree(
            options.source, options.destination, modes=options.mode, existing=options.existing, progress=bar
        )
    return link_directory(options.source, options.destination, modes=options.mode, existing=options.existing)


def _told(result: LinkResult, destination: str, script: Script) -> str:
    from ..errors.failures import failed_attempt

    # TRANSLATORS: {mode} is the way that was used, such as symlink; it stays as it is, here and below.
    template = script.say(N_("{path} was linked: {mode}"))
    lines = [template.format(path=isolated(destination), mode=result.mode)]
    for mode, count in result.files.items():
        template = script.voice.counted("{mode}: {count} file", "{mode}: {count} files", count)
        lines.append("  " + template.format(mode=mode, count=script.voice.number(count)))
    for attempt in () if result.fallback else result.attempts:  # the warning tells them
        why = " ".join(script.attempt(failed_attempt(attempt)).split("\n"))
        lines.append("  " + script.say(N_("{mode} did not work: {reason}")).format(mode=attempt.mode, reason=why))
    return "\n".join(lines)


def link_document(
    source: str, destination: str, *, result: LinkResult | None = None, error: LinkError | None = None
) -> str:
    """Return the document `link` as one line of ASCII: what was made, or why nothing was."""
    from ..errors.serialize import to_line

    document: dict[str, object] = {"document": "link", "schema_version": "1.0", "linked": result is not None}
    document |= {"source": os.path.abspath(source), "destination": os.path.abspath(destination)}
    if result is not None:
        document |= {"mode": result.mode.value, "files": {mode.value: n for mode, n in result.files.items()}}
    attempts = result.attempts if result is not None else error.attempts if error is not None else ()
    document["attempts"] = [present(attrs.asdict(attempt)) for attempt in attempts]
    if error is not None and error.reason is not None:
        document["reason"] = error.reason
    return to_line(document, limit=None)


def progress_bar(stream: TextIO, script: Script, source: str) -> Callable[[LinkProgress], object] | None:
    """Return what shows on a terminal how much of the files in *source* is done; None where *stream* is none."""
    if not stream.isatty():
        return None
    total = sum(len(files) for _, _, files in os.walk(source))
    shown = 0.0

    def show(step: LinkProgress) -> None:
        nonlocal shown
        if time.monotonic() - shown < EVERY and step.files < total:
            return
        shown = time.monotonic()
        part = min(1.0, step.files / max(1, total))  # links are among the total, and others may add files
        template = script.voice.counted("{count} file, {number} MB", "{count} files, {number} MB", step.files)
        done = template.format(count=script.voice.number(step.files), number=script.voice.number(step.bytes / MEGABYTE))
        stream.write(f"\r[{'=' * int(part * WIDTH):<{WIDTH}}] {part:4.0%}  {done}")
        stream.flush()

    return show


def _clear(bar: object) -> None:
    if bar is not None:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
