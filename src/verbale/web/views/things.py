"""Targets, and things with a name: instruments, projects and mechanisms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verbale.records.items import Evidence, Instrument, Mechanism, Named, Session, Target
from verbale.service import wording
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import Link, Quote
from verbale.web.views.titles import meeting_title

SHOWN_SAYINGS = 30
"""Statements that name a thing which are shown; the newest go first."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A numbered session: held in a meeting of the record, only told of, or told of by nobody."""

    number: int
    when: str
    where: str
    meeting: Link | None
    missing: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A target or a named thing, with the words that it rests on.

    Attributes:
        sessions: of a mechanism, by number, with those that no account tells of.
        due: when the next session is due by the habit of the others.
        said: the statements that name it, and how many there are in all.
    """

    anchor: str
    history: str
    name: str
    about: str
    meeting: Link | None
    quotes: tuple[Quote, ...]
    sessions: tuple[SessionRow, ...] = ()
    due: str = ""
    said: tuple[Quote, ...] = ()
    said_note: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Things of one kind."""

    name: str
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class ThingsPage:
    """Things by kind."""

    title: str
    lede: str
    shelves: tuple[Shelf, ...]


def targets_page(reader: Reader) -> ThingsPage:
    """Return the figures to reach and the figures reported as reached, latest first."""
    targets = list(reversed(reader.record.targets()))
    shelves = [
        Shelf(name, tuple(_target(reader, target) for target in targets if target.status == status))
        for name, status in (("To reach", "target"), ("Reported as reached", "reached"))
    ]
    return ThingsPage("Targets", "Figures that states set themselves, and those they report.", tuple(shelves))


def named_page(reader: Reader) -> ThingsPage:
    """Return instruments, projects and mechanisms, by name."""
    record = reader.record
    kinds: tuple[tuple[str, list[Named]], ...] = (
        ("Instruments", [*record.instruments()]),
        ("Projects", [*record.projects()]),
        ("Mechanisms", [*record.mechanisms()]),
    )
    shelves = [Shelf(name, tuple(_named(reader, item) for item in items)) for name, items in kinds]
    return ThingsPage("Named things", "Agreements, works and standing formats, by name.", tuple(shelves))


def _target(reader: Reader, target: Target) -> Thing:
    meeting = reader.meeting(target.meeting)
    return Thing(
        anchor=target.id,
        history=links.history_path(target.id),
        name=wording.target(target),
        about=_states(target.countries),
        meeting=Link(meeting_title(meeting), links.meeting_path(meeting.id)) if meeting else None,
        quotes=reader.quotes(target.evidence),
    )


def _named(reader: Reader, item: Named) -> Thing:
    said = _newest(reader, item.mentions)
    return Thing(
        anchor=item.id,
        history=links.history_path(item.id),
        name=item.name,
        about=" · ".join(filter(None, [_states(item.countries), *_known(item)])),
        meeting=None,
        quotes=reader.quotes(item.evidence),
        sessions=tuple(_sessions(reader, item)) if isinstance(item, Mechanism) else (),
        due=_due(item) if isinstance(item, Mechanism) else "",
        said=reader.quotes(said[:SHOWN_SAYINGS]),
        said_note=_said_note(len(said)),
    )


def _known(item: Named) -> Iterator[str]:
    """Yield what is known of a thing besides its states: its period, its signing, its session."""
    yield item.period or ""
    if isinstance(item, Instrument) and item.signed:
        place = f" in {words.isolated(item.signed_at)}" if item.signed_at else ""
        yield f"signed {words.day_words(item.signed)}{place}"
    if item.number is not None and not (isinstance(item, Mechanism) and item.sessions):
        yield f"session {item.number}"


def _sessions(reader: Reader, item: Mechanism) -> Iterator[SessionRow]:
    told = {session.number: session for session in item.sessions}
    for number in sorted({*told, *item.missing}):
        yield _session(reader, told[number]) if number in told else SessionRow(number, "", "", None, True, ())


def _session(reader: Reader, session: Session) -> SessionRow:
    meeting = reader.meeting(session.meeting)
    return SessionRow(
        number=session.number,
        when=words.day_words(session.date),
        where=words.isolated(session.place or ""),
        meeting=Link(meeting_title(meeting), links.meeting_path(meeting.id)) if meeting else None,
        missing=False,
        quotes=reader.quotes(session.evidence),
    )


def _due(item: Mechanism) -> str:
    return (
        f"by its habit the next session is due in {words.day_words(item.next_due)}" if item.next_due else ""
    )


def _newest(reader: Reader, proofs: Sequence[Evidence]) -> list[Evidence]:
    """Return words of sources, those of the latest pages first."""
    days = {
        source.id: source.published or "" for source in reader.sources(sorted({p.source for p in proofs}))
    }
    return sorted(proofs, key=lambda proof: days.get(proof.source, ""), reverse=True)


def _said_note(number: int) -> str:
    if number > SHOWN_SAYINGS:
        return f"{number:,} statements name it; the newest {SHOWN_SAYINGS}"
    return f"{words.counted(number, 'statement')} {'names' if number == 1 else 'name'} it"


def _states(codes: tuple[str, ...]) -> str:
    return " – ".join(words.state_name(code) for code in codes)
