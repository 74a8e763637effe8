"""The schemas say what the documents hold; readers bear what later minor versions add, and lose none of it."""

from __future__ import annotations

import copy
import json
import types
import typing
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pytest
from grounds import need_module
from grounds.schemas import check, part, schema
from howcome.errors import (
    Attempt,
    BatchError,
    BuildError,
    FetchError,
    Finding,
    HowcomeError,
    IntegrityError,
    LinkError,
    Report,
    Reporter,
    ReportFormatError,
    SystemCode,
    Wheel,
)
from howcome.errors.artifacts import Artifact
from howcome.errors.cli import SCHEMAS, main
from howcome.errors.facts import Facts, Place
from howcome.errors.hints import Action, Advice
from howcome.errors.holders import Holder
from howcome.errors.kinds import identify
from howcome.errors.model import FailedAttempt, Failure, Frame, ReportValues, Retries, Root, System, Tool
from howcome.linkers.cli import link_document
from howcome.linkers.examination import Check, examine
from hypothesis import given, settings
from hypothesis import strategies as st

CLASSES: list[tuple[str, str | None, type]] = [
    ("report", None, ReportValues),
    ("report", "failure", Failure),
    ("report", "system", System),
    ("report", "root", Root),
    ("report", "attempt", FailedAttempt),
    ("report", "artifact", Artifact),
    ("report", "tool", Tool),
    ("report", "retries", Retries),
    ("report", "frame", Frame),
    ("report", "hint", Advice),
    ("report", "action", Action),
    ("report", "holder", Holder),
    ("report", "facts", Facts),
    ("report", "facts.places", Place),
    ("findings", "finding", Finding),
    ("findings", "hint", Advice),
    ("codes", "code", SystemCode),
    ("link", "attempt", Attempt),
    ("doctor", "check", Check),
]
IDS = [f"{name}-{definition}" for name, definition, _ in CLASSES]


