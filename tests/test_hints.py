"""Each hint: its row is sound, and it is checked, likely or silent as facts confirm, leave open or contradict it."""

from __future__ import annotations

import itertools
import re
from types import SimpleNamespace

import attrs
import pytest
from howcome.errors.advice import advise, all_hints, facts_wanted, placeholders_of
from howcome.errors.codes import SystemCode
from howcome.errors.facts import MACHINE_FACTS, PLACE_FACTS, Facts, Place
from howcome.errors.hints import ACTION_KINDS, AUDIENCES, EXAMPLES, Advice, Hint, Situation, examples_for, placeholders
from howcome.errors.holders import Holder
from howcome.errors.kinds import ErrorKind, classify, identify
from howcome.errors.premises import All, AnyOf, Held, Test

HINTS = all_hints()
OPERATIONS = set(
    "resolve fetch read write create rename delete copy symlink junction hardlink clone lock mkdir extract exec connect"
    " load-library build verify install uninstall unknown".split()
)
PLACES = (
    "/work/x.exe",
    "/work/x",
    "/var/tmp/x",
    "/mnt/c/work/x",
    "/Users/me/Documents/x",
    "/usr/lib/python3/dist-packages/x",
    "C:/Users/me/AppData/Local/Temp/x.whl",
    "C:/Program Files/acme/x",
    "C:/venv/Scripts/python.exe",
    "C:/" + "x" * 250,
    "C:/venv/x.pyd",
    "//./pipe/x",
)
WORDS = (
    "nothing",
    "no module named _ssl",
    "git-lfs is missing",
    "detected dubious ownership",
    "could not read username",
    "couldn't find remote ref",
    "unable to create file x: filename too long",
    "fatal error c1083",
    "tunnel connection failed",
    "bash: ./x.py: permission denied",
    "killed",
    "externally-managed-environment",
)
HOLDER = Holder(name="code.exe", pid=4242)
OURSELVES = Holder(name="howcome", pid=4243, own=True)


def system_for(hint: Hint, platform: str | None) -> SystemCode | None:
    for symbol in sorted(hint.symbols):
        namespace, _, number = symbol.partition(":")
        if number:
            return classify(SystemCode(namespace, int(number)))
        windows = symbol.startswith(("ERROR_", "WSA"))
        if platform is None or windows == (platform == "windows"):
            return identify("win32" if windows else "errno", symbol=symbol, platform=platform)
    if hint.symbols and platform == "windows":  # as programs report it that have Unix's names on Windows
        return identify("errno", symbol=min(hint.symbols), platform=platform)
    kind = min(hint.kinds, default=None)
    return SystemCode("errno", 1, "X", kind, platform) if kind else None


def situation_for(hint: Hint) -> Situation:
    """Return a situation that the row is for."""
    platform = min(hint.platforms, default=None)
    path = next(each for each in PLACES if hint.path is None or hint.path.search(each.lower()))
    return Situation(
        system=system_for(hint, platform),
        code=min(hint.failures, default=None),
        operation=min(hint.operations, default=None),
        platform=platform,
        tool=min(hint.tools, default=None),
        text=next(each for each in WORDS if hint.words is None or hint.words.search(each)),
        url="https://index.example/simple/",
        paths=(path, path),
    )


def settle(condition: object, wanted: bool) -> dict[str, object]:
    """Return the facts that make *condition* hold, or fail."""
    match condition:
        case Test(how="is", value=tuple() as values):
            return {condition.fact: values[0] if wanted else "other"}
        case Test(how="is", value=bool() as value):
            return {condition.fact: value is wanted}
        case Test(how="is", value=value):
            return {condition.fact: value if wanted else "other"}
        case Test(how="below", value=value):
            return {condition.fact: value - 1 if wanted else value}
        case Test(how="least", value=value):
            return {condition.fact: value if wanted else value - 1}
        case Test():
            return {condition.fact: EXAMPLES.get(condition.fact, False)} if wanted else {}
        case All() | AnyOf():
            return {name: value for part in condition.parts for name, value in settle(part, wanted).items()}
    return {}


def parts(condition: object) -> list[object]:
    return [part for each in condition.parts for part in parts(each)] if hasattr(condition, "parts") else [condition]


def facts_from(found: dict[str, object], situation: Situation) -> Facts:
    beside = {"volume", "file_system", "owner", "mode", "free_bytes", "name_limit"}  # what sentences name besides
    local = {name: EXAMPLES[name] for name in beside} | {n: v for n, v in found.items() if n in PLACE_FACTS}
    places = tuple(Place(path=path, **local) for path in dict.fromkeys(situation.paths))
    machine = {name: EXAMPLES[name] for name in ("proxy_variable", "long_path_switches", "clock")}
    return Facts(places=places, **machine | {name: value for name, value in found.items() if name in MACHINE_FACTS})


