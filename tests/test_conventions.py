"""A report in the words of ECS, OpenTelemetry and RFC 9457."""

from __future__ import annotations

import re
from typing import Any

import pytest
from howcome.errors.conventions import stacktrace_of, to_ecs, to_opentelemetry, to_problem

REPORT: dict[str, Any] = {
    "document": "report",
    "schema_version": "1.0",
    "id": "0193e2a1-0000-7000-8000-000000000000",
    "timestamp": "2026-11-22T06:25:00.123Z",
    "severity": "error",
    "tool": {"name": "acme-installer", "version": "2.1"},
    "code": "fetch-failed",
    "type": "howcome.errors.FetchError",
    "message": "Failed to fetch: wheel black==24.1",
    "operation": "fetch",
    "artifact": {"kind": "wheel", "name": "black", "version": "24.1"},
    "causes": [{"type": "PermissionError", "message": "access is denied: /cache/x", "paths": ["/cache/x"]}],
    "root": {"namespace": "errno", "code": 13, "symbol": "EACCES", "kind": "permission-denied", "platform": "linux"},
    "hints": [{"id": "cache-of-another-user", "text": "Give the cache back.", "audience": "user"}],
    "facts": {"platform": "linux"},
    "fingerprint": "c1:30f5fe50e91e24b7",
    "exit_code": 1,
    "traceback": [{"file": "/app/main.py", "line": 7, "function": "fetch"}],
}
SMALLEST: dict[str, Any] = {"type": "ValueError", "message": "no", "hints": [], "exit_code": 1}

# Of the Elastic Common Schema, 8.17: the fields and the values of closed sets that we use.
ECS_FIELDS = """
@timestamp ecs.version message log.level event.kind event.category event.type event.outcome event.action event.code
error.id error.code error.type error.message error.stack_trace package.name package.version package.type file.path
url.full process.exit_code service.name service.version host.os.type labels.fingerprint labels.kind
"""


def flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        found |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return found


def test_ecs_has_fields_of_the_schema_only() -> None:
    event = flat(to_ecs(REPORT))

    assert set(event) <= set(ECS_FIELDS.split())
    assert event["error.code"] == "fetch-failed"
    assert event["error.message"] == "Failed to fetch: wheel black==24.1: access is denied: /cache/x"
    assert event["file.path"] == "/cache/x"
    assert event["host.os.type"] == "linux"


def test_opentelemetrys_error_type_is_our_code_and_holds_no_path() -> None:
    attributes = to_opentelemetry(REPORT)

    assert attributes["error.type"] == "fetch-failed"
    assert attributes["exception.type"] == "howcome.errors.FetchError"
    assert attributes["exception.stacktrace"].splitlines()[1] == '  File "/app/main.py", line 7, in fetch'
    assert all(isinstance(value, str | int | list) for value in attributes.values())


def test_a_problem_has_the_members_of_the_standard_and_tells_no_path() -> None:
    problem = to_problem(REPORT | {"docs_url": "https://docs.example/errors/fetch-failed"}, 502)

    assert problem["type"] == "https://docs.example/errors/fetch-failed"
    assert (problem["title"], problem["status"]) == ("Fetch failed", 502)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", problem["instance"])
    assert problem["hints"] == [{"id": "cache-of-another-user", "text": "Give the cache back."}]
    assert "/cache" not in str(problem)


def test_a_problem_without_documentation_has_no_type_of_its_own() -> None:
    assert to_problem(REPORT)["type"] == "about:blank"


@pytest.mark.parametrize("convention", [to_ecs, to_opentelemetry, to_problem])
def test_what_is_unknown_is_absent(convention: Any) -> None:
    values = flat(convention(SMALLEST))

    assert None not in values.values()
    assert {} not in values.values()
    assert [] not in values.values()


def test_a_report_without_frames_has_no_stack_trace() -> None:
    assert stacktrace_of(SMALLEST) is None
