"""The example front end installs; and whatever fails, for real, is reported so that a person can act on it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import howcome.linkers
import pytest
from grounds import ROOT
from grounds.schemas import check
from grounds.servers import Serve, Server
from grounds.volumes import Tmpfs

if not hasattr(howcome.linkers, "link_directory") or not find_spec("howcome.errors.report"):
    pytest.skip("howcome cannot do this yet", allow_module_level=True)


def wheel_of(name: str, version: str, size: int = 10) -> bytes:
    """Return a small real wheel, with a module that says its version and a program."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": f"version = {version!r}\n",
        f"{name}/data.bin": "x" * size,
        f"{name}_single.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:version.upper\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return buffer.getvalue()


def publish(server: Server, name: str, *versions: str, size: int = 10, sha256: str | None = None) -> None:
    """Put wheels of *name* on the index that *server* serves."""
    files = []
    for version in versions:
        content = wheel_of(name, version, size)
        filename = f"{name}-{version}-py3-none-any.whl"
        server.answer(f"/files/{filename}", content)
        digest = sha256 or hashlib.sha256(content).hexdigest()
        files.append({"filename": filename, "url": f"../../files/{filename}", "hashes": {"sha256": digest}})
    page = json.dumps({"meta": {"api-version": "1.0"}, "name": name, "files": files})
    server.answer(f"/simple/{name}/", page, headers={"Content-Type": "application/vnd.pypi.simple.v1+json"})


class Installer:
    """Runs the example with a cache, a target and a log of this test's own."""

    def __init__(self, place: Path, index: str) -> None:
        self.cache = place / "cache"
        self.target = place / "target"
        self.log = place / "log.jsonl"
        self.index = index

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        options: list[str | Path] = [
            "--index",
            self.index,
            "--cache",
            self.cache,
            "--target",
            self.target,
            "--json-log",
            self.log,
        ]
        done = subprocess.run(
            [sys.executable, ROOT / "examples" / "mini_installer.py", *arguments, *options],
            capture_output=True,
            text=True,
            check=False,
            env={name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
        )
        done.stderr = " ".join(done.stderr.split())  # sentences are wrapped to the width
        return done

    def report(self) -> dict[str, Any]:
        (line,) = self.log.read_text(encoding="utf-8").splitlines()
        report: dict[str, Any] = json.loads(line)
        check(report)
        return report


@pytest.fixture
def server(serve: Serve) -> Server:
    return serve()


@pytest.fixture
def installer(server: Server, tmp_path: Path) -> Installer:
    return Installer(tmp_path, f"{server.url}/simple")


def is_a_link(path: Path) -> bool:
    """Return whether *path* is a symlink or a junction: both show another folder's files."""
    return path.resolve() != path.parent.resolve() / path.name


def imported_version(installer: Installer, name: str) -> str:
    code = f"import sys; sys.path.insert(0, {str(installer.target)!r}); import {name}; print({name}.version)"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_the_newest_version_is_installed_and_linked(server: Server, installer: Installer) -> None:
    publish(server, "colors", "1.0", "1.10", "1.9")

    done = installer.run("colors")

    assert done.returncode == 0, done.stderr
    assert done.stdout == "Installed colors 1.10.\n"
    assert imported_version(installer, "colors") == "1.10"
    assert is_a_link(installer.target / "colors")
    assert installer.log.read_text() == ""


def test_the_cache_serves_the_second_time(server: Server, installer: Installer) -> None:
    publish(server, "colors", "1.0")
    installer.run("colors")
    server.answer("/files/colors-1.0-py3-none-any.whl", status=500)

    done = installer.run("colors")

    assert done.returncode == 0, done.stderr


def test_without_a_cache_it_is_copied(server: Server, installer: Installer) -> None:
    publish(server, "colors", "1.0")

    done = installer.run("colors<2", "--no-cache")

    assert done.returncode == 0, done.stderr
    assert imported_version(installer, "colors") == "1.0"
    assert not installer.cache.exists()
    assert not is_a_link(installer.target / "colors")
    assert {path.name for path in installer.target.iterdir()} >= {"colors", "colors_single.py", "bin"}


def test_a_wrong_hash_is_told(server: Server, installer: Installer) -> None:
    publish(server, "colors", "1.0", sha256="0" * 64)

    done = installer.run("colors")

    assert done.returncode == 1
    assert "wheel colors==1.0" in done.stderr
    assert installer.report()["code"] == "integrity-failed"
    assert installer.report()["values"]["expected"] == "0" * 64
    assert not installer.target.exists()


def test_an_unknown_package_is_told(installer: Installer) -> None:
    done = installer.run("colours")

    assert done.returncode == 1
    assert "colours" in done.stderr
    assert "has no package of this name" in done.stderr
    assert installer.report()["code"] == "resolve-failed"


def test_a_version_that_does_not_exist_is_told_with_those_that_do(server: Server, installer: Installer) -> None:
    publish(server, "colors", "1.0", "1.1")

    done = installer.run("colors>=2")

    assert done.returncode == 1
    assert "1.0, 1.1" in done.stderr
    assert installer.report()["code"] == "resolve-failed"


def test_a_dead_index_is_told(installer: Installer) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        installer.index = f"http://127.0.0.1:{unused.getsockname()[1]}/simple"
        done = installer.run("colors")

    assert done.returncode == 1
    assert installer.report()["code"] == "fetch-failed"
    assert installer.report()["root"]["kind"] == "connection-refused"
    assert installer.index in done.stderr


def test_a_page_that_is_no_index_is_told(server: Server, installer: Installer) -> None:
    server.answer("/simple/colors/", "<html>Please log in</html>")

    done = installer.run("colors")

    assert done.returncode == 1
    assert "--index" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_read_only_cache_is_told(server: Server, installer: Installer, read_only: Callable[[Path], Path]) -> None:
    publish(server, "colors", "1.0")
    installer.cache.mkdir()
    read_only(installer.cache)

    done = installer.run("colors")

    report = installer.report()
    assert done.returncode == 1
    assert report["code"] == "cache-write-failed"
    assert report["root"]["symbol"] == "EROFS"
    assert str(installer.cache) in done.stderr
    assert "hint: " in done.stderr
    assert "source distribution" not in done.stderr


def test_a_full_disk_is_told(server: Server, installer: Installer, tmpfs: Tmpfs) -> None:
    publish(server, "colors", "1.0", size=200_000)
    installer.cache = tmpfs(size="64k")

    done = installer.run("colors")

    assert done.returncode == 1
    assert installer.report()["code"] == "cache-write-failed"
    assert installer.report()["root"]["symbol"] == "ENOSPC"
    assert "hint: " in done.stderr
    assert not list(installer.cache.glob("archive/*")), "a half-written archive was left"


def test_one_failure_does_not_keep_the_others_from_being_installed(server: Server, installer: Installer) -> None:
    publish(server, "colors", "1.0")

    done = installer.run("missing-one", "colors", "missing-two")

    assert done.returncode == 1
    assert imported_version(installer, "colors") == "1.0"
    assert len(installer.report()["related"]) == 2
    assert "missing-one" in done.stderr
    assert "missing-two" in done.stderr
