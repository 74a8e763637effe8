"""A cheap look at a log: which of its lines are worth a close one.

A block of lines is suspicious if it has a word that some format needs, or all the words of some message; words are
split and looked up in sets, which is ten times as fast as any pattern. Of a suspicious block each line is asked the
same, and then read on its own. What is left comes in stretches, with the lines around them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from .codes import search
from .formats import FORMATS, find_mentions
from .letters import WITHOUT_BLANKS, fold
from .live_catalogs import live_messages
from .mojibake import find_garbled, looks_garbled
from .wording import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Stretch", "suspicious", "suspicious_stretches"]

_LINES = 128  # that are looked at together
_PIECE = 2_000  # characters of a longer line that are looked at together
_LONGEST = 16_000  # characters of a stretch
_OVERLAP = 4_000  # characters that a stretch shares with the next where it had to be cut
_CONTEXT = 4  # lines before a suspicious one that may say what was being done, and after it
_SHORTEST = 2  # letters of a word that tells
_SOME = 6  # words of a message: enough to look for it, since its end may stand elsewhere
_GRAM, _MORE = 3, 6  # letters that stand for a message in a script without blanks

_WIDE = re.compile(r"0x[89cd][0-9a-f]{7}|322122\d{4}|-10737\d{5}|-214[67]\d{6}")
_WIDE_NEEDS = ("0x", "322122", "-1073", "-214")
_STEMS = ("error", "',")  # what formats need that may be a part of a word, or of none
_SPLIT = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_RUN = re.compile(r"[^\x00-\x7f\u3000-\u3002\uff08-\uff0c\uff1a\uff1b]{2,200}")
_WORD = re.compile(r"[^\W_]+")


class Stretch(NamedTuple):
    """Lines of a log that are worth a close look.

    Args:
        text: The lines.
        place: Where they begin in the log, in code points.
        line: The number of the first, from 1.
        owned: Which errors are this stretch's, by where in its text they begin: [start, end). Others are a neighbor's.
    """

    text: str
    place: int
    line: int
    owned: tuple[int, int]


class _Keys(NamedTuple):
    """What tells of messages.

    Args:
        words: By the longest word of each message in Latin letters, what words it has, without those letters that get
            lost or changed.
        runs: A word of each message in another script with blanks between words.
        grams: By the first three letters of the longest piece of each message in a script without, some more of it.
    """

    words: dict[str, list[frozenset[str]]]
    runs: frozenset[str]
    grams: dict[str, set[str]]


def _keys_of(texts: Iterable[str]) -> _Keys:
    words: dict[str, list[frozenset[str]]] = {}
    runs: set[str] = set()
    grams: dict[str, set[str]] = {}
    for text in texts:
        lines = [line for line in _INSERTS.sub("\n", text).split("\n") if line.strip()]
        longest = max((_WORD.findall(" ".join(lines)) or [""]), key=len)
        if longest[:1] >= WITHOUT_BLANKS:
            folded = fold(longest)
            grams.setdefault(folded[:_GRAM], set()).add(folded[:_MORE])
        elif longest and not longest.isascii() and not any(each.isascii() for each in longest):
            runs.add(fold(longest))
        else:
            parts = _split(" ".join(lines))[:_SOME]
            if parts and len(max(parts, key=len)) >= _GRAM:
                words.setdefault(max(parts, key=len), []).append(frozenset(parts))
    return _Keys(words, frozenset(runs), grams)


_INSERTS = re.compile(r"%\d(?:![a-z]{1,3}!)?|%[a-z]{1,2}\b|\{\d\}")


@cache
def _shipped_keys() -> _Keys:
    return _keys_of(message.text for message in shipped())


@lru_cache(4)
def _live_keys(*, ascii_only: bool) -> _Keys:
    return _keys_of(message.text for message in live_messages("" if ascii_only else "é"))


@cache
def _telling() -> frozenset[str]:
    """Return the words that formats need, and all names."""
    needed = {max(words, key=len) for row in FORMATS for need in row.needs if (words := _split(need))}
    needed = {word for word in needed if len(word) >= _SHORTEST}
    names = {code.symbol.lower() for code in search("E") if code.namespace == "errno" and code.symbol}
    return frozenset({word for word in needed if not word.isdigit()} | names | {f"wsa{name}" for name in names})


@cache
def _foreign_needs() -> frozenset[str]:
    """Return a word of what formats need in letters beyond ASCII, which runs of such letters may have."""
    words = (_RUN.findall(need) for row in FORMATS for need in row.needs if not need.isascii())
    return frozenset(max(each, key=len) for each in words if each)


def _split(text: str) -> list[str]:
    """Return the ASCII words of a text in lower case."""
    if not text.isascii():
        text = text.encode("ascii", "replace").decode("ascii")
    return text.translate(_SPLIT).split()


def suspicious(text: str) -> bool:
    """Tell whether a text may hold an error.

    >>> suspicious("all is well"), suspicious("cp: Permission denied")
    (False, True)
    """
    formats, messages = _hits(text)
    return bool(formats or messages)


def _hits(text: str) -> tuple[set[str], set[str]]:
    """Return what a text has that formats need, and a word of each message that it may hold, in lower case."""
    words = _split(text)
    interesting = _interesting(ascii_only=text.isascii()).intersection(words)
    lower = text.lower()
    formats = set(interesting & _telling()) if interesting else set()
    formats.update(stem for stem in _STEMS if stem in lower)
    if any(map(lower.__contains__, _WIDE_NEEDS)):
        formats.update(_WIDE.findall(lower))
    return formats, _of_messages(text, lower, words, interesting)


@lru_cache(2)
def _interesting(*, ascii_only: bool) -> frozenset[str]:
    return _telling() | _shipped_keys().words.keys() | _live_keys(ascii_only=ascii_only).words.keys()


def _of_messages(text: str, lower: str, words: list[str], interesting: frozenset[str]) -> set[str]:
    plain = text.isascii()
    found: set[str] = set()
    for keys in (_shipped_keys(), _live_keys(ascii_only=plain)) if interesting else ():
        for word in interesting & keys.words.keys():
            if any(_has_all(needed, lower, words) for needed in keys.words[word]):
                found.add(word)
    if not plain:
        runs = set(_RUN.findall(text))
        found.update(run.lower() for run in runs if _is_telling(run))
        if any(map(looks_garbled, runs)):
            found.update(_of_garbled(text))
    return found


def _has_all(needed: frozenset[str], lower: str, words: list[str]) -> bool:
    return all(map(lower.__contains__, needed)) and needed.issubset(words)


@lru_cache(8192)
def _is_telling(run: str) -> bool:
    """Tell whether letters beyond ASCII hold a word of a message."""
    return any(need in run.lower() for need in _foreign_needs()) or _has_key(run)


def _of_garbled(text: str) -> Iterator[str]:
    """Yield letters of the lines that hold a message in another encoding than they have."""
    for line in text.split("\n"):
        runs = _RUN.findall(line)
        pieces = [line[start : start + _PIECE] for start in range(0, len(line), _PIECE)]
        if any(map(looks_garbled, runs)) and any(map(_has_garbled, pieces)):
            yield max(runs, key=len).lower()


@lru_cache(1024)
def _has_garbled(text: str) -> bool:
    return bool(find_garbled(text))


def _has_key(run: str) -> bool:
    for keys in (_shipped_keys(), _live_keys(ascii_only=False)):
        for word in _WORD.findall(run):
            folded = fold(word)
            if folded in keys.runs:
                return True
            for place in range(len(folded) - _GRAM + 1):
                more = keys.grams.get(folded[place : place + _GRAM])
                if more and any(folded.startswith(each, place) for each in more):
                    return True
    return False


# --- a log of any size ---


def suspicious_stretches(lines: Iterable[str]) -> Iterator[Stretch]:
    """Yield the stretches of a log that may hold errors: no error is cut in two, and each is one stretch's own."""
    place, number = 0, 1  # of the next line
    tail: list[str] = []  # the lines before it, while there is no stretch
    current: list[str] = []  # the stretch
    begins, first, owned, size, quiet = 0, 1, 0, 0, 0
    for block, marks in _marked(lines):
        if not marks and not current:
            text = "".join(block)
            place, number = place + len(text), number + text.count("\n")
            tail = (tail + block)[-_CONTEXT:]
            continue
        for index, line in enumerate(block):
            if index in marks and not current:
                before = "".join(tail)
                current, tail = tail, []
                begins, first, owned, size = place - len(before), number - before.count("\n"), 0, len(before)
            place, number = place + len(line), number + line.count("\n")
            if not current and index not in marks:
                tail = [*tail[1 - _CONTEXT :], line]
                continue
            current.append(line)
            size += len(line)
            quiet = 0 if index in marks else quiet + 1
            if quiet == 2 * _CONTEXT:
                tail = current[-_CONTEXT:]
                yield _stretch(current[:-_CONTEXT], begins, first, owned)
                current, quiet = [], 0
            elif size >= _LONGEST:
                text = "".join(current)
                end = size - _OVERLAP // 2
                yield Stretch(text, begins, first, (owned, end))
                kept = text[size - _OVERLAP :]
                first += text.count("\n", 0, size - _OVERLAP)
                begins, owned, size, current = begins + size - _OVERLAP, _OVERLAP // 2, _OVERLAP, [kept]
    if current:
        yield _stretch(current, begins, first, owned)


