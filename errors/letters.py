# ruff: noqa: RUF001 -- Turkish has its own letters
"""The letters and digits of a text alone: punctuation, case, blanks, line breaks and Unicode's forms do not matter."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["WITHOUT_BLANKS", "Letters", "ascii_words", "fold", "squeeze", "squeeze_ascii"]

WITHOUT_BLANKS = "\u2e80"  # from here on, scripts put no blanks between words
_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-zA-Z0-9]+")

_LETTERS = bytes(byte | 32 if chr(byte & 127).isalpha() and byte < 128 else 32 for byte in range(256))  # noqa: PLR2004


def ascii_words(text: str | bytes) -> list[bytes]:
    """Return the runs of ASCII letters in a text, in lower case: bytes are split many times as fast as patterns do.

    >>> ascii_words("Accès: [WinError 5]")
    [b'acc', b's', b'winerror']
    """
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return data.translate(_LETTERS).split()


class Letters:
    """The letters of a text, and where they came from.

    Attributes:
        text: the letters, folded.
        starts: the places in it where a word begins; every place in scripts without blanks.
    """

    __slots__ = ("_heads", "_lengths", "_origins", "starts", "text")

    def __init__(self, text: str, heads: list[int], origins: list[int], lengths: list[int], starts: list[int]) -> None:
        """Take the letters, and of each piece of them where it begins here and there, and how long it is there."""
        self.text, self._heads, self._origins, self._lengths, self.starts = text, heads, origins, lengths, starts

    def origin(self, first: int, last: int) -> tuple[int, int]:
        """Return where the letters [first, last) lie in the text that they are from; there is at least one."""
        head, tail = bisect_right(self._heads, first) - 1, bisect_right(self._heads, last - 1) - 1
        start = self._origins[head] + min(first - self._heads[head], self._lengths[head] - 1)
        end = self._origins[tail] + min(last - self._heads[tail], self._lengths[tail])
        return start, max(end, start + 1)


def fold(text: str) -> str:
    """Return the letters and digits of a text in the one form that words are compared in.

    Turkish has four letters where others have I and i, and people and tools mix them up.

    >>> fold("Accès  REFUSÉ."), fold("ﬁle")
    ('accèsrefusé', 'file')
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ı", "i")
    return folded if folded.isalnum() else "".join(_WORD.findall(folded))


_folded = lru_cache(4096)(fold)


def squeeze(text: str) -> Letters:
    """Return the letters of a text.

    >>> squeeze("Accès  REFUSÉ.").text
    'accèsrefusé'
    """
    if text.isascii():
        return squeeze_ascii(text)
    return _joined(_words(text))


def squeeze_ascii(text: str) -> Letters:
    """Return the letters of a text that are ASCII: what is left where others were lost or changed.

    >>> squeeze_ascii("Acc?s refus\u00c3\u00a9").text
    'accsrefus'
    """
    spans = [found.span() for found in _ASCII_WORD.finditer(text)]
    heads, size = [], 0
    for start, end in spans:
        heads.append(size)
        size += end - start
    letters = "".join([text[start:end] for start, end in spans]).lower()
    return Letters(letters, heads, [start for start, _ in spans], [end - start for start, end in spans], heads)


def _joined(pieces: Iterable[tuple[str, int, int, bool]]) -> Letters:
    """Put together pieces: letters, where they begin in the other text, their length there, if they begin a word."""
    heads: list[int] = []
    origins: list[int] = []
    lengths: list[int] = []
    starts: list[int] = []
    texts, size = [], 0
    for letters, start, length, begins in pieces:
        heads.append(size)
        origins.append(start)
        lengths.append(length)
        texts.append(letters)
        if max(letters) >= WITHOUT_BLANKS:
            starts.extend(range(size, size + len(letters)))
        elif begins:
            starts.append(size)
        size += len(letters)
    return Letters("".join(texts), heads, origins, lengths, starts)


def _words(text: str) -> Iterator[tuple[str, int, int, bool]]:
    for found in _WORD.finditer(text):
        word, start = found[0], found.start()
        letters = word.lower() if word.isascii() else _folded(word)
        if len(letters) == len(word):
            yield letters, start, len(word), True
            continue
        for place, character in enumerate(word, start):  # a ligature is two letters
            if letters := _folded(character):
                yield letters, place, 1, place == start
