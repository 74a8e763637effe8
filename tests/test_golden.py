"""Every scenario looks as its golden file says; `nox -s golden` writes them anew, and the diff shows what changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from golden import golden
from howcome.errors import Report
from howcome.errors.layout import width_of
from scenarios import GOLDEN, SCENARIOS


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_looks_as_in_its_golden_file(name: str) -> None:
    assert golden(SCENARIOS[name]()) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.fixture(params=SCENARIOS.values(), ids=SCENARIOS)
def report(request: pytest.FixtureRequest) -> Report:
    make: Callable[[], Report] = request.param
    return make()


def test_a_report_that_was_read_looks_the_same(report: Report) -> None:
    assert golden(Report.from_json(report.to_json())) == golden(report)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal_but_for_what_cannot_be_parted(report: Report, width: int) -> None:
    for line in report.render(width=width).splitlines():
        words = line.strip().removeprefix("| ").split(" ")
        kept_whole = max(map(width_of, words)) > width - 30 or "(" in line or line.lstrip().startswith("|")

        assert width_of(line) <= width or kept_whole, line


def test_a_plain_rendering_has_no_columns_and_no_glyphs(report: Report) -> None:
    for line in report.render(style="plain").splitlines():
        assert line == line.rstrip()
        assert "\u00b7" not in line
        assert not line.startswith(" ") or report.output, line


def test_one_line_is_one_line(report: Report) -> None:
    assert "\n" not in report.render(style="line")
    assert "\n" not in report.render(style="github")


def test_no_rendering_has_a_dangling_colon_or_says_a_line_twice(report: Report) -> None:
    lines = report.render(width=200).splitlines()

    assert not [line for line in lines if line.rstrip().endswith(":")]
    said = [line.strip() for line in lines if line.strip() and not line.strip().startswith("|")]
    causes = [line.split(": ", 1)[1] for line in said if line.startswith("Caused by: ")]
    assert len(report.related) or len(causes) == len(set(causes))
