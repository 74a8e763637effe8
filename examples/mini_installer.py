"""A small installer front end: the wheels that you name, from an index, through a cache, linked into a folder.

    python examples/mini_installer.py black --target DIR

It resolves no dependencies. It is here to show how howcome is used: look for `wrap`, `raise` and `boundary`.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from urllib.parse import urljoin

from howcome import errors
from howcome.linkers import LinkMode, link_directory
from installer import install
from installer.destinations import SchemeDictionaryDestination
from installer.sources import WheelFile
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import sys_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

JSON_API = "application/vnd.pypi.simple.v1+json"


def fetch(url: str, accept: str = "*/*") -> bytes:
    """Return what *url* answers; what goes wrong is an OSError, which the caller wraps."""
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=20) as response:
        return response.read()  # type: ignore[no-any-return]


def choose(requirement: Requirement, index: str) -> tuple[errors.Wheel, str]:
    """Return the newest wheel on *index* that fits *requirement* and this Python, and its SHA-256."""
    url = f"{index.rstrip('/')}/{canonicalize_name(requirement.name)}/"
    wanted = errors.Requirement(name=requirement.name)
    try:
        with errors.FetchError.wrap(errors.IndexPage(url=url), url=url):
            page = fetch(url, accept=JSON_API)
    except errors.FetchError as error:
        if error.system and (error.system.namespace, error.system.code) == ("http", 404):
            detail = "The index has no package of this name. Check how it is spelled, and which index is asked."
            raise errors.ResolveError(artifact=wanted, requirement=str(requirement), detail=detail) from error
        raise
    try:
        files = json.loads(page)["files"]
    except (ValueError, KeyError, TypeError) as error:
        detail = f"{url} is no page of a package index that speaks JSON. Give another one with --index."
        raise errors.ResolveError(artifact=wanted, requirement=str(requirement), detail=detail) from error

    supported = {tag: rank for rank, tag in enumerate(sys_tags())}
    fitting, versions = [], set()
    for file in files:
        try:
            _, version, _, tags = parse_wheel_filename(file["filename"])
        except InvalidWheelFilename:
            continue
        versions.add(version)
        python = SpecifierSet(file.get("requires-python") or "")
        ranks = [supported[tag] for tag in tags if tag in supported]
        ours = python.contains("{}.{}.{}".format(*sys.version_info), prereleases=True)
        if ranks and ours and not file.get("yanked") and requirement.specifier.contains(version):
            fitting.append((version, -min(ranks), file))
    if not fitting:
        available = ", ".join(map(str, sorted(versions)[-5:])) or "no wheels"
        raise errors.ResolveError(artifact=wanted, requirement=str(requirement), available=available)
    version, _, file = max(fitting, key=lambda entry: entry[:2])
    wheel = errors.Wheel(
        name=requirement.name, version=str(version), filename=file["filename"], url=urljoin(url, file["url"])
    )
    return wheel, file.get("hashes", {}).get("sha256", "")


def download(wheel: errors.Wheel, sha256: str) -> bytes:
    """Return the bytes of *wheel*, which are the ones that the index promised."""
    assert wheel.url
    with errors.FetchError.wrap(wheel, url=wheel.url):
        content = fetch(wheel.url)
    computed = hashlib.sha256(content).hexdigest()
    if computed != sha256:
        raise errors.IntegrityError(artifact=wheel, algorithm="sha256", expected=sha256, computed=computed)
    return content


def unpack(content: bytes, wheel: errors.Wheel, folder: Path) -> None:
    """Unpack *wheel* into *folder*: ``lib`` is what Python imports, ``bin`` has the programs."""
    assert wheel.filename
    schemes = {"purelib": "lib", "platlib": "lib", "scripts": "bin", "data": ".", "headers": "include"}
    destination = SchemeDictionaryDestination(
        {scheme: str(folder / name) for scheme, name in schemes.items()},
        interpreter=sys.executable,
        script_kind="win-amd64" if sys.platform == "win32" else "posix",
    )
    with tempfile.TemporaryDirectory(dir=folder) as parts:
        file = Path(parts, wheel.filename)
        file.write_bytes(content)
        with WheelFile.open(file) as source:
            install(source, destination, additional_metadata={"INSTALLER": b"mini-installer"})


def cached(wheel: errors.Wheel, sha256: str, cache: Path) -> Path:
    """Return the folder in *cache* that has *wheel* unpacked; it appears whole or not at all."""
    place = cache / "archive" / sha256
    with errors.CacheReadError.wrap(wheel, path=place):
        if place.exists():
            return place
    content = download(wheel, sha256)
    with errors.CacheWriteError.wrap(wheel, path=cache):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, ignore_cleanup_errors=True) as unfinished:
            Path(unfinished, "wheel").mkdir()
            unpack(content, wheel, Path(unfinished, "wheel"))
            Path(unfinished, "wheel").rename(place)
    return place


def put(archive: Path, target: Path, modes: list[LinkMode] | None) -> None:
    """Link the folders of an unpacked wheel into *target*, and copy its single files."""
    target.mkdir(parents=True, exist_ok=True)
    for entry in [*archive.glob("lib/*"), *archive.glob("bin")]:
        if entry.name == "bin":
            shutil.copytree(entry, target / "bin", dirs_exist_ok=True)
        elif entry.is_dir():
            link_directory(entry, target / entry.name, modes=modes, existing="replace")
        else:
            shutil.copy2(entry, target)


def install_one(text: str, options: argparse.Namespace) -> None:
    """Install what the requirement *text* names."""
    try:
        requirement = Requirement(text)
    except InvalidRequirement as error:
        raise errors.ResolveError(requirement=text, detail=f"This is no valid requirement: {text}") from error
    wheel, sha256 = choose(requirement, options.index)
    with contextlib.ExitStack() as stack:
        if options.no_cache:
            with errors.InstallError.wrap(wheel, path=options.target):
                options.target.mkdir(parents=True, exist_ok=True)
                scratch = stack.enter_context(tempfile.TemporaryDirectory(dir=options.target))
            content = download(wheel, sha256)
            with errors.InstallError.wrap(wheel, path=options.target):
                archive = Path(scratch, "wheel")
                archive.mkdir()
                unpack(content, wheel, archive)
        else:
            archive = cached(wheel, sha256, options.cache)
        with errors.InstallError.wrap(wheel, path=options.target):
            put(archive, options.target, [LinkMode.COPY] if options.no_cache else None)
    print(f"Installed {wheel.name} {wheel.version}.")


def configured_index() -> str | None:
    """Return the index that pip uses on this machine, or None when there is no pip to ask."""
    if given := os.environ.get("PIP_INDEX_URL"):
        return given
    built_in = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
    for question in (["-m", "pip", "config", "get", "global.index-url"], ["-c", built_in]):
        answer = subprocess.run([sys.executable, *question], capture_output=True, text=True, check=False)
        if answer.returncode == 0 and answer.stdout.strip():
            return answer.stdout.strip()
    return None


@contextlib.contextmanager
def log_of(path: Path | None) -> Iterator[TextIO | None]:
    """Yield the open log, or None."""
    if path is None:
        yield None
    else:
        with path.open("a", encoding="utf-8") as log:
            yield log


def main() -> None:
    """Install what the command line names; whatever fails is shown and logged, and decides the exit status."""
    parser = argparse.ArgumentParser(description="Install wheels into a folder, without their dependencies.")
    parser.add_argument("requirements", nargs="+", metavar="REQUIREMENT")
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--index", help="URL of a Simple API; the one that pip uses when not given")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "mini-installer")
    parser.add_argument("--no-cache", action="store_true", help="copy, and leave nothing in a cache")
    parser.add_argument("--json-log", type=Path, metavar="FILE", help="append a line of JSON when something fails")
    options = parser.parse_args()
    options.index = options.index or configured_index()
    if not options.index:
        parser.error("Which index? There is no pip to ask; please give --index URL.")

    reporter = errors.Reporter(tool=("mini-installer", "1.0"))
    with log_of(options.json_log) as log, reporter.boundary(log=log):
        failed: list[errors.HowcomeError] = []
        for text in options.requirements:
            try:
                install_one(text, options)
            except errors.HowcomeError as error:
                failed.append(error)
        if len(failed) == 1:
            raise failed[0]
        if failed:
            raise errors.BatchError("Some packages could not be installed", failed)


if __name__ == "__main__":
    main()
