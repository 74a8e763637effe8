# ruff: noqa: E501, RUF001 -- lists of words are easier to read in few lines; texts hold quotes of many kinds
"""Find what is nearly what systems say: a word more or less, another order, another hand's translation.

Asked only where nothing exact stands in a text, and only of lines that speak of failure. A clause is nearly a message
if it has the words that carry the message's meaning and hardly others, and denies what the message denies.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from .letters import WITHOUT_BLANKS
from .wording import INSERT, Message, Wording, shipped

__all__ = ["find_near"]

_FEWEST, _MOST = 5, 40  # words of a clause
_LONGEST = 600  # characters of a line
_TELLS = 4  # letters of a word by which messages are looked up
_LINES = 30  # lines of failure that are read
_LONG = 6  # words that carry a meaning: of so many, one may be another
_OVERLAP = 0.7
_FAILURE = re.compile(
    r"error|exception|fail|fatal|cannot|could ?n[o']t|unable|fehler|erreur|échec|errore|erro\b|fout|fel\b|feil|virhe|błąd|chyb|hiba|hata|ошибк|помилк|исключени|:\s",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?<!\w)'[^'\n]{1,300}'(?!\w)|\"[^\"\n]{1,300}\"|[«„“‘][^\n»“”’]{1,300}[»“”’]|`[^`\n]{1,300}`|\b[A-Za-z]:\\[^\s:;,)\"']{1,300}|(?<!\w)/[^\s:;,)\"']{2,300}"
)
_CLAUSE = re.compile(r"[^:;(){}\[\]<>|=\n.!?]+")
_WORD = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"(?:ing|ed|es|s|d|e)$")
# Words that do not carry a meaning of their own, and what denies.
_DENIES = frozenset(
    "no not cannot cant t never unable nicht kein keine keinen ne pas aucun aucune non nessuno não nao nenhum niet geen nie brak žádný není nelze nem nincs inte ingen ikke ei не нет нельзя нет немає değil yok".split()
)
_LITTLE = _DENIES | frozenset(
    "a an the this that which it its is are was were be been being by of to in on at for from with as or and nor because since so there has have had do does did can could may will would shall should than then now some any other"
    " der die das den dem des ein eine einen einem einer es ist sind war wird wurde werden kann konnte können von vom zu zum zur im in am auf an für mit und oder da weil so steht stehen verfügung vorhanden"
    " le la les l un une des du de d à au aux il elle est sont été être a ont peut pu par pour sur dans en et ou car ce cet cette qui que se n"
    " el los las uno unos del al se ha han sido es está son puede pudo por para con que y o e su lo"
    " il lo gli i uno della del dello dei da dal di è sono stato stata può potuto per con che si ed nel nella alla al"
    " os as um uma do da dos das no na ao foi é são está pode pôde por com que ou"
    " de het een van door is zijn was kan kon worden wordt om te met op in dat er".split()
)  # fmt: skip


class _Near(NamedTuple):
    message: Message
    words: frozenset[str]
    telling: frozenset[str]
    denies: bool


def find_near(text: str) -> list[Wording]:
    """Return what a text nearly says, one message for each clause."""
    found: list[Wording] = []
    marked = 0
    place = 0
    for line in text.split("\n"):
        if len(line) <= _LONGEST and marked < _LINES and _FAILURE.search(line):
            marked += 1
            bare = _ASIDE.sub(lambda aside: " " * len(aside[0]), line)
            for clause in _CLAUSE.finditer(bare):
                message = _nearest(clause[0])
                if message:
                    start = clause.start() + len(clause[0]) - len(clause[0].lstrip())
                    end = clause.start() + len(clause[0].rstrip())
                    found.append(Wording(message, place + start, place + end, whole=False))
        place += len(line) + 1
    return found


def _nearest(clause: str) -> Message | None:
    said = [word.casefold() for word in _WORD.findall(clause)]
    if not _FEWEST <= len(said) <= _MOST:
        return None
    words = frozenset(map(_stem, said))
    telling = frozenset(_stem(word) for word in said if word not in _LITTLE)
    denies = not _DENIES.isdisjoint(said)
    best, least = None, 99
    shared = Counter(place for word in telling if len(word) >= _TELLS for place in _with(word))
    for near in (_known(place) for place, count in shared.items() if count > 1):
        if near is None:
            continue
        missing, more = near.telling - words, telling - near.words
        apart = len(missing) + len(more)
        allowed = len(near.telling) >= _LONG
        if (
            apart < least
            and near.denies == denies
            and len(missing) <= allowed
            and len(more) <= (0 if len(near.telling) < 3 else 1)  # noqa: PLR2004
            and len(near.words & words) >= _OVERLAP * len(near.words)
        ):
            best, least = near.message, apart
    return best


def _stem(word: str) -> str:
    return _ENDING.sub("", word)[:7] or word


@cache
def _together() -> tuple[str, list[int]]:
    """Return all that systems say in one text, and where each message ends."""
    texts = [message.text.replace("\n", " ") for message in shipped()]
    return "\n".join(texts).casefold(), list(accumulate(len(text.casefold()) + 1 for text in texts))


@lru_cache(1024)
def _with(stem: str) -> tuple[int, ...]:
    """Return which messages have a word, or a longer one."""
    text, ends = _together()
    found: list[int] = []
    place = text.find(stem)
    while place >= 0:
        found.append(bisect_right(ends, place))
        place = text.find(stem, ends[found[-1]])
    return tuple(found)


@lru_cache(4096)
def _known(place: int) -> _Near | None:
    """Return what a message means, if it has words enough to be told when some differ."""
    message = shipped()[place]
    if message.text[:1] >= WITHOUT_BLANKS or message.namespace not in ("win32", "errno"):
        return None
    said = [word.casefold() for word in _WORD.findall(INSERT.sub(" ", message.text))]
    telling = frozenset(_stem(word) for word in said if word not in _LITTLE)
    if not _FEWEST <= len(said) <= _MOST or len(telling) < 2:  # noqa: PLR2004
        return None
    return _Near(message, frozenset(map(_stem, said)), telling, not _DENIES.isdisjoint(said))
