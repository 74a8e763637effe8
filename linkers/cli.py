"""The commands link and doctor, and with them the console script `howcome`."""

from __future__ import annotations

import argparse
import os
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from typing import TextIO

import attrs

from ..errors.layout import isolated, width_of
from ..errors.render import HINT
from ..errors.script import Script
from ..locales import N_
from .directory import link_directory
from .examination import Examination, examine, present
from .modes import LinkError, LinkMode, LinkProgress, LinkResult, Reason
from .tree import link_tree

__all__ = ["main"]

WORKS, FAILS = 0, 1
WIDTH = 24  # characters of the bar
EVERY = 0.1  # seconds
MEGABYTE = 1_000_000
REPLACE = N_("To put the link in its place, add --existing replace.")
REPLACE_OR_MERGE = N_("To replace it, add --existing replace; to add the files to it, add --existing merge.")
OUTCOMES = {
    # TRANSLATORS: The outcome of a check, before its name: "works  symbolic links".
    "works": N_("works"),
    "fails": N_("fails"),
}
CHECKS = {
    # TRANSLATORS: What was checked, here and below, after "works" or "fails".
    "write": N_("creating files"),
    "link-junction": N_("junctions"),
    "link-symlink": N_("symbolic links"),
    "link-hardlink": N_("hard links"),
    "link-clone": N_("clones of files"),
    "link-copy": N_("copies"),
    "rename-over": N_("replacing a file by renaming another"),
    "lock": N_("file locks"),
    "long-name": N_("long names"),
    "long-path": N_("long paths"),
    "distinct-case": N_("names that differ in case alone"),
    "executable": N_("running programs from there"),
    "delete-while-open": N_("deleting files that are open"),
    "space": N_("free space"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of `howcome` and return its exit status.

    Args:
        arguments: The command line without the program's name; `sys.argv` if it is not given.
    """
    from ..errors.cli import Command
    from ..errors.cli import main as run

    link = Command("link", N_("link a directory, and say how and why"), _link_arguments, _link)
    doctor = Command("doctor", N_("try what an installer will need between two places"), _doctor_arguments, _doctor)
    return run(arguments, (link, doctor))


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
    print(
        link_document(options.source, options.destination, result=result)
        if options.json
        else _told(result, options.destination, script)
    )
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
    for attempt in result.attempts:
        why = script.attempt(failed_attempt(attempt))
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


def _doctor_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cache", metavar="DIR", default=_default_cache(), help=N_("where links point to"))
    parser.add_argument(
        "--target", metavar="DIR", default=sysconfig.get_path("purelib"), help=N_("where links are made")
    )
    parser.add_argument("--json", action="store_true", help=N_("print one JSON document"))


def _default_cache() -> str:
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA", home)
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches")
    return os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")


def _doctor(options: argparse.Namespace) -> int:
    found = examine(options.cache, options.target)
    if options.json:
        print(found.to_json())
    else:
        print("\n".join(_findings(found, options.script)))
    return WORKS if found.healthy else FAILS


def _findings(found: Examination, script: Script) -> list[str]:
    say = script.say
    lines = [say(N_("From: {path}")).format(path=isolated(found.cache))]
    lines.append(say(N_("To: {path}")).format(path=isolated(found.target)))
    modes = {f"link-{mode}": place for place, mode in enumerate(found.modes)}
    widest = max(map(width_of, map(say, OUTCOMES.values())))
    for check in sorted(found.checks, key=lambda check: modes.get(check.name, len(modes))):
        why = say(check.reason) if check.reason else str(check.system or "")
        outcome = say(OUTCOMES.get(check.outcome, check.outcome))
        outcome += " " * (widest - width_of(outcome))
        lines.append(f"  {outcome}  {script.about(say(CHECKS.get(check.name, check.name)), why)}")
        lines += [f"  {' ' * widest}  {say(HINT)} {script.advice(hint)}" for hint in check.hints]
    if found.modes:
        lines.append(say(N_("The best link mode here: {mode}")).format(mode=found.modes[0].value))
    else:
        lines.append(say(N_("No link mode works here.")))
    return lines
