"""Failures that people meet, each as a report that is the same on every machine and every day.

What is Windows' is written down as Windows gives it; what is Linux' is raised as Python raises it.
"""

from __future__ import annotations

import email.message
import errno
import ssl
import urllib.error
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
from howcome.errors import (
    Attempt,
    BatchError,
    BuildError,
    CacheLockError,
    CacheWriteError,
    Environment,
    FetchError,
    HowcomeError,
    IncompatibleError,
    IndexPage,
    InstallError,
    IntegrityError,
    Launcher,
    LauncherError,
    LinkError,
    LinkFallbackError,
    MetadataError,
    Report,
    Reporter,
    ResolveError,
    SourceDistribution,
    TargetEnvironmentError,
    UninstallError,
    UnpackError,
    VcsCheckout,
    Wheel,
)
from howcome.errors.advice import advise
from howcome.errors.artifacts import InstalledDistribution
from howcome.errors.facts import Facts, Place
from howcome.errors.hints import Situation
from howcome.errors.holders import Holder
from howcome.errors.kinds import identify
from howcome.errors.model import Frame

GOLDEN = Path(__file__).with_name("golden")
STYLES = ("full", "plain", "line", "github", "markdown", "verbose")
BLACK = Wheel("black", "24.1.0", url="https://files.example/black-24.1.0-py3-none-any.whl")
FRAMES = (
    Frame(file="/opt/acme/installer.py", line=120, function="main"),
    Frame(file="/opt/acme/fetching.py", line=48, function="Fetcher.fetch"),
)


def reporter(**options: Any) -> Reporter:
    return Reporter(
        tool=("acme-installer", "2.1"),
        clock=lambda: datetime(2026, 11, 22, 6, 25, 0, 123_000, tzinfo=UTC),
        new_id=lambda: "0193e2a1-7c00-7000-8000-000000000000",
        **{"facts": Facts(platform="linux"), **options},
    )


def raised(fail: Callable[[], object]) -> BaseException:
    try:
        fail()
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError("nothing was raised")


def report_of(error: BaseException | Callable[[], object], *, severity: str = "error", **options: Any) -> Report:
    """Return the report of an error, or of what a call raises, with calls that are the same on every machine."""
    found = error if isinstance(error, BaseException) else raised(error)
    report = reporter(**options).report(found, severity=severity)
    return attrs.evolve(report, traceback=FRAMES)


def windows(number: int) -> Any:
    return identify("win32", number, platform="windows")


def memory_card() -> Report:
    def fail() -> None:
        wheel = Wheel("mypy-extensions", "1.0.0", url="https://files.example/mypy_extensions-1.0.0-py3-none-any.whl")
        with FetchError.wrap(wheel, url=wheel.url), CacheWriteError.wrap(wheel, path="D:\\cache"):
            raise LinkError(
                source="D:\\cache\\archive\\x1",
                destination="D:\\cache\\wheels\\mypy-extensions",
                attempts=(
                    Attempt("junction", "junction", windows(1), "Incorrect function."),
                    Attempt("symlink", "symlink", windows(1314), "Dem Client fehlt ein erforderliches Recht."),
                ),
            )

    card = Place(
        path="D:\\cache", volume="D:", file_system="exFAT", hard_links=False, reparse_points=False,
        free_bytes=31_000_000_000, remote=False,
    )  # fmt: skip
    facts = Facts(platform="windows", elevated=False, developer_mode=False, places=(card,))
    return report_of(fail, facts=facts)


def locked_executable() -> Report:
    path = "C:\\Users\\me\\venv\\Scripts\\black.exe"
    said = "Der Prozess kann nicht auf die Datei zugreifen, da sie von einem anderen Prozess verwendet wird."
    error = UninstallError(
        artifact=InstalledDistribution("black", "23.12.1"), path=path, system=windows(32), system_text=said
    )
    holders = (Holder(name="code.exe", pid=4242, path=path), Holder(name="black.exe", pid=4310, path=path))
    facts = Facts(platform="windows")
    report = report_of(error, facts=facts)
    situation = Situation(
        system=windows(32), code=report.code, operation=report.operation, paths=(path,), platform="windows",
        holders=holders,
    )  # fmt: skip
    return attrs.evolve(report, holders=holders, hints=tuple(advise(situation, facts)))


