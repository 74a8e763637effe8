"""Write the golden files anew: ``python tools/golden.py``. With ``--lang LANG`` print them in that language instead."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from howcome.errors import Report
from scenarios import GOLDEN, SCENARIOS, STYLES


def golden(report: Report, lang: str | None = None) -> str:
    """Return every rendering of *report* as one text."""
    parts = []
    for style in STYLES:
        verbose = style == "verbose"
        shown = report.render(lang=lang, style="full" if verbose else style, verbose=verbose, width=100)
        parts.append(f"===== {style} =====\n{shown}\n")
    narrow = report.render(lang=lang, width=50)
    parts.append(f"===== 50 columns =====\n{narrow}\n")
    values = json.dumps(report.localized(lang), ensure_ascii=False, indent=1)
    return "\n".join([*parts, f"===== localized =====\n{values}\n"])


def main() -> None:
    """Write or print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang")
    options = parser.parse_args()
    for name, make in SCENARIOS.items():
        text = golden(make(), options.lang)
        if options.lang:
            print(f"########## {name}\n{text}")
        else:
            (GOLDEN / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main()
