# ruff: noqa: E501, RUF001 -- patterns are easier to read in few lines; texts hold signs of tools
"""Which lines of a text speak of one failure: a failure's block, from its outermost sentence to what follows it.

What was done, to which paths and by which program is said in the lines around an error, often in others of a chain: by
"Caused by:" below a blank line, by frames of a stack between two sentences, by fields in lines of their own. Lines of
another failure say nothing of this one.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import NamedTuple

from .number_spaces import guess_platform

__all__ = ["Block", "Surroundings"]

_REACH = 3_000  # characters before an error that may be its block
_LINES = 40  # lines before it
_BELOW = 900  # characters after it
_TOO_LITTLE = 40  # characters that say too little without the paragraph before
# A line that belongs to the one before it, whatever stands between.
_GOES_ON = re.compile(
    r"[ \t]{0,12}(?:\[[^\]\n]{1,40}\][ \t]|[|`╰│├└]?[ \t]?[-─]{1,3}[>▶][ \t]?)?(?:caused by|cause|because|reason|details?|inner exception|stderr|output"
    r"|message|msg|status|原因|说明|ursache|причина|(?:from|to|in|into|at|and|as|on|for|with|by)[ \t]*$)\b|[ \t]{0,12}[|`╰]?[ \t]?[-─]{1,3}[>▶]|[ \t]{0,12}\d{1,2}: ",
    re.IGNORECASE,
)
# A line with which a failure begins: its kind, or the program that says it.
_BEGINS = re.compile(
    r"\[?(?:error|fatal|failure|failed|erreur|fehler|errore|erro|ошибка|panic|exception|unhandled|critical|warn(?:ing)?|info|debug"
    r"|notice|note|hint|npm (?:err!|error) code)\b|[EW]: |(?:err|get|hit|ign):\d|× |✗ |✖ |traceback \(most|thread '|\$ |PS [A-Z]:\\|[A-Z]:\\[^>\n]{0,200}>"
    r"|(?!npm )[a-z][\w.+-]{0,30}(?:\[\d{1,9}\])?: \S",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^[ \t]{0,12}(?:(?:at|bei|à|en|в|在) [\w$.<>`/@\[\]]{2,300}[ \t]?\([^\n]*|at [\w$./\\<>@:-]{2,300}:\d+(?::\d+)?\)?|\.\.\. \d+ (?:more|common frames omitted)"
    r"|#\d{1,3}[ \t]+\S[^\n]{0,300}|\[\d{1,3}\] \S[^\n]{0,300} at [^\n]{1,300}:\d+[^\n]{0,40}"
    r"|[^\s:'\"][^\n:'\"]{0,300}:\d{1,6}:in [`'][^\n]*|--- [^\n]{5,120} ---|npm (?:ERR!|error)[ \t]+at [^\n]*"
    r"|File \"[^\"\n]{1,400}\", line \d{1,6}(?:, in [^\n]*)?|\+? ?(?:CategoryInfo|FullyQualifiedErrorId|FullyQualifiedErro\w*) *:[^\n]*|At (?:line|[A-Z]:\\[^\n]*):\d+[^\n]*)$",
    re.MULTILINE,
)


class Block(NamedTuple):
    """What one failure's lines say: before the error, in it, after it in its line, and below.

    Args:
        before: The lines of the failure up to the error.
        words: The error's own words.
        after: The rest of its line.
        below: The lines of the failure that follow, but for those of a stack.
        stack: The frames of a stack below it, the innermost call first.
        lead: What stands in the same paragraph before the failure.
    """

    before: str
    words: str = ""
    after: str = ""
    below: str = ""
    stack: str = ""
    lead: str = ""

    @property
    def line(self) -> str:
        """The error's own line."""
        return self.before.rpartition("\n")[2] + self.words + self.after

    @property
    def text(self) -> str:
        """The whole failure."""
        return f"{self.before}{self.words}{self.after}\n{self.below}"


