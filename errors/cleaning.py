"""Take off what terminals, mail and web pages put around a text, and remember where each character came from."""

from __future__ import annotations

import re
from html import unescape
from itertools import accumulate

__all__ = ["Mapped", "clean", "join_wrapped", "wrapped_ends"]

_DRESSING = re.compile(
    r"\x1b\[[0-9;:?]{0,40}[ -/]{0,4}[@-~]"  # colors and cursor movements
    r"|\x1b\][^\x07\x1b\n]{0,400}(?:\x07|\x1b\\)"  # window titles and links
    r"|\x1b[@-_]"
    r"|&(?:\#\d{2,7}|\#x[0-9a-fA-F]{2,6}|amp|lt|gt|quot|apos|nbsp|[a-zA-Z]{2,8});"  # HTML
    r"|\^M$|[\r\x00\u200b\u200e\u200f\u2066-\u2069\ufeff]"
    r"|^(?:[ \t]{0,8}[>|│┃]){1,6}[ \t]?",  # quoting and boxes
    re.MULTILINE,
)
_DRESSED = re.compile(
    r"[\x1b\r\x00\u200b\u200e\u200f\u2066-\u2069\ufeff]|\^M|&[#a-zA-Z]|^[ \t]{0,8}[>|│┃]", re.MULTILINE
)
_NARROWEST = 60  # columns: nobody wraps hard at less
_USUAL = frozenset({72, 76, 78, 79, 80, 100, 119, 120, 132})  # widths that one full line is enough to tell


class Mapped:
    """A text, and for each of its characters where it began and ended in the text that it was made from."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str, starts: list[int] | range, ends: list[int] | range) -> None:
        """Take the text with its places."""
        self.text, self.starts, self.ends = text, starts, ends

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of this text, [start, end), lies in the other."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else 0
            return place, place
        return self.starts[start], self.ends[end - 1]


def clean(text: str) -> Mapped:
    r"""Return a text without colors, quoting and entities.

    >>> clean("\x1b[31mZugriff&nbsp;verweigert\x1b[0m").text.split()
    ['Zugriff', 'verweigert']
    """
    if not _DRESSED.search(text):
        return Mapped(text, range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for found in _DRESSING.finditer(text):
        start, end = found.span()
        pieces.append(text[last:start])
        starts.extend(range(last, start))
        ends.extend(range(last + 1, start + 1))
        if found[0].startswith("&"):
            meant = unescape(found[0])
            pieces.append(meant)
            starts.extend([start] * len(meant))
            ends.extend([end] * len(meant))
        last = end
    pieces.append(text[last:])
    starts.extend(range(last, len(text)))
    ends.extend(range(last + 1, len(text) + 1))
    return Mapped("".join(pieces), starts, ends)


def wrapped_ends(text: str) -> list[int]:
    """Return the ends of lines that fill the same width, as a terminal of that width breaks them, even within words."""
    lines = text.split("\n")
    if len(lines) == 1:
        return []
    widths = [len(line) for line in lines]
    width = max(widths)
    if width < _NARROWEST or (width not in _USUAL and widths.count(width) == 1):
        return []
    ends = accumulate(len(line) + 1 for line in lines[:-1])
    return [
        end - 1
        for end, line, following in zip(ends, lines, lines[1:], strict=False)
        if len(line) == width and following[:1].strip() and line[-1:].strip()
    ]


def join_wrapped(text: str, ends: list[int]) -> Mapped:
    """Return a text without the line breaks at *ends*."""
    pieces: list[str] = []
    starts: list[int] = []
    last = 0
    for place in [*ends, len(text)]:
        pieces.append(text[last:place])
        starts.extend(range(last, place))
        last = place + 1
    return Mapped("".join(pieces), starts, [start + 1 for start in starts])
