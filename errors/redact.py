"""Secrets out. At the bottom, because `str()` and `repr()` of errors and artifacts need it too.

A removed secret is ``****``: what was removed stays visible as such. habitats.py says where secrets live.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MARGIN", "MASK", "command_line", "harmless", "redact"]

MASK = "****"
MARGIN = 20_000  # characters beside a piece that tell what in it is secret; the longest private keys are shorter
SHORT = 256  # characters of a text worth remembering
WRAPPED = 60  # columns; nobody wraps at less
CLOSING = ")]}>.,;:"
APART = "\n "  # between texts that are looked at together: no word of a habitat is across it, nor a run of letters
RAREST = "@%?&#;<`\"('zqjxkvybgwudfmp/slrhcniot:ae- "  # what texts of installers have the least of, first


def redact(text: str, start: int = 0, stop: int | None = None) -> str:
    """Return *text* with its secrets replaced by ``****``.

    Args:
        text: Any text.
        start: Where the piece begins that is returned. What stands before it tells what in it is secret.
        stop: Where that piece ends, likewise.

    >>> redact("https://ann:s3cret@index.example/simple")
    'https://ann:****@index.example/simple'
    >>> redact("https://ann:s3cret@index.example/simple", stop=14)
    'https://ann:****'
    """
    if len(text) <= SHORT and _is_clean(text):
        return text[start:stop]
    stop = len(text) if stop is None else min(stop, len(text))
    if start or stop < len(text):
        shift = max(0, start - MARGIN)
        text, start, stop = text[shift : stop + MARGIN], start - shift, stop - shift
    spans = _secrets(text) if _has_sign(text) else []
    pieces, place = [], start
    for first, last in spans:
        if last > start and first < stop:
            pieces += [text[place:first], MASK]
            place = min(last, stop)
    return "".join([*pieces, text[place:stop]])


def harmless(texts: Iterable[str]) -> bool:
    """Tell whether `redact` would leave all of *texts* as they are: one look at them together tells that of most.

    >>> harmless(["Failed to fetch: wheel black", "https://ann:s3cret@index.example/simple"])
    False
    """
    return not _has_sign(APART.join(texts)) or all(redact(text) == text for text in texts)


def command_line(arguments: Iterable[object]) -> str:
    """Return *arguments* as a shell would take them, in quotes that do not hide a secret from `redact`.

    `shlex` writes a quote inside of an argument as three, so that a secret in quotes seems to end where it begins.

    >>> print(redact(command_line(["sh", "-c", "export API_KEY='s3cret'; make"])))
    sh -c "export API_KEY='****'; make"
    """
    import os
    import shlex

    texts = [os.fsdecode(each) if isinstance(each, str | bytes | os.PathLike) else str(each) for each in arguments]
    return " ".join(
        '"' + re.sub(r'(["$`\\])', r"\\\1", text) + '"' if "'" in text else shlex.quote(text) for text in texts
    )


def _is_clean(text: str) -> bool:
    """Tell whether a short text holds no secret."""
    try:
        _check(text)
    except _Secret:
        return False
    return True


class _Secret(Exception):  # noqa: N818 -- not an error
    """There is a secret; what raises is not remembered."""


@lru_cache(maxsize=512)
def _check(text: str) -> None:
    """Raise where a short text holds a secret; remember where not: a report says the same ones again and again."""
    if _has_sign(text) and _secrets(text):
        raise _Secret


def _has_sign(text: str) -> bool:
    """Tell whether a text has any of what all secrets have: a word of a habitat, or a long run of letters."""
    habitats = _habitats()
    word = habitats.ascii_word if text.isascii() else habitats.word
    return word.search(f" {text.lower()}") is not None or _has_run(text)  # an option has a blank before it


def _has_run(text: str) -> bool:
    """Tell whether a text has as many letters without a break as a token that tells by itself what it is."""
    habitats = _habitats()
    return habitats.run in text.encode("utf-8", "replace").translate(habitats.letters)


def _secrets(text: str) -> list[tuple[int, int]]:
    """Return where the secrets in *text* are, in order and apart from each other."""
    habitats = _habitats()
    found = [match.span(1) for match in habitats.shapes.finditer(text)] if _has_run(text) else []
    lower = f" {text.lower()}" if text.startswith("-") else text.lower()  # an option has a blank before it
    if words := list(filter(lower.__contains__, habitats.words)):
        for pattern in habitats.patterns(words):
            found += [span for match in pattern.finditer(text) if (span := _secret(match))]
    return _apart(_whole(text, sorted(found))) if found else found


class _Habitats:
    """The table of habitats; a row is compiled when a text has its words."""

    def __init__(self) -> None:
        from .habitats import LETTERS, LONG_RUN, ROWS, SHAPES

        self.places: dict[str, set[int]] = {}
        for place, (words, _) in enumerate(ROWS):
            for word in words:
                self.places.setdefault(word, set()).add(place)
        self.words = tuple(self.places)
        self.word = _any_of(self.words)
        self.ascii_word = _any_of(filter(str.isascii, self.words))
        self.run = b"a" * LONG_RUN
        self.letters = bytes(ord("a") if chr(code) in LETTERS else ord(" ") for code in range(256))
        self.shapes = re.compile(SHAPES, re.VERBOSE)

    def patterns(self, words: list[str]) -> list[re.Pattern[str]]:
        """Return the patterns of those rows that have one of *words*."""
        return [_pattern(place) for place in {place for word in words for place in self.places[word]}]


_habitats = cache(_Habitats)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of *words* that looks for the rarest letter of each first, which is thrice as fast.

    >>> _any_of(["token", "key", "cookie"]).pattern
    'k(?:(?<=tok)en|ey|(?<=cook)ie)'
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        place = min(range(len(word)), key=lambda place: RAREST.find(word[place]))
        before = f"(?<={re.escape(word[: place + 1])})" if place else ""
        rests.setdefault(re.escape(word[place]), []).append(before + re.escape(word[place + 1 :]))
    return re.compile("|".join(f"{letter}(?:{'|'.join(each)})" for letter, each in rests.items()))


@cache
def _pattern(place: int) -> re.Pattern[str]:
    """Return the pattern of one row."""
    from .habitats import ROWS

    return re.compile(_spelled_out(ROWS[place][1]), re.IGNORECASE | re.VERBOSE | re.MULTILINE | re.DOTALL)


def _spelled_out(pattern: str) -> str:
    """Return *pattern* with the parts that it names."""
    from .habitats import PARTS

    return re.sub(r"<([A-Z_]+)>", lambda match: _spelled_out(PARTS[match[1]]), pattern)


def _secret(match: re.Match[str]) -> tuple[int, int] | None:
    """Return where the secret of *match* is, or None where it is gone already."""
    text, (first, last) = match.string, match.span(match.lastindex or 0)
    if text.startswith(MASK, first):
        return None
    if first and text[first - 1] not in "'\"`" and text[last : last + 1].strip() == "":
        while last - first > 1 and text[last - 1] in CLOSING:  # of the sentence or the bracket that it stands in
            last -= 1
    return first, last


def _whole(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *spans* with the rest of those secrets that the edge of a terminal broke."""
    return [(first, _end(text, last)) for first, last in spans]


def _end(text: str, last: int) -> int:
    """Return where a secret ends of which the first line ends at *last*."""
    if text[last : last + 1] not in {"\n", "\r"} or last - text.rfind("\n", 0, last) <= WRAPPED:
        return last
    rest = re.compile(r"\r?\n(?=\S{0,200}[0-9])([A-Za-z0-9_+/.~%!$-]{3,512}={0,2})(?=[\s'\"@&,;]|\Z)").match(text, last)
    return rest.end(1) if rest else last


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *spans*, which are sorted, those that touch as one."""
    apart = spans[:1]
    for first, last in spans[1:]:
        if first <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(last, apart[-1][1]))
        else:
            apart.append((first, last))
    return apart
