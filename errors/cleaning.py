# ruff: noqa: RUF001 -- texts hold full-width punctuation
"""Take off what terminals, mail and web pages put around a text, and remember where each character came from."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from html import unescape
from itertools import accumulate

__all__ = ["Mapped", "clean", "join_wrapped", "without_colors", "without_stamps", "wrapped_ends"]

_COLOR = r"\x1b\[[0-9;:?]{0,40}[ -/]{0,4}[@-~]"  # and cursor movements
_QUOTE = r"(?:[ \t]{0,8}[>|│┃]){1,6}[ \t]?"
_STAMP = (
    r"(?:\[?\d{4}[-/.]\d\d[-/.]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:\s?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?"
    r"|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?"
    r"|[A-Z][a-z]{2}\s{1,2}\d{1,2} \d\d:\d\d:\d\d [\w.-]{1,64} [\w.@/-]{1,64}(?:\[\d{1,9}\])?:"  # journals
    r"|\#\d{1,4} \d{1,5}\.\d{1,3})[ \t]"  # builds of containers
)
_MARKS = "\u0300-\u036f\u3099\u309a\u1160-\u11ff"  # accents and letters that are characters of their own
_DRESSING = re.compile(
    rf"^(?:{_COLOR})?(?:{_STAMP})?{_QUOTE}(?:{_STAMP})?|^(?:{_COLOR})?{_STAMP}"
    rf"|{_COLOR}"
    r"|\x1b\][^\x07\x1b\n]{0,400}(?:\x07|\x1b\\)"  # window titles and links
    r"|\x1b[@-_]"
    r"|&(?:\#\d{2,7}|\#x[0-9a-fA-F]{2,6}|amp|lt|gt|quot|apos|nbsp|[a-zA-Z]{2,8});"  # HTML
    r"|\^M$|[\r\x00\u200b\u200e\u200f\u2066-\u2069\ufeff]"
    rf"|[^{_MARKS}][{_MARKS}]{{1,8}}",
    re.MULTILINE,
)
_DRESSED = re.compile(
    rf"[\x1b\r\x00\u200b\u200e\u200f\u2066-\u2069\ufeff{_MARKS}]|\^M|&[#a-zA-Z]|^[ \t]{{0,8}}[>|│┃]"
    r"|^(?:\[?\d\d:\d\d:|\[?\d{4}[-/.]\d\d|#\d{1,4} \d|[A-Z][a-z]{2}\s{1,2}\d{1,2} \d\d:)",
    re.MULTILINE,
)
_BETWEEN = re.compile(rf"^(?:{_QUOTE})?{_STAMP}|&(?:\#x?[0-9a-fA-F]{{2,7}}|[a-zA-Z]{{2,8}});", re.MULTILINE)
# One character for another, so that places stay.
_PLAIN = str.maketrans("（）［］【】：；，＝\u3000‘’", "()[][]:;,= ''")
_PLAINER = re.compile("[（）［］【】：；，＝\u3000‘’]")
_ALIKE = 4  # characters: lines that begin alike are records of a log, not pieces of one line
_NARROWEST = 60  # columns: nobody wraps hard at less
_USUAL = frozenset({72, 76, 78, 79, 80, 100, 119, 120, 132})  # widths that one full line is enough to tell


class Mapped:
    """A text, and for each of its pieces where it was in the text that it was made from."""

    __slots__ = ("_heads", "_origins", "text")

    def __init__(self, pieces: list[tuple[str, int, int | None]]) -> None:
        """Take the pieces: a text, where it began, and where what it stands for ended, None if it stands for itself."""
        self.text = "".join([text for text, _, _ in pieces])
        self._origins = [(start, end) for text, start, end in pieces if text]
        self._heads = list(accumulate([len(text) for text, _, _ in pieces if text], initial=0))[:-1]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of this text, [start, end), lies in the other."""
        if not self._heads:
            return 0, 0
        head = bisect_right(self._heads, start) - 1
        begins, ends = self._origins[head]
        first = begins + start - self._heads[head] if ends is None else begins
        if start >= end:
            return first, first
        tail = bisect_right(self._heads, end - 1) - 1
        begins, ends = self._origins[tail]
        return first, begins + end - self._heads[tail] if ends is None else ends

    def place(self, origin: int) -> int:
        """Return where in this text a character of the other is, or what follows it if it was left out."""
        piece = bisect_right(self._origins, origin, key=lambda each: each[0]) - 1
        if piece < 0:
            return 0
        head, (begins, ends) = self._heads[piece], self._origins[piece]
        following = self._heads[piece + 1] if piece + 1 < len(self._heads) else len(self.text)
        return min(head + origin - begins, following) if ends is None else head


