"""Things with a name (instruments, projects, mechanisms): all of them, and each with everything said of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verbale.records.items import Evidence, Instrument, Mechanism, Named, Project, Session
from verbale.store.facets import kind_of
from verbale.store.filters import Filter, Part
from verbale.web import links, words
from verbale.web.reader import Reader
from verbale.web.views.common import (
    Choice,
    Link,
    Option,
    Pager,
    Quote,
    Spelling,
    choices,
    pager,
    spellings_of,
)
from verbale.web.views.titles import meeting_title

PAGE_SIZE = 100
"""Things on one page of the list."""
SAYINGS = 30
"""Statements on one page of a thing; the newest go first."""

SHELVES: tuple[tuple[type[Instrument | Project | Mechanism], str, str], ...] = (
    (Instrument, "Agreements", "agreement, statement or plan"),
    (Project, "Projects", "project"),
    (Mechanism, "Standing formats", "standing format"),
)
"""Kinds, with what several and one of them are called."""


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """What the list is narrowed to: a kind, letters of a name, a state; empty strings mean everything."""

    kind: str = ""
    name: str = ""
    state: str = ""

    @property
    def active(self) -> bool:
        """Whether anything but the kind is narrowed."""
        return bool(self.name or self.state)


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """A thing as the list shows it."""

    id: str
    href: str
    name: str
    about: str
    states: str


@dataclass(frozen=True, slots=True)
class NamedListPage:
    """Things of one kind, by name, with the filters as they stand."""

    path: str
    title: str
    kinds: tuple[Choice, ...]
    entries: tuple[NamedEntry, ...]
    count: str
    filter: NamedFilter
    states: tuple[Option, ...]
    pager: Pager


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
class NamedPage:
    """One thing.

    Attributes:
        sessions: of a mechanism, by number, with those that no account tells of.
        due: when the next session is due by the habit of the others.
        said: statements that name it, the newest first.
        quotes: the name wherever it stands.
    """

    name: str
    eyebrow: str
    spellings: tuple[Spelling, ...]
    known: str
    sessions: tuple[SessionRow, ...]
    due: str
    said: tuple[Quote, ...]
    said_note: str
    pager: Pager
    quotes: tuple[Quote, ...]
    quotes_note: str


def named_list_page(reader: Reader, asked: NamedFilter, page: int) -> NamedListPage:
    """Return the instruments, the projects or the mechanisms, by name, narrowed as asked."""
    record = reader.record
    only = Filter(country=asked.state or None, named=asked.name.strip() or None)
    counts = {kind_of(kind): record.count(kind, only) for kind, *_ in SHELVES}
    first = next((word for word, count in counts.items() if count), kind_of(Instrument))
    shelf = next((s for s in SHELVES if kind_of(s[0]) == (asked.kind or first)), SHELVES[0])
    kind, title, one = shelf
    count = counts[kind_of(kind)]
    shown = record.some(kind, only, Part(PAGE_SIZE, (page - 1) * PAGE_SIZE))
    states = {code: words.state_name(code) for some, *_ in SHELVES for code in record.tally(some, "state")}
    here = NamedFilter(kind_of(kind), asked.name, asked.state)
    return NamedListPage(
        path=_page_path(asked, page),
        title=title,
        kinds=tuple(
            Choice(
                f"{name} {counts[kind_of(some)]:,}",
                _page_path(NamedFilter(kind_of(some), asked.name, asked.state), 1),
                some is kind,
            )
            for some, name, _ in SHELVES
        ),
        entries=tuple(_entry(item) for item in shown),
        count=words.counted(count, one.split(",")[0], title.casefold()),
        filter=here,
        states=choices(states, asked.state),
        pager=pager(lambda at: _page_path(here, at), page, PAGE_SIZE, count),
    )


def _page_path(asked: NamedFilter, page: int) -> str:
    return links.with_query(
        "/named", kind=asked.kind, name=asked.name, state=asked.state, page=page if page > 1 else None
    )


def _entry(item: Named) -> NamedEntry:
    return NamedEntry(
        id=item.id,
        href=links.named_path(item.id),
        name=item.name,
        about=" · ".join(filter(None, [*_known(item), _held(item), _due(item)])),
        states=words.sides(item.countries, item.bodies),
    )


def _held(item: Named) -> str:
    if not isinstance(item, Mechanism) or not item.sessions:
        return ""
    return words.counted(len(item.sessions), "session")


def named_page(reader: Reader, id_: str, page: int) -> NamedPage:
    """Return the page of one instrument, project or mechanism. Raises ItemNotFoundError."""
    item = reader.record.named(id_)
    kind = next(one for some, _, one in SHELVES if isinstance(item, some))
    said = _newest(reader, item.mentions)
    shown = said[(page - 1) * SAYINGS : page * SAYINGS]
    path = links.named_path(item.id)
    return NamedPage(
        name=item.name,
        eyebrow=" · ".join(filter(None, [kind, words.sides(item.countries, item.bodies)])),
        spellings=spellings_of(item.names),
        known=" · ".join(filter(None, _known(item))),
        sessions=tuple(_sessions(reader, item)) if isinstance(item, Mechanism) else (),
        due=_due(item),
        said=reader.quotes(shown),
        said_note=f"{len(said):,}, the newest first" if len(said) > 1 else "",
        pager=pager(
            lambda at: links.with_query(path, page=at),
            page,
            SAYINGS,
            len(said),
            ("Newer statements", "Older statements"),
        ),
        quotes=reader.quotes(item.evidence),
        quotes_note=words.counted(len(item.evidence), "place"),
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


def _due(item: Named) -> str:
    if not isinstance(item, Mechanism) or not item.next_due:
        return ""
    return f"next session due by its habit in {words.day_words(item.next_due)}"


def _newest(reader: Reader, proofs: Sequence[Evidence]) -> list[Evidence]:
    """Return words of sources, those of the latest pages first."""
    days = {s.id: s.published or "" for s in reader.sources(sorted({p.source for p in proofs}))}
    return sorted(proofs, key=lambda proof: days.get(proof.source, ""), reverse=True)
