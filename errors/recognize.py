"""Text to findings: which system errors a log excerpt holds, whatever its tool and language.

Numbers and names come from formats.py, words from wording.py; where both stand together, the words decide whose number
it is. Long texts and streams are read in blocks, and only lines that a cheap look finds suspicious are read closely.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from . import kinds
from .advice import advise
from .blocks import Block, Surroundings
from .circumstances import paths_of, tool_in, tool_of
from .cleaning import clean, wrapped_ends
from .codes import SystemCode
from .hints import Advice, Situation
from .operations import operation_of
from .ranking import ranked
from .sightings import WINDOWS, Sighting, key_of, sightings
from .suspicion import Stretch, suspicious_stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Finding", "recognize", "recognize_lines"]

_EXCERPT = 40_000  # characters up to which a text is read closely as a whole
_NEARBY = 600  # characters before an error that hints may go by
_SAME_FAILURE = 8  # lines within which a system error that is said again is still the same one
_LANGUAGES = frozenset({"python", "node", "java", "go", "curl"})  # of a format, where a text names no program


@attrs.frozen(kw_only=True)
class Finding:
    """One system error in a text.

    Args:
        namespace: Whose code it is.
        code: Its number, as it was given.
        symbol: Its name.
        kind: What it means, portably.
        platform: The system that it is from.
        summary: What it means, in plain English.
        language: The language of the words that told.
        confidence: certain, likely or possible.
        matched: What was recognized.
        span: [start, end) in code points of the whole input.
        line: The line, from 1.
        operation: What was being done.
        paths: One path, or source then destination.
        tool: The program that said it.
        alternatives: Other readings of the same words.
        hints: What to do about it; always `likely`, since the text may be from any machine.
    """

    namespace: str
    code: int | None = None
    symbol: str | None = None
    kind: str | None = None
    platform: str | None = None
    summary: str = ""
    language: str | None = None
    confidence: str = "likely"
    matched: str = ""
    span: tuple[int, int] = (0, 0)
    line: int = 1
    operation: str | None = None
    paths: tuple[str, ...] = ()
    tool: str | None = None
    alternatives: tuple[Finding, ...] = ()
    hints: tuple[Advice, ...] = ()


def recognize(text: str, platform: str | None = None) -> list[Finding]:
    """Return the system errors that *text* holds, each once, the root cause first.

    Args:
        text: An excerpt of a log, in any language.
        platform: windows, linux or macos, where that is known.

    >>> recognize("Dem Client fehlt ein erforderliches Recht. (os error 1314)")[0].symbol
    'ERROR_PRIVILEGE_NOT_HELD'
    """
    if len(text) <= _EXCERPT:
        return _ranked(list(_in_excerpt(text, platform)), text)
    found: dict[tuple[object, ...], Finding] = {}
    for stretch in suspicious_stretches(each[0] for each in _LINE.finditer(text)):
        for finding in _in_stretch(stretch, platform):
            _keep_surest(found, finding)
    return _ranked(list(found.values()), text)


def _ranked(found: list[Finding], text: str) -> list[Finding]:
    """Return findings with the root cause first, as the text says without its dressing."""
    if len(found) < 2:  # noqa: PLR2004
        return found
    cleaned = clean(text)
    placed = [attrs.evolve(each, span=(cleaned.place(each.span[0]), cleaned.place(each.span[1]))) for each in found]
    places = {id(each): place for place, each in enumerate(placed)}
    plain = cleaned.text.replace("\u00a0", " ")
    return [found[places[id(each)]] for each in ranked(placed, plain)]


_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def recognize_lines(lines: Iterable[str], platform: str | None = None) -> Iterator[Finding]:
    """Yield the system errors of a log of any size, in its order, in constant memory.

    Args:
        lines: The log's lines, with their ends.
        platform: windows, linux or macos, where that is known.
    """
    recent: dict[tuple[object, ...], Finding] = {}
    for stretch in suspicious_stretches(lines):
        recent = {key: each for key, each in recent.items() if each.line + _SAME_FAILURE >= stretch.line}
        yield from _of_each_failure(_in_stretch(stretch, platform, recent), recent)


def _of_each_failure(found: Iterable[Finding], recent: dict[tuple[object, ...], Finding]) -> list[Finding]:
    """Leave out what a failure says again, nearby and of the same paths; the surest words of it stay."""
    kept: list[Finding] = []
    for finding in found:
        key = _key(finding)
        known = recent.get(key)
        if (
            known is None
            or finding.line - known.line > _SAME_FAILURE
            or (finding.paths and known.paths and finding.paths != known.paths)
        ):
            kept.append(finding)
            recent[key] = finding
        elif _is_surer(finding, known) and any(known is each for each in kept):
            kept = [finding if each is known else each for each in kept]
            recent[key] = finding
    return sorted(kept, key=lambda finding: finding.span)


def _in_stretch(
    stretch: Stretch, platform: str | None, recent: dict[tuple[object, ...], Finding] | None = None
) -> Iterator[Finding]:
    """Yield the errors that are a stretch's own, in its order.

    Args:
        stretch: The lines.
        platform: Where they are from, if that is known.
        recent: What was found before, which need not be said again; None where each error is wanted once.
    """
    for finding in _in_excerpt(stretch.text, platform, stretch, recent):
        yield attrs.evolve(
            finding,
            span=(finding.span[0] + stretch.place, finding.span[1] + stretch.place),
            line=finding.line + stretch.line - 1,
            alternatives=finding.alternatives
            and tuple(
                attrs.evolve(
                    other,
                    span=(other.span[0] + stretch.place, other.span[1] + stretch.place),
                    line=other.line + stretch.line - 1,
                )
                for other in finding.alternatives
            ),
        )


def _in_excerpt(
    text: str,
    platform: str | None,
    stretch: Stretch | None = None,
    recent: dict[tuple[object, ...], Finding] | None = None,
) -> Iterator[Finding]:
    """Yield the errors of a text that is read closely as a whole, in its order.

    Args:
        text: The text.
        platform: Where it is from, if that is known.
        stretch: The stretch that it is of a log, whose own errors are wanted; None where it is all there is.
        recent: What was found before; None where each error is wanted once, from where it is the surest.
    """
    if not text.strip():
        return
    cleaned = clean(text)
    around = Surroundings(cleaned.text, platform)
    found = sightings(around, wrapped_ends(cleaned, text), near=stretch is None)
    if stretch is not None:
        first, last = stretch.owned
        found = [each for each in found if first <= cleaned.origin(each.start, each.end)[0] < last]
    for sighting in _once(found) if recent is None else sorted(found, key=lambda each: (each.start, each.end)):
        start, end = cleaned.origin(sighting.start, sighting.end)
        line = text.count("\n", 0, start) + 1
        if recent and stretch and _is_known(sighting, line + stretch.line - 1, recent):
            continue
        yield _finding(sighting, around, text, (start, end, line))


def _is_known(sighting: Sighting, line: int, recent: dict[tuple[object, ...], Finding]) -> bool:
    """Tell whether a failure said nearby what it says again, whatever paths there are this time."""
    known = recent.get(key_of(sighting.codes[0]))
    return (
        known is not None
        and line - known.line <= _SAME_FAILURE
        and not known.paths
        and not sighting.confidence == "certain" != known.confidence
    )


# --- from sightings to findings ---


def _key(finding: Finding) -> tuple[object, ...]:
    return key_of(SystemCode(finding.namespace, finding.code, finding.symbol))


def _is_surer(finding: Finding, known: Finding) -> bool:
    return finding.confidence == "certain" != known.confidence


def _keep_surest(found: dict[tuple[object, ...], Finding], finding: Finding) -> None:
    known = found.get(key := _key(finding))
    if known is None or _is_surer(finding, known):
        found[key] = finding


def _once(found: list[Sighting]) -> list[Sighting]:
    """Keep each error once: the surest sighting of it, then the first."""
    best: dict[tuple[str, object], Sighting] = {}
    for sighting in found:
        key = key_of(sighting.codes[0])
        known = best.get(key)
        if known is None or sighting.confidence == "certain" != known.confidence:
            best[key] = sighting
    return list(best.values())


def _finding(sighting: Sighting, around: Surroundings, original: str, place: tuple[int, int, int]) -> Finding:
    code = sighting.codes[0]
    block = around.block(sighting.start, sighting.end)
    start, end, line = place
    where = code.platform or ("windows" if code.namespace in WINDOWS else around.platform(sighting.start, sighting.end))
    if code.namespace == "errno" and sighting.language not in (None, "en") and not (around.given or code.platform):
        where = "linux"  # no other C library says it in other languages
    said = sighting.tool if sighting.tool == "curl" else None
    likely = tool_in(around.text) or (sighting.tool if sighting.tool in _LANGUAGES else None)
    operation, paths, tool, hints = _circumstances(block, code, where, said, likely)
    return Finding(
        namespace=code.namespace,
        code=code.code,
        symbol=code.symbol,
        kind=code.kind,
        platform=where,
        summary=_summary(code),
        language=sighting.language,
        confidence=sighting.confidence,
        matched=original[start:end],
        span=(start, end),
        line=line,
        operation=operation,
        paths=paths,
        tool=tool,
        alternatives=tuple(
            Finding(
                namespace=other.namespace,
                code=other.code,
                symbol=other.symbol,
                kind=other.kind,
                platform=other.platform or ("windows" if other.namespace in WINDOWS else None),
                summary=_summary(other),
                confidence="possible",
                matched=original[start:end],
                span=(start, end),
                line=line,
            )
            for other in sighting.codes[1:]
        ),
        hints=hints,
    )


@lru_cache(256)  # a log may say the same again and again
def _circumstances(
    block: Block, code: SystemCode, platform: str | None, said: str | None, likely: str | None
) -> tuple[str | None, tuple[str, ...], str | None, tuple[Advice, ...]]:
    """Return what was being done, to which paths, by which program, and what to do about it.

    Args:
        block: The failure.
        code: Its error.
        platform: Where it happened.
        said: The program that writes errors so, if that is certain.
        likely: The program that it is where neither that nor the failure names one.
    """
    paths = paths_of(block, code.namespace)
    operation = operation_of(block, code.symbol, code.namespace, paths)
    tool = tool_of(block) or said or likely
    text = f"{block.lead}\n{block.before}"[-_NEARBY:] + block.words + block.after
    situation = Situation(system=code, operation=operation, paths=paths, platform=platform, tool=tool, text=text)
    return operation, paths, tool, tuple(advise(situation))


def _summary(code: SystemCode) -> str:
    return kinds.SENTENCES[kinds.ErrorKind(code.kind)] if code.kind else str(code)