def full_disk() -> Report:
    def fail() -> None:
        with InstallError.wrap(BLACK), CacheWriteError.wrap(BLACK, path="/home/me/.cache/acme"):
            raise OSError(errno.ENOSPC, "No space left on device", "/home/me/.cache/acme/black-24.1.0.whl")

    place = Place(path="/home/me/.cache/acme", volume="/home", file_system="ext4", free_bytes=12_000_000, remote=False)
    return report_of(fail, facts=Facts(platform="linux", places=(place,)))


def tls_behind_a_proxy() -> Report:
    def fail() -> None:
        with FetchError.wrap(BLACK, url="https://index.example/simple/black/"):
            error = ssl.SSLCertVerificationError(
                1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in chain"
            )
            error.library, error.reason, error.verify_code = "SSL", "CERTIFICATE_VERIFY_FAILED", 19  # type: ignore[misc]
            raise error

    facts = Facts(platform="linux", proxy="http://proxy.example:3128", proxy_variable="HTTPS_PROXY", trust_store=True)
    return report_of(fail, facts=facts)


def private_index() -> Report:
    url = "https://me:hunter2@index.example/simple/acme-secret/"

    def fail() -> None:
        with FetchError.wrap(IndexPage("acme-secret"), url=url):
            raise urllib.error.HTTPError(url, 401, "Unauthorized", email.message.Message(), None)

    return report_of(fail)


def build_with_output() -> Report:
    output = (
        "running build_ext\nbuilding '_speedups' extension\ngcc -fPIC -c src/_speedups.c -o build/_speedups.o\n"
        "src/_speedups.c:1:10: fatal error: Python.h: No such file or directory\n    1 | #include <Python.h>\n"
        "      |          ^~~~~~~~~~\ncompilation terminated.\nerror: command '/usr/bin/gcc' failed with exit code 1\n"
    )
    command = ["/usr/bin/python3", "-m", "build", "--wheel"]
    sdist = SourceDistribution("markupsafe", "2.1.5")
    return report_of(BuildError(artifact=sdist, command=command, exit_status=1, output=output))


def batch_of_twelve() -> Report:
    members: list[Exception] = []
    for number in range(12):
        wheel = Wheel(f"package-{number}", "1.0")

        def fail(wheel: Wheel = wheel, number: int = number) -> None:
            with FetchError.wrap(wheel):
                if number % 3:
                    raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
                raise OSError(errno.ENOSPC, "No space left on device", f"/home/me/.cache/acme/{wheel.name}.whl")

        members.append(raised(fail))  # type: ignore[arg-type]
    return report_of(BatchError("Some packages could not be fetched", members))


def integrity() -> Report:
    expected, computed = "9f86d081884c7d659a2feaa0c55ad015", "2c26b46b68ffc68ff99b453c1d304134"
    error = IntegrityError(artifact=BLACK, algorithm="md5", expected=expected, computed=computed)
    error.add_note("It was downloaded from a mirror.")
    return report_of(error)


def metadata() -> Report:
    return report_of(MetadataError(artifact=BLACK, field="Version", expected="24.1.0", found="23.12.1"))


def incompatible() -> Report:
    wheel = Wheel("torch", "2.3.0", filename="torch-2.3.0-cp312-none-macosx_11_0_arm64.whl")
    available = "cp311-cp311-manylinux_2_36_x86_64"
    return report_of(IncompatibleError(artifact=wheel, requirement="cp312-none-macosx_11_0_arm64", available=available))


def no_version() -> Report:
    return report_of(ResolveError(requirement="flask>=99", available="2.3.3, 3.0.2, 3.0.3"))


