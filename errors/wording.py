# ruff: noqa: RUF001 -- texts hold full-width punctuation
"""Find the words that systems say, in any language whose catalog we ship, whatever stands between their letters.

A message is compared by its letters and digits alone (letters.squeeze), so that case, punctuation, line breaks and
quoting do not matter. An index of the first eight letters of each message says where to look closer, and it is asked
only where a word begins, which keeps the search linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..locales.catalogs import languages, quotes, tag
from .letters import WITHOUT_BLANKS, Letters, squeeze, squeeze_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["INSERT", "Index", "Message", "Wording", "find_in", "find_messages", "make_messages", "shipped"]

_HEAD = 8  # letters that the index goes by
_GLANCE = 3  # letters that tell where to ask it
_GAP = 400  # letters that an insert may have
INSERT = re.compile(r"%\d(?:![a-z]{1,3}!)?|%[a-z]{1,2}\b|\{\d\}")
_CUT = "\x01"  # stands for an insert
_NO_LETTER = re.compile(rf"[^\w\n{_CUT}]+|_+")
_SHORT = 22  # letters: shorter messages are also ordinary words, so that more must speak for them
_ENOUGH = 14  # letters of a message whose rest is cut off
_DENSE = 8  # letters: the same as _SHORT for scripts of which a letter says as much as a syllable
_QUOTES = ("'", '"', "`", "‘", "“")
_LOST = 14  # letters that must be left of a message whose accented letters were lost
_WORDS_ALONE = re.compile(r"[\w\s/'’?-]+")  # what holds together a message of a few words
_NAME = re.compile(r"[A-Za-z_-]+")  # ProtocolError, io_error, invalid-name
_BLANKS = " \u00a0\u202f\u3000"
_LOST_LETTER = re.compile(r"\w\?\w")
_FRAME = re.compile(r"\n[ \t]{1,12}\w{1,9} [\w$]{2,60}[.(]")  # of a stack, in any language
_PERLS_END = re.compile(r"[ \t]at \S{1,200} line \d")  # of what a script dies with
_RARE = "rare"  # the variant of what is so everyday that only a program's line that ends with it says it
_CALLED = re.compile(r"(?<!\berror)(?<!\bwarning)(?<!\bnote)(?<!\bnotice)[\w)'\"’»`.]: $", re.IGNORECASE)
_OPENING = "\n:;,.([{<)]\"'`>|-=/!»«„“”】］）："
_CLOSING = "\n:;,.)]}<\"'`|!([（【［-@"


class Message(NamedTuple):
    """One thing that a system says.

    Args:
        namespace: ``win32``, ``errno``, ...
        code: The number; errno numbers are Linux's.
        symbol: The name.
        language: A language tag.
        variant: Who words it so, or an empty text.
        text: What it says.
        parts: Its letters, between inserts.
    """

    namespace: str
    code: int
    symbol: str
    language: str
    variant: str
    text: str
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
        self.glances = {head[:_GLANCE] for head in self.by_head}

    def find(self, letters: Letters) -> Iterator[tuple[Message, int, int, bool]]:
        """Yield the messages that begin in a text's letters, the longest of each place, with where they end."""
        text, by_head, glances, lengths = letters.text, self.by_head, self.glances, self.lengths
        for place in letters.starts:
            if text[place : place + _GLANCE] not in glances:
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
            kept >= _HEAD - 1 and message.parts[0] >= WITHOUT_BLANKS and kept >= len(message.parts[0]) // 2
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
    return tuple(message for folder in languages() for message in make_messages(tag(folder), quotes(folder)))


def make_messages(language: str, entries: Iterable[tuple[str, str, str]]) -> Iterator[Message]:
    """Yield messages by their catalog entries, but for those with too few letters to be told from other words.

    Args:
        language: Their language's tag.
        entries: A context (``win32:5``, ``win32:5:wine``), a symbol and a text of each.
    """
    entries = list(entries)
    if not entries:
        return
    together = "\n".join([" ".join(text.split("\n")) for _, _, text in entries])
    together = INSERT.sub(_CUT, together)
    if not unicodedata.is_normalized("NFKC", together):
        together = unicodedata.normalize("NFKC", together)
    for (context, symbol, text), letters in zip(entries, _letters_of(together), strict=True):
        namespace, _, rest = context.partition(":")
        number, _, variant = rest.partition(":")
        parts = tuple([part for part in letters.split(_CUT) if part]) if _CUT in letters else (letters,)
        while parts and len(parts[0]) < (4 if parts[0].isascii() else 3):  # too little to begin with
            parts = parts[1:]
        if not parts:
            continue
        try:
            code = int(number, 0)
        except ValueError:
            continue
        yield Message(namespace, code, symbol, language, variant, text, parts)


