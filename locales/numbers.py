"""Numbers as each language writes them: what stands before decimals, between groups of three digits, before a unit.

Facts from the CLDR (Unicode's locale data), which the tests compare this table with.
"""

from __future__ import annotations

__all__ = ["number_text"]

_NARROW, _WIDE = "\u202f", "\u00a0"
# Decimal separator, group separator, and how many digits must stand before the first group separator.
_HABITS = {
    "en": (".", ",", 1),
    "ja": (".", ",", 1),
    "ko": (".", ",", 1),
    "zh": (".", ",", 1),
    "he": (".", ",", 1),
    "de": (",", ".", 1),
    "it": (",", ".", 1),
    "nl": (",", ".", 1),
    "tr": (",", ".", 1),
    "id": (",", ".", 1),
    "da": (",", ".", 1),
    "el": (",", ".", 1),
    "pt": (",", ".", 1),
    "es": (",", ".", 2),
    "pl": (",", _WIDE, 2),
    "fr": (",", _NARROW, 1),
    "ru": (",", _WIDE, 1),
    "uk": (",", _WIDE, 1),
    "cs": (",", _WIDE, 1),
    "sv": (",", _WIDE, 1),
    "nb": (",", _WIDE, 1),
    "fi": (",", _WIDE, 1),
    "hu": (",", _WIDE, 1),
}
_GROUP = 3


def number_text(number: int | float, language: str) -> str:
    """Return *number* as *language* writes it: whole numbers whole, others with one decimal.

    >>> number_text(1234567, "de"), number_text(1.5, "de_AT"), number_text(1234, "es")
    ('1.234.567', '1,5', '1234')
    """
    decimal, group, least = _HABITS.get(language.replace("-", "_").partition("_")[0], _HABITS["en"])
    whole, _, fraction = f"{number:,}".partition(".") if isinstance(number, int) else f"{number:,.1f}".partition(".")
    if len(whole.replace(",", "").lstrip("-")) < _GROUP + least:
        whole = whole.replace(",", "")
    return whole.replace(",", group) + (decimal + fraction if fraction else "")
