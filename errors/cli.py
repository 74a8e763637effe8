"""The commands explain, codes, hints and schema. linkers/cli.py adds link and doctor."""

from __future__ import annotations

import argparse
import io
import json
import shutil
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ..locales import N_
from ..locales.voices import ENGLISH
from .advice import all_hints, find_hint
from .captured import encoding_of
from .codes import SystemCode
from .commands import Command, parser_of, plain_streams, print_json, say_what_is_not_spoken, script_for
from .hints import examples_for
from .homes import hide
from .kinds import search
from .layout import flow, isolated, shown, spaced, width_of
from .redact import redact
from .render import HINT
from .report import Report, Reporter, ReportFormatError
from .script import CHECKED, Script, operation_sentence
from .sentences import sentence_of
from .serialize import document_of, to_line
from .terminal import readers_voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .hints import Hint
    from .recognize import Finding

__all__ = ["main"]

FOUND, NOTHING_FOUND, WRONG_USAGE = 0, 1, 2
WIDTH = 100
WHOLE = 4_000_000  # characters up to which a text is read as a whole
PIECE = 100_000  # characters of a line that are read at a time
# TRANSLATORS: Marks a hint whose premise nothing confirmed, beside [checked].
LIKELY = N_("[likely]")
SCHEMAS = ("report", "findings", "link", "doctor", "codes", "hints")


def main(arguments: Sequence[str] | None = None, commands: Iterable[Command] = ()) -> int:
    """Run one command and return its exit status.

    Args:
        arguments: The command line without the program's name; `sys.argv` if it is not given.
        commands: Further commands, beside explain, codes, hints and schema.
    """
    with plain_streams():
        script = script_for(sys.argv[1:] if arguments is None else arguments)
        chosen = parser_of(script, (*COMMANDS, *commands)).parse_args(arguments, argparse.Namespace(script=script))
        say_what_is_not_spoken(chosen)
        try:
            return int(chosen.run(chosen))
        except BrokenPipeError:
            return NOTHING_FOUND
        except OSError as error:
            Report.of(error).show(lang=script.voice.tag)
            return WRONG_USAGE
        except KeyboardInterrupt:
            return 130


# --- explain ---


def _explain_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="*", metavar="TEXT", help=N_("a code, an excerpt of a log, or a JSON report"))
    parser.add_argument(
        "--file", type=Path, metavar="LOG", help=N_("read this file instead (without TEXT: standard input)")
    )
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=N_("print one JSON document"))
    output.add_argument(
        "--json-lines", action="store_true", help=N_("print a line of JSON for each finding, as the log is read")
    )
    parser.add_argument(
        "--platform", choices=["windows", "linux", "macos"], help=N_("the system that the text is from")
    )
    parser.add_argument(
        "--here", action="store_true", help=N_("the failure happened on this machine: check hints against it")
    )
    parser.add_argument("--verbose", action="store_true", help=N_("show a report's facts and calls, too"))
    parser.add_argument(
        "--plugins", action="store_true", help=N_("let installed plugins say what they know of a report")
    )


def _explain(options: argparse.Namespace) -> int:
    from .lone_codes import lone_code
    from .recognize import recognize, recognize_lines

    script: Script = options.script
    if options.json_lines:
        return _explain_lines(recognize_lines(_lines(options), platform=options.platform))
    lines = _lines(options)
    beginning, is_all = _beginning(lines)
    if not is_all:
        return _explain_log(recognize_lines(chain(beginning, lines), platform=options.platform), options)
    text = "".join(beginning)
    if not text.strip():
        return _complain(script.say(N_("There is nothing to explain: the text is empty.")))
    reporter = Reporter(plugins=options.plugins)
    reports = _reports(text, reporter) if text.lstrip().startswith("{") else []
    if len(reports) == 1 or (reports and not options.json):
        voice = readers_voice(options.lang, reporter.catalogs)  # plugins may speak languages that we do not
        voice = voice if voice.fits(sys.stdout.encoding or "utf-8") else ENGLISH
        if options.json:  # whoever wrote it may have redacted less than we do
            print(to_line(hide(document_of(reports[0]), redact)))
        else:
            hidden = (hide(report, redact) for report in reports)
            told = (each.render(lang=voice.tag, width=_width(), verbose=options.verbose) for each in hidden)
            print("\n\n".join(each.rstrip("\n") for each in told))
        return FOUND
    findings = recognize(text, platform=options.platform) or lone_code(text, options.platform)
    if options.here:
        findings = [_checked_here(finding) for finding in findings]
    if options.json:
        found = [_finding_fields(finding) for finding in findings]
        print_json({"document": "findings", "schema_version": "1.0", "findings": found})
    elif findings:
        print("\n\n".join("\n".join(_explained(finding, script)) for finding in findings))
    else:
        print(script.say(N_("No system error was recognized in this text.")), file=sys.stderr)
    return FOUND if findings else NOTHING_FOUND


def _width() -> int:
    """Return the width of the terminal, in columns."""
    return shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else WIDTH