def _stretch(lines: list[str], place: int, first: int, owned: int) -> Stretch:
    text = "".join(lines)
    return Stretch(text, place, first, (owned, len(text)))


def _marked(lines: Iterable[str]) -> Iterator[tuple[list[str], set[int]]]:
    """Yield the lines of a log in blocks, with which of them are suspicious, read with their neighbors."""
    source = iter(lines)
    before, held = "", [""]  # the last line of the block before, and those whose neighbors are here
    while block := list(islice(source, _LINES)):
        if max(map(len, block)) > _PIECE:
            block = [piece for line in block for piece in _pieces(line)]
        for start in range(0, len(block), _LINES):
            whole = [before, *held, *block[start : start + _LINES]]
            yield whole[1:-1], _marks(whole)
            before, held = whole[-2], whole[-1:]
    yield held, _marks([before, *held, ""])


def _pieces(line: str) -> list[str]:
    """Cut a line that may be as long as the log."""
    return [line[start : start + _PIECE] for start in range(0, len(line), _PIECE)] or [line]


def _marks(block: list[str]) -> set[int]:
    """Return which lines of a block, but for its first and its last, have an error or a part of one."""
    formats, messages = _hits("".join(block))
    if not formats and not messages:
        return set()
    either = re.compile("|".join(map(re.escape, formats | messages)))
    lowered = [line.lower() for line in block]
    return {
        place - 1
        for place in range(1, len(block) - 1)
        if either.search(lowered[place])
        and _is_worth(block, place, is_format=any(hit in lowered[place] for hit in formats))
    }


def _is_worth(block: list[str], place: int, *, is_format: bool) -> bool:
    """Tell whether a line has an error, read with its neighbors."""
    text = "".join(block[place - 1 : place + 2])
    if is_format and any(True for _ in find_mentions(text)):
        return True
    return bool(_hits(text)[1])
