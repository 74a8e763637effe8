"""The command doctor: what `examine` finds, for people and as JSON."""

from __future__ import annotations

import argparse
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator

import attrs

from ..errors.layout import isolated, spaced, width_of
from ..errors.model import System
from ..errors.render import HINT
from ..errors.script import Script
from ..locales import N_
from .examination import CACHE, TARGET, Check, Examination, examine

__all__ = ["doctor", "doctor_arguments"]

HEALTHY, UNHEALTHY, MISUSED = 0, 1, 2
EMPTY = N_("Name a folder after --cache and --target: an empty name is no folder's.")
OUTCOMES = {
    # TRANSLATORS: The outcome of a check, before its name: "works  symbolic links".
    "works": N_("works"),
    "fails": N_("fails"),
}
CHECKS = {
    # TRANSLATORS: What was checked, here and below, after "works" or "fails".
    "present": N_("being there already"),
    "local": N_("being on this machine"),
    "write": N_("creating files"),
    "link-junction": N_("junctions"),
    "link-symlink": N_("symbolic links"),
    "link-hardlink": N_("hard links"),
    "link-clone": N_("clones of files"),
    "link-copy": N_("copies"),
    "rename-over": N_("replacing a file by renaming another"),
    "lock": N_("file locks"),
    "unlocked": N_("no lock that is held"),
    "long-name": N_("long names"),
    "long-path": N_("long paths"),
    "distinct-case": N_("names that differ in case alone"),
    "executable": N_("running programs from there"),
    "delete-while-open": N_("deleting files that are open"),
    "space": N_("free space"),
    "inodes": N_("room for more files"),
}
HEADINGS = {
    None: N_("Links from the cache to the target, the best first:"),
    CACHE: N_("In the cache:"),
    TARGET: N_("In the target:"),
}


def doctor_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.add_argument("--cache", metavar="DIR", default=_default_cache(), help=N_("where links point to"))
    parser.add_argument(
        "--target", metavar="DIR", default=sysconfig.get_path("purelib"), help=N_("where links are made")
    )
    parser.add_argument("--json", action="store_true", help=N_("print one JSON document"))


def _default_cache() -> str:
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or home
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches")
    return os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")


def doctor(options: argparse.Namespace) -> int:
    """Print what was found; return 0 where an installation can succeed, else 1, and 2 on wrong usage."""
    if not options.cache or not options.target:
        print(options.script.say(EMPTY), file=sys.stderr)
        return MISUSED
    found = examine(options.cache, options.target)
    print(found.to_json() if options.json else "\n".join(_lines(found, options.script)))
    return HEALTHY if found.healthy else UNHEALTHY


def _lines(found: Examination, script: Script) -> Iterator[str]:
    say = script.say
    yield say(N_("From: {path}")).format(path=isolated(found.cache))
    yield say(N_("To: {path}")).format(path=isolated(found.target))
    order = {f"link-{mode}": place for place, mode in enumerate(found.modes)}
    for place, heading in HEADINGS.items():
        checks = [check for check in found.checks if check.place == place]
        if checks:
            yield ""
            yield say(heading)
            yield from _table(sorted(checks, key=lambda check: order.get(check.name, len(order))), script)
    yield ""
    if found.modes:
        yield say(N_("The best link mode here: {mode}")).format(mode=found.modes[0].value)
    else:
        yield say(N_("No link mode works here."))
    if not found.healthy:
        yield say(N_("An installation cannot succeed here as it is."))


def _table(checks: Iterable[Check], script: Script) -> Iterator[str]:
    """Yield a line for each check: its outcome, its name, its plain words, and why it failed; then its hints."""
    rows = [
        (script.say(OUTCOMES[check.outcome]), check.name, script.say(CHECKS[check.name]), check) for check in checks
    ]
    widths = [max(width_of(str(row[column])) for row in rows) for column in (0, 1)]
    indent = " " * (widths[0] + 4)
    for outcome, name, words, check in rows:
        cells = (_padded(cell, width) for cell, width in zip((outcome, name), widths, strict=True))
        yield f"  {'  '.join(cells)}  {script.about(words, _why(check, script))}"
        yield from (f"{indent}{isolated(str(holder))}: {isolated(holder.path or '')}" for holder in check.holders)
        yield from (f"{indent}{spaced(script.say(HINT))}{script.advice(hint)}" for hint in check.hints)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def _why(check: Check, script: Script) -> str:
    if check.reason or check.system is None:
        return script.say(check.reason) if check.reason else ""
    return script.system(System(**attrs.asdict(check.system)))  # one line; its own words are in the JSON
