# ruff: noqa: E501, RUF001 -- patterns are easier to read in few lines; texts hold full-width colons
"""Which of a text's errors is its root cause: of a chain the innermost, of several failures the one that mattered.

A text is a row of chains, one failure each. Later lines of a chain lie deeper. The first chain comes first, unless a log
says that things went on after it: then it was a warning, or was tried again. What says little (a wrapper's number, a
tool's own code) comes after what says more.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Protocol, TypeVar

__all__ = ["ranked"]

_FAR = 4_000  # characters between two errors of one chain
_ASIDE = 300  # characters of a line that are looked at, before and after an error
_LINES_APART = 3  # lines after which a fatal error is not of the failure before it
_DEEPER = re.compile(
    r"caused by|nested exception|root cause|underlying (?:error|cause)|original error|inner exception|inne?re? ausnahme|intern\w? (?:ausnahme|undantag|unntak|undtagelse)|exception interne|excepción interna|eccezione interna"
    r"|exceção interna|wewnętrzn\w+ wyjąt|внутренн\w+ исключени|внутрішн\w+ винят|内部异常|內部例外|内部例外|내부 예외|verursacht durch|hervorgerufen durch|caus[ée]e? par|causad[oa] por|causat[oa] da|spowodowan|veroorzaakt door|orsakad|вызван"
    r"|原因|引起|导致|導致|에 의해|^[ \t]{0,12}\[?(?:cause|reason|details?|ursache|grund|motivo|raison|причина)\]?[ \t]?[:：]|^[ \t]{0,12}[|`╰]?[ \t]?[-─]{1,3}[>▶]|^[ \t]{0,12}\d: ",
    re.IGNORECASE | re.MULTILINE,
)
# What a line says of an error that did not end the matter.
_MILD = re.compile(
    r"^[^\n]{0,60}?(?<![\w/])(?:warn(?:ing)?|npm notice|notice|info|debug|trace|verbose|warnung|avertissement|advertencia|avviso|aviso|предупреждение|ostrzeżenie|waarschuwing|varning|警告)(?![\w/])(?<!error)|^W: "
    r"|\b(?:ignor(?:ed|ing)|non-?fatal|harmless|skipp(?:ed|ing)|continuing|going on|falling back|trying)\b"
    r"|\b(?:could not|couldn't|cannot|can't|failed to|unable to) (?:delete|remove|clean ?up|unlink)\b[^\n]{0,60}?\b(?:temp|tmp|temporary|backup|old)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\b(?:retry(?:ing)?|(?:will|going to) (?:re)?try|try(?:ing)? again|next try)\b", re.IGNORECASE)
_GAVE_UP = re.compile(
    r"\b(?:giv(?:ing|en|e) up|gave up|max(?:imum)? (?:re)?tries|retries (?:exhausted|exceeded)|too many retries|after \d+ (?:attempts|tries|retries))",
    re.IGNORECASE,
)
_WENT_ON = re.compile(
    r"^(?![^\n]*(?:\bun|\bnot |roll|restor|revert|clean|remov|uninstall))[^\n]{0,120}\b(?:success(?:ful(?:ly)?)?|succeeded|recovered)\b",
    re.IGNORECASE | re.MULTILINE,
)
_FATAL = re.compile(r"^[^\n]{0,60}?\b(?:FATAL|CRITICAL|EMERG|SEVERE|PANIC)\b")
_VERDICT = re.compile(
    r"\breturn value 3\b|\bmainenginethread is returning 1[56]|\bactual error code 1603\b", re.IGNORECASE
)
_BARE = re.compile(r"(?:windows|win32|system|os)[ _]?(?:system )?(?:error|code)\b", re.IGNORECASE)
# What wraps other errors: E_FAIL, E_UNEXPECTED, DISP_E_EXCEPTION, .NET's general exceptions, and failed installations.
_WRAPPERS = {
    "hresult": frozenset(
        {0x80004005, 0x8000FFFF, 0x80020009, 0x80131500, 0x80131501, 0x80131509, 0x80131604, 0x80131620, 0x80070643}
    ),
    "win32": frozenset({1603, 1627, 15600, 15606, 15609}),
    "ntstatus": frozenset({0xC0000001, 0xE0434352, 0xC000041D}),
}
# What a full or read-only volume makes of names that could not be created on it: nothing is there.
_MISSING = frozenset({"ENOENT", "ERROR_FILE_NOT_FOUND", "ERROR_PATH_NOT_FOUND"})
_UNWRITABLE = frozenset({"ENOSPC", "EDQUOT", "EROFS", "ERROR_DISK_FULL", "ERROR_HANDLE_DISK_FULL"})
_SAME_STRETCH = 20  # lines in which one follows from the other


class Found(Protocol):
    """An error with its place in a text."""

    @property
    def namespace(self) -> str: ...
    @property
    def code(self) -> int | None: ...
    @property
    def symbol(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def confidence(self) -> str: ...
    @property
    def matched(self) -> str: ...
    @property
    def span(self) -> tuple[int, int]: ...
    @property
    def line(self) -> int: ...


F = TypeVar("F", bound=Found)


def ranked(findings: list[F], text: str) -> list[F]:
    """Return findings with the root cause first.

    Args:
        findings: Each with its place in the text.
        text: The whole text.
    """
    if len(findings) < 2:  # noqa: PLR2004
        return findings
    findings = sorted(findings, key=lambda finding: finding.span)
    chains = {id(findings[0]): 0}
    for before, finding in pairwise(findings):
        chains[id(finding)] = chains[id(before)] + (not _is_deeper(text, before, finding))
    blamed = _blamed(findings, text)
    bare = {
        id(each)
        for each, below in pairwise(findings)
        if _is_bare(each) and below.language and below.line <= each.line + 1
    }
    vague = sum(finding.namespace == "tls" for finding in findings) > 1
    return sorted(
        findings,
        key=lambda finding: (
            _is_vague(finding) or id(finding) in bare or (vague and finding.symbol == "CERTIFICATE_VERIFY_FAILED"),
            _follows(finding, findings, text),
            finding is not blamed and _is_over(finding, findings, text),
            finding.confidence == "possible",
            finding is not blamed,
            chains[id(finding)],
            -finding.line,
            -finding.span[0],
        ),
    )


def _blamed(findings: list[F], text: str) -> F | None:
    """Return the error that was said last before an installer's verdict, if there is one."""
    verdict = _VERDICT.search(text)
    if verdict is None:
        return None
    end = verdict.start()
    before = (each for each in findings if each.span[0] < end and not _is_vague(each))
    return max(before, key=lambda each: text.rfind(each.matched, 0, end), default=None)


