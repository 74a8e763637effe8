"""For each row of the table of codes and situations: which hint comes first.

A row is what an installer meets: a code, what was being done, and what is known of it. The numbers are those of the
project's collection of codes and remedies; docs/hints.md says how the rows that nobody had verified were settled.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from howcome.errors.advice import advise
from howcome.errors.facts import Facts, Place
from howcome.errors.hints import Situation
from howcome.errors.kinds import identify


class Row(NamedTuple):
    """One situation, and the id of the hint that must come first."""

    number: int
    code: str  # NAMESPACE:NUMBER, or NAMESPACE:SYMBOL; nothing where only words tell
    operation: str | None
    hint: str
    path: str = ""
    platform: str | None = None
    words: str = ""
    tool: str | None = None
    failure: str | None = None


CACHE = "C:/Users/me/AppData/Local/acme/cache/wheels/x"
SCRIPTS = "C:/work/venv/Scripts"

ROWS = [
    # Windows
    Row(1, "win32:1", "junction", "volume-without-links", "D:/cache/x"),
    Row(1, "win32:1", "symlink", "volume-without-links", "D:/cache/x"),
    Row(2, "win32:2", "exec", "program-missing", "C:/tools/acme.exe"),
    Row(2, "win32:2", "exec", "interpreter-gone", f"{SCRIPTS}/python.exe"),
    Row(2, "win32:2", "read", "nothing-there", CACHE),
    Row(3, "win32:3", "extract", "nothing-there", CACHE),
    Row(3, "win32:3", "extract", "missing-because-long", "C:/" + "long/" * 55 + "x.py"),
    Row(4, "win32:4", "extract", "too-many-open-files", CACHE),
    Row(5, "win32:5", "delete", "program-in-use", f"{SCRIPTS}/ruff.exe"),
    Row(5, "win32:5", "rename", "program-in-use", "C:/work/venv/Lib/site-packages/x.pyd"),
    Row(5, "win32:5", None, "library-loaded", "C:/work/venv/Lib/site-packages/cv2.pyd"),
    Row(5, "errno:EPERM", "rename", "held-on-windows", "C:/work/node_modules/x", "windows"),
    Row(6, "win32:5", None, "protected-folder", "C:/Program Files/Python312/Lib/site-packages/x.py"),
    Row(6, "win32:5", "write", "protected-folder", "C:/Program Files/Python312/Lib/site-packages/x.py"),
    Row(6, "win32:5", "mkdir", "protected-folder", "C:/Program Files/Python312/Lib/x"),
    Row(7, "win32:5", "rename", "fresh-file-scanned", CACHE),
    Row(8, "win32:5", "exec", "exec-refused", f"{SCRIPTS}/python.exe"),
    Row(9, "win32:5", "delete", "permission-denied", "C:/work/link"),  # with facts: delete-link-as-directory
    Row(10, "win32:8", "extract", "out-of-memory", CACHE),
    Row(10, "win32:14", "clone", "out-of-memory", CACHE),
    Row(11, "win32:15", "mkdir", "drive-missing", "Z:/cache"),
    Row(12, "win32:16", "delete", "current-folder", "C:/work/venv"),
    Row(13, "win32:17", "rename", "rename-across-volumes", CACHE),
    Row(13, "win32:17", "hardlink", "different-volumes", CACHE),
    Row(14, "win32:19", "write", "media-write-protected", "E:/cache"),
    Row(15, "win32:21", "read", "drive-not-ready", "E:/cache"),
    Row(16, "win32:23", "read", "disk-damaged", CACHE),
    Row(17, "win32:32", "delete", "program-in-use", f"{SCRIPTS}/ruff.exe"),
    Row(17, "win32:32", "write", "file-in-use", "C:/work/data.db"),
    Row(18, "win32:32", "rename", "fresh-file-scanned", "C:/Users/me/AppData/Local/Temp/pip-unpack-x/a.whl"),
    Row(18, "win32:32", "delete", "fresh-file-scanned", "C:/Users/me/AppData/Local/Temp/pip-unpack-x/a.whl"),
    Row(19, "win32:33", "lock", "lock-held", "C:/work/.lock"),
    Row(19, "win32:33", "write", "file-busy", "C:/work/data.db"),
    Row(20, "win32:33", "lock", "lock-held", "C:/work/.lock"),  # on unlocking under Wine: a program has to ignore it
    Row(21, "win32:39", "write", "disk-full", CACHE),
    Row(22, "win32:50", "junction", "volume-without-links", CACHE),
    Row(22, "win32:50", "clone", "clones-not-supported", CACHE),
    Row(22, "win32:50", "lock", "locks-not-supported", CACHE),
    Row(23, "win32:53", "read", "share-unreachable", "//server/share"),
    Row(23, "win32:67", "read", "share-unreachable", "//server/share"),
    Row(24, "win32:55", "read", "share-unreachable", "//server/share"),
    Row(24, "win32:59", "read", "share-unreachable", "//server/share"),
    Row(24, "win32:64", "read", "share-unreachable", "//server/share"),
    Row(25, "win32:65", "write", "share-write-refused", "//server/share"),
    Row(26, "win32:183", "junction", "leftover-exists", CACHE),
    Row(26, "win32:80", "extract", "leftover-exists", CACHE),
    Row(27, "win32:82", "create", "no-space-on-fat", "E:/x"),
    Row(28, "win32:87", "symlink", "symlink-flag-unknown", CACHE),
    Row(29, "win32:87", "junction", "link-data-refused", CACHE),
    Row(30, "win32:110", "read", "open-failed", CACHE),
    Row(31, "win32:112", "write", "disk-full", CACHE),
    Row(32, "win32:121", "read", "share-unreachable", "//server/share"),
    Row(33, "win32:123", "extract", "reserved-name", "C:/work/what?.py"),
    Row(33, "win32:123", "junction", "link-data-refused", "//server/share/x"),
    Row(34, "win32:126", "load-library", "library-missing", "C:/x/a.pyd"),
    Row(34, "win32:127", "load-library", "library-missing", "C:/x/a.pyd"),
    Row(35, "win32:145", "delete", "folder-not-empty", "C:/work/venv"),
    Row(36, "win32:148", "rename", "file-in-use", "C:/work/venv"),
    Row(36, "win32:170", "rename", "file-in-use", "C:/work/venv"),
    Row(36, "win32:142", "rename", "file-in-use", "S:/"),
    Row(37, "win32:161", "create", "path-malformed", "C:/work/x"),
    Row(38, "win32:193", "exec", "wrong-architecture", f"{SCRIPTS}/x.exe"),
    Row(39, "win32:206", "extract", "path-too-long", "C:/" + "long/" * 55 + "x.py"),
    Row(39, "win32:206", "exec", "command-line-too-long", f"{SCRIPTS}/rustfmt.exe"),
    Row(40, "win32:216", "exec", "wrong-architecture", f"{SCRIPTS}/x.exe"),
    Row(41, "win32:225", "read", "virus-found", f"{SCRIPTS}/x.exe"),
    Row(41, "win32:226", "read", "virus-found", f"{SCRIPTS}/x.exe"),
    Row(42, "win32:232", "build", "reader-gone"),
    Row(42, "win32:109", "build", "reader-gone"),
    Row(43, "win32:267", "symlink", "folder-is-file", CACHE),
    Row(44, "win32:303", "create", "file-in-use", "C:/work/x"),
    Row(45, "win32:347", "clone", "too-many-clones", CACHE),
    Row(46, "win32:362", "read", "cloud-file-refused", "C:/Users/me/OneDrive/x"),
    Row(46, "win32:389", "read", "cloud-file-refused", "C:/Users/me/OneDrive/x"),
    Row(47, "win32:395", "write", "cloud-file-refused", "C:/Users/me/OneDrive/x"),
    Row(48, "win32:396", "hardlink", "cloud-folder-hard-links", "C:/Users/me/OneDrive/x"),
    Row(49, "win32:448", "read", "link-distrusted", "C:/Users/me/AppData/Roaming/x"),
    Row(50, "win32:1450", "write", "system-resources", "//server/share/x"),
    Row(50, "win32:1453", "write", "system-resources", "//server/share/x"),
    Row(50, "win32:487", "write", "system-resources", "//server/share/x"),
    Row(50, "win32:998", "write", "request-not-understood", "//server/share/x"),
    Row(51, "win32:577", "load-library", "signature-invalid", "C:/x/a.sys"),
    Row(52, "win32:665", "write", "file-too-fragmented", "C:/work/x"),
    Row(53, "win32:740", "exec", "elevation-required", "C:/work/setup.exe"),
    Row(54, "win32:1006", "read", "data-damaged", "//server/share/x"),
    Row(55, "win32:1117", "read", "disk-damaged", "E:/x"),
    Row(56, "win32:1113", "extract", "name-not-decodable", CACHE),
    Row(57, "win32:1142", "hardlink", "too-many-hard-links", CACHE),
    Row(58, "win32:1223", "exec", "canceled", "C:/work/setup.exe"),
    Row(59, "win32:1224", "write", "program-in-use", "C:/work/venv/Lib/site-packages/x.pyd"),
    Row(60, "win32:1260", "exec", "blocked-by-policy", f"{SCRIPTS}/python.exe"),
    Row(61, "win32:1300", "junction", "privilege-not-assigned", CACHE),
    Row(62, "win32:1312", "connect", "session-without-credentials"),
    Row(63, "win32:1314", "symlink", "symlink-needs-privilege", CACHE),
    Row(63, "errno:EPERM", "symlink", "symlink-not-permitted", CACHE, "windows"),
    Row(63, "win32:1314", None, "privilege-not-held"),
    Row(64, "win32:1326", "read", "account-refused", "//server/share"),
    Row(64, "win32:1331", "read", "account-refused", "//server/share"),
    Row(64, "win32:1385", "read", "account-refused", "//server/share"),
    Row(65, "win32:1392", "read", "data-damaged", CACHE),
    Row(65, "win32:1393", "read", "data-damaged", CACHE),
    Row(66, "win32:1455", "load-library", "page-file-too-small", "C:/x/cuda.dll"),
    Row(67, "win32:1463", "read", "links-on-shares-off", "//server/share/x"),
    Row(68, "win32:1464", "symlink", "volume-without-links", "E:/x"),
    Row(68, "win32:1464", "delete", "links-not-supported", "E:/x"),
    Row(69, "win32:1816", "write", "system-resources", CACHE),
    Row(70, "win32:1920", "exec", "store-alias", "C:/Users/me/AppData/Local/Microsoft/WindowsApps/python.exe"),
    Row(71, "win32:1921", "read", "link-loop", CACHE),
    Row(72, "win32:4350", "read", "cloud-file-refused", CACHE),
    Row(73, "win32:4390", "read", "not-a-link", CACHE),
    Row(74, "win32:4392", "read", "link-damaged", CACHE),
    Row(74, "win32:4393", "read", "link-damaged", CACHE),
    Row(74, "win32:4394", "read", "link-damaged", CACHE),
    Row(75, "win32:4551", "exec", "blocked-by-policy", f"{SCRIPTS}/ruff.exe"),  # with facts: smart-app-control
    Row(76, "win32:6000", "copy", "encrypted-file", CACHE),
    Row(76, "win32:6001", "copy", "encrypted-file", CACHE),
    Row(76, "win32:6002", "copy", "encrypted-file", CACHE),
    Row(77, "win32:15700", "exec", "store-app-damaged", f"{SCRIPTS}/python.exe"),
    Row(78, "ntstatus:0xC0000022", "exec", "exec-refused", f"{SCRIPTS}/x.exe"),
    Row(78, "ntstatus:0xC0000043", "write", "file-in-use", "C:/work/x"),
    Row(78, "ntstatus:0xC00000BA", "read", "file-is-folder", "C:/work/x"),
    Row(78, "ntstatus:0xC0000135", "exec", "library-missing", f"{SCRIPTS}/x.exe"),
    Row(79, "ntstatus:0xC000007B", "exec", "wrong-architecture", f"{SCRIPTS}/x.exe"),
    Row(79, "ntstatus:0xC0000005", "exec", "program-crashed", f"{SCRIPTS}/x.exe"),
    Row(79, "ntstatus:0xC0000409", "exec", "program-crashed", f"{SCRIPTS}/x.exe"),
    Row(80, "hresult:0x80070522", "symlink", "symlink-needs-privilege", CACHE),
    Row(80, "hresult:0x80070070", "write", "disk-full", CACHE),
    # Linux and macOS
    Row(81, "errno:EPERM", "symlink", "links-on-windows-mount", "/mnt/c/work/venv/x", "linux"),
    Row(81, "errno:EPERM", "symlink", "mount-without-links", "/media/card/x", "linux"),
    Row(82, "errno:EPERM", "read", "macos-privacy", "/Users/me/Documents/x", "macos"),
    Row(83, "errno:EPERM", "hardlink", "mount-without-links", "/cache/x", "linux"),  # see the test with facts
    Row(84, "errno:EPERM", "exec", "exec-not-permitted", "/work/x", "linux"),
    Row(85, "errno:ENOENT", "exec", "interpreter-gone", "/work/venv/bin/python3", "linux"),
    Row(85, "errno:ENOENT", "exec", "program-missing", "/work/venv/bin/ruff", "linux"),
    Row(86, "errno:EIO", "read", "disk-damaged", "/work/x", "linux"),
    Row(87, "errno:ENOEXEC", "exec", "wrong-architecture", "/work/x", "linux"),
    Row(88, "errno:EBADF", "lock", "locks-not-supported", "/nfs/cache/.lock", "linux"),
    Row(89, "errno:EAGAIN", "lock", "lock-held", "/work/.lock", "linux"),
    Row(89, "errno:EAGAIN", "exec", "try-again", "/work/x", "linux"),
    Row(90, "errno:ENOMEM", "extract", "out-of-memory", "/work/x", "linux"),
    Row(91, "errno:EACCES", "write", "system-python", "/usr/lib/python3/dist-packages/x.py", "linux"),
    Row(92, "errno:EACCES", "rename", "windows-program-holds", "/mnt/c/work/x", "linux"),
    Row(93, "errno:EACCES", "exec", "no-exec-temp", "/tmp/build/configure", "linux"),
    Row(93, "errno:EACCES", "exec", "exec-not-permitted", "/work/configure", "linux"),
    Row(93, "errno:EACCES", None, "script-not-executable", "", "linux", words="bash: ./1.py: Permission denied"),
    Row(94, "errno:EPERM", "delete", "others-file-kept", "/srv/shared/x", "linux"),
    Row(94, "errno:EACCES", "write", "owned-by-another-user", "/home/me/.cache/acme/x", "linux"),
    Row(95, "errno:EBUSY", "delete", "mount-point-busy", "/work/.venv", "linux"),
    Row(96, "errno:EEXIST", "rename", "leftover-exists", "/work/x", "linux"),
    Row(96, "errno:ENOTEMPTY", "rename", "folder-not-empty", "/work/x", "macos"),
    Row(97, "errno:EXDEV", "rename", "rename-across-volumes", "/work/x", "linux"),
    Row(97, "errno:EXDEV", "hardlink", "different-volumes", "/work/x", "linux"),
    Row(98, "errno:ENOTDIR", "extract", "folder-is-file", "/work/x", "linux"),
    Row(98, "errno:EISDIR", "extract", "file-is-folder", "/work/x", "linux"),
    Row(99, "errno:EINVAL", "clone", "clones-not-supported", "/work/x", "linux"),
    Row(99, "errno:EINVAL", "lock", "locks-not-supported", "/work/x", "linux"),
    Row(99, "errno:EINVAL", "rename", "request-not-understood", "/work/x", "linux"),
    Row(100, "errno:EMFILE", "read", "too-many-open-files", "/work/x", "macos"),
    Row(100, "errno:ENFILE", "read", "too-many-open-files", "/work/x", "linux"),
    Row(101, "errno:ETXTBSY", "write", "program-running", "/usr/local/bin/x", "linux"),
    Row(102, "errno:EFBIG", "write", "file-too-large", "/media/card/x", "linux"),
    Row(103, "errno:ENOSPC", "write", "disk-full", "/work/x", "linux"),
    Row(104, "errno:EROFS", "write", "read-only-volume", "/nix/store/x", "linux"),
    Row(105, "errno:EMLINK", "hardlink", "too-many-hard-links", "/work/x", "linux"),
    Row(106, "errno:EPIPE", "write", "reader-gone", "", "linux"),
    Row(107, "errno:ENAMETOOLONG", "create", "name-too-long", "/work/x", "linux"),
    Row(108, "errno:ENOLCK", "lock", "locks-not-supported", "/nfs/x", "linux"),
    Row(109, "errno:ENOSYS", "lock", "locks-not-supported", "/work/x", "linux"),
    Row(110, "errno:ELOOP", "read", "link-loop", "/work/x", "linux"),
    Row(111, "errno:EOPNOTSUPP", "symlink", "mount-without-links", "/media/card/x", "linux"),
    Row(111, "errno:EOPNOTSUPP", "clone", "clones-not-supported", "/work/x", "linux"),
    Row(111, "errno:ENOTSUP", "clone", "clones-not-supported", "/work/x", "macos"),
    Row(112, "errno:EDQUOT", "write", "quota-reached", "/home/me/x", "linux"),
    Row(113, "errno:ESTALE", "read", "server-file-replaced", "/nfs/x", "linux"),
    Row(114, "errno:524", "lock", "locks-not-supported", "/scratch/x", "linux"),
    # Sockets
    Row(115, "win32:10013", "connect", "connect-forbidden"),
    Row(115, "errno:EACCES", "connect", "connect-forbidden", "", "linux"),
    Row(116, "win32:10048", "connect", "port-taken"),
    Row(116, "errno:EADDRINUSE", "connect", "port-taken", "", "linux"),
    Row(117, "win32:10051", "connect", "network-unreachable"),
    Row(117, "errno:EHOSTUNREACH", "connect", "network-unreachable", "", "linux"),
    Row(118, "win32:10053", "fetch", "connection-aborted"),
    Row(118, "errno:ECONNABORTED", "fetch", "connection-aborted", "", "linux"),
    Row(119, "win32:10054", "fetch", "connection-lost"),
    Row(119, "errno:ECONNRESET", "fetch", "connection-lost", "", "linux"),
    Row(120, "win32:10060", "connect", "connection-timed-out"),
    Row(120, "errno:ETIMEDOUT", "connect", "connection-timed-out", "", "linux"),
    Row(121, "win32:10061", "connect", "proxy-not-running"),
    Row(121, "errno:ECONNREFUSED", "connect", "proxy-not-running", "", "linux"),
    Row(122, "win32:11001", "connect", "host-not-found"),
    Row(122, "getaddrinfo:EAI_NONAME", "connect", "host-not-found", "", "macos"),
    Row(123, "win32:11002", "connect", "name-service-failed"),
    Row(123, "getaddrinfo:EAI_AGAIN", "connect", "name-service-failed", "", "linux"),
    # TLS and HTTP
    Row(124, "tls:SELF_SIGNED_CERT_IN_CHAIN", "fetch", "certificate-of-proxy"),
    Row(124, "tls:CERTIFICATE_VERIFY_FAILED", "fetch", "java-certificates", tool="java"),
    Row(124, "tls:UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "fetch", "node-certificates", tool="npm"),
    Row(125, "tls:CERT_HAS_EXPIRED", "fetch", "clock-wrong"),
    Row(125, "tls:CERT_NOT_YET_VALID", "fetch", "clock-wrong"),
    Row(126, "tls:HOSTNAME_MISMATCH", "fetch", "certificate-for-other-host"),
    Row(127, "tls:WRONG_VERSION_NUMBER", "fetch", "plain-http-port"),
    Row(128, "tls:UNEXPECTED_EOF_WHILE_READING", "fetch", "tls-failed"),
    Row(128, "tls:SSLV3_ALERT_HANDSHAKE_FAILURE", "fetch", "tls-failed"),
    Row(129, "", "fetch", "ssl-module-missing", words="No module named '_ssl'"),
    Row(130, "http:401", "fetch", "sign-in"),
    Row(131, "http:403", "fetch", "forbidden"),
    Row(131, "http:403", "fetch", "proxy-refuses-server", words="Tunnel connection failed: 403 Forbidden"),
    Row(132, "http:404", "fetch", "not-on-server"),
    Row(133, "http:405", "fetch", "request-refused"),
    Row(133, "http:400", "fetch", "request-refused"),
    Row(134, "http:407", "fetch", "proxy-sign-in"),
    Row(135, "http:416", "fetch", "partial-download-stale"),
    Row(135, "http:413", "fetch", "upload-too-large"),
    Row(136, "http:429", "fetch", "too-many-requests"),
    Row(136, "http:503", "fetch", "server-failed"),
    Row(137, "http:500", "fetch", "server-failed"),
    Row(137, "http:502", "fetch", "server-failed"),
    Row(137, "http:504", "fetch", "server-failed"),
    Row(138, "", "verify", "download-differs", failure="integrity-failed"),
    Row(138, "curl:18", "fetch", "download-cut"),
    Row(139, "http:422", "fetch", "request-refused"),
    # Tools
    Row(140, "errno:ENOENT", "exec", "git-missing", "git", "linux", tool="git"),
    Row(141, "", "build", "git-owner-doubtful", words="fatal: detected dubious ownership in repository"),
    Row(141, "", "build", "git-sign-in", words="fatal: could not read Username for 'https://git.example'"),
    Row(141, "", "build", "git-reference-missing", words="fatal: couldn't find remote ref v9"),
    Row(141, "", "build", "git-long-path", platform="windows", words="cannot create directory: Filename too long"),
    Row(142, "", "build", "git-lfs-missing", words="git-lfs filter-process: git-lfs: command not found"),
    Row(143, "", "build", "header-missing", words="x.c(1): fatal error C1083: Cannot open include file: 'unistd.h'"),
    Row(143, "errno:ENOENT", "exec", "header-missing", words="x.c:1:10: fatal error: Python.h: No such file"),
    Row(144, "win32:3", "exec", "interpreter-gone", f"{SCRIPTS}/python.exe"),
]  # fmt: skip


def situation_of(row: Row) -> Situation:
    namespace, _, name = row.code.partition(":")
    number = int(name, 0) if name[:1].isdigit() else None
    system = None
    if namespace:
        system = identify(namespace, number, symbol=None if number is not None else name, platform=row.platform)
    paths = (row.path, row.path) if row.path else ()
    return Situation(
        system=system,
        code=row.failure,
        operation=row.operation,
        paths=paths,
        platform=row.platform,
        tool=row.tool,
        text=row.words or None,
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number}-{row.code}-{row.operation}-{row.hint}")
def test_the_first_hint_is_that_of_the_table(row: Row) -> None:
    found = [advice.id for advice in advise(situation_of(row))]

    assert found[:1] == [row.hint], found


HOME = "/home/me/.cache/acme/x"


class Known(NamedTuple):
    """One situation of which facts are known, and the id of the hint that must come first, checked."""

    number: int
    code: str
    operation: str
    path: str
    local: dict[str, Any]
    machine: dict[str, Any]
    hint: str


WITH_FACTS = [
    Known(9, "win32:5", "delete", "C:/work/link", {"link": True, "directory": True}, {}, "delete-link-as-directory"),
    Known(5, "win32:5", "delete", "C:/work/a.txt", {"read_only_file": True}, {}, "read-only-file"),
    Known(13, "errno:EXDEV", "rename", HOME, {}, {"same_volume": True, "platform": "linux"}, "one-disk-two-mounts"),
    Known(22, "win32:50", "junction", "C:/x", {}, {"wine": True}, "wine-without-junctions"),
    Known(22, "win32:50", "junction", "Z:/x", {"remote": True, "volume": "Z:"}, {}, "junction-on-share"),
    Known(26, "win32:183", "junction", "C:/x", {"exists": True, "dangling": True, "link": True}, {}, "dangling-link"),
    Known(32, "win32:121", "read", "E:/x", {"remote": False, "volume": "E:"}, {}, "slow-drive"),
    Known(39, "win32:206", "extract", "C:/x", {"name_length": 300}, {}, "part-too-long"),
    Known(
        63, "win32:1314", "symlink", "C:/x", {}, {"developer_mode": False, "elevated": False}, "symlink-needs-privilege"
    ),
    Known(63, "win32:1314", "symlink", "C:/x", {}, {"developer_mode": True}, "symlink-flag-missing"),
    Known(75, "win32:4551", "exec", "C:/x.exe", {}, {"smart_app_control": True}, "smart-app-control"),
    Known(82, "errno:EPERM", "write", "/work/x", {"immutable": True}, {}, "immutable-file"),
    Known(
        83, "errno:EPERM", "hardlink", HOME, {"owned": False}, {"protected_hardlinks": True}, "hard-link-to-others-file"
    ),
    Known(
        85,
        "errno:ENOENT",
        "exec",
        "/work/x",
        {"exists": True, "executable": True, "directory": False},
        {},
        "loader-missing",
    ),
    Known(
        91,
        "errno:EACCES",
        "write",
        "/usr/lib/python3/dist-packages/x",
        {},
        {"externally_managed": True, "environment": False},
        "system-python",
    ),
    Known(93, "errno:EACCES", "exec", "/tmp/x", {"no_exec": True, "volume": "/tmp"}, {}, "no-exec-mount"),
    Known(93, "errno:EACCES", "write", "/work/x", {"writable": True}, {"selinux": "enforcing"}, "selinux-refuses"),
    Known(
        94,
        "errno:EACCES",
        "write",
        HOME,
        {"owned": False, "writable": False, "owner": "root"},
        {},
        "owned-by-another-user",
    ),
    Known(95, "errno:EBUSY", "delete", "/work/.venv", {"mount_point": True}, {}, "mount-point-busy"),
    Known(
        102,
        "errno:EFBIG",
        "write",
        "/media/card/x",
        {"file_system": "FAT32", "volume": "/media/card"},
        {},
        "fat-file-limit",
    ),
    Known(103, "errno:ENOSPC", "write", "/x", {"free_inodes": 0, "free_bytes": 10**9, "volume": "/"}, {}, "no-inodes"),
    Known(103, "errno:ENOSPC", "write", "/x", {"free_bytes": 10**9, "volume": "/"}, {}, "space-elsewhere"),
    Known(
        103,
        "errno:ENOSPC",
        "write",
        "/x",
        {"free_bytes": 10, "file_system": "tmpfs", "volume": "/x"},
        {},
        "memory-disk-full",
    ),
    Known(107, "errno:ENAMETOOLONG", "create", "/x", {"name_length": 9, "path_length": 5000}, {}, "unix-path-too-long"),
    Known(117, "win32:10051", "connect", "", {}, {"default_route": False}, "offline"),
    Known(
        124,
        "tls:CERTIFICATE_VERIFY_FAILED",
        "fetch",
        "",
        {},
        {"trust_store": False, "platform": "linux"},
        "no-certificates",
    ),
    Known(
        125,
        "tls:CERT_HAS_EXPIRED",
        "fetch",
        "",
        {},
        {"clock_plausible": True, "clock": "2026-11-24"},
        "certificate-expired",
    ),
]


@pytest.mark.parametrize("known", WITH_FACTS, ids=lambda known: f"{known.number}-{known.hint}")
def test_facts_put_another_hint_first_and_it_is_checked(known: Known) -> None:
    platform = None if known.code.startswith("win32") else "linux"
    row = Row(known.number, known.code, known.operation, known.hint, known.path, platform)

    found = advise(situation_of(row), Facts(places=(Place(path=known.path, **known.local),), **known.machine))

    assert [(each.id, each.confidence) for each in found[:1]] == [(known.hint, "checked")]
    assert "{" not in found[0].text


def test_no_row_is_forgotten() -> None:
    assert {row.number for row in ROWS} == set(range(1, 145))
