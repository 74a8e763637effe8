"""What this machine is like: plain values, taken only after a failure, and only those that a hint asks for.

They are taken in a daemon thread that is abandoned at its deadline: a pool would hold the exit of the process until
the slowest probe is done. Reports carry facts, so that a hint can be checked where the failure happened and read
anywhere. A fact that cannot be had is None, and absent in JSON. Nothing here raises or opens what is remote.
"""

from __future__ import annotations

import ntpath
import posixpath
import queue
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from .codes import this_platform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Probe = tuple[str | None, Callable[[], dict[str, Any]]]

__all__ = ["DEADLINE", "MACHINE_FACTS", "PLACE_FACTS", "Facts", "Place", "gather", "is_plain"]

DEADLINE = 0.5  # seconds, for all facts together
EACH = 0.1  # seconds, for one probe
MOST_PLACES = 8
LARGEST = 2**63  # what readers of JSON take


@attrs.frozen(kw_only=True)
class Place:
    """What is known about one path and the volume that it is on, or would be on."""

    path: str
    volume: str | None = None  # a drive ("D:"), a mount point ("/mnt/card")
    file_system: str | None = None  # as the system names it: "NTFS", "exFAT", "ext4"
    device: str | None = None  # equal on two places of the same volume
    remote: bool | None = None  # on another machine, or mounted by whoever looks: never opened
    removable: bool | None = None
    read_only: bool | None = None  # the volume, not the file
    hard_links: bool | None = None
    symbolic_links: bool | None = None
    reparse_points: bool | None = None
    clones: bool | None = None  # copy-on-write copies
    case_sensitive: bool | None = None
    windows_mount: bool | None = None  # a Windows drive as WSL sees it
    no_exec: bool | None = None
    mount_point: bool | None = None  # the path itself is one
    free_bytes: int | None = None  # for us, quota included where the system counts it
    total_bytes: int | None = None
    free_inodes: int | None = None
    quota_reached: bool | None = None  # ours is used up, the volume need not be
    exists: bool | None = None  # something is at the path; links are not followed
    link: bool | None = None  # a symbolic link or a junction
    dangling: bool | None = None  # a link whose target is missing
    directory: bool | None = None
    owner: str | None = None
    owned: bool | None = None  # by the user who runs this
    group: str | None = None
    in_group: bool | None = None  # whether the user who runs this is in it
    writable: bool | None = None  # by its mode bits or attributes, for this user; the folder where nothing exists yet
    mode: str | None = None  # "0755"
    executable: bool | None = None  # a file, which somebody's execute bit says may be run
    immutable: bool | None = None
    append_only: bool | None = None
    read_only_file: bool | None = None  # Windows' read-only attribute
    cloud: bool | None = None  # kept by a sync client, as OneDrive does
    encrypted: bool | None = None
    links: int | None = None  # names that the file has
    age_seconds: int | None = None  # since it was last changed
    path_length: int | None = None  # in UTF-16 units on Windows, in bytes elsewhere
    name_length: int | None = None  # the longest part of the path
    name_limit: int | None = None
    reserved_name: str | None = None  # the part that Windows cannot have as a name


@attrs.frozen(kw_only=True)
class Facts:
    """What is known about a machine; see the comments for what each value means."""

    platform: str | None = None  # windows linux macos
    system: str | None = None  # "Windows 10.0.22631", "Debian GNU/Linux 12 (bookworm)"
    machine: str | None = None  # the processor, as the system names it: "AMD64", "aarch64"
    python: str | None = None  # "3.11.9"
    bits: int | None = None  # of this Python: 32 or 64
    user: str | None = None
    elevated: bool | None = None  # root, or an administrator's full token
    developer_mode: bool | None = None
    long_paths_build: bool | None = None  # the three switches that long paths need
    long_paths_registry: bool | None = None
    long_paths_manifest: bool | None = None
    long_path_switches: int | None = None  # how many of the three are on
    remote_links: bool | None = None  # whether Windows follows links that lie on shares
    smart_app_control: bool | None = None
    same_volume: bool | None = None  # whether the first and the last place are on one
    selinux: str | None = None  # enforcing permissive disabled
    apparmor: str | None = None  # the profile that confines this process
    container: str | None = None  # "docker", "podman", ...
    wsl: int | None = None  # 0, 1 or 2
    wine: bool | None = None
    rosetta: bool | None = None
    sandbox: str | None = None  # store snap flatpak: what this Python came in
    externally_managed: bool | None = None  # the marker of a Python that belongs to the system
    environment: bool | None = None  # runs in a virtual environment
    open_files_limit: int | None = None
    open_files: int | None = None
    file_size_limited: bool | None = None  # ulimit -f
    memory_free_bytes: int | None = None
    protected_hardlinks: bool | None = None
    proxy: str | None = None  # the proxy that the environment names, without credentials
    proxy_variable: str | None = None
    certificates_variable: str | None = None  # SSL_CERT_FILE and its like, where set
    trust_store: bool | None = None  # whether this Python finds any certificate authority
    clock: str | None = None  # this machine's date: "2026-11-24"
    clock_plausible: bool | None = None
    default_route: bool | None = None
    name_servers: bool | None = None
    places: tuple[Place, ...] = ()

    def place(self, path: str) -> Place | None:
        r"""Return what is known about *path*: its own place, else that of the nearest folder above it.

        >>> Facts(places=(Place(path="D:\\cache", volume="D:"),)).place("D:\\cache\\wheels\\x").volume
        'D:'
        """
        if not self.places:
            return None
        known = {_key(each.path): each for each in self.places}
        return next((known[above] for above in _upward(_key(path)) if above in known), None)


