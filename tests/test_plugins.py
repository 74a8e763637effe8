"""Plugins are packages that are really installed; a broken one costs its own hints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CODE = """
import json
from howcome.errors.report import Reporter
try:
    open("/gone/for/good")
except OSError as error:
    for plugins in (False, True):
        print(json.dumps([hint.id for hint in Reporter(plugins=plugins).report(error).hints]))
"""
GOOD = "from howcome.errors.hints import Hint\nHINTS = [Hint(id='acme-desk', text='Call 1234.', symbols='ENOENT')]\n"


def install(folder: Path, name: str, module: str) -> None:
    """Make what an installer makes of a wheel: the module, and metadata that names its entry point."""
    (folder / f"{name}.py").write_text(module, encoding="utf-8")
    metadata = folder / f"{name}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(f"[howcome.hints]\n{name} = {name}:HINTS\n", encoding="utf-8")


def test_hints_of_installed_plugins_are_loaded_on_request_only(tmp_path: Path) -> None:
    install(tmp_path, "acme_hints", GOOD)
    install(tmp_path, "broken_hints", "raise RuntimeError('broken')\n")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{CODE}"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    without, with_plugins = map(json.loads, told.stdout.splitlines())
    assert "acme-desk" not in without
    assert with_plugins[0] == "acme-desk"
