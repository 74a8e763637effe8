# ruff: noqa: RUF001 -- texts hold full-width punctuation
"""Find the words that systems say, in any language whose catalog we ship, whatever stands between their letters.

A message is compared by its letters and digits alone (cleaning.squeeze), so that case, punctuation, line breaks and
quoting do not matter. An index of the first eight letters of each message says where to look closer, which keeps the
search linear in the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..locales.catalogs import catalog, languages, tag
from .cleaning import Mapped, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Index", "Message", "Wording", "find_in", "find_messages", "make_message", "shipped", "shipped_words"]

_HEAD = 8  # letters that the index goes by
_GAP = 400  # letters that an insert may have
_INSERT = re.compile(r"%\d(?:![a-z]{1,3}!)?|%[a-z]{1,2}\b|\{\d\}")
_SHORT = 22  # letters: shorter messages are also ordinary words, so that more must speak for them
_ENOUGH = 14  # letters of a message whose rest is cut off
_QUOTES = ("'", '"', "`", "‘", "“")
_LOST = 14  # letters that must be left of a message whose accented letters were lost


class Message(NamedTuple):
    """One thing that a system says.

    Args:
        namespace: ``win32``, ``errno``, ...
        code: The number; errno numbers are Linux's.
        symbol: The name.
        language: A language tag.
        variant: Who words it so, or an empty text.
        parts: Its letters, between inserts.
    """

    namespace: str
    code: int
    symbol: str
    language: str
    variant: str
    parts: tuple[str, ...]


class Wording(NamedTuple):
    """A place where a text says what a system says: [start, end) in the text that was searched."""

    message: Message
    start: int
    end: int
    whole: bool


class Index:
    """Messages by their first letters."""

    def __init__(self, messages: Iterable[Message]) -> None:
        """Sort the messages; long ones come first, so that the longest reading wins."""
        self.by_head: dict[str, list[Message]] = {}
        for message in messages:
            self.by_head.setdefault(message.parts[0][:_HEAD], []).append(message)
        for bucket in self.by_head.values():
            bucket.sort(key=lambda message: -sum(map(len, message.parts)))
        self.lengths = sorted({len(head) for head in self.by_head}, reverse=True)
        self.starts = {head[:2] for head in self.by_head}

    def find(self, text: str) -> Iterator[tuple[Message, int, int, bool]]:
        """Yield the messages that begin in a squeezed text, the longest of each place, with where they end."""
        by_head, starts, lengths = self.by_head, self.starts, self.lengths
        for place in range(len(text) - 1):
            if text[place : place + 2] not in starts:
                continue
            for length in lengths:
                bucket = by_head.get(text[place : place + length])
                if bucket:
                    yield from _said(text, place, bucket)


def _said(text: str, place: int, bucket: list[Message]) -> Iterator[tuple[Message, int, int, bool]]:
    longest = 0
    for message in bucket:
        end = _end(text, place, message.parts)
        if end is not None and end >= longest:
            longest = end
            yield message, place, end, True
    if longest:
        return
    for message in bucket:
        kept = _kept(text, place, message.parts[0])
        if kept >= _ENOUGH or (
            kept >= _HEAD - 1 and not message.parts[0].isascii() and kept >= len(message.parts[0]) // 2
        ):
            yield message, place, place + kept, False


def _end(text: str, place: int, parts: tuple[str, ...]) -> int | None:
    """Return where a message ends that begins at a place, or None if it is not said there."""
    if not text.startswith(parts[0], place):
        return None
    place += len(parts[0])
    for part in parts[1:]:
        found = text.find(part, place, place + _GAP + len(part))
        if found < 0:
            return None
        place = found + len(part)
    return place


def _kept(text: str, place: int, part: str) -> int:
    """Return how many of a part's letters stand at a place."""
    low, high = 0, min(len(part), len(text) - place)
    while low < high:
        middle = (low + high + 1) // 2
        if text.startswith(part[:middle], place):
            low = middle
        else:
            high = middle - 1
    return low


@cache
def shipped() -> tuple[Message, ...]:
    """Return what systems say, of all the catalogs that are here."""
    return tuple(message for folder in languages() for message in _messages_of(folder))


def _messages_of(folder: str) -> Iterator[Message]:
    language = tag(folder)
    for entry in catalog(folder, "system"):
        namespace, _, rest = (entry.context or "").partition(":")
        number, _, variant = rest.partition(":")
        message = make_message(namespace, number, entry.message, language, variant, entry.translation)
        if message is not None:
            yield message


