"""Who is in the way of a failure: the holders of its paths, sought only where a front end asks for them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from .exceptions import CacheLockError
from .travel import chain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .hints import Situation
    from .holders import Holder

__all__ = ["holders_of", "name_lock_holders"]

# Kinds that a holder can cause. On Windows it can cause a refusal too; elsewhere a refusal is one of rights.
HELD = frozenset({"in-use", "locked", "delete-pending", "not-empty"})
REFUSED = "permission-denied"
LOCKED = frozenset({"locked", "try-again"})  # of a lock
MOST_LOCKS = 4  # that are asked about for one report


def holders_of(situations: Iterable[Situation]) -> tuple[Holder, ...]:
    """Return who holds the paths of those failures that a holder can cause. Never raises."""
    from .holders import lock_holders, who_holds

    held: dict[str, None] = {}
    locks: dict[str, None] = {}
    for each in situations:
        if each.system is None:
            continue
        kind, on_windows = each.system.kind, each.system.platform == "windows" or each.system.namespace == "win32"
        if each.operation == "lock" and (kind in LOCKED or kind in HELD or kind == REFUSED):
            locks |= dict.fromkeys(each.paths)
        elif kind in HELD or (kind == REFUSED and on_windows):
            held |= dict.fromkeys(each.paths)
    found = [holder for path in list(locks)[:MOST_LOCKS] for holder in lock_holders(path)]
    return (*found, *(who_holds(held) if held else ()))


def name_lock_holders(error: BaseException) -> None:
    """Fill in who holds the lock in the `CacheLockError`s of *error*, where they do not say so. Never raises."""
    from .holders import lock_holders

    with contextlib.suppress(Exception):  # whatever a stranger's exception does when it is looked at
        for each in list(_locks_of(error))[:MOST_LOCKS]:
            holders = [holder for path in each.paths[:1] for holder in lock_holders(path)]
            if holders:
                each.holder = ", ".join(map(str, holders))


def _locks_of(error: BaseException, depth: int = 0) -> Iterator[CacheLockError]:
    for each in chain_of(error):
        if isinstance(each, CacheLockError) and each.holder is None:
            yield each
        if isinstance(each, BaseExceptionGroup) and depth < MOST_LOCKS:
            for member in each.exceptions[:10]:
                yield from _locks_of(member, depth + 1)
