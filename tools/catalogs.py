# ruff: noqa: RUF001 -- punctuation of other languages
"""Message catalogs: extract what we say, keep each language's catalog in step, check them, serve translators in bulk.

python tools/catalogs.py extract            write locales/howcome.pot
python tools/catalogs.py add LANG           begin a language
python tools/catalogs.py update [LANG ...]  bring catalogs in step with the template
python tools/catalogs.py check [LANG ...]   say what is wrong; the status is 1 if anything is
python tools/catalogs.py export LANG        print messages as JSON; --missing: only those without a translation
python tools/catalogs.py import LANG FILE   take translations from JSON: a list of {id, msgstr}, or {id: msgstr}
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from howcome.errors import exceptions, hints
from howcome.errors.advice import all_hints
from howcome.errors.artifacts import KINDS
from howcome.errors.hints import EXAMPLES
from howcome.errors.kinds import SENTENCES
from howcome.linkers.modes import Reason

ROOT = Path(__file__).parents[1]
PACKAGES = ("errors", "linkers")
KEYWORDS = {"N_": None, "counted": (1, 2)}
# Translations of these are complete; others may be begun.
COMPLETE = ("de", "fr", "es", "pt_BR", "it", "pl", "ru", "tr", "ja", "ko", "zh_CN", "zh_TW")
DAY = datetime(2026, 11, 24, tzinfo=UTC)  # of the header: a day that moved would change every catalog every day
# What stands for the placeholders that are not a hint's.
OTHER_EXAMPLES = {
    "algorithm": "sha256",
    "artifact": "wheel black==24.1.0",
    "audience": "user",
    "available": "23.1, 23.2",
    "code": "ERROR_PRIVILEGE_NOT_HELD, Windows error 1314",
    "command": "gcc -c x.c",
    "computed": "9f86d081",
    "count": "3",
    "line": "17",
    "exit_status": "1",
    "expected": "2c26b46b",
    "field": "Version",
    "fingerprint": "c1:9f2c6e1a0b7d4c55",
    "found": "2.0",
    "hint": "Free up space, then try again.",
    "id": "0193e2a1",
    "kind": "set-link-mode",
    "label": "Copy instead",
    "meaning": "EACCES, Linux error 13: access is denied",
    "member": "black/__init__.py",
    "mode": "symlink",
    "names": "wheel black==24.1.0, wheel ruff==0.5.0",
    "next": "Expected sha256 2c26b46b, but it is 9f86d081.",
    "number": "12",
    "one": "Failed to verify: wheel black==24.1.0.",
    "pid": "4242",
    "reason": "the file system cannot do this",
    "requirement": "black>=24",
    "seconds": "30",
    "sentence": "access is denied",
    "signal": "9",
    "subject": "wheel black==24.1.0",
    "text": "Dem Client fehlt ein erforderliches Recht.",
    "time": "2026-11-22T06:25:00.123Z",
    "tool": "acme-installer 2.1",
}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# What stays as it is in every language: commands and words in backticks, options, variables, symbols, addresses.
UNTOUCHED = re.compile(
    r"`[^`]*`|(?<!\S)--[a-z][a-z-]*|(?<!\{)\b[A-Za-z]+_[A-Za-z_]+\b(?!\})|https?://(?:[\w/%~@?=&#+-]|[.,;:](?=[\w/]))*",
    re.ASCII,
)
STOPS = (".", "。", "…", "।", "؟", "?", "!")
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffd]")
WORDS_ENOUGH = 4


def path_of(language: str, root: Path = ROOT) -> Path:
    """Return where the catalog of *language* is."""
    return root / "locales" / language / "LC_MESSAGES" / "howcome.po"


def template_path(root: Path = ROOT) -> Path:
    """Return where the template is."""
    return root / "locales" / "howcome.pot"


def languages(root: Path = ROOT) -> list[str]:
    """Return the languages that have a catalog."""
    return sorted(path.parts[-3] for path in (root / "locales").glob("*/LC_MESSAGES/howcome.po"))


def identifier(message: Message) -> str:
    """Return a short name of a message, the same as long as its English stays."""
    one = message.id if isinstance(message.id, str) else message.id[0]
    return hashlib.sha256(one.encode()).hexdigest()[:10]


# --- What we say ---


def roles() -> dict[str, str]:
    """Return what our sentences are for, by the sentences."""
    found: dict[str, str] = {}
    for hint in all_hints():
        for sentence in hint.sentences:
            found[sentence] = f"What to do (hint {hint.id})."
        if hint.seen:
            found[hint.seen] = f"What to do, once facts confirmed it (hint {hint.id})."
        if hint.about:
            found[hint.about] = f"Why it happens, for the error index (hint {hint.id})."
    actions = [value for value in vars(hints).values() if isinstance(value, hints.Action)]
    found |= {action.label: "The words on a button." for action in actions}
    for clause in SENTENCES.values():
        found[clause] = "What a system error means. A clause: it follows a colon, or a colon follows it. No full stop."
    for name in exceptions.__all__:
        if summary := getattr(getattr(exceptions, name), "summary", None):
            found[summary] = f'What failed. Its subject can follow: "{summary}: wheel black==24.1.0".'
    for kind in KINDS.values():
        found[kind.label] = 'What kind of thing, before its name, in the nominative: "wheel black==24.1.0".'
    return found | {str(reason): "Why a link was refused." for reason in Reason}


def template(root: Path = ROOT) -> Catalog:
    """Return the catalog of everything that is marked for translation in *root*, in the order of the sources."""
    catalog = _catalog(None)
    told, hinted = roles(), {sentence for hint in all_hints() for sentence in hint.sentences}
    for path in sorted(path for package in PACKAGES for path in (root / package).glob("*.py")):
        with path.open("rb") as source:
            found = list(extract("python", source, KEYWORDS, comment_tags=("TRANSLATORS:",)))
        if len(found) != marked(path):  # Babel sees no call inside an f-string
            raise SystemExit(f"{path}: {marked(path)} sentences are marked, {len(found)} can be extracted.")
        for line, message, comments, _ in found:
            texts = [message] if isinstance(message, str) else list(message)
            said = " ".join(comment.removeprefix("TRANSLATORS:").strip() for comment in comments)
            notes = [said] if said else []
            notes += [told[texts[0]]] if texts[0] in told else []
            notes = notes or ["What the command line says."] * (path.name == "cli.py")
            for name in dict.fromkeys(PLACEHOLDER.findall(" ".join(texts))):
                if f"{{{name}}} " not in said:
                    examples = EXAMPLES if texts[0] in hinted else EXAMPLES | OTHER_EXAMPLES
                    notes.append(f"{{{name}}} is such as: {examples[name]}")
            known = catalog.get(texts[0])
            notes = [note for note in notes if known is None or f"TRANSLATORS: {note}" not in known.auto_comments]
            location = (path.relative_to(root).as_posix(), line)
            catalog.add(message, locations=[location], auto_comments=[f"TRANSLATORS: {note}" for note in notes])
    return catalog


def marked(path: Path) -> int:
    """Return how many sentences are marked in *path*."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    names = [getattr(call.func, "id", None) or getattr(call.func, "attr", None) for call in calls]
    return sum(name in KEYWORDS for name in names)