class Surroundings:
    """A text whose failures are asked for by where their errors stand."""

    def __init__(self, text: str, platform: str | None) -> None:
        """Take a cleaned text, and the platform if somebody has said it."""
        self.text, self.given = text, platform
        self._blocks: dict[tuple[int, int], Block] = {}
        self._platforms: dict[tuple[int, int], str | None] = {}

    @cached_property
    def _platform(self) -> str | None:
        return guess_platform(self.text)

    def platform(self, start: int, end: int) -> str | None:
        """Return the platform that what stands nearest to [start, end) speaks of: its line, its block, the text."""
        if self.given or len(self.text) < _TOO_LITTLE:
            return self.given or self._platform
        key = self.text.rfind("\n", 0, start), end
        if key not in self._platforms:
            block = self.block(start, end)
            self._platforms[key] = guess_platform(block.line) or guess_platform(block.text) or self._platform
        return self._platforms[key]

    def block(self, start: int, end: int) -> Block:
        """Return the lines of the failure whose error stands at [start, end)."""
        if (start, end) not in self._blocks:
            self._blocks[start, end] = _block_at(self.text, start, end)
        return self._blocks[start, end]


def _block_at(text: str, start: int, end: int) -> Block:
    rest = text[start : start + _BELOW].partition("\n")[0]
    before, lead = _above(text[max(0, start - _REACH) : start], rest)
    after, _, below = text[end : end + _BELOW].partition("\n")
    return Block(before, text[start:end], after, *_below(below), lead)


@lru_cache(64)  # a log may say the same again and again
def _above(text: str, rest: str) -> tuple[str, str]:
    """Return the lines of a failure up to its error, and what stands above them in their paragraph.

    Args:
        text: What stands before the error.
        rest: The rest of its line.
    """
    lines = text.split("\n")
    everything = lines[1:]
    own = lines.pop()
    kept, top, blank, frames = [own], f"{own}{rest}", False, False
    said = len(top.strip())
    while lines and len(kept) < _LINES:
        line = lines.pop()
        if not line.strip():
            blank = True
            continue
        if _is_frame(line):  # says nothing but that there is more above
            frames, blank = True, False
            kept.append("")
            continue
        goes_on = _goes_on(top) or frames
        little = said < _TOO_LITTLE and not _begins(top)
        deeper = blank and _depth(top) > min((_depth(each) for each in everything if each.strip()), default=0)
        if blank and not (goes_on or little or deeper or line.rstrip().endswith(":")):
            return "\n".join(reversed(kept)), ""
        if not goes_on and not blank and _begins(top) and _depth(line) <= _depth(top):
            return "\n".join(reversed(kept)), _lead([*lines, line])
        kept.append(line)
        said += len(line.strip())
        top, blank, frames = line, False, False
    return "\n".join(reversed(kept)), ""


# Each line is asked by the errors of all lines near it.


@lru_cache(256)
def _is_frame(line: str) -> bool:
    return bool(_FRAME.match(line))


@lru_cache(256)
def _goes_on(line: str) -> bool:
    return bool(_GOES_ON.match(line))


@lru_cache(256)
def _begins(line: str) -> bool:
    return bool(_BEGINS.match(line))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _lead(lines: list[str]) -> str:
    """Return the last paragraph of lines, with the end of its last."""
    kept: list[str] = []
    for line in reversed(lines[-8:]):
        if not line.strip():
            break
        kept.append("" if _is_frame(line) else line)
    return "\n".join([*reversed(kept), ""])


def _below(rest: str) -> tuple[str, str]:
    """Return the lines after an error that are still its failure's, and the frames among them."""
    kept: list[str] = []
    stack: list[str] = []
    for line in rest.split("\n"):
        if _is_frame(line):
            stack.append(line)
        elif not line.strip() or _begins(line) or _goes_on(line):
            break
        else:
            kept.append(line)
    return "\n".join(kept), "\n".join(stack)
