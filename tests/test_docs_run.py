"""The examples of the documentation run as they stand, from top to bottom of a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from grounds import need_module

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize(
    ("page", "libraries"),
    [("languages", []), ("logging", ["structlog", "opentelemetry.sdk._logs"]), ("retrying", ["stamina", "tenacity"])],
)
def test_the_examples_of_a_page_run(page: str, libraries: list[str]) -> None:
    for library in libraries:
        need_module(library)
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    try:
        for block in blocks:
            exec(compile(block, f"docs/{page}.md", "exec"), names)
    finally:
        if "structlog" in libraries:
            need_module("structlog").reset_defaults()

    assert len(blocks) >= 3
