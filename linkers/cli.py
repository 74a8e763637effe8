"""The commands link and doctor, and with them the console script `howcome`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import sysconfig
from collections.abc import Callable, Sequence
from typing import TextIO

import attrs

from .directory import link_directory
from .examination import Examination, examine, present
from .modes import LinkError, LinkMode, LinkProgress, LinkResult
from .tree import link_tree

__all__ = ["main"]

WORKS, FAILS = 0, 1
WIDTH = 24  # characters of the bar


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of `howcome` and return its exit status.

    Args:
        arguments: The command line without the program's name; `sys.argv` if it is not given.
    """
    from ..errors.cli import Command
    from ..errors.cli import main as run

    link = Command("link", "link a directory, and say how and why", _link_arguments, _link)
    doctor = Command("doctor", "try what an installer will need between two places", _doctor_arguments, _doctor)
    return run(arguments, (link, doctor))


def _link_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SRC", help="the directory to link")
    parser.add_argument("destination", metavar="DST", help="where it shall appear")
    parser.add_argument("--tree", action="store_true", help="link file by file")
    parser.add_argument(
        "--mode",
        action="append",
        choices=[mode.value for mode in LinkMode],
        help="a way to try, and no others; repeat it for more, in order",
    )
    parser.add_argument(
        "--existing", choices=["fail", "merge", "replace"], default="fail", help="what to do where DST exists"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _link(options: argparse.Namespace) -> int:
    if options.existing == "merge" and not options.tree:
        print("Merging needs --tree: one link cannot be merged into a directory.", file=sys.stderr)
        return 2
    bar = progress_bar(sys.stderr) if options.tree else None
    try:
        result = _linked(options, bar)
    except LinkError as error:
        _clear(bar)
        if options.json:
            print(link_document(options.source, options.destination, error=error))
        else:
            from ..errors.report import Report

            Report.of(error).show()
        return FAILS
    _clear(bar)
    print(
        link_document(options.source, options.destination, result=result)
        if options.json
        else _told(result, options.destination)
    )
    return WORKS


def _linked(options: argparse.Namespace, bar: Callable[[LinkProgress], object] | None) -> LinkResult:
    if options.tree:
        return link_tree(
            options.source, options.destination, modes=options.mode, existing=options.existing, progress=bar
        )
    return link_directory(options.source, options.destination, modes=options.mode, existing=options.existing)


def _told(result: LinkResult, destination: str) -> str:
    lines = [f"{destination} was linked: {result.mode}"]
    lines += [f"  {mode}: {count} files" for mode, count in result.files.items()]
    lines += [f"  {attempt.mode} did not work: {attempt.system or attempt.reason}" for attempt in result.attempts]
    return "\n".join(lines)


def link_document(
    source: str, destination: str, *, result: LinkResult | None = None, error: LinkError | None = None
) -> str:
    """Return the document `link` as one line of ASCII: what was made, or why nothing was."""
    document: dict[str, object] = {"document": "link", "schema_version": "1.0", "linked": result is not None}
    document |= {"source": os.path.abspath(source), "destination": os.path.abspath(destination)}
    if result is not None:
        document |= {"mode": result.mode.value, "files": {mode.value: n for mode, n in result.files.items()}}
    attempts = result.attempts if result is not None else error.attempts if error is not None else ()
    document["attempts"] = [present(attrs.asdict(attempt)) for attempt in attempts]
    if error is not None and error.reason is not None:
        document["reason"] = error.reason
    return json.dumps(document, allow_nan=False)


def progress_bar(stream: TextIO) -> Callable[[LinkProgress], object] | None:
    """Return what shows progress on a terminal; None where *stream* is none."""
    if not stream.isatty():
        return None

    def show(step: LinkProgress) -> None:
        if step.files % 64 == 1:
            mark = "=" * (step.files // 64 % WIDTH) + ">"
            stream.write(f"\r[{mark:<{WIDTH}}] {step.files} files, {step.bytes / 1e6:.1f} MB")
            stream.flush()

    return show


def _clear(bar: object) -> None:
    if bar is not None:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _doctor_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cache", metavar="DIR", default=_default_cache(), help="where links point to")
    parser.add_argument("--target", metavar="DIR", default=sysconfig.get_path("purelib"), help="where links are made")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


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
        print("\n".join(_findings(found)))
    return WORKS if found.healthy else FAILS


def _findings(found: Examination) -> list[str]:
    lines = [f"From {found.cache}", f"to   {found.target}"]
    modes = {f"link-{mode}": place for place, mode in enumerate(found.modes)}
    for check in sorted(found.checks, key=lambda check: modes.get(check.name, len(modes))):
        why = check.reason or (str(check.system) if check.system else "")
        lines.append(f"  {check.outcome}  {check.name}{': ' if why else ''}{why}")
        lines += [f"         hint: {hint.text} [{hint.confidence}]" for hint in check.hints]
    best = found.modes[0].value if found.modes else "none"
    lines.append(f"The best link mode here: {best}")
    return lines