def _explain_lines(findings: Iterable[Finding]) -> int:
    status = NOTHING_FOUND
    for finding in findings:
        print(to_line(_finding_fields(finding)), flush=True)
        status = FOUND
    return status


def _explain_log(findings: Iterable[Finding], options: argparse.Namespace) -> int:
    """Explain each error of a log once that is too long to be read as a whole, and say how often it is there."""
    script: Script = options.script
    first: dict[tuple[str, object], Finding] = {}
    counts: Counter[tuple[str, object]] = Counter()
    for finding in findings:
        key: tuple[str, object] = (finding.namespace, finding.symbol or finding.code)
        counts[key] += 1
        first.setdefault(key, finding)
    if options.here:
        first = {key: _checked_here(finding) for key, finding in first.items()}
    ranked = sorted(first.items(), key=lambda pair: (pair[1].confidence == "possible", pair[1].line))
    if options.json:
        found = [_finding_fields(finding) for _, finding in ranked]
        print_json({"document": "findings", "schema_version": "1.0", "findings": found})
    for place, finding in () if options.json else ranked:
        print("\n".join(_explained(finding, script)))
        where = script.say(N_("First in line {line}; places in all: {count}"))
        print(f"  {where.format(line=finding.line, count=counts[place])}\n")
    if ranked:
        print(script.say(N_("The log is long: each error is explained once, at its first place.")), file=sys.stderr)
    else:
        print(script.say(N_("No system error was recognized in this text.")), file=sys.stderr)
    return FOUND if ranked else NOTHING_FOUND


def _lines(options: argparse.Namespace) -> Iterator[str]:
    """Yield the lines of what is to be explained, a line that is longer than memory may hold in pieces."""
    if options.text and options.text != ["-"]:
        yield from " ".join(options.text).splitlines(keepends=True)
    elif options.file and options.file != Path("-"):
        raw = options.file.open("rb")
        with io.TextIOWrapper(raw, encoding=encoding_of(raw), errors="backslashreplace", newline="") as log:
            yield from iter(lambda: log.readline(PIECE), "")
    else:
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(encoding=encoding_of(sys.stdin.buffer), errors="backslashreplace")
        yield from iter(lambda: sys.stdin.readline(PIECE), "")


def _beginning(lines: Iterator[str]) -> tuple[list[str], bool]:
    """Return the first lines, as many as are read as a whole, and whether these are all."""
    beginning, size = [], 0
    for line in lines:
        beginning.append(line)
        size += len(line)
        if size > WHOLE:
            return beginning, False
    return beginning, True


def _reports(text: str, reporter: Reporter) -> list[Report]:
    """Return the report that *text* is, or those in a log of JSON lines: each failure once, at its first place."""
    if report := _report(text, reporter):
        return [report]
    lines = [line for line in text.split("\n") if line.strip()]
    if not all(line.lstrip().startswith("{") for line in lines):
        return []
    found: dict[str, Report] = {}
    for line in lines:
        if report := _report(line, reporter):
            found.setdefault(report.fingerprint, report)
    return list(found.values())


def _report(text: str, reporter: Reporter) -> Report | None:
    try:
        return reporter.read(text)
    except ReportFormatError:
        return None


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


def _explained(finding: Finding, script: Script) -> Iterator[str]:
    say, width = script.say, _width()
    yield from flow(_meaning(finding, script), width=width)
    if doing := operation_sentence(finding.operation):
        yield from flow(say(doing), width=width, first="  ", rest="  ")
    for path in finding.paths:
        yield f"  {isolated(redact(path))}"
    for other in finding.alternatives:
        # TRANSLATORS: Another reading of the same words: "Or: EACCES, Linux error 13: access is denied".
        text = say(N_("Or: {meaning}")).format(meaning=_meaning(other, script))
        yield from flow(text, width=width, first="  ", rest="      ")
    for advice in finding.hints:
        lead = spaced(say(HINT))
        yield from flow(script.advice(advice), width=width, first=lead, rest=" " * width_of(lead))


def _meaning(finding: Finding, script: Script) -> str:
    """Return a finding's code and what it means."""
    code = SystemCode(finding.namespace, finding.code, finding.symbol, finding.kind, finding.platform)
    sentence = sentence_of(finding.kind)
    summary = "" if finding.summary == str(code) else shown(finding.summary)  # the code once is enough
    return script.about(str(code), script.say(sentence) if sentence else summary)


def _complain(sentence: str) -> int:
    print(f"howcome: {sentence}", file=sys.stderr)
    return WRONG_USAGE


# --- codes, hints, schema ---


def _codes_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="+", metavar="QUERY", help=N_("a number, a name or a part of one, or words"))
    parser.add_argument("--json", action="store_true", help=N_("print one JSON document"))


def _codes(options: argparse.Namespace) -> int:
    script: Script = options.script
    found = list(search(" ".join(options.query)))
    if options.json:
        print_json({"document": "codes", "schema_version": "1.0", "codes": [_fields(code) for code in found]})
    for code in () if options.json else found:
        sentence = sentence_of(code.kind)
        print(script.about(str(code), script.say(sentence) if sentence else ""))
    if not found and not options.json:
        print(script.say(N_("No code has this number or name.")), file=sys.stderr)
    return FOUND if found else NOTHING_FOUND


