"""A failure's lines tell what was done, to which paths, by which program and where; lines of another say nothing."""

from __future__ import annotations

import pytest
from howcome.errors import recognize

CHAINS = [
    (
        "error: failed to remove file `x.exe`\n\nCaused by:\n  Access is denied. (os error 5)",
        "delete",
        ("x.exe",),
    ),
    (
        "error: failed to compile `a v1`, intermediate artifacts can be found at `C:\\t`\n\nCaused by:\n"
        "  failed to move `C:\\t\\a.exe` to `C:\\bin\\a.exe`\n\nCaused by:\n  Access is denied. (os error 5)",
        "rename",
        ("C:\\t\\a.exe", "C:\\bin\\a.exe"),
    ),
    (
        "Error: failed to unpack\n\nCaused by:\n    0: failed to create directory `/srv/x/y`\n"
        "    1: Permission denied (os error 13)",
        "mkdir",
        ("/srv/x/y",),
    ),
    (
        "java.lang.RuntimeException: cannot delete /srv/app/old.jar\n\tat a.b.C.d(C.java:12)\n\tat a.b.C.e(C.java:14)\n"
        "\t... 12 more\nCaused by: java.io.IOException: Permission denied\n\tat java.base/a.b(D.java:1)",
        "delete",
        ("/srv/app/old.jar",),
    ),
    (
        "System.IO.IOException: Could not copy C:\\a\\b.dll\n ---> System.ComponentModel.Win32Exception (5): Access is "
        "denied.\n   at A.B()\n   --- End of inner exception stack trace ---\n   at A.C()",
        "copy",
        ("C:\\a\\b.dll",),
    ),
    (
        "Traceback (most recent call last):\n"
        '  File "/usr/lib/python3.11/shutil.py", line 825, in move\n    os.rename(src, real_dst)\n'
        "OSError: [Errno 28] No space left on device",
        "rename",
        (),
    ),
    (
        "npm ERR! code EBUSY\nnpm ERR! syscall rename\nnpm ERR! path C:\\x\\a\nnpm ERR! dest C:\\x\\b\n"
        "npm ERR! errno -4082",
        "rename",
        ("C:\\x\\a", "C:\\x\\b"),
    ),
    ("error: Failed to create `latest` link to log file: Access is denied. (os error 5)", "symlink", ()),
    ("error: Failed to create a hard link to /srv/a: Permission denied (os error 13)", "hardlink", ("/srv/a",)),
]


@pytest.mark.parametrize(("text", "operation", "paths"), CHAINS, ids=[text[:40] for text, _, _ in CHAINS])
def test_the_outer_lines_of_a_failure_tell_its_operation_and_paths(
    text: str, operation: str, paths: tuple[str, ...]
) -> None:
    finding = recognize(text)[0]

    assert (finding.operation, finding.paths) == (operation, paths)


MIXED = (
    "npm ERR! code EPERM\nnpm ERR! syscall unlink\nnpm ERR! path C:\\Users\\me\\x.exe\n\n"
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device: '/tmp/pip/x.whl'\n\n"
    "curl: (6) Could not resolve host: example.org\n"
)


def test_a_log_of_two_systems_has_the_platform_of_each_failure() -> None:
    found = {finding.symbol: finding.platform for finding in recognize(MIXED)}

    assert (found["EPERM"], found["ENOSPC"]) == ("windows", "linux")


def test_a_log_of_several_programs_has_the_tool_of_each_failure() -> None:
    assert {finding.symbol: finding.tool for finding in recognize(MIXED)} == {
        "EPERM": "npm",
        "ENOSPC": "pip",
        "EAI_NONAME": "curl",
        "CURLE_COULDNT_RESOLVE_HOST": "curl",
    }


def test_the_paths_of_another_failure_are_not_this_one_s() -> None:
    text = "cp: cannot stat '/srv/a': No such file or directory\n\nerror: Disk quota exceeded (os error 122)\n"
    found = {finding.symbol: finding.paths for finding in recognize(text, platform="linux")}

    assert found == {"ENOENT": ("/srv/a",), "EDQUOT": ()}