def advice_on(hint: Hint, facts: Facts | None, holders: tuple[Holder, ...] = ()) -> Advice | None:
    """Return what *hint* alone says; which hints stand together is the matter of other tests."""
    alone = attrs.evolve(hint, general=False)
    situation = attrs.evolve(situation_for(hint), holders=holders)
    return next((each for each in advise(situation, facts, [alone], most=None) if each.id == hint.id), None)


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: hint.id)
def test_a_row_is_sound(hint: Hint) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", hint.id)
    assert hint.audience in AUDIENCES
    assert hint.action is None or (hint.action.kind in ACTION_KINDS and hint.action.label)
    assert hint.kinds <= {kind.value for kind in ErrorKind}
    assert hint.operations <= OPERATIONS
    assert hint.platforms <= {"windows", "linux", "macos"}
    assert placeholders_of(hint) <= EXAMPLES.keys()
    assert hint.about
    assert all(sentence.rstrip("`)").endswith((".", "?")) for sentence in hint.sentences)
    assert hint.symbols or hint.kinds or hint.failures or hint.words


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: hint.id)
def test_every_symbol_of_a_row_exists(hint: Hint) -> None:
    unknown = {
        symbol
        for symbol in hint.symbols
        if ":" not in symbol
        and not any(
            identify(space, symbol=symbol).code is not None
            for space in ("win32", "errno", "ntstatus", "hresult", "curl")
        )
        and not any(identify("errno", symbol=symbol, platform=name).code for name in ("macos", "linux"))
        and identify("tls", symbol=symbol).kind is None
        and symbol != "ENOTSUPP"
    }

    assert unknown == set()


def test_ids_are_unique() -> None:
    assert len({hint.id for hint in HINTS}) == len(HINTS)


def test_every_kind_has_a_hint() -> None:
    assert {kind.value for kind in ErrorKind} <= set(itertools.chain.from_iterable(hint.kinds for hint in HINTS))


PREMISED = [hint for hint in HINTS if hint.premise]
each_premised = pytest.mark.parametrize("hint", PREMISED, ids=lambda hint: hint.id)


@each_premised
def test_confirmed_facts_make_it_checked_and_it_says_what_was_seen(hint: Hint) -> None:
    holders = (OURSELVES if hint.premise.own else HOLDER,) if isinstance(hint.premise, Held) else ()

    advice = advice_on(hint, facts_from(settle(hint.premise, True), situation_for(hint)), holders)

    assert advice is not None
    assert advice.confidence == "checked"
    assert hint.seen is not None
    assert advice.text == hint.seen.format_map(advice.values)
    assert all(advice.values[name] for name in placeholders(hint.seen))


@each_premised
def test_contradicting_facts_silence_it(hint: Hint) -> None:
    against = settle(hint.premise, False)
    known_or_not = all(getattr(part, "how", None) == "known" for part in parts(hint.premise))

    if against:
        assert advice_on(hint, facts_from(against, situation_for(hint))) is None
    else:
        assert known_or_not or isinstance(hint.premise, Held), "a fact that is only known or not contradicts nothing"


@pytest.mark.parametrize("hint", [hint for hint in HINTS if hint.platforms and "windows" not in hint.platforms])
def test_the_example_of_a_hint_that_is_not_for_windows_has_no_drive(hint: Hint) -> None:
    said = [text.format_map(examples_for(hint)) for text in (hint.plain or hint.text, hint.seen) if text]

    assert not [text for text in said if re.search(r"\b[CD]:|\.exe\b", text)]


@pytest.mark.parametrize("hint", [hint for hint in HINTS if hint.unless], ids=lambda hint: hint.id)
def test_what_makes_it_pointless_silences_it(hint: Hint) -> None:
    for part in parts(hint.unless) if isinstance(hint.unless, AnyOf) else [hint.unless]:
        holders = (HOLDER,) if isinstance(part, Held) else ()
        found = settle(hint.unless if isinstance(hint.unless, All) else part, True)
        assert advice_on(hint, facts_from(found, situation_for(hint)), holders) is None


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: hint.id)
def test_without_facts_it_is_likely_or_not_shown(hint: Hint) -> None:
    advice = advice_on(hint, None)

    if hint.certain:
        assert advice is None
    else:
        assert advice is not None
        assert advice.confidence == "likely"
        assert "{" not in advice.text