def make_message(  # noqa: PLR0917 -- the fields of an entry, in its order
    namespace: str, number: str, symbol: str, language: str, variant: str, text: str
) -> Message | None:
    """Return a message by its catalog entry, or None if it has too few letters to be told from other words."""
    parts = tuple(part for each in _INSERT.split(text) if (part := squeeze(each).text))
    try:
        code = int(number, 0)
    except ValueError:
        return None
    if not parts or len(parts[0]) < (4 if parts[0].isascii() else 3):
        return None
    return Message({"winsock": "win32"}.get(namespace, namespace), code, symbol, language, variant, parts)


@cache
def _index() -> Index:
    return Index(shipped())


@cache
def _skeletons() -> Index:
    """Return the index of the messages in Latin letters, without those letters that get lost or changed."""
    bare = []
    for message in shipped():
        if all(part.isascii() for part in message.parts):
            continue
        parts = tuple(kept for part in message.parts if (kept := _bare(part)))
        letters = sum(map(len, message.parts))
        left = sum(map(len, parts))
        if left >= _LOST and left >= letters * 0.7 and len(parts[0]) >= _HEAD:
            bare.append(message._replace(parts=parts))
    return Index(bare)


def _bare(text: str) -> str:
    return "".join(each for each in text if each.isascii())


def find_messages(text: str) -> list[Wording]:
    """Return what systems say in a text, in its order; the same words may mean several codes."""
    squeezed = squeeze(text)
    found = list(_placed(text, squeezed, _index()))
    if not text.isascii():
        keep = [place for place, letter in enumerate(squeezed.text) if letter.isascii()]
        bare = Mapped(
            "".join(squeezed.text[place] for place in keep),
            [squeezed.starts[place] for place in keep],
            [squeezed.ends[place] for place in keep],
        )
        taken = [(wording.start, wording.end) for wording in found]
        found += [
            wording
            for wording in _placed(text, bare, _skeletons())
            if wording.whole and not any(start < wording.end and wording.start < end for start, end in taken)
        ]
    return _widest(found)


def find_in(text: str, index: Index) -> list[Wording]:
    """Return what messages of an index of one's own a text holds."""
    return _widest(list(_placed(text, squeeze(text), index)))


def _placed(text: str, squeezed: Mapped, index: Index) -> Iterator[Wording]:
    for message, first, last, whole in index.find(squeezed.text):
        start, end = squeezed.origin(first, last)
        if _stands_alone(text, start, end, message, whole=whole):
            yield Wording(message, start, end, whole)


def _stands_alone(text: str, start: int, end: int, message: Message, *, whole: bool) -> bool:
    """Tell whether words are a message of their own rather than a part of other words or of prose."""
    before, after = text[max(0, start - 3) : start], text[end : end + 4]
    spaced = text[start] < "\u2e80"  # written with blanks between words
    if spaced and ((before and before[-1].isalnum()) or (whole and after and after[0].isalnum())):
        return False
    if not whole:
        return not after.strip(" .…\r\t'\")") or after[0] == "\n" or after.startswith(("...", "…"))
    if sum(map(len, message.parts)) >= _SHORT or not spaced:
        return True
    opened = not before.strip() or before.rstrip(" ")[-1:] in "\n:;,.([{<\"'`>|-=/!»«„“”】］）："
    if after[:1] == " " and after[1:2] in _QUOTES:  # what follows is quoted, so the words go on
        return False
    closed = not after.strip() or after.lstrip(" ")[:1] in "\n:;,.)]}<\"'`|!([（【［-"
    return opened and closed


def _widest(found: list[Wording]) -> list[Wording]:
    """Drop what lies inside a longer message."""
    found.sort(key=lambda wording: (wording.start, -wording.end))
    kept: list[Wording] = []
    reach = (0, 0)
    for wording in found:
        if kept and wording.end <= reach[1] and (wording.start, wording.end) != reach:
            continue
        kept.append(wording)
        reach = (wording.start, wording.end)
    return kept


@cache
def shipped_words() -> dict[str, list[frozenset[str]]]:
    """Return the longest word of each message in ASCII, with the message's words: a line must have them all.

    A message in other letters needs no word: a line with such letters is looked at anyway. Of a long message six words
    are enough, since its end may stand on the next line.
    """
    found: dict[str, list[frozenset[str]]] = {}
    for folder in languages():
        for entry in catalog(folder, "system"):
            if entry.translation.isascii():
                words = [
                    word for each in _INSERT.split(entry.translation) for word in re.findall(r"[a-z0-9]+", each.lower())
                ]
                first = words[:6]
                if first:
                    found.setdefault(max(first, key=len), []).append(frozenset(first))
    return found
