# ruff: noqa: E501 -- rows are easier to read in few lines
"""What stands in a text: numbers and names with the words beside them, and what they mean, the likeliest first."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

import attrs

from . import kinds
from .cleaning import join_wrapped
from .codes import SystemCode
from .formats import Mention, find_mentions
from .live_catalogs import find_live_messages
from .mojibake import find_garbled
from .near import find_near
from .number_spaces import readings
from .talk import is_plain_talk
from .wording import Wording, find_messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .blocks import Surroundings

__all__ = ["WINDOWS", "Sighting", "key_of", "sightings"]

WINDOWS = frozenset({"win32", "hresult", "ntstatus"})
_NEAR = 120  # characters between a number and the words that belong to it
_BESIDE = 12  # characters: so close, they belong together even where they disagree
_SAME_FAILURE = 600  # characters within which errors are of one failure
_MANY = 500  # errors that are compared with each other
_OF_WORDS = frozenset(
    {"rust", "number", "negative", "win32", "function", "api", "call"}
)  # whose words stand beside the number
_SURE = {"exception": "possible", "reason": "likely"}  # whatever it says
# What runtimes that run on every system say in the same words of each: there it is the system's own error.
_RUNTIMES = frozenset({"dotnet", "java"})
_ELSEWHERE = {
    "ERROR_ACCESS_DENIED": "EACCES", "ERROR_FILE_NOT_FOUND": "ENOENT", "ERROR_PATH_NOT_FOUND": "ENOENT", "ERROR_FILE_EXISTS": "EEXIST",
    "ERROR_ALREADY_EXISTS": "EEXIST", "ERROR_DIR_NOT_EMPTY": "ENOTEMPTY", "ERROR_FILENAME_EXCED_RANGE": "ENAMETOOLONG", "ERROR_DISK_FULL": "ENOSPC",
}  # fmt: skip
_ALIASES = {"ENOTSUP": "EOPNOTSUPP", "EWOULDBLOCK": "EAGAIN", "EDEADLOCK": "EDEADLK"}


@attrs.frozen
class Sighting:
    """An error at [start, end) of a cleaned text: its readings, the likeliest first."""

    codes: list[SystemCode]
    start: int
    end: int
    confidence: str
    language: str | None = None
    tool: str | None = None


def sightings(around: Surroundings, ends: list[int], *, near: bool = True) -> list[Sighting]:
    """Return the errors that a cleaned text holds.

    Args:
        around: The text, which knows the platform that each of its places is from, or seems to be.
        ends: The ends of lines that a terminal has broken.
        near: Whether what is nearly a system's sentence counts, where nothing else is said.
    """
    text = around.text
    groups = _grouped(_words(text))
    spans = sorted(groups)
    widest = max((end - start for start, end in spans), default=0)
    used: set[tuple[int, int]] = set()
    found: list[Sighting] = []
    mentions = {
        mention: readings(mention, around.platform(mention.start, mention.end))
        for mention in (*_across(text, ends), *find_mentions(text))
    }
    for mention in _apart(mention for mention, meanings in mentions.items() if meanings):
        meanings = mentions[mention]
        first = bisect_left(spans, (mention.start - _NEAR - widest,))
        last = bisect_left(spans, (mention.end + _NEAR + 1,))
        beside = [span for span in spans[first:last] if _distance(span, mention) <= _NEAR]
        beside.sort(key=lambda span: _distance(span, mention))
        agreeing = next(((span, code) for span in beside for code in meanings if _says(groups[span], code)), None)
        if agreeing:
            span, code = agreeing
            used.add(span)
            language = next(each.message.language for each in groups[span] if _says([each], code))
            others = [other for other in meanings if other is not code]
            start, end = min(span[0], mention.start), max(span[1], mention.end)
            found.append(Sighting([code, *others], start, end, "certain", language, mention.tool))
        elif beside and (alike := _alike(beside[0], mention, groups, meanings)):
            used.add(beside[0])
            start, end = min(beside[0][0], mention.start), max(beside[0][1], mention.end)
            others = [other for other in meanings if other is not alike]
            found.append(Sighting([alike, *others], start, end, "certain", None, mention.tool))
        elif mention.space in _OF_WORDS and beside and _contradicts(beside[0], mention, groups, text):
            used.add(beside[0])
            said = _by_words(beside[0], groups[beside[0]], around)
            start, end = min(beside[0][0], mention.start), max(beside[0][1], mention.end)
            found.append(attrs.evolve(said, codes=[*said.codes, *meanings], start=start, end=end, tool=mention.tool))
        else:
            sure = mention.space not in ("rust", "number", "call", "function") or around.given or len(meanings) == 1
            confidence = _SURE.get(mention.space) or ("certain" if sure else "likely")
            found.append(Sighting(meanings, mention.start, mention.end, confidence, None, mention.tool))
    for span, wordings in groups.items():
        if span not in used and not is_plain_talk(text, *span, wordings[0].message.symbol):
            found.append(_by_words(span, wordings, around))
    if near and not found:
        found = [_by_words(span, wordings, around) for span, wordings in _grouped(find_near(text)).items()]
    return _without_hearsay(found)


def _contradicts(
    span: tuple[int, int], mention: Mention, groups: dict[tuple[int, int], list[Wording]], text: str
) -> bool:
    """Tell whether whole words stand beside a number on its line: its space is a guess, they are what was said."""
    between = text[min(span[1], mention.end) : max(span[0], mention.start)]
    return _distance(span, mention) <= _BESIDE and "\n" not in between and groups[span][0].whole


def _alike(
    span: tuple[int, int], mention: Mention, groups: dict[tuple[int, int], list[Wording]], meanings: list[SystemCode]
) -> SystemCode | None:
    """Return the reading of a number that means the same as the words beside it, which are another system's."""
    if mention.space not in _OF_WORDS or _distance(span, mention) > _BESIDE or not meanings:
        return None
    said = {kinds.kind_of(each.message.namespace, each.message.symbol) for each in groups[span]} - {None}
    return next((code for code in meanings if code.kind in said), None)


