"""Find and read the catalogs of a language.

A folder is named as gettext names locales: ``de``, ``pt_BR``, ``zh_CN``. Nothing here raises for a language that is
missing or for a catalog that cannot be read: such a language has no messages.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .po import Message, read_header, read_po, read_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["catalog", "find", "header", "languages", "quotes", "tag"]

_FOLDER = os.path.dirname(__file__)  # noqa: PTH120 - pathlib would weigh on the import of the package
# What speaks for a language that has no folder of its own name: scripts, regions and written forms.
_ALIASES = {
    "pt": "pt_BR",
    "zh": "zh_CN",
    "zh_hans": "zh_CN",
    "zh_sg": "zh_CN",
    "zh_hant": "zh_TW",
    "zh_hk": "zh_TW",
    "zh_mo": "zh_TW",
    "no": "nb",
    "nn": "nb",
    "nb": "no",
    "c": "en",
    "posix": "en",
}


def languages(place: str | None = None) -> list[str]:
    """Return the names of the folders that hold catalogs, sorted.

    Args:
        place: The folder that they are in; ours if it is not given.
    """
    try:
        names = os.listdir(place or _FOLDER)  # noqa: PTH208
    except (OSError, ValueError):  # an embedder may have put the package where folders cannot be listed
        return []
    return sorted(name for name in names if os.path.isdir(_path(name, place)))  # noqa: PTH112


def find(language: str, among: Iterable[str] | None = None) -> str | None:
    """Return the folder for a wished language, or None if there is none that its readers would understand.

    Args:
        language: A locale or a language tag: ``de_AT.UTF-8``, ``pt-PT``, ``zh-Hant-HK``.
        among: The folders to choose from instead of those that are there.

    >>> folders = ["de", "pt_BR", "zh_CN", "zh_TW"]
    >>> [find(each, folders) for each in ("de_AT.UTF-8@euro", "pt-PT", "zh-Hant-HK", "tlh")]
    ['de', 'pt_BR', 'zh_TW', None]
    """
    parts = language.replace("-", "_").partition(".")[0].partition("@")[0].lower().split("_")
    folders = {name.lower(): name for name in (languages() if among is None else among)}
    for length in range(len(parts), 0, -1):
        name = "_".join(parts[:length])
        for candidate in (name, _ALIASES.get(name, "").lower()):
            if candidate in folders:
                return folders[candidate]
    return None


def tag(folder: str) -> str:
    """Return the language tag of a folder, as reports carry it.

    >>> tag("pt_BR")
    'pt-BR'
    """
    return folder.replace("_", "-")


def catalog(folder: str, domain: str, place: str | None = None) -> list[Message]:
    """Return the entries of one language's catalog, none where it is missing or cannot be read.

    Args:
        folder: The language's folder, one of `languages()`.
        domain: ``howcome`` or ``system``.
        place: The folder that the language's folder is in; ours if it is not given.
    """
    return list(read_po(_text(folder, domain, place)))


def quotes(folder: str) -> list[tuple[str, str, str]]:
    """Return what systems say in one language: contexts such as ``win32:5``, symbols, texts."""
    return read_quotes(_text(folder, "system", None))


def header(folder: str, domain: str, place: str | None = None) -> dict[str, str]:
    """Return the header fields of one language's catalog by their names in lower case, none where it is missing."""
    return read_header(_text(folder, domain, place))


def _path(folder: str, place: str | None) -> str:
    return os.path.join(place or _FOLDER, folder, "LC_MESSAGES")  # noqa: PTH118


def _text(folder: str, domain: str, place: str | None) -> str:
    if not folder.replace("_", "").isalnum():  # never a path that a language's name smuggles in
        return ""
    path = os.path.join(_path(folder, place), f"{domain}.po")  # noqa: PTH118
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            return file.read()
    except (OSError, ValueError):
        return ""
