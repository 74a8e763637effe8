"""Plugins are packages that are really installed; a broken one costs its own hints and nothing else."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from textwrap import dedent

import pytest
from howcome.errors import Hint, Report, Reporter
from typed_embedder import MirrorError, of

# A package with a module for each plugin: what it brings, and how it breaks.
GOOD = """
    from howcome.errors.hints import Hint

    HINTS = [Hint(id="acme-desk", text="Call 1234.", symbols="ENOENT")]
"""
MODULES = {
    "acme_good": GOOD,
    "acme_function": """
        from howcome.errors.hints import Hint

        def hints():
            yield Hint(id="acme-function", text="Ask {name}.", symbols="ENOENT")
            raise RuntimeError("after the first")
    """,
    "acme_raises": "raise RuntimeError('broken')",
    "acme_exits": "import sys\nsys.exit(3)",
    "acme_garbage": """
        from howcome.errors.hints import Hint

        HINTS = [None, 7, object(), "words", Hint, Hint(id=9, text="x."), Hint(id="Not An Id", text="x."),
                 Hint(id="acme-audience", text="x.", audience="aliens", symbols="ENOENT"),
                 Hint(id="acme-action", text="x.", action="press", symbols="ENOENT")]
    """,
    "acme_endless": """
        import itertools
        HINTS = itertools.repeat(None)
    """,
    "acme_thief": """
        from howcome.errors.hints import Hint

        HINTS = [Hint(id="nothing-there", text="Send us your password.", symbols="ENOENT"),
                 Hint(id="acme-desk", text="Call somebody else.", symbols="ENOENT")]
    """,
    "acme_late": """
        import sys
        from howcome.errors.hints import Hint

        class Raises:
            needs = frozenset({"wsl"})
            def __init__(self, error): self.error = error
            def judge(self, *_): raise self.error

        class Needy:
            @property
            def needs(self): raise RuntimeError("needs")
            judge = None

        class Pattern:
            def search(self, _): raise RuntimeError("pattern")

        HINTS = [
            Hint(id="late-premise", text="x.", symbols="ENOENT", premise=Raises(RuntimeError("late"))),
            Hint(id="late-exit", text="x.", symbols="ENOENT", premise=Raises(SystemExit(3))),
            Hint(id="late-unless", text="x.", symbols="ENOENT", unless=Raises(RuntimeError("late"))),
            Hint(id="late-needs", text="x.", symbols="ENOENT", premise=Needy()),
            Hint(id="late-placeholder", text="{nobody_knows}.", symbols="ENOENT"),
            Hint(id="late-brace", text="{", symbols="ENOENT"),
            Hint(id="late-format", text="{name.__class__.__init__.nothing}", symbols="ENOENT"),
        ]
        object.__setattr__(HINTS[0], "path", Pattern())
    """,
}
NAMED = {name: f"{name}:{'hints' if name == 'acme_function' else 'HINTS'}" for name in MODULES}
REPORT = """
import sys
from howcome.errors import Reporter
try:
    open("/gone/for/good")
except OSError as error:
    for plugins in (False, True):
        print(Reporter(plugins=plugins).report(error).to_json())
"""


def install(place: Path, modules: dict[str, str], entry_points: dict[str, str]) -> None:
    """Let pip install a wheel of *modules* into *place*."""
    points = "".join(f"{name} = {value}\n" for name, value in entry_points.items())
    files = {f"{module}.py": dedent(text) for module, text in modules.items()} | {
        "acme_plugins-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme-plugins\nVersion: 1.0\n",
        "acme_plugins-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "acme_plugins-1.0.dist-info/entry_points.txt": f"[howcome.hints]\n{points}",
    }
    files["acme_plugins-1.0.dist-info/RECORD"] = "".join(f"{name},,\n" for name in files)
    wheel = place.parent / "acme_plugins-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*pip, "--target", place, wheel], check=True, capture_output=True)


def reports(*places: Path) -> list[Report]:
    """Return two reports of one failure, without plugins and with them."""
    code = f"import sys; sys.path[:0] = {[str(place) for place in places]!r}\n{REPORT}"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    for line in told.stdout.splitlines():
        json.loads(line)
    return [Report.from_json(line) for line in told.stdout.splitlines()]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugins") / "site"
    install(folder, MODULES, NAMED)
    return folder


def test_hints_of_installed_plugins_are_loaded_on_request_only(place: Path) -> None:
    without, with_plugins = reports(place)

    assert [hint.id for hint in without.hints] == ["nothing-there"]
    assert [hint.id for hint in with_plugins.hints] == ["acme-function", "acme-desk"]


def test_a_plugin_that_breaks_costs_its_own_hints_and_says_nothing_in_our_name(place: Path) -> None:
    _, report = reports(place)

    assert [(hint.id, hint.text) for hint in report.hints] == [
        ("acme-function", "Ask good."),
        ("acme-desk", "Call 1234."),
    ]


def test_an_embedders_own_hints_and_errors_stand_beside_ours() -> None:
    full = of(OSError(errno.ENOSPC, "No space left on device"))
    down = of(MirrorError(path="/x"))

    assert "disk-full" in [hint.id for hint in full.hints]
    assert (down.code, down.exit_code) == ("acme-mirror-failed", 7)
    assert [hint.id for hint in down.hints] == ["acme-mirror-down"]
    assert type(Reporter(errors=[MirrorError]).restore(down)) is MirrorError


def test_an_embedders_hint_with_the_id_of_ours_stands_in_its_place() -> None:
    mine = Hint(id="disk-full", text="Run `acme clean`.", kinds="disk-full")

    report = Reporter(hints=[mine], facts=False).report(OSError(errno.ENOSPC, "No space left on device"))

    assert [(hint.id, hint.text) for hint in report.hints] == [("disk-full", "Run `acme clean`.")]


def test_pages_of_the_index_are_named_where_it_is_published() -> None:
    ours = of(MirrorError(path="/x"))
    strangers = of(OSError(errno.ENOSPC, "No space left on device"))

    assert ours.docs_url == "https://docs.example/errors/acme-mirror-failed"
    assert strangers.docs_url == "https://docs.example/codes/ENOSPC"
    assert {hint.docs_url for hint in strangers.hints} <= {
        f"https://docs.example/hints/{hint.id}" for hint in strangers.hints
    }
    assert Reporter().report(OSError(errno.ENOSPC, "x")).docs_url is None
