"""What a brief is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from verbale.records.reading import Source

Standing = Literal["overdue", "silent", "open", "done", "none"]
"""How an undertaking stands; `none` is what binds nobody, such as a proposal."""


@dataclass(frozen=True, slots=True)
class Side:
    """A state (by code), a person (by id) or an organisation of several states (by name)."""

    id: str
    name: str
    kind: Literal["state", "person", "body"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source, with where they come from."""

    text: str
    language: str
    source: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Encounter:
    """A meeting of the two sides: its title, its participants by side and how many accounts tell of it.

    Attributes:
        status: `held`, `announced`, `postponed`, `cancelled` or `recalled`.
    """

    id: str
    title: str
    participants: tuple[tuple[str, tuple[str, ...]], ...]
    accounts: int
    status: str


@dataclass(frozen=True, slots=True)
class Promise:
    """An undertaking with its status.

    Attributes:
        meeting: when it was made.
        named: when its thread was named last; the same as `meeting` when it stands alone.
        status: the last event of its thread with its date, or that it is overdue or silent; empty when it stands alone.
        standing: how it stands.
    """

    label: str
    by: str
    strength: str
    meeting: str
    named: str
    deadline: str | None
    status: str
    standing: Standing
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A target, or a value reported as reached."""

    indicator: str
    amount: str
    by: str | None
    status: str
    meeting: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A thread with its events in order, in words."""

    label: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with an office in which nobody was seen later.

    Attributes:
        earlier: who was seen in it before.
    """

    name: str
    office: str
    country: str
    seen: str
    earlier: str


@dataclass(frozen=True, slots=True)
class Format:
    """A standing format of both sides: its last session, those that no account tells of, when the next is due."""

    name: str
    last: str
    missing: str
    next_due: str | None


@dataclass(frozen=True, slots=True)
class Differing:
    """Where accounts of a meeting that say the same differ, or what those of one side alone say.

    Attributes:
        what: `figure: 5 billion USD / 10 billion USD`, or `only in accounts of Vietnam`.
        label: of the undertaking, where it is one.
    """

    meeting: str
    what: str
    label: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole brief, ready to be put in order.

    Attributes:
        outstanding: what binds somebody and is not done, once for each thread, what is overdue first.
        done: what is reported done, once for each thread.
        formats: standing formats of both sides.
        announced: meetings that were announced or postponed and of which nothing was read since.
        agreements: named agreements of both sides that were signed, with the day.
        unread: sides of which no account was read, as far as accounts tell whose they are.
    """

    title: str
    first: str | None
    last: str | None
    meetings: tuple[Encounter, ...]
    undertakings: tuple[tuple[str, tuple[Promise, ...]], ...]
    outstanding: tuple[Promise, ...]
    done: tuple[Promise, ...]
    targets: tuple[Figure, ...]
    threads: tuple[History, ...]
    holders: tuple[Holder, ...]
    formats: tuple[Format, ...]
    announced: tuple[Encounter, ...]
    agreements: tuple[tuple[str, str], ...]
    differing: tuple[Differing, ...]
    unread: tuple[str, ...]
    sources: tuple[Source, ...]
