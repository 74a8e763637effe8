"""The quoted system messages are in Babel's form, say where they are from, and name the codes that they belong to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from grounds import missing
from howcome.errors import codes, recognize
from system_catalogs import ERRNO, canonical, files, language_of, problems, without_version

ROOT = Path(__file__).parents[1]
FILES = files()
LOOSE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8"

"""


@pytest.mark.parametrize("path", FILES, ids=language_of)
def test_nothing_is_wrong_with_a_catalog(path: Path) -> None:
    assert list(problems(path)) == []
    assert without_version(canonical(path)) == without_version(path.read_bytes())


def test_there_are_catalogs() -> None:
    assert {"de", "en", "es", "fr", "it", "nl", "pt_BR"} <= {language_of(path) for path in FILES}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("\n\n#.", "\n\n\n#.", "another form"),
        ('msgctxt "win32:5"', 'msgctxt "win32:6"', "occurs twice"),
        ('msgctxt "win32:5"', 'msgctxt "win32:five"', "no context"),
        ('msgid "ERROR_ACCESS_DENIED"', 'msgid "ERROR_INVALID_HANDLE"', "not the number"),
        ('msgctxt "win32:5"\n', 'msgctxt "win32:70000"\n', "not ordered"),
        ('msgstr "Access is denied."', 'msgstr ""', "no message"),
        ('msgstr "Access is denied."', 'msgstr "Access is denied to %2."', "numbered"),
        ("#. general knowledge\nmsgctxt", "msgctxt", "does not say"),
        ("#. seen", "#. heard", "does not say"),
        ('msgctxt "win32:5"', '#, fuzzy\nmsgctxt "win32:5"', "fuzzy"),
        ('"Language: en', '"Language: de', "another language"),
    ],
)
def test_what_is_wrong_with_a_catalog_is_said(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    text = (ROOT / "locales" / "en" / "LC_MESSAGES" / "system.po").read_text(encoding="utf-8")
    path = tmp_path / "en" / "LC_MESSAGES" / "system.po"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new), encoding="utf-8")

    assert text.replace(old, new) != text
    assert complaint in " ".join(problems(path))


def test_a_contributor_adds_a_language_with_one_folder_and_one_command(tmp_path: Path) -> None:
    """Esperanto as nobody speaks it: the English words backwards, last entry first, as an editor may leave them."""
    for name in ("errors", "linkers", "locales"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / "howcome" / name, ignore=ignored)
    (tmp_path / "locales").symlink_to(tmp_path / "howcome" / "locales")
    path = tmp_path / "locales" / "eo" / "LC_MESSAGES" / "system.po"
    path.parent.mkdir(parents=True)
    english = (ROOT / "locales" / "en" / "LC_MESSAGES" / "system.po").read_text(encoding="utf-8").split("\n\n")
    kept = [entry for entry in english if "msgctxt" in entry and "%" not in entry]
    spoken = [
        "\n".join(
            f'msgstr "{line[8:-1][::-1]}"' if line.startswith('msgstr "') else line for line in entry.splitlines()
        )
        for entry in reversed(kept)
    ]
    path.write_text(LOOSE + "\n\n\n".join(spoken), encoding="utf-8")
    command = [sys.executable, str(ROOT / "tools" / "system_catalogs.py"), "eo", "--root", str(tmp_path)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert {line.split()[-1] for line in done.stdout.splitlines()} <= {"missing."}, done.stdout + done.stderr
    assert done.stderr == ""
    assert path.read_text(encoding="utf-8").startswith("# System messages in Esperanto")
    code = "from howcome.errors import recognize; print(recognize('.ytpme ton si yrotcerid ehT')[0].language)"
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert told.stdout.strip() == "eo"


def test_a_broken_or_missing_catalog_costs_its_own_language_alone(tmp_path: Path) -> None:
    for name in ("errors", "linkers", "locales"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / "howcome" / name, ignore=ignored)
    whole = (ROOT / "locales" / "en" / "LC_MESSAGES" / "system.po").read_bytes()
    broken = {
        "xa": b"",
        "xb": bytes(range(256)) * 20,
        "xc": whole[:5000],
        "xd": whole.replace(b'"\n', b"\n"),
        "xe": None,
    }
    for language, content in broken.items():
        folder = tmp_path / "howcome" / "locales" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        if content is not None:
            (folder / "system.po").write_bytes(content)
    code = (
        "from howcome.errors import recognize; print(recognize('Dem Client fehlt ein erforderliches Recht.')[0].code)"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)

    assert told.stdout.strip() == "1314"


# Prints what the C library of this machine says of each number in a language, or nothing where it lacks the language.
SAYING = """
import json, locale, os, sys
locale.setlocale(locale.LC_ALL, "C")
plain = {number: os.strerror(int(number)) for number in sys.argv[2:]}
try:
    locale.setlocale(locale.LC_ALL, sys.argv[1])
except locale.Error:
    sys.exit()
said = {number: os.strerror(int(number)) for number in sys.argv[2:]}
print(json.dumps({number: words for number, words in said.items() if words != plain[number]}))
"""
COUNTRIES = "de_DE fr_FR es_ES it_IT nl_NL pl_PL cs_CZ hu_HU sv_SE nb_NO fi_FI ru_RU uk_UA tr_TR ja_JP ko_KR".split()


@pytest.mark.skipif(sys.platform != "linux", reason="the numbers are Linux's")
@pytest.mark.parametrize("language", [language_of(file) for file in FILES if language_of(file) != "en"])
def test_what_this_machine_says_is_recognized(language: str) -> None:
    """The shipped messages are those of glibc 2.36; of another release's, a few may be others."""
    locale = next((name for name in COUNTRIES if name.startswith(f"{language}_")), language)
    done = subprocess.run(
        [sys.executable, "-c", SAYING, f"{locale}.UTF-8", *ERRNO],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONUTF8": "1", "LANGUAGE": ""},
    )
    if not done.stdout:
        missing(f"locale {locale}")
    said = json.loads(done.stdout)
    found = {number: recognize(f"cp: /home/x: {words}", platform="linux") for number, words in said.items()}
    kinds = {"ENOTSUP": "EOPNOTSUPP"}
    right = [
        number
        for number, findings in found.items()
        if findings
        and kinds.get(str(findings[0].symbol), findings[0].symbol) == codes.symbol_for("errno", int(number), "linux")
    ]

    assert len(said) >= 30
    assert len(right) >= 0.95 * len(said), {number: said[number] for number in said if number not in right}
