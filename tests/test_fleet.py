"""The queries of docs/fleet.md, on the engines that they are for, over a million reports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from grounds import need_command, need_module
from grounds.fleet import Answers, write_fleet
from howcome.errors import Report

PAGE = Path(__file__).parents[1] / "docs" / "fleet.md"
LINES = 1_000_000


def blocks() -> dict[str, str]:
    """Return the SQL of the page, by the word after `sql`."""
    return dict(re.findall(r"^```sql (\w+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))


def statements(engine: str, directory: Path) -> list[str]:
    text = blocks()[engine].replace("reports/*.jsonl", f"{directory.as_posix()}/*.jsonl")
    return [statement for statement in text.split(";") if statement.strip()]


def check(query: Callable[[str], list[tuple[Any, ...]]], answers: Answers) -> None:
    found = {name: query(blocks()[name]) for name in ("grown", "hints", "unhinted")}

    assert [(row[0], row[3], row[4]) for row in found["grown"]] == answers.grown
    assert [row[:2] for row in found["hints"]] == answers.hints
    assert found["unhinted"] == answers.unhinted


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answers]:
    directory = tmp_path_factory.mktemp("fleet")
    return directory, write_fleet(directory, LINES)


def test_the_invented_reports_are_reports(tmp_path: Path) -> None:
    answers = write_fleet(tmp_path, 1000)
    lines = [line for path in tmp_path.iterdir() for line in path.read_text(encoding="ascii").splitlines()]

    assert len(lines) == 1000
    for line in lines[:100]:
        report = Report.from_json(line)
        assert json.loads(report.to_json()) == json.loads(line)
    assert answers.grown
    assert answers.unhinted


@pytest.mark.proof
def test_duckdb(fleet: tuple[Path, Answers]) -> None:
    duckdb = need_module("duckdb")
    directory, answers = fleet
    with duckdb.connect() as connection:
        for statement in statements("duckdb", directory):
            connection.execute(statement)
        check(lambda sql: connection.execute(sql).fetchall(), answers)


@pytest.mark.proof
@pytest.mark.filterwarnings("default")  # those of Spark's own Python
def test_spark(fleet: tuple[Path, Answers]) -> None:
    need_command("java")
    spark_sql = need_module("pyspark.sql")
    directory, answers = fleet
    session = (
        spark_sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    try:
        for statement in statements("spark", directory):
            session.sql(statement)
        check(lambda sql: [tuple(row) for row in session.sql(sql).collect()], answers)
    finally:
        session.stop()