def _is_deeper(text: str, before: Found, finding: Found) -> bool:
    """Tell whether an error is of the same failure as the one before it, and lies deeper."""
    between = text[before.span[1] : finding.span[0]]
    return before.line == finding.line or (len(between) < _FAR and bool(_DEEPER.search(between)))


def _is_bare(finding: Found) -> bool:
    """Tell whether an error is a number without its words, of no function."""
    return not finding.language and bool(_BARE.match(finding.matched))


def _is_vague(finding: Found) -> bool:
    """Tell whether an error says less than whatever else a text holds."""
    bare = finding.namespace == "win32" and finding.code == 1 and not finding.language
    return finding.namespace == "curl" or bare or finding.code in _WRAPPERS.get(finding.namespace, ())


def _follows(finding: Found, findings: list[F], text: str) -> bool:
    """Tell whether an error follows from another: it is missing on a full volume, or explains a server's status."""
    if finding.symbol in _MISSING:
        return any(each.symbol in _UNWRITABLE and abs(each.line - finding.line) <= _SAME_STRETCH for each in findings)
    return any(
        each.namespace == "http"
        and each.line == finding.line
        and each.span[1] <= finding.span[0]
        and not text[each.span[1] : finding.span[0]].strip(" :,.-–")
        for each in findings
    )


def _is_over(finding: Found, findings: list[F], text: str) -> bool:
    """Tell whether things went on after an error: it was a warning, or later lines are of another, fatal failure."""
    start, end = finding.span
    head = text[max(0, start - _ASIDE) : start].rpartition("\n")[2]
    rest = text[end : end + _ASIDE]
    tail, _, below = rest.partition("\n")
    if _MILD.search(f"{head}{text[start:end]}{tail}"):
        return True
    again = f"{tail}\n{below.partition(chr(10))[0]}"
    if _AGAIN.search(again) and not _GAVE_UP.search(text, end, end + 10 * _FAR):
        return True
    later = [each for each in findings if each.span[0] > end]
    if any(_WENT_ON.search(text[end : min(each.span[0], end + _FAR)].partition("\n")[2]) for each in later[:1]):
        return True
    return any(
        each.line - finding.line > _LINES_APART
        and _FATAL.search(text[max(0, each.span[0] - _ASIDE) : each.span[0]].rpartition("\n")[2])
        for each in later[:9]
    ) and not _FATAL.search(head)
