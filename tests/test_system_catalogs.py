"""The quoted system messages are in Babel's form, say where they are from, and name the codes that they belong to."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po, write_po
from grounds import missing
from howcome.errors import codes, recognize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

LOCALES = Path(__file__).parents[1] / "locales"
FILES = sorted(LOCALES.glob("*/LC_MESSAGES/system.po"))
NAMESPACES = ("win32", "errno", "getaddrinfo", "ntstatus", "hresult")
CONTEXT = re.compile(rf"({'|'.join(NAMESPACES)}):(-?[1-9][0-9]*)(?::([a-z]+|[2-9]))?")
# What installers meet: without one of these a language does not count as covered.
WIN32 = """
    1 2 3 4 5 6 8 14 15 16 17 19 21 23 32 33 39 50 53 67 80 87 110 112 121 122 123 126 127 145 183 193 206 216 225 232
    267 396 740 998 1117 1142 1223 1224 1260 1314 1326 1392 1450 1455 1618 1920 4390 10013 10048 10053 10054 10060
    10061 11001
""".split()
ERRNO = """
    1 2 4 5 7 8 9 11 12 13 16 17 18 19 20 21 22 23 24 26 27 28 30 31 32 36 38 39 40 84 95 101 103 104 107 110 111 113
    116 122
""".split()
RESOLVER = ["-2", "-3"]


def language_of(path: Path) -> str:
    return path.parts[-3]


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def entries(path: Path) -> Iterator[tuple[str, Message]]:
    for message in read(path):
        if message.id:
            assert message.context is not None, message.id
            yield message.context, message


def without_version(po: bytes) -> bytes:
    """Leave out which Babel wrote the file: any version may."""
    return re.sub(rb'(?m)^"Generated-By: .*\n', b"", po)


@pytest.fixture(params=FILES, ids=language_of)
def path(request: pytest.FixtureRequest) -> Path:
    file = request.param
    assert isinstance(file, Path)
    return file


def test_there_are_catalogs() -> None:
    assert {"de", "en", "es", "fr", "it", "nl", "pt_BR"} <= {language_of(path) for path in FILES}


def test_babel_writes_the_same_bytes(path: Path) -> None:
    written = io.BytesIO()
    write_po(written, read(path), width=0)

    assert without_version(written.getvalue()) == without_version(path.read_bytes())


def test_the_header_names_language_and_encoding(path: Path) -> None:
    catalog = read(path)

    assert catalog.locale_identifier == language_of(path)
    assert dict(catalog.mime_headers)["Content-Type"] == "text/plain; charset=utf-8"


def test_no_context_occurs_twice(path: Path) -> None:
    contexts = re.findall(r'(?m)^msgctxt "(.*)"$', path.read_text(encoding="utf-8"))

    assert len(contexts) == len(set(contexts)) == len(list(entries(path)))


def test_each_entry_quotes_a_message_and_says_where_it_is_from(path: Path) -> None:
    for context, message in entries(path):
        assert isinstance(message.string, str), context
        assert message.string.strip() == message.string != "", context
        assert not message.fuzzy, context
        assert any(comment.startswith(("seen: ", "general knowledge")) for comment in message.auto_comments), context


def test_each_symbol_is_that_of_its_number(path: Path) -> None:
    for context, message in entries(path):
        parts = CONTEXT.fullmatch(context)
        assert parts, context
        namespace, number, variant = parts.groups()
        platforms = ["linux", "macos"] if variant == "macos" else ["linux"]

        assert message.id in {codes.symbol_for(namespace, int(number), platform) for platform in platforms}, context


def test_entries_stand_in_order(path: Path) -> None:
    def place(context: str) -> tuple[int, int]:
        namespace, number = context.split(":")[:2]
        return NAMESPACES.index(namespace), abs(int(number))

    places = [place(context) for context, _ in entries(path)]

    assert places == sorted(places)


def test_inserts_are_numbered_as_windows_numbers_them(path: Path) -> None:
    for context, message in entries(path):
        inserts = re.findall(r"%(.?)", str(message.string))

        assert sorted(set(inserts)) == [str(number + 1) for number in range(len(set(inserts)))], context


def test_what_installers_meet_is_there(path: Path) -> None:
    wanted = {"win32": WIN32, "errno": ERRNO, "getaddrinfo": RESOLVER}
    there = {context.rpartition(":")[0] if context.count(":") == 2 else context for context, _ in entries(path)}

    assert not {f"{namespace}:{number}" for namespace, numbers in wanted.items() for number in numbers} - there


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
