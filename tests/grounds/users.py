"""Running something as a user who is not root: root passes every check of permissions."""

from __future__ import annotations

import itertools
import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

from . import ROOT, need_command, need_root_on_linux

UID = 65534  # nobody, on every Linux

_numbers = itertools.count(1)


class AnotherUser:
    """Runs programs as uid 65534, without any capability, and has a directory of its own that everybody may enter."""

    uid = UID

    def __init__(self, workshop: Path) -> None:
        need_root_on_linux("another user")
        self.home = workshop / f"nobody-{next(_numbers)}"
        self.home.mkdir(mode=0o755)
        os.chown(self.home, UID, UID)
        self._overlays = workshop / f"overlays-{next(_numbers)}"

    def run(self, *command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run *command*; one that begins with ``-`` are arguments for this Python.

        The child sees this Python and this checkout even where they lie in another user's private folder, as
        ``/root`` is; it cannot see pytest's ``tmp_path``, so give it `home` or a mount.
        """
        words = [str(part) for part in command]
        if words[0].startswith("-"):
            words.insert(0, sys.executable)
        opened = [self._open_up(folder) for folder in _private_parents()]
        drop = f"exec setpriv --reuid {UID} --regid {UID} --clear-groups --inh-caps=-all --bounding-set=-all"
        script = "\n".join(["set -e", *opened, f"cd {shlex.quote(str(cwd or self.home))}", f'{drop} -- "$@"'])
        return subprocess.run(
            [need_command("unshare"), "-m", "sh", "-c", script, "sh", *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1"},
        )

    def _open_up(self, folder: Path) -> str:
        """Return the command that makes *folder* one that everybody may enter, in the child's view alone."""
        layer = self._overlays / str(folder).replace("/", "_")
        for part in ("upper", "work"):
            (layer / part).mkdir(parents=True, exist_ok=True)
        (layer / "upper").chmod(0o755)
        options = f"lowerdir={folder},upperdir={layer / 'upper'},workdir={layer / 'work'}"
        return f"mount -t overlay -o {shlex.quote(options)} overlay {shlex.quote(str(folder))}"


def _private_parents() -> list[Path]:
    """Return the folders above this Python and this checkout that other users may not enter, outermost first."""
    places = {Path(part).resolve() for part in (sys.prefix, sys.base_prefix, ROOT, Path(sys.executable).resolve())}
    folders = {parent for place in places for parent in [place, *place.parents] if parent.is_dir()}
    return sorted(folder for folder in folders if not folder.stat().st_mode & stat.S_IXOTH)
