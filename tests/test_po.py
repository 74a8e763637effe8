"""Catalogs are read as Babel writes them, quickly, and without ever raising."""

from __future__ import annotations

import time

from howcome.locales.po import Message, read_header, read_po
from hypothesis import given
from hypothesis import strategies as st

CATALOG = r"""# A comment.
msgid ""
msgstr ""
"Language: pl\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : 2);\n"

#. seen: uv#19187
#. general knowledge
msgctxt "win32:1314"
msgid "ERROR_PRIVILEGE_NOT_HELD"
msgstr "Dem Client fehlt ein erforderliches Recht."

#: errors/render.py:10
#, python-brace-format
msgid "A sentence in \"quotes\" with a \\ and\n"
"a second line."
msgstr ""
"Ein Satz\t"
"in zwei Zeilen."

msgid "{count} file"
msgid_plural "{count} files"
msgstr[0] "{count} plik"
msgstr[1] "{count} pliki"
msgstr[2] ""
"{count} "
"plików"

#, fuzzy
#| msgid "Old"
msgid "Guessed"
msgstr "Geraten"

msgid "Without a translation"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Weg"
"""


def test_every_form_that_babel_writes_is_read() -> None:
    assert list(read_po(CATALOG)) == [
        Message("win32:1314", "ERROR_PRIVILEGE_NOT_HELD", ("Dem Client fehlt ein erforderliches Recht.",)),
        Message(None, 'A sentence in "quotes" with a \\ and\na second line.', ("Ein Satz\tin zwei Zeilen.",)),
        Message(None, "{count} file", ("{count} plik", "{count} pliki", "{count} plików"), "{count} files"),
        Message(None, "Without a translation", ("",)),
    ]


def test_the_header_is_read() -> None:
    assert read_header(CATALOG) == {"language": "pl", "plural-forms": "nplurals=3; plural=(n==1 ? 0 : 2);"}


def test_windows_line_ends_do_not_matter_once_the_file_is_opened_as_text() -> None:
    assert list(read_po(CATALOG.replace("\n", "\r\n").replace("\r\n", "\n"))) == list(read_po(CATALOG))


@given(st.text(alphabet='msgidctxtr "\\\n[0]#,abc'))
def test_whatever_the_text_nothing_is_raised(text: str) -> None:
    list(read_po(text))
    read_header(text)


def test_four_hundred_messages_take_milliseconds() -> None:
    entry = '#. seen: uv#1\nmsgctxt "win32:{0}"\nmsgid "ERROR_NUMBER_{0}"\nmsgstr "Der Vorgang ist misslungen."\n\n'
    text = "".join(entry.format(number) for number in range(400))
    start = time.perf_counter()
    count = sum(1 for _ in read_po(text))

    assert count == 400
    assert time.perf_counter() - start < 0.05
