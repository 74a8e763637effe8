"""What an embedder writes, for mypy to check: hints, conditions and error types of its own. It also runs, as a test."""

from __future__ import annotations

from typing import ClassVar

from howcome.errors import FetchError, Hint, HowcomeError, Report, Reporter
from howcome.errors.facts import Facts
from howcome.errors.hints import Action
from howcome.errors.premises import Condition, Outcome, Subject, Verdict, machine, place


class MirrorError(FetchError):
    """The company's mirror has failed."""

    code: ClassVar[str] = "acme-mirror-failed"
    exit_code: ClassVar[int] = 7


class AtNight:
    """A condition of the embedder's own: any object with these two members will do."""

    @property
    def needs(self) -> frozenset[str]:
        """Return the facts that it asks for."""
        return frozenset({"clock"})

    def judge(self, subject: Subject, facts: Facts) -> Outcome:
        """Return what the facts say."""
        return (
            Outcome(Verdict.CONFIRMED, {"clock": facts.clock}) if facts.clock and subject else Outcome(Verdict.UNKNOWN)
        )


AT_NIGHT: Condition = AtNight()
HINTS: list[Hint] = [
    Hint(
        id="acme-cache-full",
        text="Run `acme clean`.",
        seen="{volume} has {free_bytes} left. Run `acme clean`.",
        kinds="disk-full",
        operations=["write", "extract"],
        premise=place("free_bytes", 1_000_000_000, how="below"),
        unless=machine("wine"),
        action=Action("acme-clean", label="Clean up"),
    ),
    Hint(
        id="acme-mirror-down", text="Ask in #mirror.", failures="acme-mirror-failed", premise=AT_NIGHT, audience="user"
    ),
]
ERRORS: list[type[HowcomeError]] = [MirrorError]


def reporter() -> Reporter:
    """Return a Reporter that knows them."""
    return Reporter(tool=("acme", "1.0"), hints=HINTS, errors=ERRORS, docs_url="https://docs.example")


def of(error: BaseException) -> Report:
    """Return its report of *error*."""
    return reporter().report(error)
