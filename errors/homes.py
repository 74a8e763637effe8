"""Home directories and user names out of a report's values, where a front end asks for it with `paths="home"`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["HOME", "USER", "hide", "hider"]

HOME = "~"
USER = "<user>"
# Words of closed sets and identifiers: a user who is called `link` must not change an operation.
CLOSED = frozenset(
    "audience code confidence document fingerprint id kind language mode namespace operation platform schema_version"
    " severity symbol timestamp tool type".split()
)
SHARED_NAMES = frozenset("admin administrator root runner system user".split())  # these tell nobody's name
SHORTEST_NAME = 3
# A home of somebody else: what lies in these folders is named after its owner, but for what all users share.
OTHERS = r"(?P<folder>(?<![\w.])(?:[a-z]:[\\/]{1,2}(?:Users|Documents and Settings)[\\/]{1,2}|/(?:home|Users)/))"
SHARED_HOMES = r"(?:public|shared|default|default user|all users)(?![\w.-])"
OWNER = r"[^\\/:*?\"'<>|\s,;()%]+"


def hider(home: str | None = None, user: str | None = None) -> Callable[[str], str]:
    r"""Return what replaces the home directory by `~` and the user's name by `<user>` in a text.

    Args:
        home: The home directory; this process's if it is not given.
        user: The user's name; the last part of the home directory, or what the environment says, if it is not given.

    >>> hider(r"C:\Users\ann", "ann")(r"C:\Users\Ann\cache is owned by ann, not by annette")
    '~\\cache is owned by <user>, not by annette'
    """
    home = str(Path.home()) if home is None else home
    last = re.split(r"[\\/]", home.rstrip("\\/"))[-1]
    names = [user] if user is not None else [last, *map(os.environ.get, ("USER", "USERNAME", "LOGNAME"))]
    patterns = [re.escape(each) for each in _spellings(home)]
    homes = re.compile(rf"(?:{'|'.join(patterns)})(?![\w.-])", re.IGNORECASE) if patterns else None
    known = {name for name in names if name and len(name) >= SHORTEST_NAME and name.lower() not in SHARED_NAMES}
    words = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    users = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE) if words else None
    others = re.compile(rf"{OTHERS}(?!{SHARED_HOMES}){OWNER}", re.IGNORECASE)

    def hidden(text: str) -> str:
        text = homes.sub(HOME, text) if homes else text
        text = users.sub(USER, text) if users else text
        return others.sub(rf"\g<folder>{USER}", text)

    return hidden


def _spellings(home: str) -> list[str]:
    """Return how *home* may be written, the longest first.

    As it is, resolved, with `/`, with doubled backslashes, and as a part of an address.
    """
    if len(home.strip("\\/")) < SHORTEST_NAME:
        return []  # a service whose home is the root: everything would be a home
    plain = home.rstrip("\\/")
    found = {plain, plain.replace("\\", "/"), plain.replace("\\", "\\\\")}
    if "\\" not in plain:
        found.add(os.path.realpath(plain))
    found |= {quote(each, safe=safe) for each in found for safe in ("/:", "/", "")}
    return sorted(found, key=len, reverse=True)


def hide(value: Any, hidden: Callable[[str], str]) -> Any:
    """Return *value*, an attrs value, a container or a leaf, with every text in it as *hidden* returns it."""
    match value:
        case str():
            return hidden(value)
        case tuple() | list():
            return type(value)(hide(item, hidden) for item in value)
        case dict():
            return {name: hide(item, hidden) for name, item in value.items()}
        case _ if attrs.has(type(value)):
            return _hide_fields(value, hidden)
        case _:
            return value


def _hide_fields(value: Any, hidden: Callable[[str], str]) -> Any:
    names = [field.name for field in attrs.fields(type(value)) if field.init and field.name not in CLOSED]
    fields = {name: (getattr(value, name), hide(getattr(value, name), hidden)) for name in names}
    changed = {name.lstrip("_"): new for name, (old, new) in fields.items() if new != old}
    return attrs.evolve(value, **changed) if changed else value
