"""Values to JSON and back. One line, ASCII, no NaN, at most 64 KiB unless asked; `truncated` says what was cut.

Readers accept what a newer minor version adds, refuse another major one, and a report that was read writes itself as it
was read.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from .artifacts import ARTIFACT_FIELDS, KINDS, Artifact
from .facts import Facts, Place
from .hints import Action, Advice
from .holders import Holder
from .model import (
    DOCUMENT,
    SCHEMA_VERSION,
    FailedAttempt,
    Failure,
    Frame,
    ReportValues,
    Retries,
    Root,
    System,
    Tool,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cattrs import Converter

__all__ = ["LONGEST_LINE", "ReportFormatError", "document_of", "read_report", "to_line"]

LONGEST_LINE = 64 * 1024
ALWAYS = frozenset({"hints"})  # also where there are none
ENVELOPE_FIRST = ("document", "schema_version", "id", "timestamp", "severity", "tool")
CONTAINERS = frozenset({tuple, list, dict})
LARGEST = 2**63
SURROGATE = "\\ud"  # may be one of a pair
# `json.dumps` would make one each time, and look for cycles, of which a document has none.
_encode = json.JSONEncoder(allow_nan=False, check_circular=False).encode

Values = TypeVar("Values", bound=ReportValues)


class ReportFormatError(ValueError):
    """A text is not a report of a version that can be read."""

    __module__ = __package__ or __name__


@cache
def _converter() -> Converter:
    from collections.abc import Mapping
    from importlib import import_module

    from cattrs import Converter

    converter = Converter()
    for kind in (Artifact, Action, Advice, Place, Facts, Holder):
        names = vars(import_module(kind.__module__)) | {"Mapping": Mapping}  # some are imported for type checkers alone
        attrs.resolve_types(kind, names)
    converter.register_structure_hook(Artifact, _artifact)
    return converter


def _artifact(fields: Mapping[str, Any], _: type[Artifact]) -> Artifact:
    known = {name: fields[name] for name in ARTIFACT_FIELDS if fields.get(name) is not None}
    if not all(isinstance(value, bool if name == "editable" else str) for name, value in known.items()):
        raise TypeError("A field of an artifact has the wrong type.")
    kind = KINDS.get(known["kind"], Artifact)
    if kind is not Artifact:
        del known["kind"]
    return kind(**known)


def document_of(report: ReportValues) -> dict[str, Any]:
    """Return *report* as what JSON holds: dictionaries, lists, text, numbers."""
    read = getattr(report, "_read", None)
    document: dict[str, Any] = dict(read) if read is not None else _plain(report)
    return document


def _plain(value: Any) -> Any:
    """Return *value* as JSON that every reader takes: no NaN, no lone surrogate, no integer that needs over 64 bits.

    Of attrs values, what is unknown or empty is left out; False and 0 are known.
    """
    kind = value.__class__
    if kind is str:
        return value if value.isascii() else _well_formed(value)
    if write := _writer(kind):
        return write(value)
    if kind is bool or value is None:
        return value
    if kind is int:
        return value if -LARGEST <= value < LARGEST else f"{value:#x}"
    if kind is float:
        return value if value - value == 0 else str(value)
    if kind is tuple or kind is list:
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_well_formed(str(name)): _plain(item) for name, item in value.items()}
    return _well_formed(str(value))


@cache
def _writer(kind: type) -> Callable[[Any], dict[str, Any]] | None:
    """Return what makes a dictionary of an attrs class's value, with the fields of the envelope first; else None."""
    return next((_written(each) for each in kind.__mro__ if "__attrs_attrs__" in vars(each)), None)


@cache
def _written(kind: type) -> Callable[[Any], dict[str, Any]]:
    """Return the function for an attrs class, written out, as attrs and cattrs write theirs.

    Most fields of a report are empty, and a look at each by name takes half the time of a loop over the names.
    """
    names = sorted((field.name for field in attrs.fields(kind)), key=lambda name: name not in ENVELOPE_FIRST)
    lines = ["def write(value):", "    document = {}"]
    for name in names:
        known = "" if name in ALWAYS else " and (item or item.__class__ not in CONTAINERS)"
        lines += [
            f"    if (item := value.{name}) is not None{known}:",
            f"        document[{name!r}] = item if item.__class__ is str and item.isascii() else plain(item)",
        ]
    scope: dict[str, Any] = {"CONTAINERS": CONTAINERS, "plain": _plain}
    exec("\n".join([*lines, "    return document"]), scope)  # noqa: S102 -- of names of our own fields
    write: Callable[[Any], dict[str, Any]] = scope["write"]
    return write


for _kind in (ReportValues, Failure, FailedAttempt, Frame, System, Root, Tool, Retries, Artifact, Advice, Action):
    _written(_kind)  # now: when a report is written, there may be no memory for it


def _well_formed(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def to_line(document: Mapping[str, Any], *, limit: int | None = LONGEST_LINE) -> str:
    r"""Return *document* as one line of ASCII JSON.

    Args:
        document: What `document_of` returned, or a document of another kind.
        limit: In bytes; None for no limit. What is cut to keep it is the least needed, and `truncated` is true.

    >>> to_line({"name": "caf\u00e9"})
    '{"name": "caf\\u00e9"}'
    """
    line = _line(document)
    if limit is None or len(line) <= limit:
        return line
    for smaller in _smaller(dict(document)):
        line = _line(smaller)
        if len(line) <= limit:
            break
    return line


def _line(document: Mapping[str, Any]) -> str:
    try:
        line = _encode(document)
    except (TypeError, ValueError):  # not made by `document_of`
        return json.dumps(_plain(dict(document)))
    return line if SURROGATE not in line else json.dumps(_plain(dict(document)))


def _smaller(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield *document* with less and less in it, the least needed first."""
    document["truncated"] = True
    for name in ("traceback", "output", "facts", "holders", "notes"):
        document.pop(name, None)
    yield document
    for longest in (4096, 1024, 256):
        document = {name: _cut(value, longest) for name, value in document.items()}
        yield document
    essence = {name: value for name, value in document.items() if name not in {"causes", "related", "attempts"}}
    yield essence | {"hints": []}


def _cut(value: Any, longest: int) -> Any:
    """Return *value* with texts of at most *longest* characters, and lists of about a hundredth as many items.

    Dictionaries keep a tenth as many, which all fields of ours are.
    """
    match value:
        case str():
            return value if len(value) <= longest else value[:longest] + "..."
        case list():
            return [_cut(item, longest) for item in value[: max(longest // 100, 5)]]
        case dict():
            kept = [name for name in value if name not in {"notes", "output"}][: max(longest // 10, 50)]
            return {_cut(name, longest): _cut(value[name], longest) for name in kept}
        case _:
            return value


def read_report(text: str | bytes, kind: type[Values]) -> Values:
    """Return the report that *text* holds, as a *kind*.

    Raises:
        ReportFormatError: It is not JSON, not a report, or of another major version.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReportFormatError(f"This is not JSON: {error}") from error
    if not isinstance(document, dict) or document.get("document") != DOCUMENT:
        raise ReportFormatError("This is JSON, but not a report: its `document` is not `report`.")
    version = str(document.get("schema_version", ""))
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise ReportFormatError(f"This report has version {version or 'none'}; version {SCHEMA_VERSION} can be read.")
    converter = _converter()
    try:
        report = converter.structure(document, kind)
    except Exception as error:
        raise ReportFormatError("A field of this report has the wrong type, or is missing.") from error
    object.__setattr__(report, "_read", document)
    return report
