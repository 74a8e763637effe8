"""A cheap look at a log: which of its lines are worth a close one.

A line is suspicious if it has a word that some format or some message has, or letters beyond ASCII: those are compared
with the catalogs. Words are split and looked up in a set, which is ten times as fast as any pattern.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .codes import search
from .wording import shipped_words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["suspicious", "suspicious_stretches"]

_WORDS = """
    error errors errno winerror oserror exception hresult ntstatus curl http status certificate ssl tls x509 pkix
    resolve resolution getaddrinfo gaierror servname unauthorized forbidden toomanyrequests denied privilege
    windowserror fehler erreur erro errore fout eai wsa cert issuer connectex handshake path failed
""".split()
_NUMBERS = (
    "0x8",
    "0x9",
    "0xc",
    "0xC",
    "0xd",
    "0xD",
    "322122",
    "-10737",
    "-2146",
    "-2147",
    "21478",
    "21479",
    "2148",
    "2149",
    "8003",
    "8007",
    "8009",
    "8024",
)
_WIDE = re.compile(r"0x[89cdCD][0-9a-fA-F]{7}|322122\d{4}|-10737\d{5}|-?214[678]\d{6}|\b800[3-9][0-9a-fA-F]{4}\b")
_SPLIT = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_CONTEXT = 4  # lines before a suspicious one that may say what was being done, and after it


@cache
def _telling() -> frozenset[str]:
    names = {code.symbol.lower() for code in search("E") if code.namespace == "errno" and code.symbol}
    return frozenset(_WORDS) | names | {f"wsa{name}" for name in names}


def suspicious(text: str) -> bool:
    """Tell whether a text may hold an error.

    >>> suspicious("all is well"), suspicious("cp: Permission denied")
    (False, True)
    """
    if not text.isascii():
        return True
    words = set(text.translate(_SPLIT).split())
    if not _telling().isdisjoint(words) or _has_wide_number(text):
        return True
    by_word = shipped_words()
    return any(needed <= words for word in words & by_word.keys() for needed in by_word[word])


def _has_wide_number(text: str) -> bool:
    return any(map(text.__contains__, _NUMBERS)) and bool(_WIDE.search(text))


def _hits(lines: list[str], first: int, end: int) -> Iterator[int]:
    """Yield the suspicious lines among [first, end) of a suspicious block, by halves: most of it is innocent."""
    if end - first <= 1:
        yield from range(first, end)
        return
    middle = (first + end) // 2
    for start, stop in ((first, middle), (middle, end)):
        if suspicious("".join(lines[start:stop])):
            yield from _hits(lines, start, stop)


def suspicious_stretches(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield stretches of lines around suspicious ones: the first line's index, its place in the text, the stretch."""
    wanted = sorted(
        {
            near
            for index in _hits(lines, 0, len(lines))
            for near in range(max(0, index - _CONTEXT), min(len(lines), index + _CONTEXT + 1))
        }
    )
    place, index, places = 0, 0, []
    for line in lines:
        places.append(place)
        place += len(line)
    while index < len(wanted):
        last = index
        while last + 1 < len(wanted) and wanted[last + 1] == wanted[last] + 1:
            last += 1
        first = wanted[index]
        newlines = sum(line.count("\n") for line in lines[:first])
        yield newlines, places[first], "".join(lines[first : wanted[last] + 1])
        index = last + 1
