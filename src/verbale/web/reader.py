"""Reads a record for one page: each source, person and meeting is fetched once."""

from collections.abc import Sequence

from verbale.errors import ItemNotFoundError
from verbale.records.items import Body, Evidence, Meeting, Person, Target, Thread, Undertaking
from verbale.records.reading import Source
from verbale.service import wording
from verbale.service.record import Record
from verbale.web import links, words
from verbale.web.views.common import Chip, Link, Quote, quote_of
from verbale.web.views.titles import meeting_title


class Reader:
    """Lookups that the views of one page share."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._sources: dict[str, Source | None] = {}
        self._people: dict[str, Person | None] = {}
        self._threads: dict[str, Thread | None] = {}
        self._titles: dict[str, str] = {}

    def source(self, source: str) -> Source | None:
        """Return a source, or None when the record does not hold it."""
        if source not in self._sources:
            try:
                self._sources[source] = self.record.source(source)
            except ItemNotFoundError:
                self._sources[source] = None
        return self._sources[source]

    def person(self, person: str) -> Person | None:
        """Return a person, or None when the record does not hold them."""
        if person not in self._people:
            try:
                self._people[person] = self.record.person(person)
            except ItemNotFoundError:
                self._people[person] = None
        return self._people[person]

    def body(self, body: str) -> Body | None:
        """Return an organisation, or None when the record does not hold it."""
        try:
            return self.record.body(body)
        except ItemNotFoundError:
            return None

    def thread(self, thread: str | None) -> Thread | None:
        """Return a thread, or None when there is none."""
        if thread is None:
            return None
        if thread not in self._threads:
            try:
                self._threads[thread] = self.record.thread(thread)
            except ItemNotFoundError:
                self._threads[thread] = None
        return self._threads[thread]

    def meeting(self, meeting: str | None) -> Meeting | None:
        """Return a meeting, or None when there is none."""
        if meeting is None:
            return None
        try:
            return self.record.meeting(meeting)
        except ItemNotFoundError:
            return None

    def undertaking(self, undertaking: str) -> Undertaking | None:
        """Return an undertaking, or None when the record does not hold it."""
        try:
            return self.record.undertaking(undertaking)
        except ItemNotFoundError:
            return None

    def target(self, target: str | None) -> Target | None:
        """Return a target, or None when there is none."""
        if target is None:
            return None
        try:
            return self.record.target(target)
        except ItemNotFoundError:
            return None

    def evidence_of(self, kind: str, item: str) -> tuple[Evidence, ...]:
        """Return the words that a person, a body or a meeting rests on; none when it is gone."""
        if kind == "body":
            body = self.body(item)
            return body.evidence if body else ()
        found = self.person(item) if kind == "person" else self.meeting(item)
        return found.evidence if found else ()

    def title_of(self, kind: str, item: str) -> str:
        """Return what an item of any kind is called, or its kind when it is gone."""
        if item not in self._titles:
            try:
                self._titles[item] = self._title(kind, item)
            except ItemNotFoundError:
                self._titles[item] = kind
        return self._titles[item]

    def _title(self, kind: str, item: str) -> str:
        match kind:
            case "undertaking":
                return self.record.undertaking(item).label
            case "meeting":
                return meeting_title(self.record.meeting(item))
            case "person":
                return self.record.person(item).name
            case "body":
                return self.record.body(item).name
            case "thread":
                return self.record.thread(item).label
            case "target":
                return wording.target(self.record.target(item))
            case _:
                return self.record.named(item).name

    def sources(self, ids: Sequence[str]) -> tuple[Source, ...]:
        """Return the sources that the record holds, in the order given."""
        return tuple(source for source in map(self.source, ids) if source is not None)

    def quotes(self, evidence: Sequence[Evidence]) -> tuple[Quote, ...]:
        """Return quotes with where each stands; evidence of a source that is gone is left out."""
        return tuple(
            quote_of(words_of, source)
            for words_of in evidence
            if (source := self.source(words_of.source)) is not None
        )

    def parties(self, codes: Sequence[str]) -> tuple[Link, ...]:
        """Return states by name and persons as links: `by` of an undertaking holds either."""
        return tuple(self._party(code) for code in codes)

    def _party(self, code: str) -> Link:
        person = self.person(code) if "-" in code else None
        if person is None:
            return Link(words.state_name(code))
        return Link(person.name, links.person_path(person.id))

    def chips(self, undertaking: Undertaking, accounts: Sequence[Source]) -> tuple[Chip, ...]:
        """Return for each account whether it says the undertaking, linked to the words."""
        first: dict[str, Evidence] = {}
        for words_of in undertaking.evidence:
            first.setdefault(words_of.source, words_of)
        labels = account_codes(accounts)
        return tuple(
            _chip(label, source, first.get(source.id)) for label, source in zip(labels, accounts, strict=True)
        )


def account_codes(accounts: Sequence[Source]) -> tuple[str, ...]:
    """Return the language code of each account, numbered where two share one."""
    codes = [source.language for source in accounts]
    return tuple(
        code if codes.count(code) == 1 else f"{code} {codes[: at + 1].count(code)}"
        for at, code in enumerate(codes)
    )


def _chip(label: str, source: Source, evidence: Evidence | None) -> Chip:
    language = words.language_name(source.language)
    title = f"{'said' if evidence else 'not said'} in the account in {language}"
    return Chip(label, evidence is not None, title, links.words_path(evidence) if evidence else None)
