"""Modules import only from the modules listed before them, in any scope."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = """
    locales locales.numbers locales.preferred locales.po locales.catalogs locales.voices
    errors.codes errors.kinds errors.habitats errors.redact errors.artifacts errors.foreign errors.travel errors.wrap
    errors.base errors.exceptions
    errors._drives errors._facts_windows errors._mounts errors._facts_macos errors._facts_posix errors._facts_python
    errors.facts errors.transient errors.holders errors.premises
    errors.hints errors.hints_files errors.hints_links errors.hints_broken_links errors.hints_names
    errors.hints_network
    errors.hints_tools errors.hints_programs
    errors.hints_rights errors.hints_general errors.advice errors.held errors.plugins
    errors.talk errors.letters errors.formats errors.number_spaces errors.blocks errors.cleaning errors.wording
    errors.near errors.live_catalogs errors.mojibake errors.sightings errors.suspicion errors.operations
    errors.circumstances errors.ranking errors.recognize
    errors.languages
    errors.model errors.homes errors.sentences errors.fingerprint
    errors.layout errors.script errors.render errors.terminal errors.serialize
    errors.captured errors.reading errors.failures errors.restore errors.report errors.conventions errors.logs
    errors.lone_codes errors.commands errors.cli
    errors errors.__main__
    linkers.modes linkers.folders linkers.renames linkers.removal linkers.locks linkers.merging linkers.staging
    linkers.reparse linkers.symlink linkers.junction linkers.kept linkers.hardlink linkers.copy linkers.clone
    linkers.places linkers.links linkers.crew linkers.filing linkers.tree linkers.directory
    linkers.trials linkers.examination linkers.doctor linkers.cli
    linkers linkers.__main__
""".split()


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path: Path) -> set[str]:
    """Return the modules of ours that *path* imports, in any scope."""
    package = path.relative_to(ROOT).parent.parts
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
            name = ".".join(part for part in base if part)
            found |= {full if (full := f"{name}.{alias.name}") in ORDER else name for alias in node.names}
    return found


SOURCES = sorted(path for folder in ("locales", "errors", "linkers") for path in (ROOT / folder).glob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_imports_point_backwards(path: Path) -> None:
    allowed = set(ORDER[: ORDER.index(module_name(path))])

    assert imported_modules(path) <= allowed


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_a_module_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_every_module_has_a_layer(path: Path) -> None:
    assert module_name(path) in ORDER


def test_no_module_has_two_layers() -> None:
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from .render import render", {"errors.render"}),
        ("from . import render", {"errors.render"}),
        ("from ..linkers import tree", {"linkers.tree"}),
        ("def late():\n    from ..linkers.tree import link_tree", {"linkers.tree"}),
    ],
)
def test_the_check_sees_imports_in_any_form(code: str, expected: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_text", lambda *_args, **_options: code)

    assert imported_modules(ROOT / "errors" / "codes.py") == expected
