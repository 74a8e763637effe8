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
from howcome.errors.hints import ACTION_KINDS, AUDIENCES, EXAMPLES, Hint, Situation
from howcome.errors.kinds import ErrorKind, classify, identify
from howcome.errors.premises import All, AnyOf, Held, Test

HINTS = all_hints()
OPERATIONS = set(
    "resolve fetch read write create rename delete copy symlink junction hardlink clone lock mkdir extract exec connect"
    " load-library build verify install uninstall".split()
)
PATHS = ("/mnt/c/Users/me/Documents/site-packages/a.exe", "C:/Program Files/" + "x" * 250 + "/site-packages/b.dll")
WORDS = "connect; no module named _ssl; git-lfs; dubious ownership"


def system_for(hint: Hint, platform: str | None) -> SystemCode | None:
    for symbol in sorted(hint.symbols):
        namespace, _, number = symbol.partition(":")
        if number:
            return classify(SystemCode(namespace, int(number)))
        windows = symbol.startswith(("ERROR_", "WSA"))
        if platform is None or windows == (platform == "windows"):
            return identify("win32" if windows else "errno", symbol=symbol, platform=platform)
    kind = min(hint.kinds, default=None)
    return SystemCode("errno", 1, "X", kind, platform) if kind else None


def situation_for(hint: Hint) -> Situation:
    platform = min(hint.platforms, default=None)
    path = "/users/me/documents/x" if hint.id == "macos-privacy" else None
    if hint.id == "missing-because-long":
        path = "C:/" + "x" * 250
    return Situation(
        system=system_for(hint, platform),
        code=min(hint.failures, default=None),
        operation=min(hint.operations, default=None),
        platform=platform,
        tool=min(hint.tools, default=None),
        text=WORDS,
        paths=(path, path) if path else PATHS,
        holders=("code.exe (PID 4242)",) if isinstance(hint.premise, Held) else (),
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
            return {condition.fact: EXAMPLES[condition.fact]} if wanted else {}
        case All() | AnyOf():
            return {name: value for part in condition.parts for name, value in settle(part, wanted).items()}
    return {}


def facts_from(found: dict[str, object], situation: Situation) -> Facts:
    examples = {name: EXAMPLES[name] for name in EXAMPLES}
    local = {name: value for name, value in found.items() if name in PLACE_FACTS}
    local = {
        **{n: v for n, v in examples.items() if n in {"volume", "file_system", "owner", "mode", "free_bytes"}},
        **local,
    }
    places = tuple(Place(path=path, **local) for path in dict.fromkeys(situation.paths))
    return Facts(places=places, **{name: value for name, value in found.items() if name in MACHINE_FACTS})


def advice_on(hint: Hint, facts: Facts | None) -> object:
    found = advise(situation_for(hint), facts, [], most=None)
    mine = next((advice for advice in found if advice.id == hint.id), None)
    if mine is None and hint.general:  # another hint, more special, is in front of it
        lone = attrs.evolve(hint, general=False)
        return next((a for a in advise(situation_for(hint), facts, [lone], most=None) if a.id == hint.id), None)
    return mine


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


@pytest.mark.parametrize("hint", [hint for hint in HINTS if hint.premise], ids=lambda hint: hint.id)
def test_confirmed_facts_make_it_checked(hint: Hint) -> None:
    situation = situation_for(hint)

    advice = advice_on(hint, facts_from(settle(hint.premise, True), situation))

    assert advice is not None
    assert advice.confidence == "checked"
    assert "{" not in advice.text


@pytest.mark.parametrize("hint", [h for h in HINTS if h.premise and settle(h.premise, False)], ids=lambda hint: hint.id)
def test_contradicting_facts_silence_it(hint: Hint) -> None:
    assert advice_on(hint, facts_from(settle(hint.premise, False), situation_for(hint))) is None


@pytest.mark.parametrize("hint", [hint for hint in HINTS if hint.unless], ids=lambda hint: hint.id)
def test_what_makes_it_pointless_silences_it(hint: Hint) -> None:
    assert advice_on(hint, facts_from(settle(hint.unless, True), situation_for(hint))) is None


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: hint.id)
def test_without_facts_it_is_likely(hint: Hint) -> None:
    advice = advice_on(hint, None)

    if isinstance(hint.premise, Held):
        assert advice.confidence == "checked"
    elif hint.certain:
        assert advice is None
    else:
        assert advice is not None
        assert advice.confidence == "likely"
        assert "{" not in advice.text


@pytest.mark.parametrize("hint", [hint for hint in HINTS if hint.premise], ids=lambda hint: hint.id)
def test_what_it_asks_for_is_known_to_be_wanted(hint: Hint) -> None:
    assert hint.premise.needs <= facts_wanted(situation_for(hint))


@pytest.mark.parametrize("kind", [kind.value for kind in ErrorKind])
def test_no_fact_leaves_a_kind_without_any_hint(kind: str) -> None:
    plain = [hint for hint in HINTS if kind in hint.kinds and not (hint.unless or hint.operations or hint.path)]

    assert any(not h.certain and (h.premise is None or getattr(h.premise, "how", "") == "known") for h in plain)


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
