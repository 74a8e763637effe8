"""Hints that installed packages bring, through the entry-point group `howcome.hints`. Off unless asked for.

An entry point names a sequence of `Hint` rows, or a function that returns one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hints import Hint

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["GROUP", "plugin_hints"]

GROUP = "howcome.hints"


def plugin_hints() -> tuple[Hint, ...]:
    """Return the hints of installed plugins. One that raises costs its own hints and nothing else.

    Loading them runs code of the environment that this runs in.
    """
    from importlib.metadata import entry_points

    return tuple(hint for point in entry_points(group=GROUP) for hint in _rows(point))


def _rows(point: object) -> Iterator[Hint]:
    try:
        loaded = point.load()  # type: ignore[attr-defined]
        rows = list(loaded() if callable(loaded) else loaded)
    except Exception:  # noqa: BLE001 -- a stranger's code: it costs its own hints
        return
    yield from (row for row in rows if isinstance(row, Hint))
