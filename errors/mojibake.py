"""Text that was written in one encoding and read in another, read as it was meant, where that is a known message.

A console shows what a program wrote in the ANSI code page as if it were the OEM one; a log viewer shows UTF-8 as
windows-1252 or GBK. Each line with letters beyond ASCII is read once more for each pair of encodings that its letters
look like, so that the work grows with the text alone.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from .letters import squeeze
from .wording import Index, Message, Wording, find_messages, make_messages, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_garbled", "looks_garbled"]

# As what a text was read, and what letters tell of it; then what it was written in.
_WESTERN = re.compile(r"[\u0080-\u024f\u0370-\u03ff\u2010-\u22ff\u2310-\u2321\u2500-\u25ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_HANZI = re.compile(r"[\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3041-\u30fa]")
_ODD = re.compile(r"[^\x00-\x7f\w\s«»„“”‚‘’–—…•·]|[ªº¹²³ŠšŽž]")  # what is no letter, nor usual between letters  # noqa: RUF001
_LONG = re.compile(r"[^\x00-\x7f]{4}")  # a word of a script that is not Latin
_FOREIGN_ENCODINGS = frozenset({"utf-8", "cp1251", "cp866", "cp932", "gbk", "cp949", "big5"})
_READ = (
    (_WESTERN, "cp1252", "utf-8 cp1251 cp866 cp1250 cp852 cp850 cp1254 cp932 gbk cp949 big5"),
    (_WESTERN, "cp437", "utf-8 cp1251 cp1252 cp932 gbk cp949 big5"),
    (_WESTERN, "cp850", "utf-8 cp1251 cp1252 cp932 gbk cp949 big5"),
    (_WESTERN, "cp1250", "utf-8 cp852"),
    (_WESTERN, "cp852", "utf-8 cp1250"),
    (_WESTERN, "cp1254", "utf-8 cp857"),
    (_WESTERN, "cp857", "utf-8 cp1254"),
    (_WESTERN, "mac-roman", "utf-8"),
    (_CYRILLIC, "cp1251", "utf-8 cp866"),
    (_CYRILLIC, "cp866", "utf-8 cp1251"),
    (_HANZI, "gbk", "utf-8 cp932 cp949 big5"),
    (_HANZI, "big5", "utf-8 gbk"),
    (_HANZI, "cp932", "utf-8 gbk"),
    (_HANZI, "cp949", "utf-8 gbk"),
)
_TWO_BYTES = frozenset({"gbk", "cp932", "cp949", "big5"})
_LINE = re.compile(r"[^\n]*[^\x00-\x7f][^\n]*")
_GARBLED = re.compile(r"[^\x00-\x7f]{2}")  # letters with accents stand alone, what was misread hardly ever
_LOST = "\ufffd"
_CERTAIN = 6  # letters of a misread message, at least
# Letters of the languages whose messages are sought, beside Latin's with their marks.
_FOREIGN = re.compile(r"[\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_MARKED = re.compile(r"[\u00c0-\u024f]")


# What a reader could not show is gone: of these, messages are compared as they look when misread.
_LOSSY = (
    *(("utf-8", read) for read in ("cp1252", "gbk", "cp932", "cp949", "big5")),
    *((written, "cp1252") for written in ("cp866", "cp932", "gbk", "cp949", "big5")),
    ("cp866", "cp1251"), ("cp932", "cp437"),
)  # fmt: skip


def find_garbled(text: str) -> list[Wording]:
    """Return what systems say in the lines of a text whose letters were read in another encoding than they have."""
    return [
        each._replace(start=line.start() + each.start, end=line.start() + each.end)
        for line in _LINE.finditer(text)
        for each in _in_line(line[0])
    ]


@lru_cache(128)  # a log may say the same again and again
def _in_line(line: str) -> tuple[Wording, ...]:
    found: list[Wording] = []
    for meant, written, places in _readings(line):
        starts, ends = _spans(meant, written, places, len(line))
        said = [each for each in find_messages(meant) if not meant[each.start : each.end].isascii()]
        found += [each._replace(start=starts[each.start], end=ends[each.end - 1]) for each in said]
        if any(each.whole for each in said):
            return tuple(found)
    if not found and looks_garbled(line):
        letters = squeeze(line)
        for message, first, last, whole in _misread().find(letters):
            start, end = letters.origin(first, last)
            found.append(Wording(message, start, end, whole))
    return tuple(found)


@cache
def _misread() -> Index:
    """Return the index of messages in other scripts than Latin as they look when they are misread."""
    messages: list[Message] = []
    for message in shipped():
        if max(message.parts[0]) < "\u0400":
            continue
        context = f"{message.namespace}:{message.code}:{message.variant}"
        entries = []
        for written, read in _LOSSY:
            try:
                looks = message.text.encode(written).decode(read, "ignore")
            except UnicodeEncodeError:
                continue
            entries.append((context, message.symbol, looks))
        messages += [each for each in make_messages(message.language, entries) if len(each.parts[0]) >= _CERTAIN]
    return Index(messages)


@lru_cache(4096)
def looks_garbled(text: str) -> bool:
    """Tell whether letters were read in another encoding than they have, as far as a glance can tell."""
    if not _GARBLED.search(text):
        return False
    if _HANZI.search(text) and not _KANA.search(text):
        return _LOST in text or any(_is_utf8(text, read) for read in _TWO_BYTES)
    return bool(_WESTERN.search(text) and (_ODD.search(text) or _LONG.search(text)))


def _is_utf8(text: str, read: str) -> bool:
    data = "".join(each for each in text if each > "\x7f").encode(read, "ignore")
    return len(data.decode("utf-8", "ignore").encode()) * 10 >= len(data) * 6


def _readings(line: str) -> Iterator[tuple[str, str, list[int] | None]]:
    """Yield sane readings of a line, the encoding that it was written in, and where its characters' bytes end."""
    if not _GARBLED.search(line):
        return
    western, odd, long = _WESTERN.search(line), _ODD.search(line), _LONG.search(line)
    foreign = _HANZI.search(line) and not _KANA.search(line)
    for letters, read, encodings in _READ:
        likely = foreign if letters is _HANZI else western
        if not likely or not letters.search(line) or not (letters is _HANZI or odd or long):
            continue
        data, places = _bytes_of(line, read)
        if data is None:
            continue
        for written in encodings.split():
            if letters is not _HANZI and not (odd or (long and written in _FOREIGN_ENCODINGS)):
                continue
            meant = data.decode(written, "howcome-mojibake")
            if _sane(meant, written):
                yield meant, written, places