def _catalog(language: str | None) -> Catalog:
    about = f"What howcome says, in {language}." if language else "What howcome says; see README.md."
    return Catalog(
        locale=language,
        project="howcome",
        version="1",
        header_comment=f"# {about}",
        msgid_bugs_address="the issues of the project",
        creation_date=DAY,
        revision_date=DAY,
        last_translator="howcome contributors",
        language_team="none",
        charset="utf-8",
        fuzzy=False,
    )


def read(path: Path, language: str | None = None) -> Catalog:
    """Return the catalog in *path*."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=language, abort_invalid=True)
    catalog.fuzzy = False
    return catalog


def written(catalog: Catalog) -> bytes:
    """Return the canonical form: as Babel writes it, no line wrapped, files without line numbers."""
    for message in catalog:  # no flags of Babel's guessing: ours are brace formats throughout, and checked by us
        message.flags.difference_update({"python-format", "python-brace-format"})
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, include_lineno=False, ignore_obsolete=True)
    # Any version of Babel may have written it.
    return re.sub(rb'(?m)^"Generated-By: .*\n', b'"Generated-By: Babel\\\\n"\n', buffer.getvalue())


def updated(language: str, root: Path = ROOT) -> Catalog:
    """Return the catalog of *language* in step with the template, translations of unchanged sentences kept."""
    known = read(path_of(language, root), language) if path_of(language, root).exists() else _catalog(language)
    fresh = _catalog(language)
    for message in read(template_path(root)):
        if message.id:
            before = known.get(message.id if isinstance(message.id, str) else message.id[0])
            kept = before is not None and type(before.id) is type(message.id) and not before.fuzzy
            string = before.string if before is not None and kept else None
            locations = [(name, 1) for name, _ in message.locations]
            fresh.add(message.id, string, locations=locations, auto_comments=message.auto_comments)
    return fresh


# --- Checks ---


def texts_of(message: Message) -> list[str]:
    """Return the translation of a message, one text for each plural form."""
    return [message.string or ""] if isinstance(message.string, str) or not message.string else list(message.string)


def is_translated(message: Message) -> bool:
    """Tell whether every form of a message has a text."""
    return all(texts_of(message))


def complaints_of(message: Message, forms: int) -> Iterator[str]:
    """Yield what is wrong with the translation of one message."""
    plural = not isinstance(message.id, str)
    english = message.id[-1] if plural else message.id
    texts = texts_of(message)
    if plural and len(texts) != forms:
        yield f"it needs {forms} plural forms and has {len(texts)}"
    for text in texts:
        yield from _complaints(str(english), text, plural=plural)


def _complaints(english: str, text: str, *, plural: bool) -> Iterator[str]:
    wanted, found = set(PLACEHOLDER.findall(english)), PLACEHOLDER.findall(text)
    if plural:  # a language may write "one file" out
        wanted -= {"count", "number"}
        found = [name for name in found if name not in {"count", "number"}]
    if set(found) != wanted:
        yield f"its placeholders are {sorted(found)}, not {sorted(wanted)}"
    if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
        yield "it has a brace that is no placeholder's"
    if sorted(UNTOUCHED.findall(text)) != sorted(UNTOUCHED.findall(english)):
        yield f"these must stay as they are: {', '.join(UNTOUCHED.findall(english)) or 'nothing'}"
    if text != text.strip() or CONTROL.search(text):
        yield "it begins or ends with a space, or has a control character"
    if text.count("\n") != english.count("\n"):
        yield "its line feeds are not those of the English"
    if english.endswith(".") and not text.rstrip(")」』”’\"'").endswith(STOPS):
        yield "it must end with a full stop, as the English does"
    if english.endswith(":") and not text.endswith((":", "：")):
        yield "it must end with a colon, as the English does"
    if text == english and len(PLACEHOLDER.sub("", english).split()) >= WORDS_ENOUGH:
        yield "it is the English sentence"


def problems(language: str, root: Path = ROOT) -> Iterator[str]:
    """Yield what is wrong with the catalog of *language*."""
    path = path_of(language, root)
    catalog = read(path, language)
    if written(catalog) != path.read_bytes():
        yield "It is not in the form that `update` writes."
    wanted = _catalog(language)
    if catalog.plural_forms != wanted.plural_forms:
        yield f"Its Plural-Forms should be {wanted.plural_forms}."
    theirs = {message.id: message for message in catalog if message.id}
    ours = {message.id for message in read(template_path(root)) if message.id}
    yield from (f"It lacks {message!r}; run `update`." for message in ours - theirs.keys())
    yield from (f"It has {message!r}, which is said no more; run `update`." for message in theirs.keys() - ours)
    for message in theirs.values():
        if message.fuzzy:
            yield f"{message.id!r} is fuzzy: confirm it or leave it empty."
        if is_translated(message):
            for complaint in complaints_of(message, catalog.num_plurals):
                yield f"{message.id!r} ({identifier(message)}): {complaint}."
        elif language in COMPLETE or any(texts_of(message)):
            yield f"{message.id!r} ({identifier(message)}) is not translated."


# --- For translators ---


def exported(language: str, root: Path = ROOT, *, missing: bool = False) -> list[dict[str, Any]]:
    """Return the messages of *language* as plain values."""
    catalog = updated(language, root)
    found = []
    for message in catalog:
        if not message.id or (missing and is_translated(message)):
            continue
        plural = not isinstance(message.id, str)
        entry: dict[str, Any] = {"id": identifier(message), "msgid": message.id[0] if plural else message.id}
        if plural:
            entry |= {"plural": message.id[1], "forms": catalog.num_plurals, "rule": catalog.plural_expr}
        entry["comment"] = " ".join(message.auto_comments).replace("TRANSLATORS: ", "")
        texts = texts_of(message)
        entry["msgstr"] = (texts if any(texts) else [""] * catalog.num_plurals) if plural else texts[0]
        found.append(entry)
    return found


def imported(language: str, given: Any, root: Path = ROOT) -> tuple[Catalog, list[str]]:
    """Return the catalog with the translations of *given* in it, and why some were not taken."""
    pairs = given.items() if isinstance(given, dict) else [(entry["id"], entry["msgstr"]) for entry in given]
    catalog = updated(language, root)
    known = {identifier(message): message for message in catalog if message.id}
    refused = []
    for name, text in pairs:
        message = known.get(name)
        if message is None:
            refused.append(f"{name}: there is no such message.")
            continue
        texts = [text] if isinstance(text, str) else list(text)
        if not any(texts):
            continue
        before, message.string = message.string, tuple(texts) if not isinstance(message.id, str) else texts[0]
        if complaints := list(complaints_of(message, catalog.num_plurals)) if all(texts) else ["a form is empty"]:
            message.string = before
            refused.append(f"{name}: {'; '.join(complaints)}. English: {message.id!r}. Given: {text!r}.")
    return catalog, refused


def main(arguments: list[str]) -> int:
    """Run one command and return its status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract")
    commands.add_parser("add").add_argument("language")
    for name in ("update", "check"):
        commands.add_parser(name).add_argument("languages", nargs="*")
    exporter = commands.add_parser("export")
    exporter.add_argument("language")
    exporter.add_argument("--missing", action="store_true")
    importer = commands.add_parser("import")
    importer.add_argument("language")
    importer.add_argument("file", type=Path)
    for command in commands.choices.values():
        command.add_argument("--root", type=Path, default=ROOT)
    options = parser.parse_args(arguments)
    return int(COMMANDS[options.command](options))


