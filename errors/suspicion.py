"""A cheap look at a log: which of its lines are worth a close one.

A block of lines is split into words, and these are looked up in sets, which is ten times as fast as any pattern. Only
where a block has a word that some format needs are formats looked for, in the whole block at once; only where it has
all the words of some message is each line asked that has the longest of them. What is left comes in stretches, with
the lines around them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from .cleaning import without_colors, without_stamps
from .codes import search
from .formats import FORMATS, find_mentions, others_needed, words_needed
from .letters import WITHOUT_BLANKS, ascii_words, fold
from .live_catalogs import live_messages
from .mojibake import find_garbled, looks_garbled
from .number_spaces import readings
from .wording import INSERT, shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

__all__ = ["Stretch", "suspicious", "suspicious_stretches"]

_LINES = 128  # that are looked at together
_PIECE = 2_000  # characters of a longer line that are looked at together
_LONGEST = 16_000  # characters of a stretch
_OVERLAP = 4_000  # characters that a stretch shares with the next where it had to be cut
_BEFORE, _AFTER = 9, 4  # lines before a suspicious one that may say what was being done, and after it
_FEW = 8  # hits in a block: of more, the whole block is asked
_SOME = 6  # words of a message that are no scraps: enough to look for it, since its end may stand elsewhere
_GRAM, _MORE = 3, 6  # letters that stand for a message in a script without blanks

# Letters beyond ASCII, and what separates them: ASCII, and in texts that have it, East Asian punctuation.
_BEYOND = bytes(byte if byte > 127 else 32 for byte in range(256))  # noqa: PLR2004
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_NOT_LATIN = re.compile(r"(?:(?![\u1e00-\u1fff\u2000-\u2bff])[^\W\u0000-\u036f])+")
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


class _Key(NamedTuple):
    """The words of a message in Latin letters, without those letters that get lost or changed.

    Args:
        words: All of them.
        phrases: The same in their order, in pieces between inserts, with a blank around each word.
    """

    words: frozenset[bytes]
    phrases: tuple[bytes, ...]


class _Keys(NamedTuple):
    """What tells of messages.

    Args:
        words: The keys of messages in Latin letters, by the longest word of each.
        runs: A word of each message in another script with blanks between words.
        grams: By the first three letters of the longest piece of each message in a script without, some more of it.
    """

    words: dict[bytes, list[_Key]]
    runs: frozenset[str]
    grams: dict[str, set[str]]


def _keys_of(texts: Iterable[str]) -> _Keys:
    words: dict[bytes, list[_Key]] = {}
    runs: set[str] = set()
    grams: dict[str, set[str]] = {}
    for text in (form for each in texts for form in dict.fromkeys((each, each.replace("file system", "filesystem")))):
        lines = [line for line in INSERT.sub("\n", text).split("\n") if line.strip()]
        whole = " ".join(lines)
        longest = max(_NOT_LATIN.findall(whole) or _WORD.findall(whole) or [""], key=len)
        if longest[:1] >= WITHOUT_BLANKS and len(longest) >= _GRAM:
            folded = fold(longest)
            grams.setdefault(folded[:_GRAM], set()).add(folded[:_MORE])
        elif longest and not longest.isascii() and not any(each.isascii() for each in longest):
            runs.add(fold(longest))
        elif key := _key_of(lines):
            words.setdefault(max(b"".join(key.phrases).split(), key=len), []).append(key)
    return _Keys(words, frozenset(runs), grams)


def _key_of(pieces: list[str]) -> _Key | None:
    """Return the key of a message by its pieces between inserts, or None where it has no word to go by."""
    phrases: list[bytes] = []
    left = _SOME
    for piece in pieces:
        words = []
        for word in ascii_words(piece):
            if left > 0:
                words.append(word)
                left -= len(word) >= _GRAM
        if words:
            phrases.append(b" %b " % b" ".join(words))
    known = frozenset(b"".join(phrases).split())
    return _Key(known, tuple(phrases)) if known and max(map(len, known)) >= _GRAM else None


@lru_cache(2)
def _known(*, ascii_only: bool) -> tuple[_Keys, _Keys]:
    """Return the keys of what we ship and of what this machine says, of all or of what may stand in ASCII alone."""
    ours = (message.text for message in shipped() if not ascii_only or not _NOT_LATIN.search(message.text))
    return _keys_of(ours), _keys_of(message.text for message in live_messages("" if ascii_only else "é"))


@cache
def _telling() -> frozenset[bytes]:
    """Return the words that formats need, and all names."""
    names = {code.symbol.lower() for code in search("E") if code.namespace == "errno" and code.symbol}
    return frozenset(
        {*words_needed(), *(word for name in names for word in ascii_words(f"{name} wsa{name}") if len(word) >= _GRAM)}
    )


@cache
def _parts() -> tuple[bytes, ...]:
    """Return what formats need that is no word, but for what is followed by a name."""
    return tuple(need.encode() for need in others_needed() if need and need.isascii() and need != "(:e")


@cache
def _foreign_needs() -> frozenset[str]:
    """Return a word of what formats need in letters beyond ASCII, which runs of such letters may have."""
    words = (_RUN.findall(need) for row in FORMATS for need in row.needs if not need.isascii())
    return frozenset(max(each, key=len) for each in words if each)


@lru_cache(2)
def _interesting(*, ascii_only: bool) -> frozenset[bytes]:
    return _telling().union(*(keys.words for keys in _known(ascii_only=ascii_only)))


def suspicious(text: str) -> bool:
    """Tell whether a text may hold an error.

    >>> suspicious("all is well"), suspicious("cp: Permission denied")
    (False, True)
    """
    return bool(_marks(text.splitlines(keepends=True)))


def _marks(lines: list[str]) -> set[int]:
    """Return which of some lines have an error or a part of one."""
    text = "".join(lines)
    if "\x1b" in text:
        lines = [without_colors(line) for line in lines]
        text = "".join(lines)
    plain, data = text.isascii(), text.encode("utf-8", "replace").lower()
    hits = _worth_asking(_interesting(ascii_only=plain).intersection(ascii_words(data)), data, plain=plain)
    hits.update(part for part in _parts() if part in data)
    runs = [] if plain else _telling_runs(data)
    if not hits and not runs:
        return set()
    ends = list(accumulate(map(len, lines)))
    found: set[int] = set()
    if hits:
        for first, last in _groups(text.lower(), [hit.decode() for hit in hits], ends):
            found.update(first + place for place in _of_formats_and_messages(lines[first:last], plain=plain))
    for run in runs:
        found.update(place for place, line in enumerate(lines) if run in line and _is_worth(line, run))
    return found


def _worth_asking(hits: AbstractSet[bytes], data: bytes, *, plain: bool) -> set[bytes]:
    """Return those of a text's words that formats need, or that are the longest of a message it has all words of."""
    return {
        hit
        for hit in hits
        if hit in _telling()
        or any(
            all(map(data.__contains__, key.words))
            for keys in _known(ascii_only=plain)
            for key in keys.words.get(hit, ())
        )
    }


