"""A report in the words of other conventions: ECS, OpenTelemetry, RFC 9457.

Each takes the report as `document_of` gives it, and returns plain values; what a report does not know is absent.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ECS_VERSION", "to_ecs", "to_opentelemetry", "to_problem"]

ECS_VERSION = "8.17.0"
NO_TYPE = "about:blank"  # RFC 9457, 4.2.1: no more than the HTTP status says


def to_ecs(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report as an event of the Elastic Common Schema, in nested form.

    Our code is `error.code` (the schema wants a code there, and a class in `error.type`); the fingerprint is a label,
    so that it can be aggregated without a mapping.
    """
    root, facts = document.get("root", {}), document.get("facts", {})
    artifact, tool = document.get("artifact", {}), document.get("tool", {})
    return _known(
        {
            "@timestamp": document.get("timestamp"),
            "ecs": {"version": ECS_VERSION},
            "message": document.get("message"),
            "log": {"level": document.get("severity")},
            "event": {
                "kind": "event",
                "category": ["package"],
                "type": ["error"],
                "outcome": "failure",
                "action": document.get("operation"),
                "code": root.get("symbol"),
            },
            "error": {
                "id": document.get("id"),
                "code": document.get("code"),
                "type": document.get("type"),
                "message": _whole_message(document),
                "stack_trace": stacktrace_of(document),
            },
            "package": {"name": artifact.get("name"), "version": artifact.get("version"), "type": artifact.get("kind")},
            "file": {"path": next(iter(_paths(document)), None)},
            "url": {"full": document.get("url")},
            "process": {"exit_code": document.get("exit_code")},
            "service": {"name": tool.get("name"), "version": tool.get("version")},
            "host": {"os": {"type": facts.get("platform")}},
            "labels": {"fingerprint": document.get("fingerprint"), "kind": root.get("kind")},
        }
    )


def to_opentelemetry(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report as OpenTelemetry's attributes of a log record.

    `error.type` is our code, of which there are few; paths and names stay out of it. `exception.*` are stable on log
    records; on spans they are deprecated.
    """
    root, tool = document.get("root", {}), document.get("tool", {})
    number = root.get("code")
    return _known(
        {
            "error.type": document.get("code") or document.get("type"),
            "exception.type": document.get("type"),
            "exception.message": _whole_message(document),
            "exception.stacktrace": stacktrace_of(document),
            "howcome.report.id": document.get("id"),
            "howcome.fingerprint": document.get("fingerprint"),
            "howcome.operation": document.get("operation"),
            "howcome.artifact.kind": document.get("artifact", {}).get("kind"),
            "howcome.root.namespace": root.get("namespace"),
            "howcome.root.symbol": root.get("symbol"),
            "howcome.root.code": number,
            "howcome.root.kind": root.get("kind"),
            "howcome.hints": [hint["id"] for hint in document.get("hints", ())],
            "howcome.tool.name": tool.get("name"),
            "howcome.tool.version": tool.get("version"),
            "process.exit.code": document.get("exit_code"),
        }
    )


def to_problem(document: Mapping[str, Any], status: int = 500) -> dict[str, Any]:
    """Return a report as a problem document (RFC 9457) for front ends that are services.

    `type` is the report's `docs_url`; without one it is `about:blank`, and `code` tells the problems apart. Paths,
    facts and the traceback stay at home: a problem goes to whoever asked.

    Args:
        document: the report.
        status: the HTTP status that the service answers with.

    >>> to_problem({"code": "fetch-failed", "message": "Failed to fetch: wheel black", "id": "0193e2a1"}, 502)["title"]
    'Fetch failed'
    """
    code = document.get("code") or "unexpected-error"
    root = document.get("root", {})
    return _known(
        {
            "type": document.get("docs_url") or NO_TYPE,
            "title": code.replace("-", " ").capitalize(),
            "status": status,
            "detail": document.get("message"),
            "instance": f"urn:uuid:{document['id']}" if "id" in document else None,
            "code": code,
            "fingerprint": document.get("fingerprint"),
            "kind": root.get("kind"),
            "transient": document.get("transient"),
            "hints": [_known({"id": hint["id"], "text": hint.get("text")}) for hint in document.get("hints", ())],
        }
    )


def stacktrace_of(document: Mapping[str, Any]) -> str | None:
    """Return the traceback as Python prints it, but without lines of code."""
    frames = [
        f'  File "{frame.get("file")}", line {frame.get("line")}, in {frame.get("function")}'
        for frame in document.get("traceback", ())
    ]
    if not frames:
        return None
    return "\n".join(
        ["Traceback (most recent call last):", *frames, f"{document.get('type')}: {document.get('message')}"]
    )


def _whole_message(document: Mapping[str, Any]) -> str:
    """Return the chain of messages in one line."""
    causes = takewhile(lambda cause: not cause.get("handled"), document.get("causes", ()))
    return ": ".join(str(each.get("message")) for each in (document, *causes))


def _paths(document: Mapping[str, Any]) -> list[str]:
    """Return the paths of the innermost failure that has some."""
    for each in (*reversed(document.get("causes", ())), document):
        if paths := each.get("paths"):
            return list(paths)
    return []


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is unknown, and groups in which nothing is known."""
    known: dict[str, Any] = {}
    for name, value in values.items():
        kept = _known(value) if isinstance(value, dict) else value
        if kept not in (None, {}, []):
            known[name] = kept
    return known