def _extract(options: argparse.Namespace) -> int:
    template_path(options.root).write_bytes(written(template(options.root)))
    return 0


def _add(options: argparse.Namespace) -> int:
    path_of(options.language, options.root).parent.mkdir(parents=True, exist_ok=True)
    return _write(options.language, updated(options.language, options.root), options.root)


def _update(options: argparse.Namespace) -> int:
    for language in options.languages or languages(options.root):
        _write(language, updated(language, options.root), options.root)
    return 0


def _write(language: str, catalog: Catalog, root: Path) -> int:
    path = path_of(language, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalog))
    done = sum(is_translated(message) for message in catalog if message.id)
    print(f"{language}: {done} of {len(catalog)} messages are translated.")
    return 0


def _check(options: argparse.Namespace) -> int:
    found = 0
    if written(template(options.root)) != template_path(options.root).read_bytes():
        print("locales/howcome.pot is not what the sources say; run `extract`, then `update`.")
        found += 1
    for language in options.languages or languages(options.root):
        for problem in problems(language, options.root):
            print(f"{language}: {problem}")
            found += 1
    print("Nothing is wrong." if not found else f"{found} problems.")
    return int(found > 0)


def _export(options: argparse.Namespace) -> int:
    entries = exported(options.language, options.root, missing=options.missing)
    json.dump(entries, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


def _import(options: argparse.Namespace) -> int:
    given = json.loads(options.file.read_text(encoding="utf-8"))
    catalog, refused = imported(options.language, given, options.root)
    _write(options.language, catalog, options.root)
    for each in refused:
        print(f"not taken: {each}")
    return int(bool(refused))


COMMANDS = {
    "extract": _extract,
    "add": _add,
    "update": _update,
    "check": _check,
    "export": _export,
    "import": _import,
}

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
