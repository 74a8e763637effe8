"""What systems say, by its words: an index over the catalogs of every language that we have.

Case, Unicode form, spaces and punctuation do not matter: text is folded to its letters and digits, with a map back.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Match", "find_words", "fold"]

KEY = 6  # folded characters by which messages are indexed
SHORTEST = 5


class Known(NamedTuple):
    """A message that some system has for a code."""

    folded: str
    namespace: str
    number: int
    symbol: str
    variant: str
    language: str


class Match(NamedTuple):
    """A known message in a text: [start, end) in its code points."""

    start: int
    end: int
    readings: tuple[Known, ...]


@cache
def _folded_character(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).casefold()
    return "".join(each for each in plain if each.isalnum())


def fold(text: str) -> tuple[str, list[int]]:
    """Return *text*'s letters and digits, and where each came from.

    >>> fold("Zugriff  verweigert.")[0]
    'zugriffverweigert'
    """
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _folded_character(character):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


@cache
def _index() -> dict[str, list[Known]]:
    """Return the messages by their first folded characters, the longest first."""
    from ..locales.catalogs import catalog, languages, tag

    index: dict[str, list[Known]] = {}
    for folder in languages():
        for entry in catalog(folder, "system"):
            namespace, _, rest = (entry.context or "").partition(":")
            number, _, variant = rest.partition(":")
            beginning = re.split(r"%\d", entry.translation)[0]
            folded = fold(unicodedata.normalize("NFC", beginning))[0]
            if len(folded) >= (2 if not folded.isascii() else SHORTEST) and re.fullmatch(r"-?\d+", number):
                known = Known(folded, namespace, int(number), entry.message, variant, tag(folder))
                index.setdefault(folded[:KEY], []).append(known)
    for messages in index.values():
        messages.sort(key=lambda known: -len(known.folded))
    return index


@cache
def _short_keys() -> frozenset[int]:
    return frozenset(len(key) for key in _index())


def find_words(text: str) -> Iterator[Match]:
    """Yield the known messages in *text*, the longest at each place, with all the codes that have these words."""
    composed = unicodedata.normalize("NFC", text)
    folded, places = fold(composed if len(composed) == len(text) else text)
    index = _index()
    lengths = sorted(_short_keys(), reverse=True)
    place = 0
    while place < len(folded):
        if not _starts_a_word(text, folded, places, place):
            place += 1
            continue
        found = next((match for length in lengths if (match := _longest(index, folded, place, length))), None)
        if found is None or not _ends_a_word(text, places, place + len(found[0].folded)):
            place += 1
            continue
        end = place + len(found[0].folded)
        yield Match(places[place], places[end - 1] + 1, tuple(found))
        place = end


def _longest(index: dict[str, list[Known]], folded: str, place: int, length: int) -> list[Known]:
    candidates = index.get(folded[place : place + length], ())
    matching = [known for known in candidates if folded.startswith(known.folded, place)]
    return [known for known in matching if known.folded == matching[0].folded]


def _starts_a_word(text: str, folded: str, places: list[int], place: int) -> bool:
    if place == 0 or not folded[place].isascii():
        return True
    before = places[place] - 1
    return places[place - 1] != before or not text[before].isalnum()


def _ends_a_word(text: str, places: list[int], end: int) -> bool:
    if end >= len(places) or not text[places[end - 1]].isascii():
        return True
    return places[end] != places[end - 1] + 1 or not text[places[end]].isalnum()
