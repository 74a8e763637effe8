"""Hints of installed plugins: entry points of the group `howcome.hints`, loaded only where a Reporter asks for them."""

from __future__ import annotations

from functools import cache

from .hints import Hint

__all__ = ["GROUP", "plugin_hints"]

GROUP = "howcome.hints"


@cache
def plugin_hints() -> tuple[Hint, ...]:
    """Return the hints of every installed plugin. Never raises: a plugin that fails costs its own hints alone.

    An entry point names an iterable of `Hint`, or a callable without arguments that returns one.
    """
    from importlib.metadata import entry_points

    found: list[Hint] = []
    try:
        points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    except Exception:  # noqa: BLE001 -- damaged metadata of a stranger must not cost the report
        return ()
    for point in points:
        try:
            named = point.load()
            found += [hint for hint in (named() if callable(named) else named) if isinstance(hint, Hint)]
        except (Exception, SystemExit):  # noqa: BLE001, S112 -- code of strangers may raise anything
            continue
    return tuple(found)
