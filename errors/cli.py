"""The commands explain, codes, hints and schema. linkers/cli.py adds link and doctor."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import attrs

from ..locales import N_
from .advice import all_hints, find_hint
from .codes import SystemCode
from .hints import EXAMPLES
from .kinds import classify, search
from .layout import flow, visible
from .redact import redact
from .render import speaker
from .report import Report, ReportFormatError
from .sentences import sentence_of
from .serialize import to_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .hints import Advice, Hint
    from .recognize import Finding

__all__ = ["Command", "main", "print_json"]

FOUND, NOTHING_FOUND, WRONG_USAGE = 0, 1, 2
WIDTH = 100
SCHEMAS = ("report", "findings", "link", "doctor", "codes", "hints")


class Command:
    """One command: its name, its help, its arguments, and what it does."""

    def __init__(
        self,
        name: str,
        says: str,
        arguments: Callable[[argparse.ArgumentParser], None],
        run: Callable[[argparse.Namespace], int],
    ) -> None:
        self.name = name
        self.says = says
        self.arguments = arguments
        self.run = run


def main(arguments: Sequence[str] | None = None, commands: Iterable[Command] = ()) -> int:
    """Run one command and return its exit status.

    Args:
        arguments: The command line without the program's name; `sys.argv` if it is not given.
        commands: Further commands, beside explain, codes, hints and schema.
    """
    parser = argparse.ArgumentParser(
        prog="howcome", description="Says how come an install failed, and what to do about it."
    )
    choices = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (*COMMANDS, *commands):
        added = choices.add_parser(command.name, help=command.says, description=command.says)
        command.arguments(added)
        added.set_defaults(run=command.run)
    with _plain_streams():
        chosen = parser.parse_args(arguments)
        try:
            return int(chosen.run(chosen))
        except BrokenPipeError:
            return NOTHING_FOUND
        except OSError as error:
            Report.of(error).show()
            return WRONG_USAGE
        except KeyboardInterrupt:
            return 130


def print_json(document: dict[str, Any]) -> None:
    """Print a document as one line of JSON, whole."""
    print(to_line(document, limit=None))


@contextmanager
def _plain_streams() -> Iterator[None]:
    """Never fail for a character that a terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    yield


# --- explain ---


def _explain_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a code, an excerpt of a log, or a JSON report")
    parser.add_argument(
        "--file", type=Path, metavar="LOG", help="read this file instead (without TEXT: standard input)"
    )
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="print one JSON document")
    output.add_argument(
        "--json-lines", action="store_true", help="print a line of JSON for each finding, as the log is read"
    )
    parser.add_argument("--lang", metavar="LANG", help="the language to answer in, such as de")
    parser.add_argument("--platform", choices=["windows", "linux", "macos"], help="the system that the text is from")
    parser.add_argument(
        "--here", action="store_true", help="the failure happened on this machine: check hints against it"
    )


def _explain(options: argparse.Namespace) -> int:
    from .recognize import recognize, recognize_lines

    if options.json_lines:
        return _explain_lines(recognize_lines(_lines(options), platform=options.platform))
    text = _text(options)
    if not text.strip():
        return _complain("There is nothing to explain: the text is empty.")
    if text.lstrip().startswith("{") and (report := _report(text)):
        print(report.to_json() if options.json else report.render(lang=options.lang))
        return FOUND
    findings = recognize(text, platform=options.platform) or _lone_code(text, options.platform)
    if options.here:
        findings = [_checked_here(finding) for finding in findings]
    if options.json:
        found = [_finding_fields(finding) for finding in findings]
        print_json({"document": "findings", "schema_version": "1.0", "findings": found})
    elif findings:
        print("\n\n".join("\n".join(_explained(finding, options.lang)) for finding in findings))
    else:
        print("No system error was recognized in this text.", file=sys.stderr)
    return FOUND if findings else NOTHING_FOUND


