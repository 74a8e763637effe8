"""Groups of failures: every chain is kept, hints follow from all of them, and no batch is too large."""

from __future__ import annotations

import asyncio
import copy
import errno
import pickle
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from howcome.errors import (
    BatchError,
    CacheWriteError,
    FetchError,
    HowcomeError,
    IntegrityError,
    Report,
    Reporter,
    UnexpectedError,
    Wheel,
)

REPORTER = Reporter(facts=False)


def fetch(name: str, code: int = errno.ENOSPC) -> None:
    """Fail to fetch a wheel, for a reason that the operating system gives."""
    with FetchError.wrap(Wheel(name, "1")), CacheWriteError.wrap(Wheel(name, "1"), path="/cache"):
        raise OSError(code, "what the system says", f"/cache/{name}")


def failed(name: str, code: int = errno.ENOSPC) -> HowcomeError:
    with pytest.raises(FetchError) as caught:
        fetch(name, code)
    return caught.value


def batch(*names: str) -> BatchError:
    return BatchError("Some packages could not be fetched", [failed(name) for name in names])


def test_a_task_group_serves_as_a_batch() -> None:
    async def one(name: str) -> None:
        await asyncio.sleep(0)
        fetch(name)

    async def every() -> None:
        async with asyncio.TaskGroup() as group:
            for name in ("black", "ruff"):
                group.create_task(one(name))

    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(every())
    report = REPORTER.report(caught.value)

    assert [member.artifact and member.artifact.name for member in report.related] == ["black", "ruff"]
    assert [len(member.causes) for member in report.related] == [2, 2]
    assert report.root is not None
    assert report.root.symbol == "ENOSPC"
    assert [hint.helps for hint in report.hints if hint.action and hint.action.kind == "free-space"] == [
        ("wheel black==1", "wheel ruff==1")
    ]


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_the_failures_of_a_pool_come_with_their_chains(kind: str) -> None:
    pool = ThreadPoolExecutor(2) if kind == "threads" else ProcessPoolExecutor(2, mp_context=get_context("fork"))
    with pool:
        jobs = [pool.submit(fetch, name) for name in ("black", "ruff", "mypy")]
        errors = [error for job in jobs if isinstance(error := job.exception(), HowcomeError)]

    report = REPORTER.report(BatchError("Some failed", errors))

    for member in report.related:
        assert [cause.code for cause in member.causes[:2]] == ["cache-write-failed", None]
        assert member.causes[1].system is not None
        assert member.causes[1].system.symbol == "ENOSPC"


def test_except_star_takes_a_batch_apart() -> None:
    taken: list[str] = []

    def take() -> None:
        try:
            raise BatchError("Some failed", [failed("black"), IntegrityError(artifact=Wheel("ruff")), failed("mypy")])
        except* FetchError as group:
            taken.extend(str(error.artifact) for error in group.exceptions if isinstance(error, FetchError))

    with pytest.raises(BatchError) as caught:
        take()

    assert taken == ["wheel black==1", "wheel mypy==1"]
    assert [type(error) for error in caught.value.exceptions] == [IntegrityError]


def test_parts_of_a_batch_keep_its_fields_notes_and_cause() -> None:
    whole = BatchError("Some failed", [failed("black"), IntegrityError()], url="https://index.example/")
    whole.add_note("in the night")
    whole.__cause__ = TimeoutError("late")

    part = whole.subgroup(FetchError)
    matched, rest = whole.split(IntegrityError)

    for each in (part, matched, rest):
        assert isinstance(each, BatchError)
        assert (each.message, each.url, each.__notes__) == ("Some failed", "https://index.example/", ["in the night"])
        assert each.__cause__ is whole.__cause__
    assert whole.subgroup(LookupError) is None


class SyncError(BatchError):
    """A batch of a front end's own."""

    code = "acme-sync-failed"


@pytest.mark.parametrize("travel", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_a_batch_of_ones_own_travels_and_is_taken_apart_with_its_fields(
    travel: Callable[[object], object],
) -> None:
    whole = SyncError("Some failed", [failed("black"), BatchError("Inner", [failed("ruff")])], url="https://acme/")

    back = travel(whole)

    assert isinstance(back, SyncError)
    assert back.url == "https://acme/"
    assert str(back) == "Some failed"
    inner = back.exceptions[1]
    assert isinstance(inner, BatchError)
    (member,) = inner.exceptions
    assert isinstance(member, FetchError)
    assert member.system is not None
    assert member.system.symbol == "ENOSPC"
    part = back.subgroup(FetchError)
    assert isinstance(part, SyncError)
    assert part.url == "https://acme/"


def test_a_batch_shows_its_members_and_no_secret() -> None:
    shown = repr(BatchError("password=hunter2", [FetchError(url="https://a:hunter2@h/")]))

    assert "FetchError" in shown
    assert "hunter2" not in shown


def test_a_stranger_in_a_batch_keeps_its_own_chain() -> None:
    stranger = ValueError("who")
    stranger.__cause__ = OSError(errno.EACCES, "no", "/x")

    (member,) = REPORTER.report(BatchError("m", [stranger])).related

    assert member.code == UnexpectedError.code
    assert [cause.type for cause in member.causes] == ["ValueError", "PermissionError"]


def test_groups_in_groups_are_kept_to_any_useful_depth() -> None:
    group: Exception = failed("black")
    for number in range(50):
        group = ExceptionGroup(f"level {number}", [group])

    report = REPORTER.report(group)
    depth, inner = 0, report
    while inner.related:
        depth, inner = depth + 1, inner.related[0]  # type: ignore[assignment]

    assert depth == 10
    assert Report.from_json(report.to_json()).to_json() == report.to_json()


def test_a_hint_follows_from_whichever_member_it_helps() -> None:
    errors = [failed(f"p{number}", errno.ECONNRESET) for number in range(500)]

    report = REPORTER.report(BatchError("m", [*errors, failed("big", errno.ENOSPC)]))

    space = [hint for hint in report.hints if hint.action and hint.action.kind == "free-space"]
    assert [hint.helps for hint in space] == [("wheel big==1",)]


def test_what_is_not_shown_is_counted_however_many_failed() -> None:
    report = REPORTER.report(batch(*(f"p{number}" for number in range(250))))

    assert "And 240 more." in report.render()
    assert "And 240 more." in Report.from_json(report.to_json()).render()
    assert "And 240 more." in Report.from_json(report.to_json(limit=8000)).render()
    assert len(report.related) == 100


def test_ten_thousand_failures_take_little_longer_than_a_hundred() -> None:
    def seconds(count: int) -> float:
        error = BatchError("m", [failed("black")] * count)
        start = time.perf_counter()
        REPORTER.report(error).to_json()
        return time.perf_counter() - start

    seconds(100)
    assert min(seconds(10_000) for _ in range(3)) < 10 * min(seconds(100) for _ in range(3))
