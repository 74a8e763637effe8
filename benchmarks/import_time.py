"""``import howcome.errors`` against ``import attrs``, as whole processes."""

from __future__ import annotations

import os
import subprocess
import sys

from .side_by_side import Result, measure

LIMIT = 1.2


def run() -> Result:
    """Measure; both have their bytecode cached by a first run, as installed packages have."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def importing(module: str) -> None:
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True, env=environment)

    importing("attrs")
    importing("howcome.errors")
    return measure("import", lambda: importing("attrs"), lambda: importing("howcome.errors"), limit=LIMIT, runs=40)
