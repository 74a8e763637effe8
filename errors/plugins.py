"""What installed plugins bring, by entry points that are loaded only where a Reporter asks for them.

`howcome.hints` names an iterable of `Hint`, `howcome.errors` one of classes derived from `HowcomeError`,
`howcome.catalogs` a folder (or an iterable of folders) laid out as howcome.locales is: `de/LC_MESSAGES/howcome.po`.
Each may be a callable without arguments that returns it.
"""

from __future__ import annotations

import os
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from .advice import all_hints
from .base import HowcomeError
from .hints import Hint, is_sound

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["GROUP", "plugin_catalogs", "plugin_errors", "plugin_hints"]

GROUP = "howcome.hints"
MOST = 1000  # rows, classes or folders of one plugin: a generator may have no end


@cache
def plugin_hints() -> tuple[Hint, ...]:
    """Return the hints of every installed plugin. Never raises: a plugin that fails costs its own alone.

    A row with the id of one of ours, or of another plugin's, is left out: an id never changes its meaning.
    """
    taken = {hint.id for hint in all_hints()}
    found = []
    for hint in _named(GROUP):
        if isinstance(hint, Hint) and is_sound(hint) and hint.id not in taken:
            taken.add(hint.id)
            found.append(hint)
    return tuple(found)


@cache
def plugin_errors() -> tuple[type[HowcomeError], ...]:
    """Return the error classes of every installed plugin, as `plugin_hints` does."""
    return tuple(each for each in _named("howcome.errors") if isinstance(each, type) and issubclass(each, HowcomeError))


@cache
def plugin_catalogs() -> tuple[str, ...]:
    """Return the catalog folders of every installed plugin, as `plugin_hints` does."""
    return tuple(os.fspath(each) for each in _named("howcome.catalogs") if isinstance(each, str | os.PathLike))


def _named(group: str) -> Iterator[Any]:
    """Yield what each entry point of *group* brings, as far as it comes."""
    from importlib.metadata import entry_points

    try:
        points = sorted(entry_points(group=group), key=lambda point: point.name)
    except Exception:  # noqa: BLE001 -- damaged metadata of a stranger must not cost the report
        return
    for point in points:
        try:
            named = point.load()
            brought = named() if callable(named) else named
            yield from islice([brought] if isinstance(brought, str | os.PathLike) else brought, MOST)
        except (Exception, SystemExit):  # noqa: BLE001, S112 -- code of strangers may raise anything
            continue
