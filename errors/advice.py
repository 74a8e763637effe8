"""Which hints follow from a failure and from facts: the most specific first, no two alike, and not many."""

from __future__ import annotations

import contextlib
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs

from .codes import win32_of
from .facts import MACHINE_FACTS, PLACE_FACTS, Facts
from .hints import Advice, Hint, Situation, placeholders
from .premises import Outcome, Verdict, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .codes import SystemCode

__all__ = ["advise", "advise_all", "all_hints", "facts_wanted", "find_hint", "placeholders_of", "situations_of"]

Rank = tuple[bool, bool, int]  # whether it is special, whether it is checked, how closely it fits

MOST_HINTS = 3
NOTHING = Facts()
UNKNOWN = Outcome(Verdict.UNKNOWN)


@cache
def all_hints() -> tuple[Hint, ...]:
    """Return every hint of ours, by topic.

    >>> "volume-without-links" in {hint.id for hint in all_hints()}
    True
    """
    from . import (
        hints_broken_links,
        hints_files,
        hints_general,
        hints_links,
        hints_names,
        hints_network,
        hints_programs,
        hints_rights,
        hints_tools,
    )

    topics = (
        hints_links,
        hints_broken_links,
        hints_rights,
        hints_files,
        hints_names,
        hints_network,
        hints_tools,
        hints_programs,
        hints_general,
    )
    return tuple(hint for topic in topics for hint in topic.HINTS)


def find_hint(hint_id: str, extra: Iterable[Hint] = ()) -> Hint | None:
    """Return the hint with *hint_id*, an embedder's own first, or None."""
    return next((hint for hint in (*extra, *all_hints()) if getattr(hint, "id", None) == hint_id), None)


def placeholders_of(hint: Hint) -> frozenset[str]:
    """Return the names of the values that a hint's sentences can hold."""
    return frozenset[str]().union(*map(placeholders, hint.sentences))


def facts_wanted(situation: Situation, extra: Iterable[Hint] = ()) -> set[str]:
    """Return the names of the facts that the hints for *situation* ask for."""
    wanted: set[str] = set()
    for each in situations_of(situation):
        for hint, _ in _matching(each, extra):
            with contextlib.suppress(Exception):  # an embedder's row may hold anything
                wanted |= _needs(hint)
    return wanted


def advise(
    situation: Situation, facts: Facts | None = None, extra: Iterable[Hint] = (), *, most: int | None = MOST_HINTS
) -> list[Advice]:
    """Return what to do about one failure, the most useful first.

    Args:
        situation: The failure.
        facts: Of the machine that failed; None where nothing is known of it, as of a pasted text.
        extra: An embedder's own hints. One that raises is left out.
        most: How many at most; None for all.
    """
    return advise_all([situation], facts, extra, most=most)


def advise_all(
    situations: Iterable[Situation],
    facts: Facts | None = None,
    extra: Iterable[Hint] = (),
    *,
    most: int | None = MOST_HINTS,
) -> list[Advice]:
    """Return what to do about a chain of failures: each hint once, `checked` first, then by how closely they fit."""
    extra, found = tuple(extra), dict[str, tuple[Rank, Advice]]()
    for situation in situations:
        for each in situations_of(situation):
            for rank, advice in _fitting(each, facts or NOTHING, extra):
                if advice.id not in found or found[advice.id][0] < rank:
                    found[advice.id] = (rank, advice)
    ranked = sorted(found.values(), key=lambda pair: pair[0], reverse=True)
    specific = [advice for (special, _, _), advice in ranked if special]
    return (specific or [advice for _, advice in ranked[:1]])[:most]


def _fitting(situation: Situation, facts: Facts, extra: tuple[Hint, ...]) -> list[tuple[Rank, Advice]]:
    """Return what fits one failure: what facts confirm, an embedder's own, and the closest of what is likely.

    What fits less closely than another is about another cause, and would only contradict it.
    """
    embedders, found = set(map(id, extra)), []
    for hint, closeness in _matching(situation, extra):
        if advice := _follow(hint, situation, facts):
            rank = (not hint.general, advice.confidence == "checked", closeness)
            found.append((rank, advice, id(hint) in embedders))
    ours = [rank for rank, _, own in found if not own]
    closest = max((closeness for special, checked, closeness in ours if special and not checked), default=0)
    return [(rank, advice) for rank, advice, own in found if own or rank[1] or not rank[0] or rank[2] == closest]


def situations_of(situation: Situation) -> Iterator[Situation]:
    """Yield *situation* itself, then one for each way that was tried."""
    yield situation
    for attempt in situation.attempts:
        yield attrs.evolve(
            situation,
            system=attempt.system,
            operation=attempt.operation or attempt.mode,
            paths=tuple(attempt.paths) or situation.paths,
            text=getattr(attempt, "text", None) or situation.text,
            attempts=(),
        )


@cache
def _places_by_code() -> dict[str | None, tuple[int, ...]]:
    """Return where our hints stand, by each symbol and kind that they are for; under None those for any code."""
    found: dict[str | None, list[int]] = {}
    for place, hint in enumerate(all_hints()):
        for name in (hint.symbols | hint.kinds) or {None}:
            found.setdefault(name, []).append(place)
    return {name: tuple(places) for name, places in found.items()}