def _groups(lower: str, hits: list[str], ends: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the groups of lines that have hits, with their neighbors: all lines together where hits are many."""
    places: set[int] = set()
    for hit in hits if len(hits) <= _FEW else ():
        place, count = lower.find(hit), 0
        while place >= 0 and count <= _FEW:
            line = bisect_right(ends, place)
            places.add(line)
            place, count = lower.find(hit, ends[line]), count + 1
        if count > _FEW:
            break
    else:
        if places:
            chosen = sorted(places)
            first = last = chosen[0]
            for line in chosen[1:]:
                if line > last + 2:
                    yield max(0, first - 1), last + 2
                    first = line
                last = line
            yield max(0, first - 1), last + 2
            return
    yield 0, len(ends)


def _of_formats_and_messages(lines: list[str], *, plain: bool) -> set[int]:
    """Return which of some lines have what formats look for, or words of a message in Latin letters."""
    text = "".join(lines)
    words = ascii_words(text)
    hits = _interesting(ascii_only=plain).intersection(words)
    ends = list(accumulate(map(len, lines)))
    found: set[int] = set()
    for mention in find_mentions(text):
        if readings(mention, None):
            found.update(range(bisect_right(ends, mention.start), bisect_right(ends, mention.end - 1) + 1))
    if wanted := _messages(text, hits, frozenset(words), plain=plain):
        lowered = [line.lower() for line in lines]
        for place, line in enumerate(lowered):
            if keys := [key for word, key in wanted if word in line]:
                near = _stream("".join(lines[max(0, place - 1) : place + 2]))
                if any(_has_phrases(near, key) for key in keys):
                    found.add(place)
    return found


def _messages(text: str, hits: AbstractSet[bytes], words: frozenset[bytes], *, plain: bool) -> list[tuple[str, _Key]]:
    """Return the messages of which a text has all words in their order, each with the longest of them."""
    wanted = [
        (word.decode(), key)
        for keys in _known(ascii_only=plain)
        for word in hits & keys.words.keys()
        for key in keys.words[word]
        if key.words <= words
    ]
    if not wanted:
        return []
    stream = _stream(text)
    return [(word, key) for word, key in wanted if _has_phrases(stream, key)]


def _stream(text: str) -> bytes:
    """Return the words of a text with a blank around each, without stamps of a log between them."""
    return b" %b " % b" ".join(ascii_words(without_stamps(text)))


def _has_phrases(stream: bytes, key: _Key) -> bool:
    return all(phrase in stream for phrase in key.phrases)


def _telling_runs(data: bytes) -> list[str]:
    """Return the runs of letters beyond ASCII that may be of a message, as it is meant or misread."""
    runs = set(data.translate(_BEYOND).split())
    return [run.decode() for run in runs if _may_tell(run)]


@lru_cache(8192)
def _may_tell(run: bytes) -> bool:
    if len(run) < 3:  # noqa: PLR2004 -- a letter
        return False
    letters = run.decode()
    return _is_telling(letters) or looks_garbled(letters)


def _is_worth(line: str, run: str) -> bool:
    """Tell whether a line that has a run has a message."""
    return _is_telling(run) or any(_has_garbled(line[start : start + _PIECE]) for start in range(0, len(line), _PIECE))


@lru_cache(8192)
def _is_telling(run: str) -> bool:
    """Tell whether letters beyond ASCII hold a word of a message."""
    return any(need in run.lower() for need in _foreign_needs()) or _has_key(run)


@lru_cache(1024)
def _has_garbled(text: str) -> bool:
    return bool(find_garbled(text))


def _has_key(run: str) -> bool:
    for keys in _known(ascii_only=False):
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
            tail = (tail + block)[-_BEFORE:]
            continue
        for index, line in enumerate(block):
            if index in marks and not current:
                before = "".join(tail)
                current, tail = tail, []
                begins, first, owned, size = place - len(before), number - before.count("\n"), 0, len(before)
            place, number = place + len(line), number + line.count("\n")
            if not current and index not in marks:
                tail = [*tail[1 - _BEFORE :], line]
                continue
            current.append(line)
            size += len(line)
            quiet = 0 if index in marks else quiet + 1
            if quiet == _AFTER + _BEFORE:
                tail = current[-_BEFORE:]
                yield _stretch(current[:-_BEFORE], begins, first, owned)
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
            yield whole[1:-1], {place - 1 for place in _marks(whole) if 0 < place < len(whole) - 1}
            before, held = whole[-2], whole[-1:]
    yield held, {place - 1 for place in _marks([before, *held]) if place}


def _pieces(line: str) -> list[str]:
    """Cut a line that may be as long as the log."""
    return [line[start : start + _PIECE] for start in range(0, len(line), _PIECE)] or [line]
