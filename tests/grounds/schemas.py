"""Every document is held to its schema, as the package ships it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import howcome.errors

from . import need_module

DATA = Path(howcome.errors.__file__).parent / "data"


@cache
def schema(name: str) -> dict[str, Any]:
    """Return the schema of a document."""
    return json.loads((DATA / f"{name}.schema.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def part(name: str, definition: str | None) -> dict[str, Any]:
    """Return a definition of a schema (or, after a dot, the items of a list in it), able to stand alone; None: all."""
    whole = schema(name)
    if definition is None:
        return whole
    first, _, listed = definition.partition(".")
    body = whole["$defs"][first]
    return {**(body["properties"][listed]["items"] if listed else body), "$defs": whole["$defs"]}


@cache
def _validator(name: str, definition: str | None) -> Any:
    return need_module("jsonschema").Draft202012Validator(part(name, definition))


def check(document: Any, definition: str | None = None, *, name: str | None = None) -> None:
    """Raise where *document* is not as the schema says: its own, or a definition of the schema *name*."""
    _validator(name or document["document"], definition).validate(document)
