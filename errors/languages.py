"""Whose language are the system's words? Told by the catalogs of what systems say."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .codes import SystemCode

__all__ = ["language_of"]


@lru_cache(maxsize=256)
def language_of(code: SystemCode, text: str) -> str | None:
    """Return the language tag of a system's words for *code*, English asked first; None where no catalog has them.

    >>> from howcome.errors.codes import SystemCode
    >>> language_of(SystemCode("errno", 13, "EACCES"), "Permission denied")
    'en'
    """
    folded = _folded(text)
    symbol = code.symbol or ""
    return next((language for folder, language in _folders() if folded in _messages(folder).get(symbol, ())), None)


@cache
def _folders() -> tuple[tuple[str, str], ...]:
    """Return the folders of catalogs with their languages, English first: that is what most systems speak."""
    from ..locales.catalogs import languages, tag

    return tuple((folder, tag(folder)) for folder in sorted(languages(), key=lambda folder: folder != "en"))


@cache
def _messages(folder: str) -> dict[str, set[str]]:
    from ..locales.catalogs import catalog

    found: dict[str, set[str]] = {}
    for entry in catalog(folder, "system"):
        found.setdefault(entry.message, set()).add(_folded(entry.translation))
    return found


def _folded(text: str) -> str:
    """Fold what does not tell languages apart: case, width, spaces, final stops, kinds of apostrophes."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2019", "'").casefold()
    return re.sub(r"\s+", " ", plain).strip().rstrip(".!。 ")
