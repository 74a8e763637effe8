"""Text to findings: which system errors a log excerpt holds, whatever its tool and language.

Numbers and names come from formats.py, words from wording.py; where both stand together, the words decide whose number
it is. Long texts and streams are read in blocks, and only lines that a cheap look finds suspicious are read closely.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from . import kinds
from .advice import advise
from .blocks import Surroundings
from .circumstances import paths_of, tool_in, tool_of
from .cleaning import Mapped, clean, wrapped_ends
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
        return ranked(_in_excerpt(text, platform), text)
    found: dict[tuple[object, ...], Finding] = {}
    for stretch in suspicious_stretches(each[0] for each in _LINE.finditer(text)):
        for finding in _in_stretch(stretch, platform, once=True):
            _keep_surest(found, finding)
    return ranked(list(found.values()), text)


_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def recognize_lines(lines: Iterable[str], platform: str | None = None) -> Iterator[Finding]:
    """Yield the system errors of a log of any size, in its order, in constant memory.

    Args:
        lines: The log's lines, with their ends.
        platform: windows, linux or macos, where that is known.
    """
    recent: dict[tuple[object, ...], Finding] = {}
    for stretch in suspicious_stretches(lines):
        found = _in_stretch(stretch, platform, once=False)
        recent = {key: each for key, each in recent.items() if each.line + _SAME_FAILURE >= stretch.line}
        yield from _of_each_failure(found, recent)


def _of_each_failure(found: list[Finding], recent: dict[tuple[object, ...], Finding]) -> list[Finding]:
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
        elif _is_surer(finding, known) and known in kept:
            kept[kept.index(known)] = recent[key] = finding
    return sorted(kept, key=lambda finding: finding.span)


def _in_stretch(stretch: Stretch, platform: str | None, *, once: bool) -> list[Finding]:
    """Return the errors that are a stretch's own, in its order."""
    found = _in_excerpt(stretch.text, platform, stretch.owned, once=once)
    moved = [
        attrs.evolve(
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
        for finding in found
    ]
    return sorted(moved, key=lambda finding: finding.span)


def _in_excerpt(
    text: str, platform: str | None, owned: tuple[int, int] | None = None, *, once: bool = True
) -> list[Finding]:
    """Return the errors of a text that is read closely as a whole.

    Args:
        text: The text.
        platform: Where it is from, if that is known.
        owned: Where errors must begin; None for everywhere.
        once: Whether each error is wanted once, from where it is the surest.
    """
    if not text.strip():
        return []
    cleaned = clean(text)
    around = Surroundings(cleaned.text, platform)
    found = sightings(around, wrapped_ends(cleaned, text))
    if owned is not None:
        found = [each for each in found if owned[0] <= cleaned.origin(each.start, each.end)[0] < owned[1]]
    if once:
        found = _once(found)
    return [_finding(sighting, cleaned, text, around) for sighting in found]


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


def _finding(sighting: Sighting, cleaned: Mapped, original: str, around: Surroundings) -> Finding:
    code = sighting.codes[0]
    block = around.block(sighting.start, sighting.end)
    start, end = cleaned.origin(sighting.start, sighting.end)
    line = original.count("\n", 0, start) + 1
    where = code.platform or ("windows" if code.namespace in WINDOWS else around.platform(sighting.start, sighting.end))
    paths = paths_of(block, code.namespace)
    operation = operation_of(block, code.symbol, code.namespace, paths)
    tool = sighting.tool if sighting.tool in ("python", "node", "java", "go", "curl") else None
    situation = Situation(
        system=code,
        operation=operation,
        paths=paths,
        platform=where,
        tool=tool_of(block) or (tool if tool == "curl" else None) or tool_in(cleaned.text) or tool,
        text=f"{block.lead}\n{block.before}"[-_NEARBY:] + block.words + block.after,
    )
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
        tool=situation.tool,
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
        hints=tuple(advise(situation)),
    )


def _summary(code: SystemCode) -> str:
    return kinds.SENTENCES[kinds.ErrorKind(code.kind)] if code.kind else str(code)
