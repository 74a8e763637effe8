"""Everything we say can be translated: the template is current, catalogs are whole, translators' tools are safe."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import catalogs
import pytest
from babel.messages.catalog import Catalog
from howcome.errors import Operation
from howcome.errors.advice import all_hints
from howcome.errors.kinds import SENTENCES, ErrorKind
from howcome.errors.script import operation_sentence
from howcome.linkers.doctor import CHECKS
from howcome.linkers.modes import LinkMode, Reason
from howcome.linkers.trials import IN_CACHE, IN_TARGET
from pseudo import KEPT

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def template() -> Catalog:
    found: Catalog = catalogs.read(catalogs.template_path())
    return found


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what a contributor changes."""
    for name in ("errors", "linkers", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_template_is_what_the_sources_say() -> None:
    assert catalogs.written(catalogs.template()) == catalogs.template_path().read_bytes(), "run `nox -s catalogs`"


@pytest.mark.parametrize("language", catalogs.languages() or ["none"])
def test_nothing_is_wrong_with_a_catalog(language: str) -> None:
    assert language == "none" or list(catalogs.problems(language)) == []


def test_every_sentence_for_people_is_in_the_template(template: Catalog) -> None:
    said = {operation_sentence(operation) for operation in Operation}
    said |= set(SENTENCES.values()) | set(map(str, Reason))
    said |= {sentence for hint in all_hints() for sentence in (*hint.sentences, hint.about) if sentence}
    said |= {hint.action.label for hint in all_hints() if hint.action}
    missing = {sentence for sentence in said if sentence is None or sentence not in template}

    assert not missing
    assert SENTENCES.keys() == set(ErrorKind)


def test_every_check_of_doctor_has_a_name() -> None:
    assert {
        "write",
        *(trial.name for trial in (*IN_CACHE, *IN_TARGET)),
        *(f"link-{mode}" for mode in LinkMode),
    } <= CHECKS.keys()


def test_each_placeholder_has_an_example(template: Catalog) -> None:
    for message in template:
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        comment = " ".join(message.auto_comments)
        for name in catalogs.PLACEHOLDER.findall(" ".join(texts)):
            assert f"{{{name}}} " in comment, message.id


def test_no_message_is_made_of_pieces() -> None:
    """N_ is given whole literals; what is said is never a literal that was put together at the call."""
    for path in (path for name in ("errors", "linkers") for path in (ROOT / name).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if name == "N_":
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
            if name == "say" and node.args:
                assert not isinstance(node.args[0], ast.JoinedStr | ast.BinOp), f"{path}:{node.lineno}"


@pytest.mark.parametrize(
    ("english", "text", "complaint"),
    [
        ("Failed to fetch {name}.", "Nicht geladen.", "placeholders"),
        ("Failed to fetch {name}.", "Nicht geladen: {Name}.", "placeholders"),
        ("Failed to fetch {name}.", "Nicht geladen: {name}{.", "brace"),
        ("Allow link mode `copy`.", "Erlauben Sie den Modus `kopieren`.", "stay as they are"),
        ("Merging needs --tree.", "Dazu wird --baum gebraucht.", "stay as they are"),
        ("Name it in SSL_CERT_FILE.", "Nennen Sie sie in SSL-CERT.", "stay as they are"),
        ("Close it.", "Schließen Sie es", "full stop"),
        ("hint:", "Hinweis", "colon"),
        ("Close it.", " Schließen Sie es.", "space"),
        ("Close it.", "Schließen\x1b Sie es.", "control"),
        ("one\ntwo", "eins zwei", "line feeds"),
        ("The disk is full now.", "The disk is full now.", "English"),
    ],
)
def test_a_translation_that_would_break_something_is_refused(english: str, text: str, complaint: str) -> None:
    message = Catalog().add(english, text) or Catalog()
    made = Catalog()
    made.add(english, text)
    message = next(each for each in made if each.id)

    assert any(complaint in each for each in catalogs.complaints_of(message, 2))


def test_a_good_translation_is_not_refused() -> None:
    made = Catalog(locale="pl")
    made.add("Allow link mode `copy` for {name}.", "Zezwól dla {name} na tryb `copy`.")
    made.add(("And one more.", "And {count} more."), ("I jeszcze jeden.", "I jeszcze {count}.", "I jeszcze {count}."))

    assert [each for message in made if message.id for each in catalogs.complaints_of(message, 3)] == []


def filled(entries: list[dict[str, object]]) -> dict[str, object]:
    """Return a translation of every entry, as a translator of a made-up language might send it."""

    def translated(text: str) -> str:
        parts = re.split(f"({KEPT.pattern})", text)
        return "".join(part if place % 2 else part.upper() for place, part in enumerate(parts)) + (
            "" if text.endswith((".", ":")) else " ÅÄ"
        )

    found: dict[str, object] = {}
    for entry in entries:
        msgid = str(entry["msgid"])
        text = translated(msgid) if msgid != msgid.upper() else f"{msgid} ÅÄ"
        found[str(entry["id"])] = (
            [translated(str(entry["plural"]))] * int(str(entry["forms"])) if "plural" in entry else text
        )
    return found


def run(*arguments: str) -> tuple[int, str]:
    """Run one command of the tool; return its status and what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        status: int = catalogs.main(list(arguments))
    return status, printed.getvalue()


def test_a_contributor_adds_a_language_with_one_folder_and_one_command(tree: Path) -> None:
    command = [sys.executable, str(ROOT / "tools" / "catalogs.py"), "add", "eo", "--root", str(tree)]
    subprocess.run(command, check=True, capture_output=True)
    entries = json.loads(run("export", "eo", "--root", str(tree))[1])
    (tree / "eo.json").write_text(json.dumps(filled(entries)), encoding="utf-8")

    status, printed = run("import", "eo", str(tree / "eo.json"), "--root", str(tree))
    assert status == 0, printed
    assert json.loads(run("export", "eo", "--missing", "--root", str(tree))[1]) == []
    assert run("check", "eo", "--root", str(tree)) == (0, "Nothing is wrong.\n")
    code = (
        "from howcome.errors import FetchError, Reporter, Wheel\n"
        f"reporter = Reporter(facts=False, catalogs=[{str(tree / 'locales')!r}])\n"
        "print(reporter.report(FetchError(artifact=Wheel('black', '1'))).render(lang='eo'))"
    )
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert "FAILED TO FETCH" in told


def test_what_is_wrong_with_a_catalog_is_said(tree: Path) -> None:
    run("add", "eo", "--root", str(tree))
    path = catalogs.path_of("eo", tree)
    good = path.read_text(encoding="utf-8")

    def said(changed: str) -> str:
        path.write_text(changed, encoding="utf-8")
        return "\n".join(catalogs.problems("eo", tree))

    assert said(good) == ""
    orphan = good + '\nmsgid "Nobody says this"\nmsgstr ""\n'
    assert "is said no more" in said(orphan)
    assert "It lacks" in said(good.replace('msgid "Failed to fetch"\nmsgstr ""\n', ""))
    assert "fuzzy" in said(
        good.replace('msgid "Failed to fetch"\nmsgstr ""', '#, fuzzy\nmsgid "Failed to fetch"\nmsgstr "X"')
    )
    assert "form that" in said(good.replace("\n\n", "\n\n\n", 1))
    assert "Plural-Forms" in said(good.replace("nplurals=2", "nplurals=5"))


def test_a_changed_sentence_is_found_by_check_and_mended_by_update(tree: Path) -> None:
    run("add", "eo", "--root", str(tree))
    source = tree / "errors" / "exceptions.py"
    source.write_text(source.read_text(encoding="utf-8").replace("Failed to fetch", "Failed to get"), encoding="utf-8")

    assert "locales/howcome.pot" in run("check", "eo", "--root", str(tree))[1]
    run("extract", "--root", str(tree))
    assert "Failed to get" in "\n".join(catalogs.problems("eo", tree))
    run("update", "eo", "--root", str(tree))
    assert run("check", "eo", "--root", str(tree)) == (0, "Nothing is wrong.\n")
