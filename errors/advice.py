"""Which hints follow from a failure and from facts: the most specific first, no two alike, and not many."""

from __future__ import annotations

import contextlib
from functools import cache, cached_property, lru_cache
from itertools import islice
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
        reading = _Reading(each, None)
        for hint, _ in (*_own_matching(reading, extra), *_matching(reading)):
            with contextlib.suppress(Exception, SystemExit):  # an embedder's row may hold anything
                wanted |= _needs(hint)
    return wanted


def advise(
    situation: Situation, facts: Facts | None = None, extra: Iterable[Hint] = (), *, most: int | None = MOST_HINTS
) -> list[Advice]:
    """Return what to do about one failure, the most useful first.

    Args:
        situation: The failure.
        facts: Of the machine that failed; None where nothing is known of it, as of a pasted text.
        extra: An embedder's own hints. One that raises is left out; one with the id of ours stands in its place.
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
    extra = tuple(extra)
    found: dict[str, _Chosen] = {}
    for situation in situations:
        for each in situations_of(situation):
            for chosen in _fitting(_Reading(each, facts), extra):
                kept = found.get(chosen.hint.id)
                if kept is None or kept.rank < chosen.rank:
                    found[chosen.hint.id] = chosen
    ranked = sorted(found.values(), key=lambda chosen: chosen.rank, reverse=True)
    specific = [chosen for chosen in ranked if chosen.rank[0]]
    said = (advice for chosen in specific or ranked if (advice := _advice(chosen)))
    return list(islice(said, most if specific else 1))


class _Class:
    """A class of situations: what hints ask of the code and of the failure, with our hints that can be for it."""

    def __init__(
        self,
        system: SystemCode | None,
        failure: str | None,
        operation: str | None,
        artifact: str | None,
        platform: str | None,
    ) -> None:
        self.failure = failure
        self.operation = operation or "unknown"
        self.artifact = artifact
        self.kind = system.kind if system else None
        self.names = frozenset(_names(system)) if system else frozenset()
        windows = system is not None and system.namespace in {"win32", "ntstatus", "hresult"}
        self.platform = "windows" if windows else platform or (system and system.platform)

    @cached_property
    def ours(self) -> list[tuple[Hint, int]]:
        """Our hints for it, each with how closely it fits where it matches what else is known."""
        return [(hint, score) for hint in _candidates(self) if (score := _closeness(hint, self)) is not None]

    @cached_property
    def likely(self) -> list[tuple[Hint, int]]:
        """Those of them that no fact needs to confirm: the closest first, what is general last."""
        likely = [(hint, closeness) for hint, closeness in self.ours if not hint.certain]
        return sorted(likely, key=lambda each: (each[0].general, -each[1]))


_class = lru_cache(maxsize=256)(_Class)  # failures are many, their classes few


class _Reading:
    """A situation with what is derived from it once for all hints, and the facts to judge them by."""

    def __init__(self, situation: Situation, facts: Facts | None) -> None:
        self.situation = situation
        self.facts = facts or NOTHING
        self.blind = self.facts is NOTHING and not situation.holders
        self.of = _class(situation.system, situation.code, situation.operation, situation.artifact, situation.platform)
        # The paths as hints' patterns want them; where none is known, only what excludes some paths fits.
        self.paths = [path.lower().replace("\\", "/") for path in situation.paths] or [""]
        self.text = (situation.text or "").lower()

    @cached_property
    def programs(self) -> set[str]:
        """The names of what failed or was called, without folder and `.exe`."""
        return {_program(name) for name in (self.situation.tool, *self.situation.paths) if name}

    @cached_property
    def values(self) -> dict[str, str]:
        """What sentences can name."""
        return {**_values(self.situation), **_local_values(self.situation, self.facts)}


class _Chosen:
    """A hint that fits, with how well it does, before its sentences are said."""

    def __init__(self, rank: Rank, hint: Hint, reading: _Reading, seen: Mapping[str, str]) -> None:
        self.rank = rank
        self.hint = hint
        self.reading = reading
        self.seen = seen


def _fitting(reading: _Reading, extra: tuple[Hint, ...]) -> list[_Chosen]:
    """Return what fits one failure: what facts confirm, an embedder's own, and the closest of what is likely.

    What fits less closely than another is about another cause, and would only contradict it.
    """
    own = [each for each in _judged_all(reading, _own_matching(reading, extra)) if _advice(each)] if extra else []
    replaced = {each.hint.id for each in own}
    # Where nothing is known of the machine, our own premises, which all ask for facts, cannot tell.
    if reading.blind:
        return own + _closest(reading, replaced)
    ours = [each for each in _judged_all(reading, _matching(reading)) if each.hint.id not in replaced]
    closest = max((each.rank[2] for each in ours if each.rank[0] and not each.rank[1]), default=0)
    return own + [each for each in ours if each.rank[1] or not each.rank[0] or each.rank[2] == closest]


def _closest(reading: _Reading, replaced: set[str]) -> list[_Chosen]:
    """Return the closest of our hints that match, or else one that is general."""
    found: list[_Chosen] = []
    for hint, closeness in reading.of.likely:
        if found and (hint.general or closeness < found[0].rank[2]):
            break
        if hint.id not in replaced and _matches(hint, reading):
            found.append(_Chosen((not hint.general, False, closeness), hint, reading, {}))
    return found


def _judged_all(reading: _Reading, hints: Iterable[tuple[Hint, int]]) -> list[_Chosen]:
    """Return those of *hints* that facts are not against."""
    return [
        _Chosen((not hint.general, outcome.verdict is Verdict.CONFIRMED, closeness), hint, reading, outcome.seen)
        for hint, closeness in hints
        if (outcome := _judged(hint, reading)) is not None
    ]


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


def _candidates(of: _Class) -> list[Hint]:
    """Return the few of our hints that can be for a code, in their order."""
    index, hints = _places_by_code(), all_hints()
    places = {place for name in (None, of.kind, *of.names) for place in index.get(name, ())}
    return [hints[place] for place in sorted(places)]


def _own_matching(reading: _Reading, extra: Iterable[Hint]) -> Iterator[tuple[Hint, int]]:
    """Yield the hints of an embedder that match, each with how closely it fits."""
    for hint in extra:
        with contextlib.suppress(Exception, SystemExit):  # an embedder's row may hold anything
            closeness = _closeness(hint, reading.of)
            if closeness is not None and _matches(hint, reading):
                yield hint, closeness


def _matching(reading: _Reading) -> Iterator[tuple[Hint, int]]:
    """Yield our hints that match, each with how closely it fits."""
    for hint, closeness in reading.of.ours:
        if _matches(hint, reading):
            yield hint, closeness


def _closeness(hint: Hint, of: _Class) -> int | None:
    """Return how closely *hint* fits a failure that it matches, or None where it is not for the code or the failure."""
    score = 0
    if of.failure == "link-fallback" and hint.action and hint.action.kind == "set-link-mode":
        return None  # it was linked: no other mode has to be allowed
    if hint.symbols or hint.kinds:
        score = 2 if hint.symbols.isdisjoint(of.names) else 4
        if score == 2 and of.kind not in hint.kinds:  # noqa: PLR2004 -- no symbol is the same
            return None
    if hint.failures:
        if of.failure not in hint.failures:
            return None
        score += 1
    if hint.operations:
        if of.operation not in hint.operations:
            return None
        score += 2
    if hint.artifacts:
        if of.artifact not in hint.artifacts:
            return None
        score += 2
    if hint.platforms and of.platform:
        if of.platform not in hint.platforms:
            return None
        score += 1
    # Words are picked by hand, so that they say more than a code.
    return score + 3 * bool(hint.tools) + 3 * bool(hint.path) + 7 * bool(hint.words)


def _matches(hint: Hint, reading: _Reading) -> bool:
    """Tell whether *hint* is for the program, the paths and the words."""
    if hint.words and not hint.words.search(reading.text):
        return False
    if hint.path and not any(map(hint.path.search, reading.paths)):
        return False
    return not hint.tools or not hint.tools.isdisjoint(reading.programs)


def _names(system: SystemCode) -> Iterator[str]:
    for each in (system, win32_of(system)):
        if each is not None:
            yield f"{each.namespace}:{each.code}"
            if each.symbol:
                yield each.symbol


def _program(path: str) -> str:
    return path.lower().replace("\\", "/").rpartition("/")[2].removesuffix(".exe")


def _needs(hint: Hint) -> set[str]:
    conditions = [condition for condition in (hint.premise, hint.unless) if condition]
    asked = set().union(*(condition.needs for condition in conditions), placeholders_of(hint))
    return asked & (PLACE_FACTS | MACHINE_FACTS)


def _judged(hint: Hint, reading: _Reading) -> Outcome | None:
    """Return what facts say of *hint*'s premise, or None where they are against it, or where it raises."""
    try:
        if hint.unless and hint.unless.judge(reading.situation, reading.facts).verdict is Verdict.CONFIRMED:
            return None
        outcome = hint.premise.judge(reading.situation, reading.facts) if hint.premise else UNKNOWN
    except (Exception, SystemExit):  # noqa: BLE001 -- an embedder's row may hold anything; it costs itself alone
        return None
    verdict = outcome.verdict
    return None if verdict is Verdict.CONTRADICTED or (hint.certain and verdict is Verdict.UNKNOWN) else outcome


