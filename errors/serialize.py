"""Values to JSON and back. One line, ASCII, no NaN, at most 64 KiB unless asked; `truncated` says what was cut.

Readers accept what a newer minor version adds, refuse another major one, and a report that was read writes itself as it
was read.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from .artifacts import ARTIFACT_FIELDS, KINDS, Artifact
from .facts import Facts, Place
from .hints import Action, Advice
from .holders import Holder
from .model import DOCUMENT, SCHEMA_VERSION, ReportValues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cattrs import Converter

__all__ = ["LONGEST_LINE", "ReportFormatError", "document_of", "read_report", "to_line"]

LONGEST_LINE = 64 * 1024
ALWAYS = ("document", "schema_version", "severity", "exit_code", "hints")
ENVELOPE_FIRST = ("document", "schema_version", "id", "timestamp", "severity", "tool")

Values = TypeVar("Values", bound=ReportValues)


class ReportFormatError(ValueError):
    """A text is not a report of a version that can be read."""

    __module__ = __package__ or __name__


@cache
def _converter() -> Converter:
    from collections.abc import Mapping
    from importlib import import_module

    import attrs
    from cattrs import Converter
    from cattrs.gen import make_dict_unstructure_fn

    converter = Converter()
    for kind in (Artifact, Action, Advice, Place, Facts, Holder):
        names = vars(import_module(kind.__module__)) | {"Mapping": Mapping}  # some are imported for type checkers alone
        attrs.resolve_types(kind, names)
    converter.register_unstructure_hook_factory(
        attrs.has, lambda kind: _sparse(make_dict_unstructure_fn(kind, converter))
    )
    converter.register_structure_hook(Artifact, _artifact)
    return converter


def _sparse(unstructure: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Leave out what is unknown or empty; False and 0 are known."""

    def sparse(value: Any) -> dict[str, Any]:
        fields = unstructure(value)
        return {
            name: list(field) if isinstance(field, tuple) else field
            for name, field in fields.items()
            if name in ALWAYS or (field is not None and (field.__class__ not in _CONTAINERS or field))
        }

    return sparse


_CONTAINERS = {tuple, list, dict}


def _artifact(fields: Mapping[str, Any], _: type[Artifact]) -> Artifact:
    kind = KINDS.get(fields["kind"], Artifact)
    known = {name: fields[name] for name in ARTIFACT_FIELDS if name in fields}
    if kind is not Artifact:
        del known["kind"]
    return kind(**known)


def document_of(report: ReportValues) -> dict[str, Any]:
    """Return *report* as what JSON holds: dictionaries, lists, text, numbers."""
    read = getattr(report, "_read", None)
    if read is not None:
        return dict(read)
    fields: dict[str, Any] = _converter().unstructure(report)
    return {name: fields.pop(name) for name in ENVELOPE_FIRST if name in fields} | fields


def to_line(document: Mapping[str, Any], *, limit: int | None = LONGEST_LINE) -> str:
    r"""Return *document* as one line of ASCII JSON.

    Args:
        document: What `document_of` returned, or a document of another kind.
        limit: In bytes; None for no limit. What is cut to keep it is the least needed, and `truncated` is true.

    >>> to_line({"name": "caf\u00e9"})
    '{"name": "caf\\u00e9"}'
    """
    import json

    line = json.dumps(_sound(document))
    if limit is None or len(line) <= limit:
        return line
    for smaller in _smaller(dict(document)):
        line = json.dumps(_sound(smaller))
        if len(line) <= limit:
            break
    return line


def _sound(value: Any) -> Any:
    """Return *value* as JSON that every reader takes: no NaN, no lone surrogate, keys and leaves of plain types."""
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
        case bool() | int() | None:
            return value
        case float():
            return value if value - value == 0 else str(value)
        case dict():
            return {_sound(str(key)): _sound(item) for key, item in value.items()}
        case list() | tuple():
            return [_sound(item) for item in value]
        case _:
            return str(value).encode("utf-8", "backslashreplace").decode("utf-8")


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
    """Return *value* with texts of at most *longest* characters, and lists of about a hundredth as many items."""
    match value:
        case str():
            return value if len(value) <= longest else value[:longest] + "..."
        case list():
            return [_cut(item, longest) for item in value[: max(longest // 100, 5)]]
        case dict():
            return {name: _cut(item, longest) for name, item in value.items() if name not in {"notes", "output"}}
        case _:
            return value


def read_report(text: str | bytes, kind: type[Values]) -> Values:
    """Return the report that *text* holds, as a *kind*.

    Raises:
        ReportFormatError: It is not JSON, not a report, or of another major version.
    """
    import json

    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReportFormatError(f"This is not JSON: {error}") from error
    if not isinstance(document, dict) or document.get("document") != DOCUMENT:
        raise ReportFormatError("This is JSON, but not a report: its `document` is not `report`.")
    version = str(document.get("schema_version", ""))
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise ReportFormatError(f"This report has version {version or 'none'}; version {SCHEMA_VERSION} can be read.")
    try:
        report = _converter().structure(document, kind)
    except Exception as error:
        raise ReportFormatError("A field of this report has the wrong type, or is missing.") from error
    object.__setattr__(report, "_read", document)
    return report