def is_plain(facts: object) -> bool:
    """Tell whether *facts* are Facts whose values have their types: those that a front end gives may be anything."""
    if not isinstance(facts, Facts) or not _fits(facts):
        return False
    return all(isinstance(each, Place) and _fits(each) for each in facts.places)


def _fits(facts: Facts | Place) -> bool:
    for field in attrs.fields(type(facts)):
        value = getattr(facts, field.name)
        if type(value) is int and abs(value) >= LARGEST:
            return False
        name = "None" if value is None else type(value).__name__
        if name not in str(field.type):  # such as "bool | None", before and after it was resolved
            return False
    return True


PLACE_FACTS = frozenset(field.name for field in attrs.fields(Place)) - {"path"}
MACHINE_FACTS = frozenset(field.name for field in attrs.fields(Facts)) - {"places"}


def _key(path: str) -> str:
    windows = "\\" in path or path[1:2] == ":"
    return ntpath.normpath(path).replace("\\", "/").casefold() if windows else posixpath.normpath(path)


def _upward(key: str) -> Iterator[str]:
    while key:
        yield key
        above = posixpath.dirname(key)
        if above == key:
            return
        key = above


def gather(wanted: set[str], paths: Iterable[str], *, deadline: float = DEADLINE, each: float = EACH) -> Facts:
    """Return what could be had of *wanted* within *deadline* seconds. Never raises.

    Args:
        wanted: Names of facts, as `facts_wanted` returns them.
        paths: The places concerned.
        deadline: For all facts together, in seconds.
        each: For one probe, in seconds; one that takes longer is left behind, and the others go on.
    """
    import time

    end = time.monotonic() + deadline
    found: dict[str | None, dict[str, Any]] = {}
    try:
        probes = list(_probes(wanted, list(dict.fromkeys(paths))[:MOST_PLACES]))
        while probes and time.monotonic() < end:
            probes = _run(probes, found, end, each)
    except Exception:  # noqa: BLE001, S110 -- no more threads, or the interpreter is going down: what is there counts
        pass
    machine = found.pop(None, {})
    places = tuple(Place(path=path, **_among(facts, PLACE_FACTS)) for path, facts in found.items() if path and facts)
    own: dict[str, Any] = {"platform": this_platform()} if wanted else {}
    return Facts(**own, **_among(machine, MACHINE_FACTS), **_relations(wanted, places), places=places)


def _probes(wanted: set[str], paths: list[str]) -> Iterator[Probe]:
    """Yield the probes that have something of what is wanted, those of the places first."""
    from . import _facts_python

    if sys.platform == "win32":
        from ._facts_windows import MACHINE_PROBES, PLACE_PROBES
    else:
        from ._facts_posix import MACHINE_PROBES, PLACE_PROBES
    if "same_volume" in wanted:
        wanted = wanted | {"device", "volume"}
    for path in paths:
        for gives, ask in PLACE_PROBES:
            if gives & wanted:
                yield path, partial(ask, path)
    for gives, asked in (*MACHINE_PROBES, *_facts_python.MACHINE_PROBES):
        if gives & wanted:
            yield None, asked


def _run(probes: list[Probe], found: dict[str | None, dict[str, Any]], end: float, each: float) -> list[Probe]:
    """Run *probes* in one daemon thread until one is late; return those that are left."""
    import time

    answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    abandoned = threading.Event()

    def work() -> None:
        for _, ask in probes:
            if abandoned.is_set():
                return
            try:
                answers.put(ask())
            except Exception:  # noqa: BLE001 -- a fact that cannot be had is absent
                answers.put({})

    threading.Thread(target=work, name="howcome-facts", daemon=True).start()
    for done, (path, _) in enumerate(probes, 1):
        try:
            answer = answers.get(timeout=max(0.0, min(each, end - time.monotonic())))
        except queue.Empty:
            abandoned.set()  # a place that answered nothing once is not asked again
            return [probe for probe in probes[done:] if probe[0] is None or probe[0] != path]
        found.setdefault(path, {}).update({name: value for name, value in answer.items() if value is not None})
    return []


def _among(facts: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name in known}


def _relations(wanted: set[str], places: tuple[Place, ...]) -> dict[str, Any]:
    if "same_volume" not in wanted or len(places) < 2 or not all(place.device for place in places):  # noqa: PLR2004
        return {}
    return {"same_volume": places[0].device == places[-1].device}
