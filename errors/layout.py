# ruff: noqa: RUF001 -- full-width punctuation ends a path
# ruff: noqa: RUF002 -- examples have full-width punctuation
"""Lines: what a terminal shows of a text, how wide it is, and where it wraps.

Control characters, bidirectional overrides and lone surrogates from outside are written out, never obeyed. What is
written from right to left is isolated, so that it cannot reorder the line around it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["bare", "encodable", "flow", "isolated", "shown", "visible", "width_of"]

# C0 but for the line feed, DEL, C1, the line and paragraph separators, bidirectional controls, lone surrogates, tags
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
_LEFT_TO_RIGHT, _BY_ITSELF, _END = "\u2066", "\u2068", "\u2069"  # LRI, FSI, PDI
_ISOLATES = re.compile(f"[{_LEFT_TO_RIGHT}{_BY_ITSELF}{_END}]")
_ISOLATED = re.compile(f"[{_LEFT_TO_RIGHT}{_BY_ITSELF}]([^{_END}]*){_END}")
# Hebrew, Arabic and their neighbors; the presentation forms; the historic and newer scripts of the second plane
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LETTER = re.compile(f"[{_RIGHT_TO_LEFT}]")
_RUN = re.compile(f"[^\\s]*[{_RIGHT_TO_LEFT}][^\\s]*(?: [^\\s]*[{_RIGHT_TO_LEFT}][^\\s]*)*")
_LATIN = re.compile("[A-Za-z]")
# What is kept whole: a path from left to right, and the name of a code with its number, "(ENOSPC, Linux error 28)".
_CODE = r"\([A-Z][A-Z0-9_]*, [A-Za-z ]+ (?:0x)?[0-9A-F]+[;)]"
_WORD = re.compile(f"( *)((?:{_CODE}|{_LEFT_TO_RIGHT}[^{_END}]*{_END}|[^ ])+)")
_PATH = re.compile(r"(?:[A-Za-z]:[\\/]|\\\\|(?<![^\s(（：「『])[/~])[^\s。，、：；）」』]*")
_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_WIDE = {"W", "F"}
_NO_WIDTH = {"Mn", "Me", "Cf"}
# What stays with the character before it (small kana, marks of repetition and length), by the habits of Japanese,
# Chinese and Korean typesetting; closing brackets and stops are told by their category.
_STAYS_BEHIND = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー々〻ゝゞヽヾ・〜")
_CLOSING = {"Pe", "Pf", "Po"}
_OPENING = {"Ps", "Pi"}


def visible(text: str) -> str:
    r"""Return *text* with everything that could steer a terminal written out; line feeds stay.

    >>> visible("a\x1b[31mb\u202ec\udcff\U000e0041")
    'a\\x1b[31mb\\u202ec\\udcff\\U000e0041'
    """
    return _UNSAFE.sub(_written_out, text.replace("\r\n", "\n").replace("\t", "    "))


def shown(text: str) -> str:
    r"""Return a text from outside as it may stand in a line: visible, and what runs from right to left isolated.

    >>> ascii(shown("open \u05d0\u05d1 \u05d2: gone"))
    "'open \\u2068\\u05d0\\u05d1 \\u05d2:\\u2069 gone'"
    """
    text = visible(text)
    return text if text.isascii() else _RUN.sub(lambda run: _apart(run[0]), text)


def isolated(value: str, right_to_left: bool = False) -> str:
    """Return a value as it may stand in a sentence.

    Args:
        value: A path, a name, or words from outside.
        right_to_left: Whether the sentence is: then it is Latin letters that are isolated.
    """
    value = visible(value)
    return _apart(value) if (_LATIN if right_to_left else _LETTER).search(value) else value


def bare(text: str) -> str:
    """Return *text* without its isolates."""
    return text if text.isascii() else _ISOLATES.sub("", text)


def _apart(text: str) -> str:
    """Isolate *text*: a path reads from left to right whatever its names are, other words by their first letter."""
    lead = _LEFT_TO_RIGHT if "/" in text or "\\" in text else _BY_ITSELF
    return f"{lead}{text}{_END}"


def encodable(text: str, encoding: str) -> str:
    """Return *text* as a stream of *encoding* can take it: what it lacks is written out, or as ASCII has it.

    Where isolates cannot be written, what they kept apart is written out: unprotected it would reorder its line.
    """
    if text.isascii():
        return text
    try:
        text.encode(encoding)
    except LookupError:
        encoding = "ascii"
    except UnicodeEncodeError:
        pass
    else:
        return text
    try:
        _END.encode(encoding)
    except UnicodeEncodeError:
        text = _ISOLATES.sub("", _ISOLATED.sub(lambda run: _LETTER.sub(_written_out, run[1]), text))
    text = text.replace("\u00b7", "-") if not _has("\u00b7", encoding) else text
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _has(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _written_out(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number > 0xFFFF:  # noqa: PLR2004 -- beyond the first plane
        return f"\\U{number:08x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"  # noqa: PLR2004 -- one byte


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if "\u1160" <= character <= "\u11ff":  # vowels and finals of Hangul, which the syllable's first letter has room for
        return 0
    if character == "\u00ad":
        return 1
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def width_of(text: str) -> int:
    """Return how many columns *text* takes on a terminal.

    >>> width_of("cache"), width_of("キャッシュ"), width_of("👩\u200d💻")
    (5, 10, 2)
    """
    if text.isascii():
        return len(text)
    width = 0
    before = ""
    for character in text:
        if before == _JOINER or _is_skin_tone(character):
            pass  # drawn as one with what stands before it
        elif character == _EMOJI_STYLE and before and _columns(before) == 1:
            width += 1
        else:
            width += _columns(character)
        before = character
    return width


def _is_skin_tone(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"


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
                again = _BY_ITSELF if _is_open(line) else ""
                yield line + _END if again else line
                line, empty = rest + again, True
            line += word if empty else space + word
            empty = False
        yield line
        first = rest


def spaced(label: str) -> str:
    """Return a label with the space behind it; a full-width colon has room enough of its own.

    >>> spaced("hint:"), spaced("提示：")
    ('hint: ', '提示：')
    """
    return label if label.endswith("：") else f"{label} "


def _is_open(line: str) -> bool:
    """Tell whether a line ends inside an isolate, which ends with the line and must be begun again on the next."""
    return not line.isascii() and len(_ISOLATES.findall(line)) % 2 == 1


def _words(paragraph: str) -> Iterator[tuple[str, str]]:
    """Yield each word with the space before it; between wide characters a line may break without a space.

    Paths are kept whole.
    """
    for part in _WORD.finditer(paragraph):
        space, word = part[1], part[2]
        if word.isascii():
            yield word, space
            continue
        whole = {place for path in _PATH.finditer(word) for place in range(path.start() + 1, path.end())}
        start = 0
        for place in range(1, len(word)):
            if place not in whole and _parts(word[place - 1], word[place]):
                yield word[start:place], space
                start, space = place, ""
        yield word[start:], space


def _parts(before: str, after: str) -> bool:
    """Tell whether a line may break between two characters without a space."""
    if _columns(before) != 2 and _columns(after) != 2:  # noqa: PLR2004
        return False
    if "\uac00" <= before <= "\ud7a3" or "\uac00" <= after <= "\ud7a3":  # Korean has spaces between its words
        return False
    if before == _JOINER or _columns(after) == 0 or _is_skin_tone(after) or after in _STAYS_BEHIND:
        return False
    return unicodedata.category(after) not in _CLOSING and unicodedata.category(before) not in _OPENING
