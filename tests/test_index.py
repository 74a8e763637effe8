"""The error index has a page for each hint, and its links lead to pages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from howcome.errors.advice import all_hints

TOOL = Path(__file__).parents[1] / "tools" / "make_index.py"


def test_every_hint_has_a_page_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    subprocess.run([sys.executable, TOOL, tmp_path], check=True, capture_output=True)

    pages = list(tmp_path.rglob("*.html"))
    assert {hint.id for hint in all_hints()} <= {page.stem for page in pages}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert [link for link in re.findall(r'href="([^"]+)"', text) if not (page.parent / link).is_file()] == []
