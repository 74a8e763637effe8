"""What is said in a language: sentences, plurals and numbers, each report in its own language.

A voice is immutable once it is made, so threads share it. What a catalog lacks, or has with other placeholders than the
English sentence, is said in English. English opens no catalog at all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .catalogs import catalog, find, header, languages
from .catalogs import tag as tag_of
from .numbers import number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["ENGLISH", "Voice", "speaks", "voice_of"]

DOMAIN = "howcome"
_PLACEHOLDER = re.compile(r"\{\w+\}")
_BRACE = re.compile(r"[{}]")
# What would steer a terminal is no translation: C0 but for the line feed, DEL, C1, lone surrogates.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


class Voice:
    """One language.

    Args:
        folder: The language's folder, such as `pt_BR`.
        messages: Translations by their English sentences, one for each plural form of the language.
        forms: By the English sentences that have a plural, which of the forms a number takes.
    """

    __slots__ = ("_forms", "_messages", "folder")

    def __init__(
        self, folder: str, messages: Mapping[str, tuple[str, ...]], forms: Mapping[str, Callable[[int], int]]
    ) -> None:
        self.folder = folder
        self._messages = messages
        self._forms = forms

    @property
    def tag(self) -> str:
        """The language tag, such as `pt-BR`."""
        return tag_of(self.folder)

    @property
    def english(self) -> bool:
        """Whether this is English: then what a report stores is what is said."""
        return not self._messages

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.folder.partition("_")[0] in _RIGHT_TO_LEFT

    def say(self, sentence: str) -> str:
        """Return *sentence*, its placeholders still in it, as this language says it."""
        found = self._messages.get(sentence)
        return found[0] if found and _serves(found[0], sentence) else sentence

    def counted(self, one: str, many: str, number: int) -> str:
        """Return the plural form for *number* of a sentence, its placeholders still in it.

        Args:
            one: The English sentence for one.
            many: The English sentence for any other number.
            number: How many.
        """
        found, form_of = self._messages.get(one), self._forms.get(one)
        if found and form_of:
            form = form_of(number)
            if 0 <= form < len(found) and _serves(found[form], many):
                return found[form]
        return one if number == 1 else many

    def number(self, number: int | float) -> str:
        """Return *number* with this language's separators."""
        return number_text(number, self.folder)

    def fits(self, encoding: str) -> bool:
        """Tell whether a stream of *encoding* has the letters of this language."""
        try:
            "".join(text for forms in self._messages.values() for text in forms).encode(encoding)
        except (UnicodeError, LookupError):
            return False
        return True


def _serves(translation: str, sentence: str) -> bool:
    """Tell whether a translation can stand for *sentence*: not empty, no other placeholders, nothing that steers."""
    if not translation or _CONTROL.search(translation):
        return False
    named = _PLACEHOLDER.findall(translation)
    if 2 * len(named) != len(_BRACE.findall(translation)):
        return False
    return not named or set(named) <= set(_PLACEHOLDER.findall(sentence))


ENGLISH = Voice("en", {}, {})


def voice_of(wished: str | Iterable[str] | None, catalogs: tuple[str, ...] = ()) -> Voice:
    """Return the voice of the first wished language that we speak, English where there is none. Never raises.

    Args:
        wished: A language tag or locale, such as `pt-PT` or `de_AT.UTF-8`, or several in order of preference.
        catalogs: Further folders laid out as ours: a folder for each language, in it `LC_MESSAGES` with catalogs.
            What they say comes before what ours say.
    """
    for language in (wished,) if isinstance(wished, str) else wished or ():
        voice = _voice(language, catalogs)
        if voice is not None:
            return voice
    return ENGLISH


def speaks(language: str, catalogs: tuple[str, ...] = ()) -> bool:
    """Tell whether we speak *language*, or *catalogs* do; see `voice_of`."""
    return _voice(language, catalogs) is not None


@lru_cache(maxsize=64)
def _voice(language: str, catalogs: tuple[str, ...]) -> Voice | None:
    """Return the voice of *language*, or None where no catalog has anything in it."""
    if re.match(r"(en|c|posix)\b", language.replace("_", "-"), re.IGNORECASE):
        return ENGLISH
    chosen: str | None = None
    messages: dict[str, tuple[str, ...]] = {}
    forms: dict[str, Callable[[int], int]] = {}
    for place in (*reversed(catalogs), None):
        folder = find(language, languages(place))
        if folder is None:
            continue
        rule: Callable[[int], int] | None = None
        for entry in catalog(folder, DOMAIN, place):
            if not entry.translation or entry.context is not None or entry.message in messages:
                continue
            messages[entry.message] = entry.translations
            if entry.plural is not None:
                rule = rule or _rule(header(folder, DOMAIN, place).get("plural-forms", ""))
                forms[entry.message] = rule
            chosen = chosen or folder
    return Voice(chosen, messages, forms) if chosen else None


def _rule(field: str) -> Callable[[int], int]:
    """Return what tells the plural form of a number by a `Plural-Forms` field; English's rule for a field that is none.

    >>> [_rule("nplurals=2; plural=(n > 1);")(number) for number in (0, 1, 2)]
    [0, 0, 1]
    """
    from gettext import c2py

    try:
        rule: Callable[[int], int] = c2py(field.partition("plural=")[2].partition(";")[0])
    except (ValueError, RecursionError):
        return _germanic

    def form_of(number: int) -> int:
        try:
            return int(rule(number))
        except (ArithmeticError, ValueError, TypeError):  # a division by zero in a catalog
            return -1

    return form_of


def _germanic(number: int) -> int:
    return int(number != 1)