def _explain_lines(findings: Iterable[Finding]) -> int:
    status = NOTHING_FOUND
    for finding in findings:
        print(to_line(_finding_fields(finding)), flush=True)
        status = FOUND
    return status


def _lines(options: argparse.Namespace) -> Iterator[str]:
    if options.text:
        yield from " ".join(options.text).splitlines(keepends=True)
    elif options.file:
        with options.file.open(encoding="utf-8", errors="backslashreplace", newline="") as log:
            yield from log
    else:
        yield from _decoded(sys.stdin)


def _text(options: argparse.Namespace) -> str:
    return " ".join(options.text) if options.text else "".join(_lines(options))


def _decoded(stream: TextIO) -> Iterator[str]:
    """Yield the lines of standard input, whatever bytes they are."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    yield from stream


def _report(text: str) -> Report | None:
    try:
        return Report.from_json(text)
    except ReportFormatError:
        return None


def _lone_code(text: str, platform: str | None) -> list[Finding]:
    """Return what a bare `1314`, `EACCES` or `0x80070522` means; recognition looks for codes in sentences only."""
    from .advice import advise
    from .codes import parse
    from .hints import Situation
    from .recognize import Finding

    word = text.strip()
    readings = [classify(code) for code in parse(word, platform)]
    if not readings:
        return []
    start = text.index(word)
    first, *others = [
        Finding(
            namespace=code.namespace,
            code=code.code,
            symbol=code.symbol,
            kind=code.kind,
            platform=code.platform,
            summary=sentence_of(code.kind) or str(code),
            confidence="certain" if len(readings) == 1 else "likely",
            matched=word,
            span=(start, start + len(word)),
            line=1,
            hints=tuple(advise(Situation(system=code, platform=code.platform))),
        )
        for code in readings
    ]
    return [attrs.evolve(first, alternatives=tuple(others))]


def _checked_here(finding: Finding) -> Finding:
    """Return *finding* with hints checked against this machine."""
    from .advice import advise, facts_wanted
    from .facts import gather
    from .hints import Situation

    code = SystemCode(finding.namespace, finding.code, finding.symbol, finding.kind, finding.platform)
    situation = Situation(system=code, operation=finding.operation, platform=finding.platform, tool=finding.tool)
    facts = gather(facts_wanted(situation), ())  # never a path that came from pasted text
    return attrs.evolve(finding, hints=tuple(advise(situation, facts)))


def _finding_fields(finding: Finding) -> dict[str, Any]:
    fields = _fields(finding)
    for secret in ("matched",):
        fields[secret] = redact(fields[secret])
    if "paths" in fields:
        fields["paths"] = [redact(path) for path in fields["paths"]]
    return fields


def _fields(value: Any) -> dict[str, Any]:
    """Return the known fields of *value*, nested ones too."""
    found = {}
    for field in attrs.fields(type(value)):
        item = getattr(value, field.name)
        if item is None or item in ((), {}, ""):
            continue
        if isinstance(item, tuple):
            item = [_fields(each) if attrs.has(type(each)) else each for each in item]
        found[field.name] = _fields(item) if attrs.has(type(item)) else item
    return found


def _explained(finding: Finding, lang: str | None) -> Iterator[str]:
    say = speaker(lang)
    code = SystemCode(finding.namespace, finding.code, finding.symbol, finding.kind, finding.platform)
    sentence = say(sentence_of(finding.kind) or "") or finding.summary
    yield from flow(f"{code}: {sentence}", width=WIDTH)
    if finding.operation:
        yield from flow(f"{say(N_('while'))}: {finding.operation}", width=WIDTH, first="  ", rest="    ")
    for path in finding.paths:
        yield f"  {visible(redact(path))}"
    for other in finding.alternatives:
        reading = SystemCode(other.namespace, other.code, other.symbol, other.kind, other.platform)
        meaning = say(sentence_of(other.kind) or "") or other.summary
        yield from flow(f"{say(N_('or'))}: {reading}: {meaning}", width=WIDTH, first="  ", rest="      ")
    for advice in finding.hints:
        yield from _hint_lines(advice, say)


def _hint_lines(advice: Advice, say: Callable[[str], str]) -> Iterator[str]:
    mark = f" {say(N_('[checked]'))}" if advice.confidence == "checked" else ""
    yield from flow(f"{visible(advice.text)}{mark}", width=WIDTH, first=f"{say(N_('hint'))}: ", rest="      ")


def _complain(sentence: str) -> int:
    print(f"howcome: {sentence}", file=sys.stderr)
    return WRONG_USAGE


# --- codes, hints, schema ---


def _codes_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help="a number, a name or a part of one, or words")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _codes(options: argparse.Namespace) -> int:
    found = list(search(" ".join(options.query)))
    if options.json:
        print_json({"document": "codes", "schema_version": "1.0", "codes": [_fields(code) for code in found]})
    for code in () if options.json else found:
        sentence = sentence_of(code.kind)
        print(f"{code}: {sentence}" if sentence else str(code))
    if not found and not options.json:
        print("No code has this number or name.", file=sys.stderr)
    return FOUND if found else NOTHING_FOUND


def _hints_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", help="the hint to explain")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _hints(options: argparse.Namespace) -> int:
    hint = find_hint(options.id) if options.id else None
    if options.id and hint is None:
        return _complain(f"There is no hint {options.id}. `howcome hints` lists them all.")
    chosen = [hint] if hint else list(all_hints())
    if options.json:
        print_json({"document": "hints", "schema_version": "1.0", "hints": [_hint_fields(each) for each in chosen]})
    elif hint:
        print("\n".join(_hint_page(hint)))
    else:
        longest = max(len(each.id) for each in chosen)
        for each in chosen:
            lead = f"{each.id:{longest}}  "
            print("\n".join(flow(_example(each), width=WIDTH, first=lead, rest=" " * len(lead))))
    return FOUND


def _example(hint: Hint) -> str:
    return (hint.plain or hint.text).format_map(EXAMPLES)


def _hint_page(hint: Hint) -> Iterator[str]:
    yield hint.id
    yield ""
    yield from flow(hint.text.format_map(EXAMPLES), width=WIDTH, first="  ", rest="  ")
    if hint.about:
        yield ""
        yield from flow(hint.about, width=WIDTH, first="  ", rest="  ")
    yield ""
    for name in ("symbols", "kinds", "failures", "operations", "artifacts", "platforms", "tools"):
        if values := getattr(hint, name):
            yield from flow(f"{name}: {', '.join(sorted(values))}", width=WIDTH, first="  ", rest="    ")
    yield f"  audience: {hint.audience}"
    if hint.action:
        yield f"  action: {hint.action.kind} ({hint.action.label})"


def _hint_fields(hint: Hint) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": hint.id, "text": _example(hint), "audience": hint.audience}
    if hint.about:
        fields["about"] = hint.about
    if hint.action:
        fields["action"] = _fields(hint.action)
    for name in ("symbols", "kinds", "failures", "operations", "artifacts", "platforms", "tools"):
        if values := getattr(hint, name):
            fields[name] = sorted(values)
    return fields


def _schema_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name", nargs="?", default="report", choices=SCHEMAS, metavar="DOCUMENT", help=", ".join(SCHEMAS)
    )


def _schema(options: argparse.Namespace) -> int:
    path = Path(__file__).with_name("data") / f"{options.name}.schema.json"
    print(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=2))
    return FOUND


COMMANDS = (
    Command("explain", "explain a code, an excerpt, a log or a JSON report", _explain_arguments, _explain),
    Command("codes", "look codes up by number, name or words", _codes_arguments, _codes),
    Command("hints", "list every hint, or explain one", _hints_arguments, _hints),
    Command("schema", "print the JSON Schema of a document", _schema_arguments, _schema),
)