def _hints_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", help=N_("the hint to explain"))
    parser.add_argument("--json", action="store_true", help=N_("print one JSON document"))


def _hints(options: argparse.Namespace) -> int:
    script: Script = options.script
    hint = find_hint(options.id) if options.id else None
    if options.id and hint is None:
        return _complain(_unknown_hint(options.id, script))
    chosen = [hint] if hint else sorted(all_hints(), key=lambda each: each.id)
    if options.json:
        print_json({"document": "hints", "schema_version": "1.0", "hints": [_hint_fields(each) for each in chosen]})
    elif hint:
        print("\n".join(_hint_page(hint, script)))
    else:
        for each in chosen:
            print("\n".join([each.id, *flow(_example(each, script), width=_width(), first="    ", rest="    ")]))
    return FOUND


def _unknown_hint(wanted: str, script: Script) -> str:
    from difflib import get_close_matches

    ids, word = [hint.id for hint in all_hints()], wanted.lower().replace(" ", "-")
    found = [each for each in ids if word in each][:3] or get_close_matches(word, ids, n=3)
    if found:
        return script.say(N_("There is no hint {id}. Did you mean {names}?")).format(id=wanted, names=", ".join(found))
    return script.say(N_("There is no hint {id}. `howcome hints` lists them all.")).format(id=wanted)


def _example(hint: Hint, script: Script) -> str:
    return script.say(hint.plain or hint.text).format_map(examples_for(hint))


def _hint_page(hint: Hint, script: Script) -> Iterator[str]:
    say = script.say
    yield hint.id
    yield ""
    if not hint.certain:
        yield from flow(f"{say(LIKELY)} {_example(hint, script)}", width=_width(), first="  ", rest="  ")
    if hint.seen:
        text = say(hint.seen).format_map(examples_for(hint))
        yield from flow(f"{say(CHECKED)} {text}", width=_width(), first="  ", rest="  ")
    if hint.about:
        yield ""
        yield from flow(say(hint.about), width=_width(), first="  ", rest="  ")
    yield ""
    for name, label in CRITERIA.items():
        if values := getattr(hint, name):
            text = say(label).format(names=", ".join(sorted(values)))
            yield from flow(text, width=_width(), first="  ", rest="    ")
    if hint.premise:
        # TRANSLATORS: {names} lists facts about a machine, such as: hard_links, reparse_points
        text = say(N_("checked by: {names}")).format(names=", ".join(_facts(hint)))
        yield from flow(text, width=_width(), first="  ", rest="    ")
    # TRANSLATORS: Who can do it. {audience} is a word for programs, and stays as it is.
    yield "  " + say(N_("audience: {audience}")).format(audience=hint.audience)
    if hint.action:
        kind = " ".join(part for part in (hint.action.kind, hint.action.value) if part)
        # TRANSLATORS: {kind} is a word for programs, and stays as it is; {label} is what a button says.
        text = say(N_("action: {kind} ({label})"))
        yield f"  {text.format(kind=kind, label=say(hint.action.label))}"


CRITERIA = {
    # TRANSLATORS: What a hint is for. {names} lists names that stay as they are, such as ENOSPC, here and below.
    "symbols": N_("symbols: {names}"),
    "kinds": N_("kinds: {names}"),
    "failures": N_("failures: {names}"),
    "operations": N_("operations: {names}"),
    "artifacts": N_("artifacts: {names}"),
    "platforms": N_("platforms: {names}"),
    "tools": N_("tools: {names}"),
}


def _facts(hint: Hint) -> list[str]:
    return sorted(hint.premise.needs or {"holders"}) if hint.premise else []


def _hint_fields(hint: Hint) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": hint.id, "text": _example(hint, Script(ENGLISH)), "audience": hint.audience}
    if hint.seen:
        fields |= {"seen": hint.seen.format_map(examples_for(hint)), "facts": _facts(hint)}
    if hint.about:
        fields["about"] = hint.about
    if hint.action:
        fields["action"] = _fields(hint.action)
    for name in CRITERIA:
        if values := getattr(hint, name):
            fields[name] = sorted(values)
    return fields


def _schema_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name", nargs="?", default="report", choices=SCHEMAS, metavar="DOCUMENT", help=", ".join(SCHEMAS)
    )
    parser.add_argument("--json", action="store_true", help=N_("print one JSON document"))


def _schema(options: argparse.Namespace) -> int:
    path = Path(__file__).with_name("data") / f"{options.name}.schema.json"
    print(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=2))
    return FOUND


COMMANDS = (
    Command("explain", N_("explain a code, an excerpt, a log or a JSON report"), _explain_arguments, _explain),
    Command("codes", N_("look codes up by number, name or words"), _codes_arguments, _codes),
    Command("hints", N_("list every hint, or explain one"), _hints_arguments, _hints),
    Command("schema", N_("print the JSON Schema of a document"), _schema_arguments, _schema),
)
