"""Message catalogs: what we say (howcome.po) and what systems say (system.po), a folder for each language.

This module is imported wherever a sentence is written; what reads catalogs is in catalogs.py, for those who show them.
"""

from __future__ import annotations

__all__ = ["N_"]


def N_(message: str) -> str:  # noqa: N802 -- gettext's own name for it
    """Mark *message* for extraction; it is translated when it is shown.

    >>> N_("Failed to fetch")
    'Failed to fetch'
    """
    return message
