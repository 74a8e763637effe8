"""Conditions on facts, with three outcomes: confirmed with what was seen, contradicted, unknown."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .facts import Facts, Place

__all__ = ["All", "AnyOf", "Condition", "Held", "Outcome", "Test", "Verdict", "machine", "place", "say"]

THOUSAND = 1000


class Verdict(Enum):
    """What facts say about a condition."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"


@attrs.frozen
class Outcome:
    """A verdict, and the values that a sentence can name as seen."""

    verdict: Verdict
    seen: Mapping[str, str] = attrs.field(factory=dict)


UNKNOWN = Outcome(Verdict.UNKNOWN)
CONTRADICTED = Outcome(Verdict.CONTRADICTED)


class Subject(Protocol):
    """What a condition needs of a failure: its paths, and the processes that hold them."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return one path, or source then destination."""

    @property
    def holders(self) -> tuple[Any, ...]:
        """Return the processes that hold the paths, if somebody asked."""


class Condition(Protocol):
    """Something that facts can confirm or contradict."""

    @property
    def needs(self) -> frozenset[str]:
        """Return the names of the facts that it asks for."""

    def judge(self, subject: Subject, facts: Facts) -> Outcome:
        """Return what *facts* say about it."""


@attrs.frozen
class Test:
    """One fact compared with a value.

    Args:
        fact: The name of a field of `Facts`, or of `Place` where *where* is given.
        how: `is`, `below`, `least` or `known`.
        value: What it is compared with.
        where: None for a fact about the machine; else `source`, `destination` or `any` of the failure's paths.
    """

    __test__ = False  # not a test class, whatever pytest thinks of the name

    fact: str
    how: str = "is"
    value: Any = True
    where: str | None = None

    @property
    def needs(self) -> frozenset[str]:
        """Return the name of its fact."""
        return frozenset({self.fact})

    def judge(self, subject: Subject, facts: Facts) -> Outcome:
        """Return what *facts* say: one place that confirms is enough, all must contradict."""
        if self.where is not None and not facts.places:
            return UNKNOWN
        holders = [facts] if self.where is None else list(_places(subject, facts, self.where))
        outcomes = [self._compare(holder) for holder in holders]
        return _any(outcomes)

    def _compare(self, holder: Facts | Place) -> Outcome:
        found = getattr(holder, self.fact)
        if found is None:
            return UNKNOWN
        if not self._holds(found):
            return CONTRADICTED
        return Outcome(Verdict.CONFIRMED, _seen(holder))

    def _holds(self, found: Any) -> bool:
        match self.how:
            case "below":
                return bool(found < self.value)
            case "least":
                return bool(found >= self.value)
            case "known":
                return True
            case _:
                return bool(found in self.value) if isinstance(self.value, tuple) else bool(found == self.value)


@attrs.frozen
class All:
    """Every part must hold."""

    parts: tuple[Condition, ...]

    @property
    def needs(self) -> frozenset[str]:
        """Return what the parts need."""
        return frozenset[str]().union(*(part.needs for part in self.parts))

    def judge(self, subject: Subject, facts: Facts) -> Outcome:
        """Return CONTRADICTED if one part is, CONFIRMED if every part is."""
        outcomes = [part.judge(subject, facts) for part in self.parts]
        verdicts = {outcome.verdict for outcome in outcomes}
        if Verdict.CONTRADICTED in verdicts:
            return CONTRADICTED
        if Verdict.UNKNOWN in verdicts:
            return UNKNOWN
        return Outcome(Verdict.CONFIRMED, {name: text for each in outcomes for name, text in each.seen.items()})


@attrs.frozen
class AnyOf:
    """One part must hold."""

    parts: tuple[Condition, ...]

    @property
    def needs(self) -> frozenset[str]:
        """Return what the parts need."""
        return frozenset[str]().union(*(part.needs for part in self.parts))

    def judge(self, subject: Subject, facts: Facts) -> Outcome:
        """Return CONFIRMED if one part is, CONTRADICTED if every part is."""
        return _any([part.judge(subject, facts) for part in self.parts])


@attrs.frozen
class Held:
    """Some process holds one of the paths. Nobody found proves nothing: others' processes are not always visible.

    Args:
        own: Whether it is this very process, and no other one.
    """

    own: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """Return nothing: holders are sought on request only, and come with the failure."""
        return frozenset()

    def judge(self, subject: Subject, facts: Facts) -> Outcome:  # noqa: ARG002 -- the protocol's arguments
        """Return CONFIRMED with the first holders' names, and the name of what the first one has open."""
        others = [holder for holder in subject.holders if not getattr(holder, "own", None)]
        found = subject.holders if self.own else others
        if not subject.holders:
            return UNKNOWN
        if self.own == bool(others):
            return CONTRADICTED
        seen = {"holder": ", ".join(str(holder) for holder in found[:3])}
        opened = re.split(r"[\\/]", getattr(found[0], "path", None) or "")[-1]
        return Outcome(Verdict.CONFIRMED, seen | ({"name": opened} if opened else {}))


def machine(fact: str, value: object = True, *, how: str = "is") -> Test:
    """Return a condition on a fact about the machine."""
    return Test(fact, how, value)


def place(fact: str, value: object = True, *, how: str = "is", where: str = "any") -> Test:
    """Return a condition on a fact about the places concerned."""
    return Test(fact, how, value, where)


def say(name: str, value: object) -> str:
    """Return *value* as a sentence names it: numbers of bytes with a unit.

    >>> say("free_bytes", 31_000_000_000)
    '31 GB'
    >>> say("open_files_limit", 256)
    '256'
    """
    if not name.endswith("_bytes") or not isinstance(value, int):
        return str(value)
    units = ["bytes", "kB", "MB", "GB", "TB"]
    while value >= THOUSAND and len(units) > 1:
        value, units = value // THOUSAND, units[1:]
    return f"{value} {units[0]}"


def _seen(holder: Facts | Place) -> dict[str, str]:
    names = (field.name for field in attrs.fields(type(holder)) if field.name != "places")
    found = {name: getattr(holder, name) for name in names}
    plain = {
        name: value for name, value in found.items() if isinstance(value, (str, int)) and not isinstance(value, bool)
    }
    return {name: say(name, value) for name, value in plain.items()}


def _any(outcomes: list[Outcome]) -> Outcome:
    confirmed = next((each for each in outcomes if each.verdict is Verdict.CONFIRMED), None)
    if confirmed:
        return confirmed
    if outcomes and all(each.verdict is Verdict.CONTRADICTED for each in outcomes):
        return CONTRADICTED
    return UNKNOWN


def _places(subject: Subject, facts: Facts, where: str) -> Iterator[Place]:
    paths = subject.paths
    chosen = {"source": paths[:1], "destination": paths[-1:]}.get(where, paths)
    for path in chosen:
        if found := facts.place(path):
            yield found