def _bytes_of(line: str, read: str) -> tuple[bytes | None, list[int] | None]:
    """Return the bytes that a line was read from, and where those of each character end; None where it cannot be so."""
    if read in _TWO_BYTES:
        data = line.encode(read, "replace")
        if data.count(b"?") - line.count("?") > len(line) // 20:
            return None, None
        widths = [1 if each < "\x80" else len(each.encode(read, "replace")) for each in line]
        return data, list(accumulate(widths))
    data = line.translate(_table(read)).encode("latin-1", "replace")
    if data.count(b"?") - line.count("?") > len(line) // 20:
        return None, None
    return data, None


@cache
def _table(read: str) -> dict[int, int]:
    """Return the byte of each character beyond ASCII of an encoding with a byte for each."""
    table = {number: number for number in range(0x80, 0xA0)}  # bytes that windows-1252 leaves undefined stay controls
    table.update(dict.fromkeys(range(0xA0, 0x100), 0xFFFF))
    for byte in range(0x80, 0x100):
        character = bytes([byte]).decode(read, "replace")
        if character != _LOST:
            table[ord(character)] = byte
    return table


def _sane(meant: str, written: str) -> bool:
    """Tell whether a reading has letters as its encoding's languages have them, and hardly a broken one."""
    broken = meant.count(_LOST)
    if broken > 1 + len(meant) // 30:
        return False
    if meant.isascii():
        return False
    if written == "utf-8":
        return True
    foreign = len(_FOREIGN.findall(meant))
    beyond = len(meant) - len(meant.encode("ascii", "ignore"))
    if written in ("cp1250", "cp852", "cp1252", "cp850", "cp1254", "cp857"):
        return len(_MARKED.findall(meant)) * 10 >= beyond * 8
    return foreign * 10 >= beyond * 8


def _spans(meant: str, written: str, places: list[int] | None, length: int) -> tuple[list[int], list[int]]:
    """Return where each letter of a reading begins and ends in the line."""
    if written == "utf-8":
        widths = [
            1 if each < "\x80" or each == _LOST else 2 if each < "\u0800" else 3 if each < "\U00010000" else 4
            for each in meant
        ]
    elif written in _TWO_BYTES:
        widths = [1 if each < "\x80" or each == _LOST or "\uff61" <= each <= "\uff9f" else 2 for each in meant]
    else:
        widths = [1] * len(meant)
    ends = list(accumulate(widths))
    starts = [end - width for end, width in zip(ends, widths, strict=True)]
    if places is not None:  # from bytes to the characters that they were read as
        starts = [bisect_right(places, start) for start in starts]
        ends = [bisect_left(places, end) + 1 for end in ends]
    return [min(start, length - 1) for start in starts], [min(end, length) for end in ends]


def _keep_place(error: UnicodeError) -> tuple[str, int]:
    """Put one mark for each byte that has no meaning, so that places can be counted."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _LOST * (error.end - error.start), error.end


codecs.register_error("howcome-mojibake", _keep_place)
