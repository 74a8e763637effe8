"""What happens on real Windows Python: the number that Windows gave survives CPython's folding of it."""

from __future__ import annotations

import json
from importlib.util import find_spec

import howcome.errors
import pytest
from grounds.windows import WindowsPython

# Saving a part of the registry needs a privilege that nobody has enabled: Windows answers 1314, for real, on Wine too.
REFUSED = """
import winreg

def refused():
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, "Software") as key:
        winreg.SaveKey(key, "C:\\\\howcome-test.hiv")
"""


def test_python_folds_the_missing_privilege_into_einval(windows_python: WindowsPython) -> None:
    code = f"{REFUSED}\ntry: refused()\nexcept OSError as error: print(error.winerror, error.errno)"

    done = windows_python.run(code)

    assert done.stdout == "1314 22\n", done.stderr


@pytest.mark.skipif(not find_spec("howcome.errors.report"), reason="howcome cannot do this yet")
def test_the_missing_privilege_is_reported_as_what_it_is(windows_python: WindowsPython) -> None:
    code = (
        REFUSED
        + """
from howcome.errors import CacheWriteError, FetchError, Report, Wheel

wheel = Wheel(name="mypy-extensions", version="1.0.0")
try:
    with FetchError.wrap(wheel), CacheWriteError.wrap(wheel, path="C:\\\\cache"):
        refused()
except FetchError as error:
    print(Report.of(error).to_json())
"""
    )

    done = windows_python.run(code, env={"LC_ALL": "de_DE.UTF-8"})

    report = json.loads(done.stdout)
    assert report["root"]["namespace"] == "win32", done.stderr
    assert report["root"]["code"] == 1314
    assert report["root"]["symbol"] == "ERROR_PRIVILEGE_NOT_HELD"
    assert report["root"]["kind"] == "privilege-not-held"
    assert "EINVAL" not in done.stdout


@pytest.mark.skipif(not hasattr(howcome.errors, "FetchError"), reason="howcome cannot do this yet")
def test_the_missing_privilege_survives_pickling(windows_python: WindowsPython) -> None:
    code = (
        REFUSED
        + """
import pickle
from howcome.errors import CacheWriteError, Wheel

try:
    with CacheWriteError.wrap(Wheel(name="black")):
        refused()
except CacheWriteError as error:
    again = pickle.loads(pickle.dumps(error))
    print(again.system.namespace, again.system.code)
"""
    )

    done = windows_python.run(code)

    assert done.stdout == "win32 1314\n", done.stderr


@pytest.mark.skipif(not find_spec("howcome.errors.recognize"), reason="howcome cannot do this yet")
def test_the_command_line_explains_on_windows(windows_python: WindowsPython) -> None:
    text = "Dem Client fehlt ein erforderliches Recht. (os error 1314)"

    done = windows_python.run("-m", "howcome.errors", "explain", text)

    assert done.returncode == 0, done.stderr
    assert "ERROR_PRIVILEGE_NOT_HELD" in done.stdout


def test_windows_agrees_on_what_its_statuses_equal(windows_python: WindowsPython) -> None:
    code = """
import ctypes
from howcome.errors import codes

convert = ctypes.windll.ntdll.RtlNtStatusToDosError
convert.restype, convert.argtypes = ctypes.c_uint32, [ctypes.c_uint32]
UNKNOWN = 317  # ERROR_MR_MID_NOT_FOUND
checked = 0
for status, ours in codes._nt_equals().items():
    theirs = convert(status)
    if theirs != UNKNOWN:
        checked += 1
        if theirs != ours:
            print(codes.symbol_for("ntstatus", status), ours, theirs)
print("checked", checked > 50)
"""

    done = windows_python.run(code)

    assert done.stdout == "checked True\n", done.stderr