def cache_of_root() -> Report:
    def fail() -> None:
        with CacheWriteError.wrap(BLACK, path="/home/me/.cache/acme"):
            raise PermissionError(errno.EACCES, "Keine Berechtigung", "/home/me/.cache/acme/wheels")

    place = Place(path="/home/me/.cache/acme", owner="root", owned=False, writable=False, mode="0755", remote=False)
    return report_of(fail, facts=Facts(platform="linux", user="me", elevated=False, places=(place,)))


def long_path() -> Report:
    path = "C:\\Users\\me\\AppData\\Local\\acme\\environments" + "\\a-rather-long-folder" * 10 + "\\module.py"
    error = UnpackError(artifact=BLACK, path=path, member="black/module.py", system=windows(206))
    facts = Facts(platform="windows", long_path_switches=1, places=(Place(path=path, path_length=len(path)),))
    return report_of(error, facts=facts)


def unexpected() -> Report:
    def fail() -> None:
        try:
            {"a": 1}["b"]
        except KeyError as error:
            raise RuntimeError("The plan has no step for b") from error

    return report_of(fail)


def link_fallback() -> Report:
    """What `link_directory` gives as its fallback: a copy was made, and nobody must act at once."""
    error = LinkFallbackError(
        mode="copy",
        source="C:\\cache\\archive\\x1",
        destination="E:\\venv\\Lib\\site-packages\\black",
        attempts=(
            Attempt("hardlink", "hardlink", windows(17), "Le système ne peut pas déplacer le fichier."),
            Attempt("clone", "clone", None, None, (), "This platform has no call that clones a file."),
        ),
    )
    return report_of(error, severity="warning", facts=Facts(platform="windows", same_volume=False))


def refused_link() -> Report:
    error = LinkError(source="/a", destination="/a/b", reason="The destination is inside the source.")
    return report_of(error)


def long_cjk_path() -> Report:
    path = "D:\\ユーザー\\田中太郎\\ドキュメント\\仮想環境\\サイトパッケージ\\長い名前のフォルダー\\モジュール.py"

    def fail() -> None:
        with InstallError.wrap(Wheel("日本語パッケージ", "1.0"), path=path):
            raise FileNotFoundError(errno.ENOENT, "そのようなファイルやディレクトリはありません", path)

    return report_of(fail)


def hebrew_path() -> Report:
    def fail() -> None:
        with TargetEnvironmentError.wrap(Environment(path="/home/שרה/סביבה 1"), path="/home/שרה/סביבה 1"):
            raise PermissionError(errno.EACCES, "הגישה נדחתה", "/home/שרה/סביבה 1/bin")

    return report_of(fail)


def lock_held() -> Report:
    return report_of(CacheLockError(path="/home/me/.cache/acme/.lock", holder="pip (PID 4242)"))


def launcher_quarantined() -> Report:
    path = "C:\\Users\\me\\venv\\Scripts\\black.exe"
    said = "Operation did not complete successfully because the file contains a virus or potentially unwanted software."
    error = LauncherError(artifact=Launcher("black", path=path), path=path, system=windows(225), system_text=said)
    return report_of(error, facts=Facts(platform="windows"))


def checkout() -> Report:
    def fail() -> None:
        checkout = VcsCheckout(url="https://token:ghp_secret@code.example/acme/tool.git", revision="v2")
        with FetchError.wrap(checkout):
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", "git")

    return report_of(fail)


def generic() -> Report:
    return report_of(HowcomeError())


SCENARIOS: dict[str, Callable[[], Report]] = {
    each.__name__.replace("_", "-"): each
    for each in (
        memory_card, locked_executable, full_disk, tls_behind_a_proxy, private_index, build_with_output,
        batch_of_twelve, integrity, metadata, incompatible, no_version, cache_of_root, long_path, unexpected,
        link_fallback, refused_link, long_cjk_path, hebrew_path, lock_held, launcher_quarantined, checkout, generic,
    )
}  # fmt: skip