def _advice(chosen: _Chosen) -> Advice | None:
    """Return a hint with its values in place, or None where that raises."""
    hint, confidence = chosen.hint, "checked" if chosen.rank[1] else "likely"
    try:
        if not _named(hint, confidence):
            return _unvaried(hint, confidence)
        known = {**chosen.reading.values, **chosen.seen}
        template = hint.template(confidence, known)
        values = {name: known[name] for name in sorted(placeholders(template))}
        text = template.format_map(values)
    except (Exception, SystemExit):  # noqa: BLE001 -- an embedder's row may hold anything; it costs itself alone
        return None
    return _filled(hint, confidence, text, values)


@lru_cache(maxsize=512)
def _named(hint: Hint, confidence: str) -> frozenset[str]:
    """Return the names of the values that a hint's sentences for *confidence* can hold."""
    said = hint.sentences if confidence == "checked" else (hint.text, hint.plain)
    return frozenset[str]().union(*(placeholders(each) for each in said if each))


@lru_cache(maxsize=512)
def _unvaried(hint: Hint, confidence: str) -> Advice:
    """Return a hint that names no value."""
    return _filled(hint, confidence, hint.template(confidence, {}).format_map({}), {})


def _filled(hint: Hint, confidence: str, text: str, values: dict[str, str]) -> Advice:
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
    if facts is NOTHING:
        return {}
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