def _candidates(system: SystemCode | None) -> Iterator[Hint]:
    """Yield the few of our hints that can be for *system*'s code, in their order."""
    index, hints = _places_by_code(), all_hints()
    names = (None,) if system is None else (None, system.kind, *_names(system))
    places = {place for name in names for place in index.get(name, ())}
    yield from (hints[place] for place in sorted(places))


def _matching(situation: Situation, extra: Iterable[Hint]) -> Iterator[tuple[Hint, int]]:
    for hint in (*extra, *_candidates(situation.system)):
        with contextlib.suppress(Exception):  # an embedder's row may hold anything
            if (closeness := _closeness(hint, situation)) is not None:
                yield hint, closeness


def _closeness(hint: Hint, situation: Situation) -> int | None:
    """Return how closely *hint* fits, or None where it does not."""
    scores = [
        _code_score(hint, situation.system),
        _score(hint.failures, situation.code, 1),
        _score(hint.operations, situation.operation, 2),
        _score(hint.artifacts, situation.artifact, 2),
        _platform_score(hint, situation),
        _pattern_score(hint, situation),
        _tool_score(hint, situation),
    ]
    return None if None in scores else sum(score for score in scores if score)


def _score(accepted: frozenset[str], value: str | None, weight: int) -> int | None:
    if not accepted:
        return 0
    return weight if value in accepted else None


def _code_score(hint: Hint, system: SystemCode | None) -> int | None:
    if not hint.symbols and not hint.kinds:
        return 0
    if system is None:
        return None
    if hint.symbols & set(_names(system)):
        return 4
    return 2 if system.kind in hint.kinds else None


def _names(system: SystemCode) -> Iterator[str]:
    for each in (system, win32_of(system)):
        if each is not None:
            yield f"{each.namespace}:{each.code}"
            if each.symbol:
                yield each.symbol


def _platform_score(hint: Hint, situation: Situation) -> int | None:
    system = situation.system
    windows = system is not None and system.namespace in {"win32", "ntstatus", "hresult"}
    platform = "windows" if windows else situation.platform or (system and system.platform)
    return _score(hint.platforms, platform, 1) if platform else 0


def _pattern_score(hint: Hint, situation: Situation) -> int | None:
    score = 0
    if hint.path:
        paths = [path.lower().replace("\\", "/") for path in situation.paths]
        if not any(map(hint.path.search, paths or [""])):  # where none is known, only what excludes some fits
            return None
        score += 3
    if hint.words:
        if not hint.words.search((situation.text or "").lower()):
            return None
        score += 7  # words are picked by hand, so that they say more than a code
    return score


def _tool_score(hint: Hint, situation: Situation) -> int | None:
    if not hint.tools:
        return 0
    names = {name for name in (situation.tool, *situation.paths) if name}
    return 3 if hint.tools & set(map(_program, names)) else None


def _program(path: str) -> str:
    return path.lower().replace("\\", "/").rpartition("/")[2].removesuffix(".exe")


def _needs(hint: Hint) -> set[str]:
    conditions = [condition for condition in (hint.premise, hint.unless) if condition]
    asked = set().union(*(condition.needs for condition in conditions), placeholders_of(hint))
    return asked & (PLACE_FACTS | MACHINE_FACTS)


def _follow(hint: Hint, situation: Situation, facts: Facts) -> Advice | None:
    """Return *hint* with its values in place, or None where facts contradict it, or where it raises."""
    try:
        if hint.unless and hint.unless.judge(situation, facts).verdict is Verdict.CONFIRMED:
            return None
        outcome = hint.premise.judge(situation, facts) if hint.premise else UNKNOWN
        if outcome.verdict is Verdict.CONTRADICTED:
            return None
        confidence = "checked" if outcome.verdict is Verdict.CONFIRMED else "likely"
        if hint.certain and confidence != "checked":
            return None
        known = {**_values(situation), **_local_values(situation, facts), **outcome.seen}
        template = hint.template(confidence, known)
        values = {name: known[name] for name in sorted(placeholders(template))}
        text = template.format_map(values)
    except Exception:  # noqa: BLE001 -- an embedder's row may hold anything; it costs itself and nothing else
        return None
    return Advice(
        id=hint.id, text=text, values=values, audience=hint.audience, confidence=confidence, action=hint.action
    )


def _values(situation: Situation) -> dict[str, str]:
    """Return what a failure itself has to say."""
    values: dict[str, str | None] = {"tool": situation.tool, "url": situation.url}
    if situation.paths:
        path = situation.paths[-1]
        folder, _, name = path.replace("\\", "/").rpartition("/")
        values |= {"source": situation.paths[0], "path": path, "name": name, "folder": path[: len(folder)]}
    with contextlib.suppress(ValueError):
        values["host"] = urlsplit(situation.url or "").hostname
    return {name: value for name, value in values.items() if value}


def _local_values(situation: Situation, facts: Facts) -> Mapping[str, str]:
    """Return what is known of the machine and of the destination, for sentences that can name it."""
    found = {name: getattr(facts, name) for name in MACHINE_FACTS}
    if situation.paths and (place := facts.place(situation.paths[-1])):
        found |= {name: getattr(place, name) for name in PLACE_FACTS}
    if situation.paths and (place := facts.place(situation.paths[0])):
        found["source_volume"] = place.volume
    return {
        name: say(name, value)
        for name, value in found.items()
        if isinstance(value, (str, int)) and not isinstance(value, bool)
    }
