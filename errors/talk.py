# ruff: noqa: E501, RUF001 -- patterns are easier to read in few lines; texts hold signs of tools
"""What is only said of errors: source code, prose about errors, names of tests, complaints of a program of its own.

A name or a message is an error that happened where it is told as one: after what failed, at the end of its line or before
a colon. Where a sentence goes on about it, or where code compares or returns it, nothing happened.
"""

from __future__ import annotations

import re

__all__ = ["is_plain_talk", "is_talk"]

_BEFORE, _AFTER = 60, 40  # characters around a name that tell what is said of it
_LINE = 400  # characters of its line before it
_FEW = 13  # characters: a sentence of its own, such as "Try again", after which no error need follow
_WEAK = 15  # characters of a message that is as good as any words
# A line of source code, or a remark in one.
_SOURCE = re.compile(
    r"^[ \t]*(?:raise|return|throw|if|elif|else if|case|except|catch|import|from \w+ import|#[ \t]*(?:define|if|elif|include|error|undef)|//|/\*|\*/|@throws|@raises|:raises?)(?![\w:-])|^[ \t]*(?:XX\(|\{\s?[A-Z_]{4,},)"
    r"|^[ \t]*[\w.\[\]]{1,60} = ['\"{(\[]|^[ \t]+#[ \t]|^[ \t]+\*[ \t]|^[ \t]*(?:[a-z_]\w{0,40}\.){1,4}[a-z_]\w{0,40}\(['\"]",
)
_REMARK = re.compile(r";[ \t]*(?://|/\*)")
_SOURCE_END = re.compile(r"[^\n]{0,200}(?:;[ \t]*(?:(?://|/\*)[^\n]*)?|[ \t]\\)(?:\n|$)")
# An entry of a list that explains names: * `EACCES` (Permission denied): An attempt ..., <code>EACCES</code>: ...
_DEFINED = re.compile(r"^[ \t]*(?:[*-][ \t]+[`'\"]{1,2}[\w.]+|#{1,6} `?[\w.]+|<t[dr]>|<a id|<code>[A-Z_]{3,40}</code>)")
_NAMES = r"(?:E[A-Z]{3,14}|(?:ERROR|WSA|STATUS|EAI|CURLE|SEC_E)_?[A-Z_]{3,40})"
_TALK_BEFORE = re.compile(
    r"(?:\bcase|\breturn|[=!]==?|#\s?define|(?-i:\berrno\.)|\berrno (?:to|of|is)|\b(?:syscall|libc|constants|_winapi|winerror|errno|signal)(?:\.|::)|\bis|\bcatch|\bexcept|\bunless|\bwith code"
    r"|['\"],\s?['\"]|\b(?:returns|returning|means|what|describes?|explains?|documents?|raises?|throws?|map|maps|expects?|accepts?|produces?|report|reports|set|sets|called|named|uses?|checks?|triggers?)"
    r"|\b(?:fix|handl|avoid|ignor|prevent|catch|treat|swallow|tolerat|workaround for|retry on|retries on|hid|suppress|limit|spurious)\w{0,3}(?:\s[\w-]{1,20}){0,2}?"
    r"|\b(?:checking|looking) for|\bpass(?:ed)?:|\b(?:get|see|hit)(?:s|ting)?(?:\s(?:an?|the))?"
    r"|(?<!failed\s)(?<!error\s)(?<!failure\s)(?<!exited\s)(?<!ended\s)(?<!aborted\s)(?<!died\s)\bwith(?:\san?)?|\b(?:the|an?|than|of|when|if|or|and|not|like|as|be|in|for|on|at|into|instead of|rather than|should|should throw|to)"
    rf"|<code>|\b{_NAMES}(?:,|/|\sor|\sand)(?:\sfor)?)\s{{0,3}}['\"(`*-]{{0,2}}$",
    re.IGNORECASE,
)
_TALK_AFTER = re.compile(
    rf"['\"`*]?\s?(?:,\s?['\"]?E[A-Z]{{3}}|\|\||&&|[=!]=|=>|\?|/{_NAMES}|\s?\([A-Z][a-z]+ [A-Z]|\s(?:errors?|errnos?|handling|issues?|codes?|returns?|occurrences?|rather|instead|aliases|treated|for an?"
    rf"|(?:is|are|was|were|may|might|can|will|should|must|be|which|that|if|when|and|or)\b)\b|,?\s(?:or|and)\s{_NAMES})"
)
# An exception that is told as one stands before a colon, a parenthesis or the end, and is not the subject of a sentence.
_TOLD = re.compile(r"['\")\]]{0,3}[ \t]?(?:[:(\[>@|]|- |at |$|\n|\\n|\r)")
_IN_A_LIST = re.compile(r"\s*[,=]")
_WOULD = re.compile(
    r"\b(?:MAY|SHOULD|MUST|can(?:not)? be|may be|could|would|if|when|whether|because an?)\b[^\n]{0,60}$"
)
_COMPARED = re.compile(r"[=!]=\s?\d|^[\w.]{0,20}status_code = \d{3}\s*$", re.IGNORECASE)
# A constant of a program: SVM_EXIT = 0x80000002, but not HRESULT = 0x80070005.
_CONSTANT = re.compile(
    r"\b(?![A-Z_]*(?:HRESULT|HR\b|ERROR|CODE|STATUS|RESULT))[A-Z][A-Z0-9_]{3,60}\s{0,20}(?:=\s?|\()$"
)
# The words of a message that a sentence supposes: if 'x' is a directory, indicates that the directory is not empty.
_SUPPOSED = re.compile(
    r"\b(?:if|when|whether|unless|until|once|because|indicates?(?: that| an?)?|such as|would|no longer|used to|will now|now (?:reports?|exits?|fails?))\b[^\n.:;]{0,50}$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\. [A-Z]|, [a-z]| \(")
