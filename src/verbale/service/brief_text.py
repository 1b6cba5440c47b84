"""A brief as a row of plain blocks, in the order in which a secretariat reads it; `brief_forms` writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from verbale.service import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from verbale.records.reading import Source
    from verbale.service.brief_parts import Brief, Encounter, Figure, Promise, Quote

NOTHING = "None that the record holds."
_STANDING = {"overdue": "Overdue", "silent": "Silent", "open": "Outstanding"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a part of the brief."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A point of a list: what it is, what is told of it, points under it, and words that it rests on."""

    strong: str
    soft: str = ""
    under: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | Entry | Table


def blocks(brief: Brief) -> Iterator[Block]:
    """Yield what comes first to the table first: what is next, what is due, what differs, then all in full."""
    yield Paragraph(summary(brief))
    yield from _glance(brief)
    yield from _next(brief)
    yield from _follow_up(brief)
    yield from _differing(brief)
    yield from _offices(brief)
    yield from _undertakings(brief)
    yield from _figures(brief)
    yield from _rest(brief)


def summary(brief: Brief) -> str:
    """What the brief rests on, in one line."""
    counted = [
        wording.plural(len(brief.meetings), "meeting"),
        wording.plural(sum(len(items) for _, items in brief.undertakings), "undertaking"),
        f"{len(brief.outstanding)} outstanding",
        wording.plural(len(brief.sources), "source"),
    ]
    when = f", {wording.span(brief.first, brief.last)}" if brief.first else ""
    return f"{', '.join(counted)}{when}. From public coverage, as Verbale read it."


def said(quote: Quote) -> str:
    """Where a quote stands."""
    return ", ".join(filter(None, [quote.source, quote.language, wording.day(quote.published)]))


def _glance(brief: Brief) -> Iterator[Block]:
    if not brief.meetings:
        return
    yield Heading("At a glance")
    held = [meeting for meeting in brief.meetings if meeting.status == "held"]
    if held:
        yield Entry("Met last", held[-1].title)
    for standing, word in _STANDING.items():
        items = [promise for promise in brief.outstanding if promise.standing == standing]
        if items:
            yield Entry(word, f"{len(items)}")
    if brief.done:
        yield Entry("Reported done", f"{len(brief.done)}")
    if brief.differing:
        yield Entry("Accounts differ", wording.plural(len(brief.differing), "time"))
    if brief.unread:
        yield Entry("No account read of", " and ".join(brief.unread))


def _next(brief: Brief) -> Iterator[Block]:
    """What is to come: announced meetings, and standing formats with their sessions."""
    if brief.announced:
        yield Heading("To come")
        for meeting in brief.announced:
            yield Entry(meeting.title, meeting.status)
    if brief.formats:
        yield Heading("Standing formats")
        head = ("Format", "Last session", "Sessions that no account tells of", "Next due by its habit")
        rows = [
            (f.name, f.last or "not told", f.missing, wording.day(f.next_due) if f.next_due else "")
            for f in brief.formats
        ]
        yield Table(head, tuple(rows))


def _follow_up(brief: Brief) -> Iterator[Block]:
    """One row a thread: what is overdue, what nobody names any more, what else is outstanding, what is done."""
    yield Heading("Follow-up")
    for standing, word in _STANDING.items():
        items = [promise for promise in brief.outstanding if promise.standing == standing]
        if items:
            yield Heading(word, 2)
            yield _matrix(items)
    if not brief.outstanding:
        yield Paragraph("Nothing outstanding that the record holds.")
    if brief.done:
        yield Heading("Reported done", 2)
        yield _matrix(brief.done)


def _matrix(promises: Sequence[Promise]) -> Table:
    """One row a promise; those that say the same are one row that tells how many they are."""
    rows: dict[tuple[str, ...], list[Promise]] = {}
    for promise in promises:
        due = wording.day(promise.deadline) if promise.deadline else ""
        rows.setdefault((promise.label, promise.by, due), []).append(promise)
    told = (
        (
            label if len(same) == 1 else f"{label} ({len(same)} statements)",
            by,
            same[-1].named,
            due,
            _how(same[-1]),
        )
        for (label, by, due), same in rows.items()
    )
    return Table(("What", "By", "Named last", "Due", "Standing"), tuple(told))


def _how(promise: Promise) -> str:
    return promise.status or promise.strength


def _differing(brief: Brief) -> Iterator[Block]:
    if not brief.differing:
        return
    yield Heading("Where the accounts differ")
    meeting = ""
    for one in brief.differing:
        if one.meeting != meeting:
            meeting = one.meeting
            yield Heading(meeting, 2)
        yield Entry(one.label or one.what, one.what if one.label else "", quotes=one.quotes)


def _offices(brief: Brief) -> Iterator[Block]:
    if not brief.holders:
        return
    yield Heading("Offices")
    head = ("State", "Office", "Seen last in it", "On", "Before")
    rows = [(h.country, h.office, h.name, h.seen, h.earlier) for h in brief.holders]
    yield Table(head, tuple(rows))


def _undertakings(brief: Brief) -> Iterator[Block]:
    yield Heading("Undertakings, with the words of the accounts")
    for pillar, promises in brief.undertakings:
        yield Heading(f"{pillar[:1].upper()}{pillar[1:]}", 2)
        for promise in promises:
            yield Entry(promise.label, _about(promise), quotes=promise.quotes)
    if not brief.undertakings:
        yield Paragraph(NOTHING)


def _about(promise: Promise) -> str:
    parts = [promise.by, promise.strength, promise.meeting]
    parts += [f"by {wording.day(promise.deadline)}"] if promise.deadline else []
    return " · ".join(filter(None, [*parts, promise.status]))


def _figures(brief: Brief) -> Iterator[Block]:
    if brief.targets:
        yield Heading("Targets")
        for target in brief.targets:
            yield Entry(_figure(target), target.meeting, quotes=target.quotes)
    if brief.agreements:
        yield Heading("Signed")
        yield from (Entry(name, signed) for name, signed in brief.agreements)


def _figure(figure: Figure) -> str:
    by = f" by {wording.day(figure.by)}" if figure.by else ""
    return f"{figure.indicator}: {figure.amount}{by} ({figure.status})"


def _rest(brief: Brief) -> Iterator[Block]:
    if brief.threads:
        yield Heading("Threads")
        yield from (Entry(thread.label, "; ".join(thread.events)) for thread in brief.threads)
    yield Heading("Meetings")
    yield from map(_meeting, brief.meetings)
    if not brief.meetings:
        yield Paragraph(NOTHING)
    if brief.sources:
        yield Heading("Sources")
        yield from (Entry("", cited(source)) for source in brief.sources)


def _meeting(meeting: Encounter) -> Entry:
    told = [wording.plural(meeting.accounts, "account")]
    told += [meeting.status] if meeting.status != "held" else []
    people = (f"{side}: {', '.join(names)}" for side, names in meeting.participants)
    return Entry(meeting.title, ", ".join(told), tuple(people))


def cited(source: Source) -> str:
    """A source as it is cited."""
    named = [source.outlet, source.title, wording.day(source.published), source.language]
    return ", ".join(filter(None, [*named, source.url or source.path.rpartition("/")[2]]))
