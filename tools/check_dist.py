"""Check that wheel and sdist hold exactly the right files: ``python tools/check_dist.py DIST``."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("errors", "linkers", "locales")
SHIPPED = {".py", ".typed", ".tsv", ".json", ".po"}


def sources() -> set[str]:
    """Return the files of the repository, as git knows them, or else as they lie there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    return {str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()}


def packaged(names: set[str]) -> set[str]:
    """Return those of *names* that an installation needs; READMEs and templates are for developers."""
    return {name for name in names if name.split("/")[0] in PACKAGES and Path(name).suffix in SHIPPED}


def complaints(dist: Path) -> list[str]:
    """Return a sentence for each file too many or too few."""
    wanted = packaged(sources())
    wheel = {
        name.removeprefix("howcome/")
        for name in zipfile.ZipFile(next(dist.glob("*.whl"))).namelist()
        if ".dist-info/" not in name
    }
    # `data/*` takes the README of the tables along; it says what they are made from.
    wheel_wanted = wanted | ({"errors/data/README.md"} & wheel)
    found = [f"The wheel lacks {name}." for name in sorted(wheel_wanted - wheel)]
    found += [f"The wheel should not have {name}." for name in sorted(wheel - wheel_wanted)]
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        sdist = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    folders = {"tests", "tools", "examples", "benchmarks", "docs"}
    needed = wanted | {name for name in sources() if name.split("/")[0] in folders}
    needed |= {"LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "pyproject.toml", "noxfile.py", "dev.py"}
    found += [f"The sdist lacks {name}." for name in sorted(needed - sdist)]
    strangers = {name for name in sdist if name.startswith((".", "build/", "dist/")) or name.endswith(".pyc")}
    return found + [f"The sdist should not have {name}." for name in sorted(strangers)]


if __name__ == "__main__":
    said = complaints(Path(sys.argv[1]))
    print("\n".join(said) or "Wheel and sdist hold exactly the right files.")
    sys.exit(bool(said))
