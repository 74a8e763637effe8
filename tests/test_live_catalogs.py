"""What programs say is recognized in their own languages, also in those whose catalogs we do not ship."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from grounds import missing
from grounds.windows import WindowsPython
from howcome.errors import recognize, recognize_lines
from howcome.locales.catalogs import find, tag

SHIPPED = """
    de_DE fr_FR es_ES pt_BR it_IT nl_NL pl_PL cs_CZ hu_HU sv_SE nb_NO fi_FI ru_RU uk_UA tr_TR ja_JP ko_KR zh_CN zh_TW
""".split()
OTHERS = "da_DK el_GR sk_SK bg_BG sr_RS be_BY vi_VN ca_ES gl_ES sl_SI lt_LT hr_HR id_ID pt_PT eo".split()
COMMANDS = {
    "ls": ["ls", "/nowhere/at-all"],
    "tar": ["tar", "-xf", "/nowhere/at-all.tar"],
    "git": ["git", "hash-object", "/nowhere/at-all"],
    "gcc": ["gcc", "/nowhere/at-all.c"],
}
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the C library's catalogs are Linux's")


def says(program: str, locale: str) -> str:
    if not shutil.which(program):
        missing(program)
    environment = {**os.environ, "LC_ALL": f"{locale}.UTF-8", "LANGUAGE": locale}
    said = subprocess.run(COMMANDS[program], capture_output=True, env=environment, check=False).stderr.decode()
    if "No such file" in said:
        missing(f"locale {locale}")
    return said


@pytest.mark.parametrize("locale", SHIPPED)
@pytest.mark.parametrize("program", COMMANDS)
def test_what_programs_say_in_a_language_that_we_ship_is_recognized(program: str, locale: str) -> None:
    said = says(program, locale)

    finding = recognize(said)[0]

    assert (finding.symbol, finding.language) == ("ENOENT", tag(find(locale) or "")), said
    assert [each.symbol for each in recognize_lines(said.splitlines(keepends=True))] == ["ENOENT"]


@pytest.mark.parametrize("locale", OTHERS)
@pytest.mark.parametrize("program", COMMANDS)
def test_what_programs_say_in_another_language_is_recognized_by_the_machine_s_catalogs(
    program: str, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = says(program, locale)
    monkeypatch.setenv("LC_ALL", f"{locale}.UTF-8")

    finding = recognize(said)[0]

    assert finding.symbol == "ENOENT", said
    assert finding.language in {locale.replace("_", "-"), locale.partition("_")[0]}
    assert said[slice(*finding.span)] == finding.matched


@pytest.mark.parametrize("locale", ["da_DK", "el_GR", "vi_VN"])
def test_letters_beyond_ascii_let_all_installed_catalogs_be_asked(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = says("git", locale)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)

    assert recognize(said)[0].symbol == "ENOENT", said
    lines = ["fine\n"] * 1000 + said.splitlines(keepends=True) + ["fine\n"] * 1000
    assert [finding.symbol for finding in recognize_lines(lines)] == ["ENOENT"]


def test_windows_is_asked_for_its_messages_in_the_language_that_it_speaks(windows_python: WindowsPython) -> None:
    code = """
import ctypes, sys
from howcome.errors import recognize
from howcome.errors.live_catalogs import _windows_languages
sys.stdout.reconfigure(encoding="utf-8")
said = ctypes.FormatError(5)
print(said)
print(*(tag for _, tag in _windows_languages(ctypes.WinDLL("kernel32"))))
print(*(f"{finding.symbol} {finding.language}" for finding in recognize(f"copy: {said}")))
print(*(finding.symbol for finding in recognize(f"copy: {ctypes.FormatError(1117)}")))
"""
    done = windows_python.run(code, env={"LC_ALL": "da_DK.UTF-8", "LANG": "da_DK.UTF-8"})

    said, languages, first, second = done.stdout.splitlines()
    assert said != "Access denied."
    assert "da-DK" in languages.split()
    assert first == "ERROR_ACCESS_DENIED da-DK"
    assert second == "ERROR_IO_DEVICE"
