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
from .circumstances import operation_of, paths_of, tool_of
from .cleaning import Mapped, clean, join_wrapped
from .codes import SystemCode
from .formats import Mention, find_mentions
from .hints import Advice, Situation
from .live_catalogs import find_live_messages
from .number_spaces import guess_platform, readings
from .suspicion import suspicious, suspicious_stretches
from .wording import Wording, find_messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Finding", "recognize", "recognize_lines"]

_BLOCK = 16_000  # characters that are looked at together in a long text
_EXCERPT = 40_000  # characters up to which a text is read closely as a whole
_NEAR = 120  # characters between a number and the words that belong to it
_BESIDE = 12  # characters: so close, they belong together even where they disagree
_CONTEXT = 700  # characters before an error that say what was being done
_WINDOWS = frozenset({"win32", "hresult", "ntstatus"})
_ALIASES = {"ENOTSUP": "EOPNOTSUPP", "EWOULDBLOCK": "EAGAIN", "EDEADLOCK": "EDEADLK"}
_CHAIN = re.compile(
    r"caused by|^[ \t]{0,12}cause:|原因|^[ \t]{0,12}[|`╰]?[ \t]?[-─]{1,3}[>▶]|^[ \t]{0,12}\d: ",
    re.IGNORECASE | re.MULTILINE,
)
# Words that say less than whatever else a text holds.
_WEAK = frozenset({"curl"})


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


@attrs.frozen
class _Sighting:
    """An error at [start, end) of a cleaned text: its readings, the likeliest first."""

    codes: list[SystemCode]
    start: int
    end: int
    confidence: str
    language: str | None = None
    tool: str | None = None


def recognize(text: str, platform: str | None = None) -> list[Finding]:
    """Return the system errors that *text* holds, the root cause first.

    Args:
        text: An excerpt of a log, in any language.
        platform: windows, linux or macos, where that is known.

    >>> recognize("Dem Client fehlt ein erforderliches Recht. (os error 1314)")[0].symbol
    'ERROR_PRIVILEGE_NOT_HELD'
    """
    if len(text) <= _EXCERPT:
        return _in_excerpt(text, platform)
    found = list(recognize_lines(text.splitlines(keepends=True), platform))
    return _ranked(found, text[:_EXCERPT])


def recognize_lines(lines: Iterable[str], platform: str | None = None) -> Iterator[Finding]:
    """Yield the system errors of a log of any size, in its order, in constant memory.

    Args:
        lines: The log's lines, with their ends.
        platform: windows, linux or macos, where that is known.
    """
    place, number = 0, 1
    for block in _blocks(lines):
        text = "".join(block)
        if suspicious(text):
            for first, start, stretch in suspicious_stretches(block):
                yield from _moved(_in_excerpt(stretch, platform), place + start, number + first)
        place += len(text)
        number += text.count("\n")


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    size = 0
    for line in lines:
        if len(line) > _BLOCK:  # a line may be as long as the log
            yield block
            yield from ([line[start : start + _BLOCK]] for start in range(0, len(line), _BLOCK))
            block, size = [], 0
            continue
        block.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _moved(findings: list[Finding], place: int, line: int) -> Iterator[Finding]:
    for finding in sorted(findings, key=lambda finding: finding.span):
        start, end = finding.span
        yield attrs.evolve(finding, span=(start + place, end + place), line=finding.line + line - 1)


def _in_excerpt(text: str, platform: str | None) -> list[Finding]:
    if not text.strip():
        return []
    cleaned = clean(text)
    where = platform or guess_platform(cleaned.text)
    sightings = _sightings(cleaned.text, where, given=platform is not None)
    if not sightings and (joined := join_wrapped(cleaned)) is not cleaned:
        cleaned = joined
        sightings = _sightings(cleaned.text, where, given=platform is not None)
    if not sightings:
        return []
    return _ranked([_finding(sighting, cleaned, text, where) for sighting in _distinct(sightings)], cleaned.text)


# --- what stands in a text ---


