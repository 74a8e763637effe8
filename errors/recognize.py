"""Text to findings: which system errors a log excerpt holds, whatever its tool and language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import attrs

from .advice import advise
from .codes import SystemCode, code_for, win32_of
from .formats import FORMS, infer_platform, operation_of
from .hints import Advice, Situation
from .kinds import SENTENCES, ErrorKind, identify
from .wording import find_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .formats import Form
    from .wording import Match

__all__ = ["Finding", "recognize", "recognize_lines"]

LONGEST_LINE = 20_000
WINDOW = 40  # lines that stream together
ANSI = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")
HIGHEST_ERRNO = 133
RANK = {"certain": 2, "likely": 1, "possible": 0}


@attrs.frozen(kw_only=True)
class Finding:
    """One system error in a text.

    Args:
        namespace: Whose code it is.
        code: Its number.
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
    """Return the system errors that *text* holds, the root cause first.

    Args:
        text: An excerpt of a log, in any language.
        platform: windows, linux or macos, where that is known.

    >>> recognize("Dem Client fehlt ein erforderliches Recht. (os error 1314)")[0].symbol
    'ERROR_PRIVILEGE_NOT_HELD'
    """
    found = [each for line in _lines(text) for each in _in_line(*line, platform or infer_platform(text))]
    best: dict[tuple[str, Any], Finding] = {}
    for finding in found:
        key = (finding.namespace, finding.symbol or finding.code)
        if key not in best or RANK[finding.confidence] > RANK[best[key].confidence]:
            best[key] = finding
    return sorted(best.values(), key=lambda finding: (-RANK[finding.confidence], -finding.span[0]))


def recognize_lines(lines: Iterable[str], platform: str | None = None) -> Iterator[Finding]:
    """Yield the system errors of a log of any size, in its order, in constant memory.

    Args:
        lines: The log's lines, with their ends.
        platform: windows, linux or macos, where that is known.
    """
    start = 0
    for number, line in enumerate(lines, 1):
        yield from _in_line(line, start, number, platform or infer_platform(line))
        start += len(line)


def _lines(text: str) -> Iterator[tuple[str, int, int]]:
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        yield line, start, number
        start += len(line)


def _in_line(line: str, start: int, number: int, platform: str | None) -> Iterator[Finding]:
    """Yield the findings of one line: codes first, then words that no code stands beside."""
    for offset in range(0, len(line), LONGEST_LINE):
        piece = ANSI.sub(lambda match: " " * len(match[0]), line[offset : offset + LONGEST_LINE])
        words = list(find_words(piece))
        coded = [found for form in FORMS for found in _by_form(form, piece, words, platform)]
        taken = {(each.namespace, each.symbol) for each in coded}
        for finding in (*coded, *_by_words(words, piece, taken, platform)):
            first, last = finding.span
            place = start + offset
            yield attrs.evolve(finding, span=(place + first, place + last), line=number)


def _by_form(form: Form, line: str, words: list[Match], platform: str | None) -> Iterator[Finding]:
    for match in form.pattern.finditer(line):
        groups = match.groupdict()
        number = int(groups["hex"], 16) if groups.get("hex") else int(groups["code"]) if groups.get("code") else None
        readings = _readings(form.namespace, number, groups.get("symbol"), platform)
        if not readings:
            continue
        near = [known for found in words if found.start <= match.end() for known in found.readings]
        chosen = next((code for code in readings if any(_same(code, known) for known in near)), readings[0])
        spoken = next((known.language for known in near if _same(chosen, known)), None)
        others = [code for code in readings if code is not chosen]
        certain = form.namespace is not None or bool(spoken) or platform is not None
        finding = _finding(chosen, line, match.span(), "certain" if certain else "likely", platform)
        paths = tuple(path for path in (groups.get("path"), groups.get("other")) if path)
        operation = operation_of(groups.get("call") or "") or finding.operation
        yield attrs.evolve(
            finding,
            language=spoken,
            paths=paths,
            operation=operation,
            tool=form.tool,
            alternatives=tuple(_finding(code, line, match.span(), "possible", None) for code in others),
        )


def _readings(namespace: str | None, number: int | None, symbol: str | None, platform: str | None) -> list[SystemCode]:
    """Return what a number or a name can mean, the likeliest first; nothing for one that no table has."""
    if namespace == "win32" and number is not None and not 0 < number <= 0xFFFF:  # noqa: PLR2004
        namespace, number = "hresult", number % 2**32
    if namespace in {"hresult", "ntstatus"}:
        code = identify(namespace, None if number is None else number % 2**32, symbol=symbol, platform="windows")
        return [win32_of(code) if namespace == "hresult" and win32_of(code) else code] if code.symbol else []  # type: ignore[list-item]
    if namespace == "errno" and number is not None and number < 0:
        symbol, number = _libuv(number), None
    if symbol is not None:
        named = code_for(namespace or "errno", symbol, platform)
        return [identify(namespace or "errno", named, symbol=symbol, platform=platform)] if named is not None else []
    if namespace is not None:
        return [code] if (code := identify(namespace, number, platform=platform)).symbol else []
    unix = "macos" if platform == "macos" else "linux"
    both = [identify("win32", number, platform="windows"), identify("errno", number, platform=unix)]
    known = [code for code in both if code.symbol]
    windows_first = platform == "windows" or (platform is None and (number or 0) > HIGHEST_ERRNO)
    return known if windows_first else known[::-1]


def _libuv(number: int) -> str | None:
    """Return the name of libuv's or Node's negative number."""
    code = identify("errno", number)
    return code.symbol or identify("errno", -number, platform="linux").symbol


def _same(code: SystemCode, known: Any) -> bool:
    return (code.namespace, code.symbol) == (known.namespace, known.symbol)


def _by_words(
    words: list[Match], line: str, taken: set[tuple[str, str | None]], platform: str | None
) -> Iterator[Finding]:
    for match in words:
        readings = [identify(known.namespace, known.number, symbol=known.symbol) for known in match.readings]
        if any((code.namespace, code.symbol) in taken for code in readings) or taken:
            continue
        preferred = "win32" if platform == "windows" else "errno"
        order = sorted(range(len(readings)), key=lambda place: readings[place].namespace != preferred)
        first = readings[order[0]]
        others = {
            readings[place].symbol: readings[place] for place in order[1:] if readings[place].symbol != first.symbol
        }
        confidence = "likely" if others else "certain"
        if match.end - match.start < 12:  # noqa: PLR2004 -- short words are common words
            confidence = "possible" if others else "likely"
        finding = _finding(first, line, (match.start, match.end), confidence, platform)
        language = match.readings[order[0]].language
        alternatives = tuple(
            _finding(code, line, (match.start, match.end), "possible", None) for code in others.values()
        )
        yield attrs.evolve(finding, language=language, alternatives=alternatives)


def _finding(code: SystemCode, line: str, span: tuple[int, int], confidence: str, platform: str | None) -> Finding:
    start, end = span
    where = code.platform or ("windows" if code.namespace in {"win32", "hresult", "ntstatus"} else platform)
    operation = operation_of(line[:start][-500:])
    situation = Situation(system=code, operation=operation, platform=where, text=line[:500])
    return Finding(
        namespace=code.namespace,
        code=code.code,
        symbol=code.symbol,
        kind=code.kind,
        platform=where,
        summary=SENTENCES[ErrorKind(code.kind)] if code.kind else str(code),
        confidence=confidence,
        matched=line[start:end],
        span=(start, end),
        operation=operation,
        hints=tuple(advise(situation)),
    )
