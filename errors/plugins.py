"""What installed plugins bring, by entry points that are loaded only where a Reporter asks for them.

`howcome.hints` names an iterable of `Hint`, `howcome.errors` one of classes derived from `HowcomeError`,
`howcome.catalogs` a folder (or an iterable of folders) laid out as howcome.locales is: `de/LC_MESSAGES/howcome.po`.
Each may be a callable without arguments that returns it.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

from .base import HowcomeError
from .hints import Hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["GROUP", "plugin_catalogs", "plugin_errors", "plugin_hints"]

GROUP = "howcome.hints"


@cache
def plugin_hints() -> tuple[Hint, ...]:
    """Return the hints of every installed plugin. Never raises: a plugin that fails costs its own alone."""
    return tuple(_named(GROUP, lambda found: [each for each in found if isinstance(each, Hint)]))


@cache
def plugin_errors() -> tuple[type[HowcomeError], ...]:
    """Return the error classes of every installed plugin, as `plugin_hints` does."""
    return tuple(
        _named(
            "howcome.errors",
            lambda found: [each for each in found if isinstance(each, type) and issubclass(each, HowcomeError)],
        )
    )


@cache
def plugin_catalogs() -> tuple[str, ...]:
    """Return the catalog folders of every installed plugin, as `plugin_hints` does."""
    return tuple(
        _named(
            "howcome.catalogs",
            lambda found: [os.fspath(each) for each in ([found] if isinstance(found, str | os.PathLike) else found)],
        )
    )


def _named(group: str, chosen: Callable[[Any], Iterable[Any]]) -> Iterator[Any]:
    """Yield what *chosen* takes from each entry point of *group*."""
    from importlib.metadata import entry_points

    try:
        points = sorted(entry_points(group=group), key=lambda point: point.name)
    except Exception:  # noqa: BLE001 -- damaged metadata of a stranger must not cost the report
        return
    for point in points:
        try:
            named = point.load()
            found = list(chosen(named() if callable(named) else named))
        except (Exception, SystemExit):  # noqa: BLE001, S112 -- code of strangers may raise anything
            continue
        yield from found
