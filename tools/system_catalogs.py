"""Write the catalogs of what systems say in their canonical form, and check them: system_catalogs.py [LANG ...].

Whoever adds a language writes `locales/LANG/LC_MESSAGES/system.po`, in any order and form, and runs this.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from howcome.errors import codes

ROOT = Path(__file__).parents[1]
DAY = datetime(2026, 11, 24, tzinfo=UTC)
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
WANTED = {"win32": WIN32, "errno": ERRNO, "getaddrinfo": RESOLVER}


def files(root: Path = ROOT) -> list[Path]:
    """Return the catalogs of what systems say."""
    return sorted((root / "locales").glob("*/LC_MESSAGES/system.po"))


def language_of(path: Path) -> str:
    """Return the language of a catalog."""
    return path.parts[-3]


def read(path: Path) -> Catalog:
    """Return a catalog as Babel reads it.

    Raises:
        babel.messages.pofile.PoFileError: It is no `.po` file.
    """
    with path.open("rb") as file:
        return read_po(file, locale=language_of(path), abort_invalid=True)


def entries(catalog: Catalog) -> Iterator[tuple[str, Message]]:
    """Yield the entries by their contexts; the context is empty where there is none."""
    for message in catalog:
        if message.id:
            yield message.context or "", message


def place_of(context: str) -> tuple[int, int]:
    """Return where an entry stands: by namespace, then by number. Entries of no known form stand last."""
    parts = CONTEXT.fullmatch(context)
    return (NAMESPACES.index(parts[1]), abs(int(parts[2]))) if parts else (len(NAMESPACES), 0)


def without_version(po: bytes) -> bytes:
    """Leave out which Babel wrote the file: any version may."""
    return re.sub(rb'(?m)^"Generated-By: .*\n', b"", po)


def written(catalog: Catalog) -> bytes:
    """Return the bytes that Babel writes, no line wrapped."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0)
    return buffer.getvalue()


def canonical(path: Path) -> bytes:
    """Return a catalog in its canonical form: ordered, with a header, as Babel writes it."""
    given = read(path)
    language = Locale.parse(language_of(path)).get_display_name("en")
    about = f"# System messages in {language}, quoted so that they can be recognized."
    known = given.header_comment if given.header_comment.startswith("# System messages") else about
    fresh = Catalog(
        locale=language_of(path),
        project="howcome",
        version="1",
        header_comment=known,
        msgid_bugs_address="the issues of the project",
        creation_date=DAY,
        revision_date=DAY,
        last_translator="howcome contributors",
        language_team="none",
        charset="utf-8",
        fuzzy=False,
    )
    for context, message in sorted(entries(given), key=lambda entry: place_of(entry[0])):
        fresh.add(message.id, message.string, context=context or None, auto_comments=message.auto_comments)
    return written(fresh)


def problems(path: Path) -> Iterator[str]:
    """Yield what is wrong with a catalog."""
    catalog = read(path)
    if without_version(written(catalog)) != without_version(path.read_bytes()):
        yield "Babel would write it in another form."
    if catalog.locale_identifier != language_of(path) or catalog.charset != "utf-8":
        yield "Its header names another language or encoding."
    contexts = re.findall(r'(?m)^msgctxt "(.*)"$', path.read_text(encoding="utf-8"))
    yield from (
        f"{context} occurs twice." for context in sorted({each for each in contexts if contexts.count(each) > 1})
    )
    found = list(entries(catalog))
    for context, message in found:
        yield from (f"{context or message.id!r} {complaint}." for complaint in _complaints(context, message))
    places = [place_of(context) for context, _ in found]
    if places != sorted(places):
        yield "Its entries are not ordered by namespace and number."
    there = {context.rpartition(":")[0] if context.count(":") == 2 else context for context, _ in found}  # noqa: PLR2004
    wanted = [f"{namespace}:{number}" for namespace, numbers in WANTED.items() for number in numbers]
    yield from (f"{each} is missing." for each in wanted if each not in there)


def _complaints(context: str, message: Message) -> Iterator[str]:
    words = message.string
    if not isinstance(words, str) or not words or words.strip() != words:
        yield "has no message, or one with spaces around it"
        return
    if message.fuzzy:
        yield "is fuzzy"
    if not any(comment.startswith(("seen: ", "general knowledge")) for comment in message.auto_comments):
        yield "does not say where its message was seen"
    inserts = re.findall(r"%(.?)", words)
    if sorted(set(inserts)) != [str(number + 1) for number in range(len(set(inserts)))]:
        yield "has inserts that are not numbered from 1"
    parts = CONTEXT.fullmatch(context)
    if parts is None:
        yield "is no context of the form namespace:number:variant"
        return
    namespace, number, variant = parts.groups()
    symbols = {
        codes.symbol_for(namespace, int(number), each) for each in ("linux", "macos" if variant == "macos" else "linux")
    }
    if message.id not in symbols:
        yield f"is not the number of {message.id}"


def main(arguments: list[str]) -> int:
    """Write the catalogs of the languages named, or of all; return 1 if something is wrong with one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*", metavar="LANG")
    parser.add_argument("--root", type=Path, default=ROOT)
    options = parser.parse_args(arguments)
    found = 0
    for path in files(options.root):
        if options.languages and language_of(path) not in options.languages:
            continue
        fresh = canonical(path)
        if without_version(fresh) != without_version(path.read_bytes()):
            path.write_bytes(fresh)
        for problem in problems(path):
            print(f"{language_of(path)}: {problem}")
            found += 1
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