def _sightings(text: str, platform: str | None, *, given: bool) -> list[_Sighting]:
    groups = _grouped(find_messages(text) or find_live_messages(text))
    used: set[tuple[int, int]] = set()
    found: list[_Sighting] = []
    for mention in _apart(find_mentions(text)):
        meanings = readings(mention, platform)
        if not meanings:
            continue
        near = [span for span in groups if _distance(span, mention) <= _NEAR]
        near.sort(key=lambda span: _distance(span, mention))
        agreeing = next(((span, code) for span in near for code in meanings if _says(groups[span], code)), None)
        used.update(span for span in near if _distance(span, mention) <= _BESIDE)
        if agreeing:
            span, code = agreeing
            used.add(span)
            language = next(each.message.language for each in groups[span] if _says([each], code))
            others = [other for other in meanings if other is not code]
            start, end = min(span[0], mention.start), max(span[1], mention.end)
            found.append(_Sighting([code, *others], start, end, "certain", language, mention.tool))
        else:
            sure = mention.space not in ("rust", "number") or given or len(meanings) == 1
            confidence = "certain" if sure else "likely"
            found.append(_Sighting(meanings, mention.start, mention.end, confidence, None, mention.tool))
    for span, wordings in groups.items():
        if span not in used:
            found.append(_by_words(span, wordings, platform, text))
    return found


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Drop what overlaps something of an earlier, more exact row, and errno's numbers beside getaddrinfo's words."""
    kept: list[Mention] = []
    for mention in mentions:
        if not any(other.start < mention.end and mention.start < other.end for other in kept[-200:]):
            kept.append(mention)
    names = [
        mention for mention in kept if (mention.meaning or ("",))[0] == "getaddrinfo" or mention.space == "getaddrinfo"
    ]
    kept = [
        mention
        for mention in kept
        if mention.space != "number" or not any(abs(name.start - mention.end) <= _BESIDE for name in names)
    ]
    return sorted(kept, key=lambda mention: mention.start)


def _grouped(wordings: list[Wording]) -> dict[tuple[int, int], list[Wording]]:
    groups: dict[tuple[int, int], list[Wording]] = {}
    for wording in wordings:
        groups.setdefault((wording.start, wording.end), []).append(wording)
    return groups


def _distance(span: tuple[int, int], mention: Mention) -> int:
    return max(0, mention.start - span[1], span[0] - mention.end)


def _says(wordings: list[Wording], code: SystemCode) -> bool:
    return any(_same(wording, code) for wording in wordings)


def _same(wording: Wording, code: SystemCode) -> bool:
    message = wording.message
    if message.namespace != code.namespace:
        return code.namespace == "hresult" and message.namespace == "hresult" and message.code == code.code
    if code.namespace == "errno" and code.symbol:
        return _ALIASES.get(message.symbol, message.symbol) == _ALIASES.get(code.symbol, code.symbol)
    return message.code == code.code or (code.code is None and message.symbol == code.symbol)


def _by_words(span: tuple[int, int], wordings: list[Wording], platform: str | None, text: str) -> _Sighting:
    """Choose among what the same words mean: a number beside them decides, then the platform."""
    beside = set(
        re.findall(
            r"(?<![\w.])-?\d{1,5}(?![\w.])", text[max(0, span[0] - 60) : span[0]] + " " + text[span[1] : span[1] + 40]
        )
    )
    wordings = sorted(wordings, key=lambda wording: _unlikeliness(wording, platform, beside))
    codes: list[SystemCode] = []
    for wording in wordings:
        code = _code_of(wording)
        if not any((code.namespace, code.symbol) == (known.namespace, known.symbol) for known in codes):
            codes.append(code)
    first = wordings[0]
    confidence = "likely" if first.whole else "possible"
    if first.message.symbol == "EIO" and text[span[1] : span[1] + 2] == ": ":
        confidence = "possible"  # "I/O error: ..." names a class of errors; which one follows
    if str(first.message.code) in beside and first.whole:
        confidence = "certain"
    return _Sighting(codes, *span, confidence, first.message.language)


def _unlikeliness(wording: Wording, platform: str | None, beside: set[str]) -> tuple[bool, bool, int, int]:
    message = wording.message
    windows = message.namespace in _WINDOWS
    elsewhere = {"windows": not windows, "linux": windows, "macos": windows}.get(platform or "", False)
    if platform == "macos" and message.variant == "macos":
        elsewhere = False
    return elsewhere, str(message.code) not in beside, 0 if not message.variant else 1, message.code


def _code_of(wording: Wording) -> SystemCode:
    message = wording.message
    if message.namespace == "errno":  # the catalogs have Linux's numbers; the words may be another system's
        return kinds.classify(SystemCode("errno", None, message.symbol))
    symbol = message.symbol if not message.symbol.isdigit() else None
    return kinds.classify(SystemCode(message.namespace, message.code, symbol))


# --- from sightings to findings ---


def _distinct(sightings: list[_Sighting]) -> list[_Sighting]:
    """Keep each error once: the surest sighting of it, then the first."""
    best: dict[tuple[str, object], _Sighting] = {}
    for sighting in sightings:
        code = sighting.codes[0]
        key = (code.namespace, _ALIASES.get(code.symbol or "", code.symbol) or code.code)
        known = best.get(key)
        if known is None or (sighting.confidence == "certain") > (known.confidence == "certain"):
            best[key] = sighting
    return list(best.values())


def _ranked(findings: list[Finding], text: str) -> list[Finding]:
    """Put the root cause first: the innermost of a chain, else the first line's; what says little comes last."""
    backward = bool(_CHAIN.search(text))
    return sorted(
        findings,
        key=lambda finding: (
            finding.namespace in _WEAK,
            finding.confidence == "possible",
            -finding.line if backward else finding.line,
            -finding.span[0],
        ),
    )


def _finding(sighting: _Sighting, cleaned: Mapped, original: str, platform: str | None) -> Finding:
    text, code = cleaned.text, sighting.codes[0]
    before = text[max(0, sighting.start - _CONTEXT) : sighting.end]
    rest = text[sighting.end : sighting.end + _CONTEXT]
    after = rest.partition("\n")[0]
    start, end = cleaned.origin(sighting.start, sighting.end)
    line = original.count("\n", 0, start) + 1
    where = code.platform or ("windows" if code.namespace in _WINDOWS else platform)
    said = before.rpartition("\n\n")[2] or before
    near = said[-300:]
    operation = operation_of(near + after[:60])
    paths = paths_of(said, after)
    tool = sighting.tool if sighting.tool in ("python", "node", "java", "go", "curl") else None
    situation = Situation(
        system=code, operation=operation, paths=paths, platform=where, tool=tool_of(before) or tool, text=near + after
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
                platform=other.platform or ("windows" if other.namespace in _WINDOWS else None),
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