def _letters_of(together: str) -> list[str]:
    return _NO_LETTER.sub("", together.casefold().replace("ı", "i")).split("\n")


@cache
def _index() -> Index:
    return Index(shipped())


@cache
def _skeletons() -> Index:
    """Return the index of the messages in Latin letters, without those letters that get lost or changed."""
    bare: list[Message] = []
    for message in shipped():
        if message.text.isascii() or min(message.parts[0]) > "z":
            continue
        left = message.text.encode("ascii", "ignore").decode("ascii")
        context = f"{message.namespace}:{message.code}:{message.variant}"
        for each in make_messages(message.language, [(context, message.symbol, left)]):
            size = sum(map(len, each.parts))
            if size >= _LOST and size >= sum(map(len, message.parts)) * 0.7 and len(each.parts[0]) >= _HEAD:
                bare.append(each)
    return Index(bare)


def find_messages(text: str) -> list[Wording]:
    """Return what systems say in a text, in its order; the same words may mean several codes."""
    found = list(_placed(text, squeeze(text), _index()))
    if not text.isascii() or _LOST_LETTER.search(text):
        covered = bytearray(len(text))
        for wording in found:
            covered[wording.start : wording.end] = b"x" * (wording.end - wording.start)
        found += [wording for wording in _with_losses(text) if not any(covered[wording.start : wording.end])]
    return _widest(found)


def _with_losses(text: str) -> Iterator[Wording]:
    """Yield the messages whose accented letters have become something else, that is taken for a part of them."""
    letters = squeeze_ascii(text)
    for message, first, last, whole in _skeletons().find(letters):
        start, end = letters.origin(first, last)
        while start and _is_lost(text[start - 1]):
            start -= 1
        while end < len(text) and _is_lost(text[end]):
            end += 1
        if whole and _stands_alone(text, start, end, message, whole=True):
            yield Wording(message, start, end, whole)


def _is_lost(character: str) -> bool:
    return not character.isascii() or character == "?"


def find_in(text: str, index: Index) -> list[Wording]:
    """Return what messages of an index of one's own a text holds."""
    return _widest(list(_placed(text, squeeze(text), index)))


def _placed(text: str, letters: Letters, index: Index) -> Iterator[Wording]:
    for message, first, last, whole in index.find(letters):
        start, end = letters.origin(first, last)
        if _stands_alone(text, start, end, message, whole=whole):
            yield Wording(message, start, end, whole)


def _stands_alone(text: str, start: int, end: int, message: Message, *, whole: bool) -> bool:
    """Tell whether words are a message of their own rather than a part of other words or of prose."""
    before, after = text[max(0, start - 3) : start], text[end : end + 4]
    spaced = text[start] < WITHOUT_BLANKS  # written with blanks between words
    if spaced and ((before and before[-1].isalnum()) or (whole and after and after[0].isalnum())):
        return False
    opened = not before.strip() or before.rstrip(_BLANKS)[-1:] in _OPENING
    if not whole:
        ended = not after.strip(" .…\r\t'\")") or after[0] == "\n" or after.startswith(("...", "…"))
        if after[:1] == "\n" and text[end : end + 40].lstrip()[:1].islower() and not _FRAME.match(text, end):
            return False  # the next line goes on with other words
        return ended and (opened or not spaced)
    if message.variant == _RARE and not (
        after.lstrip(" .")[:1] in ("", "\n", "\r", ")") and _CALLED.search(text[max(0, start - 12) : start])
    ):
        return False
    size = sum(map(len, message.parts))
    if not spaced:
        apart = opened or before[-1] in _BLANKS
        return size >= _DENSE or (apart and (not after or after[0] in _BLANKS + _CLOSING + "。"))
    if size >= _SHORT:
        return True
    if len(message.parts) == 1 and not _WORDS_ALONE.fullmatch(text, start, end):
        return False
    if " " in message.text and _NAME.fullmatch(text, start, end):
        return False
    if after[:1] in (" ", "\u00a0") and after[1:2] in _QUOTES:  # what follows is quoted, so the words go on
        return False
    closed = not after.strip() or after.lstrip(_BLANKS)[:1] in _CLOSING
    return opened and (closed or _PERLS_END.match(text, end) is not None)


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