@pytest.mark.parametrize("hint", [hint for hint in HINTS if not hint.premise], ids=lambda hint: hint.id)
def test_of_what_no_fact_can_tell_nothing_is_said_to_be_seen(hint: Hint) -> None:
    assert hint.seen is None
    assert not hint.certain


@each_premised
def test_what_it_asks_for_is_known_to_be_wanted(hint: Hint) -> None:
    assert hint.premise.needs <= facts_wanted(situation_for(hint))


@pytest.mark.parametrize("kind", [kind.value for kind in ErrorKind])
def test_no_fact_leaves_a_kind_without_any_hint(kind: str) -> None:
    system = SystemCode("errno", None, "X", kind)
    conditions = [each for hint in HINTS if kind in hint.kinds for each in (hint.premise, hint.unless) if each]
    for condition, wanted in itertools.product(conditions, (True, False)):
        situation = Situation(system=system, paths=("/work/x",), holders=(HOLDER,) if wanted else ())
        assert advise(situation, facts_from(settle(condition, wanted), situation)), (condition, wanted)


def test_no_hint_lowers_security() -> None:
    forbidden = re.compile(r"sudo pip|trusted-host|turn off|disable (the )?(anti|virus|firewall)|chmod 777|--insecure")

    assert [hint.id for hint in HINTS if any(map(forbidden.search, hint.sentences))] == []


def test_the_memory_card_is_told_first_and_developer_mode_not_at_all() -> None:
    facts = Facts(
        platform="windows",
        elevated=False,
        developer_mode=False,
        places=(Place(path="D:\\cache", volume="D:", file_system="exFAT", hard_links=False, reparse_points=False),),
    )
    paths = ("D:\\cache\\archive\\x1", "D:\\cache\\wheels\\mypy-extensions")
    tried = tuple(
        SimpleNamespace(mode=mode, operation=mode, system=identify("win32", code), paths=(), text=None)
        for mode, code in (("junction", 1), ("symlink", 1314))
    )

    found = advise(Situation(code="link-failed", operation="create", paths=paths, attempts=tried), facts)

    assert [(advice.id, advice.confidence) for advice in found] == [("volume-without-links", "checked")]
    assert found[0].values == {"volume": "D:", "file_system": "exFAT"}
    assert found[0].text == (
        "D: is exFAT, which has no links of any kind. Put the cache on an NTFS drive, or allow link mode `copy`."
    )


@pytest.mark.parametrize("code", [1, 50, 17, 1314, 1142])
@pytest.mark.parametrize("mode", ["junction", "symlink", "hardlink", "clone"])
def test_where_it_was_linked_after_all_no_other_mode_is_advised(code: int, mode: str) -> None:
    tried = (SimpleNamespace(mode=mode, operation=mode, system=identify("win32", code), paths=(), text=None),)
    situation = Situation(code="link-fallback", operation="create", paths=("D:\\a", "D:\\b"), attempts=tried)

    for facts in (None, Facts(platform="windows", developer_mode=False, elevated=False, same_volume=False)):
        for advice in advise(situation, facts):
            assert "link mode" not in advice.text
            assert advice.action is None or advice.action.kind != "set-link-mode"
    assert any(
        advice.action is not None and advice.action.kind == "set-link-mode"
        for advice in advise(attrs.evolve(situation, code="link-failed"))
    )


def test_after_a_fallback_a_memory_card_is_named() -> None:
    place = Place(path="D:\\b", volume="D:", file_system="exFAT", hard_links=False, reparse_points=False)
    tried = (SimpleNamespace(mode="hardlink", operation="hardlink", system=identify("win32", 1), paths=(), text=None),)
    situation = Situation(code="link-fallback", paths=("D:\\a", "D:\\b"), attempts=tried)

    (found,) = advise(situation, Facts(platform="windows", places=(place,)))

    assert (found.id, found.confidence) == ("fallback-without-links", "checked")
    assert found.text == (
        "D: is exFAT, which has no links of any kind. "
        "Put the cache and the environment on a volume that has links for the preferred way to work."
    )


def test_1314_alone_mentions_junctions() -> None:
    (advice,) = advise(Situation(system=identify("win32", 1314)))

    assert "junction" in advice.text


def test_an_embedders_hint_that_raises_costs_itself_only() -> None:
    class Broken:
        needs = frozenset({"wsl"})

        def judge(self, *_: object) -> None:
            raise RuntimeError("broken")

    broken = Hint(id="broken", text="x.", kinds="disk-full", premise=Broken())
    mine = Hint(id="mine", text="Call us.", symbols="ENOSPC")

    found = advise(Situation(system=identify("errno", symbol="ENOSPC")), None, [broken, object(), mine])

    assert [advice.id for advice in found] == ["mine", "disk-full"]
