"""Reports as people paste them: each names its error first, in any dress, and what is none names nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from howcome.errors import Finding, recognize, recognize_lines
from hypothesis import given, settings
from hypothesis import strategies as st

REPORTS = Path(__file__).with_name("reports")


def load(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (REPORTS / name).read_text(encoding="utf-8").splitlines()]


OWN, NONE, SEEN, FOUND = load("own.jsonl"), load("none.jsonl"), load("seen.jsonl"), load("found.jsonl")
FRESH = load("fresh.jsonl")
SEEN_RIGHT = 180
"""How many of `seen.jsonl` are right, false alarms counted as wrong. Raise it with each improvement; never lower it."""
FRESH_RIGHT = 83
"""The same for `fresh.jsonl`."""
FOUND_RIGHT, FOUND_OPERATIONS, FOUND_PATHS = 51, 40, 48
"""The same for `found.jsonl`: how many errors are right, and of those found how many operations and paths."""


def right(text: str, report: dict[str, object]) -> bool:
    found = recognize(text)
    if not found or found[0].namespace != report["namespace"]:
        return False
    if report["symbol"]:
        return found[0].symbol == report["symbol"]
    return found[0].code == report["code"]


DRESSES = {
    "as it is": lambda text: text,
    "quoted": lambda text: "\n".join("> " + line for line in text.split("\n")),
    "colored": lambda text: "\n".join(f"\x1b[1;31m{line}\x1b[0m" for line in text.split("\n")),
    "with Windows' line ends": lambda text: text.replace("\n", "\r\n"),
    "boxed": lambda text: "\n".join("  │ " + line for line in text.split("\n")),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("report", OWN, ids=lambda report: str(report["text"])[:30])
def test_a_report_names_its_error_first(report: dict[str, object], dress: str) -> None:
    assert right(DRESSES[dress](str(report["text"])), report)


@pytest.mark.parametrize("report", NONE, ids=lambda report: str(report["text"])[:30])
def test_what_is_no_system_error_is_not_found(report: dict[str, object]) -> None:
    assert recognize(str(report["text"])) == []


def answers(finding: Finding, namespace: str, code: int | None, symbol: str | None) -> bool:
    """Tell whether a finding is this expected error, by the rules of `reports/README.md`."""
    if namespace == "hresult" and finding.namespace == "win32" and finding.code is not None:
        return code == 0x80070000 | finding.code
    if finding.namespace != {"winsock": "win32"}.get(namespace, namespace):
        return False
    if namespace == "tls":
        return True
    if namespace in {"errno", "getaddrinfo"}:
        return finding.symbol == symbol
    return None not in {code, finding.code} and finding.code == code


def as_expected(report: dict[str, Any]) -> bool:
    found = recognize(report["text"], platform=report["platform"].replace("unknown", "") or None)
    if report["expected_namespace"] == "none":
        return not found
    expected = [[report[f"expected_{part}"] for part in ("namespace", "code", "symbol")], *report.get("accept", [])]
    return bool(found) and any(answers(found[0], *answer) for answer in expected)


def test_of_the_reports_collected_without_a_look_at_the_code_no_fewer_are_right_than_before() -> None:
    wrong = [report["id"] for report in SEEN if not as_expected(report)]

    assert len(SEEN) - len(wrong) >= SEEN_RIGHT, wrong


def test_of_the_reports_collected_afresh_no_fewer_are_right_than_before() -> None:
    wrong = [report["id"] for report in FRESH if not as_expected(report)]

    assert len(FRESH) - len(wrong) >= FRESH_RIGHT, wrong


def test_of_the_reports_found_in_public_no_fewer_are_right_than_before() -> None:
    wrong = [report["id"] for report in FOUND if not as_expected(report)]

    assert len(FOUND) - len(wrong) >= FOUND_RIGHT, wrong


def test_the_lines_of_a_failure_tell_its_operation_and_its_paths() -> None:
    first = {str(report["id"]): recognize(str(report["text"]))[:1] for report in FOUND}
    operations = [
        report["id"]
        for report in FOUND
        if report["operation"] and [each.operation for each in first[str(report["id"])]] == [report["operation"]]
    ]
    paths = [
        report["id"]
        for report in FOUND
        if [list(each.paths) for each in first[str(report["id"])]] == [report["paths"] or []]
    ]

    assert len(operations) >= FOUND_OPERATIONS, {report["id"] for report in FOUND} - set(operations)
    assert len(paths) >= FOUND_PATHS, {report["id"] for report in FOUND} - set(paths)


@given(st.lists(st.sampled_from([str(report["text"]) for report in OWN + NONE]) | st.text(max_size=30), max_size=4))
@settings(max_examples=60, deadline=None)
def test_spans_lie_in_the_text_whatever_it_is(pieces: list[str]) -> None:
    text = "".join(pieces)
    for finding in recognize(text):
        start, end = finding.span
        assert 0 <= start < end <= len(text)
        assert finding.matched == text[start:end]


HOSTILE = ["(os error ", "the system cannot ", "\n", " ", "> ", "\x1b[", "impossible d'", "0x8", "C:\\a", "é", "权限"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        start = time.perf_counter()
        recognize(text)
        return time.perf_counter() - start

    recognize(piece)
    assert seconds(400_000) < 40 * max(seconds(50_000), 0.02)


def test_a_log_is_read_where_an_error_hides_among_thousands_of_lines() -> None:
    lines = [f"12:00 INFO fetched package {number} in 12 ms\n" for number in range(5000)]
    lines[4321] = "12:01 cp: cannot create '/x': Permission denied\n"
    (finding,) = recognize_lines(lines)

    assert (finding.symbol, finding.line) == ("EACCES", 4322)
    assert "".join(lines)[slice(*finding.span)] == finding.matched
