"""Lines: what a terminal shows of a text, how wide it is, and where it wraps.

Control characters, bidirectional overrides and lone surrogates from outside are written out, never obeyed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["flow", "visible", "width_of"]

# C0 but for the line feed, DEL, C1, the line and paragraph separators, bidirectional controls, lone surrogates
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_WIDE = {"W", "F"}
_NO_WIDTH = {"Mn", "Me", "Cf"}


def visible(text: str) -> str:
    r"""Return *text* with everything that could steer a terminal written out; line feeds stay.

    >>> visible("a\x1b[31mb\u202ec\udcff")
    'a\\x1b[31mb\\u202ec\\udcff'
    """
    return _UNSAFE.sub(_written_out, text.replace("\r\n", "\n").replace("\t", "    "))


def _written_out(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"  # noqa: PLR2004 -- one byte


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def width_of(text: str) -> int:
    """Return how many columns *text* takes on a terminal.

    >>> width_of("cache"), width_of("キャッシュ")
    (5, 10)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def flow(text: str, *, width: int, first: str = "", rest: str = "") -> Iterator[str]:
    r"""Yield *text* as lines of at most *width* columns, where its words allow that.

    Args:
        text: One paragraph. A line feed in it is where it breaks first, if it does not fit on one line.
        width: In columns. Words longer than that stand out: a broken path could not be copied.
        first: What the first line starts with.
        rest: What the other lines start with.

    >>> list(flow("one two\nthree", width=11, first="> ", rest="  "))
    ['> one two', '  three']
    >>> list(flow("one two\nthree", width=20, first="> "))
    ['> one two three']
    """
    whole = first + text.replace("\n", " ")
    if width_of(whole) <= width:
        yield whole
        return
    for paragraph in text.split("\n"):
        line, empty = first, True
        for word, space in _words(paragraph):
            if not empty and width_of(line) + width_of(space) + width_of(word) > width:
                yield line
                line, empty = rest, True
            line += word if empty else space + word
            empty = False
        yield line
        first = rest


def _words(paragraph: str) -> Iterator[tuple[str, str]]:
    """Yield each word with the space before it; wide characters may part anywhere but before closing punctuation."""
    for part in re.finditer(r"( *)([^ ]+)", paragraph):
        space, word = part[1], part[2]
        if word.isascii():
            yield word, space
            continue
        start = 0
        for place in range(1, len(word)):
            if _parts(word[place - 1], word[place]):
                yield word[start:place], space
                start, space = place, ""
        yield word[start:], space


def _parts(before: str, after: str) -> bool:
    """Tell whether a line may break between two characters without a space."""
    return (_columns(before) == 2 or _columns(after) == 2) and unicodedata.category(after) not in {"Pe", "Pf", "Po"}  # noqa: PLR2004