def clean(text: str) -> Mapped:
    r"""Return a text without colors, quoting and entities.

    >>> clean("\x1b[31mZugriff&nbsp;verweigert\x1b[0m").text.split()
    ['Zugriff', 'verweigert']
    """
    if not text.isascii() and _PLAINER.search(text):
        text = text.translate(_PLAIN)
    if not _DRESSED.search(text):
        return Mapped([(text, 0, None)])
    pieces: list[tuple[str, int, int | None]] = []
    last = 0
    for found in _DRESSING.finditer(text):
        start, end = found.span()
        pieces.append((text[last:start], last, None))
        if meant := _meant(found[0]):
            pieces.append((meant, start, end))
        last = end
    pieces.append((text[last:], last, None))
    return Mapped(pieces)


def without_colors(text: str) -> str:
    """Return a text without colors and what else terminals take away, its line breaks where they were."""
    return _INVISIBLE.sub("", text)


def without_stamps(text: str) -> str:
    """Return a text without what letters records of a log and web pages put between words."""
    return _BETWEEN.sub(" ", text)


def _meant(dressing: str) -> str:
    """Return what dressing stands for: a character, or nothing."""
    if dressing[0] == "&":
        return unescape(dressing)
    if len(dressing) > 1 and "\u0300" <= dressing[-1] <= "\u309a" and dressing[-1] not in "│┃":
        return unicodedata.normalize("NFC", dressing)
    if "\u1160" <= dressing[-1] <= "\u11ff":
        return unicodedata.normalize("NFC", dressing)
    return ""


def wrapped_ends(cleaned: Mapped, original: str) -> list[int]:
    """Return the ends of a cleaned text's lines that fill the same width, as a terminal breaks them, even in words.

    Args:
        cleaned: The text without its dressing; it may have been dressed after it was broken, or before.
        original: The text as it was.
    """
    text = cleaned.text
    lines = text.split("\n")
    if len(lines) == 1:
        return []
    ends = list(accumulate(len(line) + 1 for line in lines[:-1]))
    found = _full(lines, [len(line) for line in lines], ends)
    if not found and len(original) != len(text):
        found = _full(lines, [len(line) for line in _INVISIBLE.sub("", original).split("\n")], ends)
    return found


_INVISIBLE = re.compile(rf"{_COLOR}|\r")


def _full(lines: list[str], widths: list[int], ends: list[int]) -> list[int]:
    width = max(widths)
    if width < _NARROWEST or (width not in _USUAL and widths.count(width) == 1) or len(widths) != len(lines):
        return []
    return [
        end - 1
        for end, size, line, following in zip(ends, widths, lines, lines[1:], strict=False)
        if size == width and following[:1].strip() and line[-1:].strip() and following[:_ALIKE] != line[:_ALIKE]
    ]


def join_wrapped(text: str, ends: list[int]) -> Mapped:
    """Return a text without the line breaks at *ends*."""
    starts = [0, *(end + 1 for end in ends)]
    return Mapped([(text[start:end], start, None) for start, end in zip(starts, [*ends, len(text)], strict=True)])