# The words of a message that are the noun of a sentence: "broken pipe" errors.
_NOUN = re.compile(
    r"['\"`”’]{1,2}\s(?:errors?|messages?|warnings?|issues?|problems?|failures?|exceptions?|diagnostics?|rather than)\b"
)
_FAILED = re.compile(
    r"\b(?:cannot|can't|can not|could not|couldn't|fail(?:ed|ure|s)?|unable|error|denied|refused)\b", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"[\\/]\w|\b[A-Za-z]:[\\/]|['\"`‘“][^'\"`\n]{1,200}['\"`’”]|\w\.\w{1,5}\b|^(?!error|warning|note|info|debug|waiting)[a-z][\w.+-]{0,30}: ",
    re.IGNORECASE,
)
_OPTION = re.compile(r":\s{0,3}(?!['\"]?(?:[A-Za-z]:[\\/]|/|\\\\|\.{1,2}[\\/]))\S")


_COMPILER = re.compile(r"\b(?:error|fatal|warning)\]?:? ?[A-Z]{0,4}\d{3,5}\b|\bfatal error: ['\"]", re.IGNORECASE)


def _is_source(before: str) -> bool:
    """Tell whether a line that begins so is one of source code."""
    return bool(_SOURCE.match(before) or _REMARK.search(before))


def is_talk(text: str, start: int, end: int, space: str) -> bool:
    """Tell whether a number or a name at [start, end) is only spoken of.

    Args:
        text: The text that it stands in.
        start: Where it begins.
        end: Where it ends.
        space: What it is, as formats.py has it.

    >>> is_talk("// returns EACCES if locked", 11, 17, "name")
    True
    """
    begin = max(text.rfind("\n", max(0, start - _LINE), start) + 1, start - _LINE, 0)
    before = text[max(begin, start - _BEFORE) : start]
    if space == "name":
        return bool(
            _TALK_BEFORE.search(text[max(0, start - _BEFORE) : start])
            or _TALK_AFTER.match(text[end : end + _AFTER])
            or _is_source(text[begin:start])
            or _DEFINED.match(text[begin:end])
            or _SOURCE_END.match(text, end)
        )
    if space == "exception":
        if _SUPPOSED.search(before):
            return True
        word = text[start:end].isalpha() or "::" in text[start:end]
        return word and (
            not _TOLD.match(text[end : end + _AFTER])
            or bool(_TALK_BEFORE.search(before) or _is_source(text[begin:start]))
            or (bool(_IN_A_LIST.match(text[end : end + 4])) and not before.strip())
        )
    if space in ("hex", "known hex"):
        return bool(_CONSTANT.search(before) or _is_source(text[begin:start]))
    if space == "http":
        return bool(_WOULD.search(before) or _COMPARED.search(text[start:end]))
    return space == "meaning" and bool(_is_source(text[begin:start]))


def is_plain_talk(text: str, start: int, end: int, symbol: str) -> bool:
    """Tell whether the words of a message at [start, end) are a sentence of their own, or part of one about it.

    Args:
        text: The text that they stand in, of which nothing else tells of an error.
        start: Where they begin.
        end: Where they end.
        symbol: The error that they would be.

    >>> is_plain_talk("Waiting for pod: not ready", 17, 26, "ERROR_NOT_READY")
    True
    """
    begin = max(text.rfind("\n", max(0, start - _LINE), start) + 1, start - _LINE, 0)
    before, words = text[begin:start], text[start:end]
    if _NOUN.match(text[end : end + _AFTER]) and before[-1:] in tuple("'\"`“‘"):
        return True
    if _is_source(before) or _DEFINED.match(before + words):
        return True
    if _SUPPOSED.search(before[-100:]) or (not before.strip() and words[0].islower() and _GOES_ON.match(text, end)):
        return True
    if (
        symbol == "ERROR_FILE_NOT_FOUND"
        and end - start < _WEAK
        and _COMPILER.search(text[max(begin, start - 80) : end + 60])
    ):
        return True  # a compiler's own words
    if symbol == "EINVAL" and _OPTION.match(text[end : end + 8]):
        return True  # a program's complaint about an option
    if not words.isascii() or end - start >= _WEAK:
        return False
    negated = words[:4].lower() == "not "
    if not before.strip():
        return end - start < _FEW or negated
    return not _SUBJECT.search(before) and (negated or not _FAILED.search(before))