def subschemas(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each property's and each item's schema, with where it stands."""
    if not isinstance(node, dict):
        return
    for name, child in node.get("properties", {}).items():
        yield f"{path}/{name}", child
        yield from subschemas(child, f"{path}/{name}")
    for name in ("items", "additionalProperties"):
        if isinstance(node.get(name), dict):
            yield f"{path}[]", node[name]
            yield from subschemas(node[name], f"{path}[]")
    for name, child in node.get("$defs", {}).items():
        yield from subschemas(child, f"#{name}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_of_its_version_and_is_printed_whole(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    printed = json.loads(capsys.readouterr().out)

    need_module("jsonschema").Draft202012Validator.check_schema(printed)
    assert printed == schema(name)
    assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert printed["$id"] == f"urn:howcome:{name}:1.0"
    assert printed["properties"]["document"]["const"] == name
    assert {"document", "schema_version"} <= set(printed["required"])


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_described_with_examples_that_are_valid(name: str) -> None:
    definitions = schema(name).get("$defs", {})
    for path, field in subschemas(schema(name)):
        if "$ref" in field:
            assert definitions[field["$ref"].removeprefix("#/$defs/")]["description"].endswith("."), path
            continue
        assert field.get("description", "").endswith((".", "_")), path
        if "const" not in field and field["type"] not in {"array", "object"}:
            assert field.get("examples"), path
        for example in field.get("examples", ()):
            need_module("jsonschema").Draft202012Validator({**field, "$defs": definitions}).validate(example)
    for example in schema(name).get("examples", ()):
        check(example)


@pytest.mark.parametrize("name", SCHEMAS)
def test_later_values_and_fields_are_not_forbidden(name: str) -> None:
    text = json.dumps(schema(name))

    assert '"enum"' not in text
    assert '"additionalProperties": false' not in text
    assert '"unevaluatedProperties"' not in text


@pytest.mark.parametrize("name", SCHEMAS)
def test_amounts_name_their_unit(name: str) -> None:
    for path, field in subschemas(schema(name)):
        for unit in ("bytes", "seconds"):
            if path.rpartition("/")[2].endswith(unit):
                assert unit in field["description"].lower(), path


def test_what_documents_share_is_described_alike() -> None:
    seen: dict[str, dict[str, Any]] = {}
    for name in SCHEMAS:
        for definition, body in schema(name).get("$defs", {}).items():
            if definition not in {"attempt", "code"}:  # an attempt of `link` has its text beside the code
                assert seen.setdefault(definition, body) == body, (name, definition)


def json_type(kind: Any) -> str:
    """Return the JSON type of an annotation."""
    arguments = [each for each in typing.get_args(kind) if each is not types.NoneType]
    origin = typing.get_origin(kind)
    if origin in {typing.Union, types.UnionType}:
        return json_type(arguments[0])
    if origin is tuple:
        return "array"
    if origin is not None and issubclass(origin, Mapping):
        return "object"
    names = {str: "string", bool: "boolean", int: "integer", float: "number"}
    return names.get(kind) or ("object" if attrs.has(kind) else "string")


def types_of(kind: type) -> dict[str, Any]:
    names: dict[str, Any] = {"Mapping": Mapping, "SystemCode": SystemCode, "Any": Any, "Holder": Holder}
    for base in reversed(kind.__mro__):
        names |= vars(import_module(base.__module__))
    return typing.get_type_hints(kind, names, {})


@pytest.mark.parametrize(("name", "definition", "kind"), CLASSES, ids=IDS)
def test_schema_and_class_have_the_same_fields_of_the_same_types(name: str, definition: str | None, kind: type) -> None:
    described, known = part(name, definition), types_of(kind)
    fields = [field.name for field in attrs.fields(kind)]

    added = {"log"} if kind is ReportValues else set()  # what a formatter of logs adds to its line
    assert set(described["properties"]) == {*fields, *added}
    for field in fields:
        told = described["properties"][field]
        type_ = "object" if "$ref" in told else told.get("type", "string")
        assert type_ == json_type(known[field]), field


@pytest.mark.parametrize(("name", "definition", "kind"), CLASSES, ids=IDS)
def test_what_is_required_is_what_is_always_there(name: str, definition: str | None, kind: type) -> None:
    required = set(part(name, definition).get("required", ()))
    without_default = {field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING}

    assert without_default - {"symbol"} <= required | {"kind"}
    if kind is ReportValues:
        assert required == without_default | {"document", "schema_version", "severity", "exit_code", "hints"}


# --- documents ---


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    main(arguments)
    out = capsys.readouterr().out
    assert out.isascii()
    return [json.loads(line) for line in out.splitlines()]


LOG = """
error: Failed to write to the cache: Dem Client fehlt ein erforderliches Recht. (os error 1314)
npm ERR! code EACCES
npm ERR! path /home/me/x
PermissionError: [Errno 13] Permission denied: '/usr/lib/x'
curl: (6) Could not resolve host: index.example
"""


def test_what_the_commands_print_is_as_the_schemas_say(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (findings,) = shown(capsys, "explain", "--json", LOG)
    check(findings)
    lines = shown(capsys, "explain", "--json-lines", LOG)
    for line in lines:
        check(line, "finding", name="findings")
    assert len(lines) >= 3
    for arguments in (["explain", "--json", "5"], ["codes", "--json", "access"], ["hints", "--json"]):
        (document,) = shown(capsys, *arguments)
        check(document)
    check(json.loads(examine(tmp_path, tmp_path).to_json()))
    check(json.loads(link_document("a", "b", error=LINK)))


def test_an_odd_name_is_written_out_in_every_document(tmp_path: Path) -> None:
    for line in (link_document("a\udcff", "b", error=LINK), examine(tmp_path / "a\udcff", tmp_path).to_json()):
        assert "\\\\udcff" in line
        check(json.loads(line))


WINDOWS = {number: identify("win32", number, platform="windows") for number in (1, 1314)}
LINK = LinkError(
    source="D:\\cache\\x1",
    destination="D:\\env\\black",
    attempts=(
        Attempt("junction", "junction", WINDOWS[1], "Incorrect function."),
        Attempt("symlink", "symlink", WINDOWS[1314], "Dem Client fehlt ein erforderliches Recht.", ("D:\\a", "D:\\b")),
        Attempt("copy", reason="Nothing was tried."),
    ),
)


def wrapped(error: HowcomeError) -> HowcomeError:
    with pytest.raises(FetchError) as caught, FetchError.wrap(Wheel("black", "24.1"), url="https://index.example/x"):
        raise error
    return caught.value


def rich() -> dict[str, Any]:
    """Return a document that has something of everything."""
    facts = Facts(
        platform="windows", elevated=False, places=(Place(path="D:\\cache", volume="D:", file_system="exFAT"),)
    )
    build = BuildError(artifact=Wheel("ruff"), command="cc", exit_status=1, output="cc: No space left on device")
    error = BatchError(
        "Some failed", [wrapped(LINK), build, IntegrityError(algorithm="sha256", expected="a", computed="b")]
    )
    error.add_note("in the night")
    document: dict[str, Any] = json.loads(Reporter(tool=("acme", "2.1"), facts=facts).report(error).to_json())
    document["holders"] = [{"name": "code.exe", "pid": 4242}]
    document["retries"] = {"count": 3, "seconds": 1.5}
    check(document)
    return document


RICH = rich()


def nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every object and of every leaf."""
    yield path
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from nodes(child, (*path, key))


def at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


OBJECTS = [path for path in nodes(RICH) if isinstance(at(RICH, path), dict)]
ELSE = [path for path in nodes(RICH) if path and path not in {("document",), ("schema_version",)}]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
STYLES = ("full", "plain", "line", "github", "markdown")


@given(st.lists(st.tuples(st.sampled_from(OBJECTS), WORDS.map("later_{}".format), JSON), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_fields_that_are_not_known_yet_survive_anywhere(added: list[tuple[tuple[Any, ...], str, Any]]) -> None:
    document = copy.deepcopy(RICH) | {"schema_version": "1.7"}
    for path, name, value in added:
        at(document, path)[name] = value

    report = Report.from_json(json.dumps(document))

    assert json.loads(report.to_json()) == document
    check(document)
    assert "Some failed" in report.render(verbose=True)


LATER = {
    "severity": "notice",
    "operation": "teleport",
    "kind": "tachyon-storm",
    "namespace": "plan9",
    "platform": "haiku",
    "confidence": "sworn",
    "audience": "nobody",
    "mode": "wormhole",
    "id": "an-hint-of-tomorrow",
    "code": "acme-exploded",
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_values_that_are_not_known_yet_are_read_shown_and_restored(style: str, lang: str) -> None:
    document = copy.deepcopy(RICH) | {"schema_version": "1.7"}
    for path in ELSE:
        if path[-1] in LATER and isinstance(at(document, path), str):
            at(document, path[:-1])[path[-1]] = LATER[path[-1]]
    check(document)

    report = Report.from_json(json.dumps(document))

    assert json.loads(report.to_json()) == document
    assert report.render(style=style, lang=lang, verbose=True)
    assert isinstance(Reporter().restore(report), HowcomeError)


@given(st.lists(st.tuples(st.sampled_from(ELSE), JSON), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_a_hostile_report_is_refused_or_harmless(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    document = copy.deepcopy(RICH)
    for path, value in changes:
        try:
            at(document, path[:-1])[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    try:
        report = Report.from_json(json.dumps(document))
    except ReportFormatError:
        return
    for style in STYLES:
        assert isinstance(report.render(style=style, lang="de", verbose=True), str)
    report.localized("de")
    assert json.loads(report.to_json())
    error = Reporter(facts=False).restore(report)
    assert isinstance(error, HowcomeError)
    Reporter(facts=False).report(error).to_json()


STEERING = "\x1b]0;x\x07\x1b[2J\u202e\n::error::x\r\x9b`"
OBEYED = {*map(chr, range(10)), *map(chr, range(11, 32)), "\x7f", "\x9b", "\u202e"}
TEXTS = [path for path in ELSE if isinstance(at(RICH, path), str)]


@pytest.mark.parametrize("style", STYLES)
def test_no_text_of_a_report_that_was_read_steers_a_terminal(style: str) -> None:
    steering = set()
    for path in TEXTS:
        document = copy.deepcopy(RICH)
        at(document, path[:-1])[path[-1]] = STEERING
        report = Report.from_json(json.dumps(document))
        for lang in ("en", "de"):
            shown = report.render(style=style, lang=lang, verbose=True)
            lines = shown.split("\n")
            if set(shown) & OBEYED or (style in {"line", "github"} and len(lines) > 1):
                steering.add(path)
            if style == "markdown" and (lines[0].count("`") != 4 or not lines[2].startswith("```")):
                steering.add(path)

    assert steering == set()


@pytest.mark.parametrize("version", ["2.0", "0.9", "10.1", "x", None, ["1.0"]])
def test_another_major_version_is_refused_and_named(version: object) -> None:
    with pytest.raises(ReportFormatError, match=r"version") as caught:
        Report.from_json(json.dumps(RICH | {"schema_version": version}))

    assert "1.0 can be read" in str(caught.value)


def test_a_report_that_was_read_is_written_as_it_was_under_another_limit_too() -> None:
    report = Report.from_json(json.dumps(RICH))

    assert json.loads(report.to_json(limit=None)) == RICH
    small = json.loads(report.to_json(limit=3000))
    assert small["truncated"] is True
    check(small)


def test_a_wrong_kind_of_error_is_never_raised_by_what_is_read() -> None:
    deep: Any = {"type": "x", "message": "y"}
    for _ in range(3000):
        deep = {"type": "x", "message": "y", "related": [deep]}
    wide = {**RICH, "causes": [{"code": "fetch-failed", "type": "x", "message": "y"}] * 50_000}

    for document in ({**RICH, "related": [deep]}, wide):
        try:
            text = json.dumps(document)
        except RecursionError:
            text = '{"related": [' * 5000
        try:
            report = Report.from_json(text)
        except ReportFormatError:
            continue
        assert isinstance(Reporter().restore(report), HowcomeError)
        report.render()