def _without_hearsay(found: list[Sighting]) -> list[Sighting]:
    """Leave out an exception's name where the same failure says more."""
    others = [each for each in found if each.confidence != "possible"]
    return [
        each
        for each in found
        if each.confidence != "possible"
        or not any(abs(other.start - each.start) < _SAME_FAILURE for other in others[:_MANY])
    ]


def _across(text: str, ends: list[int]) -> Iterator[Mention]:
    """Yield the numbers and names that a terminal has broken in two."""
    if not ends:
        return
    joined = join_wrapped(text, ends)
    for mention in find_mentions(joined.text):
        start, end = joined.origin(mention.start, mention.end)
        if end - start > mention.end - mention.start:
            yield mention._replace(start=start, end=end)


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Drop what overlaps something of an earlier, more exact row, and errno's numbers beside getaddrinfo's words."""
    kept: list[Mention] = []
    taken = bytearray()
    for mention in mentions:
        taken.extend(bytes(max(0, mention.end - len(taken))))
        if not any(taken[mention.start : mention.end]):
            kept.append(mention)
            taken[mention.start : mention.end] = b"x" * (mention.end - mention.start)
    names = sorted(
        mention.start
        for mention in kept
        if (mention.meaning or ("",))[0] == "getaddrinfo" or mention.space == "getaddrinfo"
    )
    kept = [
        mention
        for mention in kept
        if mention.space != "number"
        or bisect_left(names, mention.end - _BESIDE) == bisect_left(names, mention.end + _BESIDE + 1)
    ]
    return sorted(kept, key=lambda mention: mention.start)


def _words(text: str) -> list[Wording]:
    found = find_messages(text)
    if text.isascii():
        return found or find_live_messages(text)
    garbled = find_garbled(text)
    taken = bytearray(len(text))
    for wording in found:
        taken[wording.start : wording.end] = b"x" * (wording.end - wording.start)
    found += [wording for wording in garbled if not any(taken[wording.start : wording.end])]
    return found or find_live_messages(text)


def _grouped(wordings: list[Wording]) -> dict[tuple[int, int], list[Wording]]:
    groups: dict[tuple[int, int], list[Wording]] = {}
    for wording in wordings:
        groups.setdefault((wording.start, wording.end), []).append(wording)
    return groups


def _distance(span: tuple[int, int], mention: Mention) -> int:
    return max(0, mention.start - span[1], span[0] - mention.end)


def _says(wordings: list[Wording], code: SystemCode) -> bool:
    return any(_same(wording, code) for wording in wordings)


def _same(wording: Wording, code: SystemCode) -> bool:
    message = wording.message
    if message.namespace != code.namespace:
        return code.namespace == "hresult" and message.namespace == "hresult" and message.code == code.code
    if code.namespace == "errno" and code.symbol:
        return _ALIASES.get(message.symbol, message.symbol) == _ALIASES.get(code.symbol, code.symbol)
    return message.code == code.code or (code.code is None and message.symbol == code.symbol)


def _by_words(span: tuple[int, int], wordings: list[Wording], around: Surroundings) -> Sighting:
    """Choose among what the same words mean: a number beside them decides, then the platform."""
    text, platform = around.text, around.platform(*span)
    beside = set(
        re.findall(
            r"(?<![\w.])-?\d{1,5}(?![\w.])", text[max(0, span[0] - 60) : span[0]] + " " + text[span[1] : span[1] + 40]
        )
    )
    wordings = sorted(wordings, key=lambda wording: _unlikeliness(wording, platform, beside))
    codes: list[SystemCode] = []
    for wording in wordings:
        code = _code_of(wording, platform)
        if not any((code.namespace, code.symbol) == (known.namespace, known.symbol) for known in codes):
            codes.append(code)
    first = wordings[0]
    confidence = "likely" if first.whole else "possible"
    if first.message.symbol == "EIO" and text[span[1] : span[1] + 2] == ": ":
        confidence = "possible"  # "I/O error: ..." names a class of errors; which one follows
    if str(first.message.code) in beside and first.whole:
        confidence = "certain"
    return Sighting(codes, *span, confidence, first.message.language)


def _unlikeliness(wording: Wording, platform: str | None, beside: set[str]) -> tuple[bool, bool, int, int]:
    message = wording.message
    windows = message.namespace in WINDOWS
    elsewhere = {"windows": not windows, "linux": windows, "macos": windows}.get(platform or "", False)
    if platform == "macos" and message.variant == "macos":
        elsewhere = False
    return elsewhere, str(message.code) not in beside, 0 if not message.variant else 1, message.code


def _code_of(wording: Wording, platform: str | None) -> SystemCode:
    message = wording.message
    if message.variant in _RUNTIMES and platform in ("linux", "macos") and message.symbol in _ELSEWHERE:
        return kinds.classify(SystemCode("errno", None, _ELSEWHERE[message.symbol]))
    if message.namespace == "errno":  # the catalogs have Linux's numbers; the words may be another system's
        return kinds.classify(SystemCode("errno", None, message.symbol))
    symbol = message.symbol if not message.symbol.isdigit() else None
    return kinds.classify(SystemCode(message.namespace, message.code, symbol))


def key_of(code: SystemCode) -> tuple[str, object]:
    """Return what tells an error from others: two names of one number are the same."""
    return code.namespace, _ALIASES.get(code.symbol or "", code.symbol) or code.code
