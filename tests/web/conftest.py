"""A small record made by hand: two states, eight meetings in three years, accounts in three languages."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from fastapi.testclient import TestClient

from verbale.records.ids import content_id, text_digest
from verbale.records.items import (
    Alignment,
    AnyItem,
    Body,
    Difference,
    Event,
    Evidence,
    Mechanism,
    Meeting,
    Name,
    Office,
    Participant,
    Person,
    Project,
    SegmentItem,
    Session,
    Target,
    Thread,
    Undertaking,
    Value,
)
from verbale.records.reading import Dropped, Source
from verbale.records.vocabulary import Act, Relation, Role, Strength, ThreadEvent
from verbale.store.store import Store
from verbale.web import create_app

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

HOSTILE = (
    "<script>alert('x')</script> The sides agreed to <b>nothing</b> & \"more\".\n"
    "The note was \u202egnorw\u202c and the word " + "x" * 4000 + " had no end.\n"
)

ENGLISH = """Modi and Sisi set a trade goal in New Delhi

NEW DELHI, 25 January 2023 - Prime Minister Narendra Modi held talks with President Abdel Fattah El-Sisi.
Photo: Deccan Courier / pool
Both sides agreed to raise bilateral trade to 12 billion dollars within five years.
The two leaders agreed to start daily direct flights between Cairo and New Delhi.
Mr Sisi said that Egypt would consider land for an Indian industrial area in the Suez Canal zone.
India will offer 200 training places a year to Egyptian officials.
They condemned terrorism in all its forms.
Read more: Monsoon reaches Mumbai two weeks late
"""
ARABIC = """السيسي ومودي يتفقان على رفع التجارة

عقد الرئيس عبد الفتاح السيسي مباحثات مع رئيس الوزراء الهندي ناريندرا مودي في نيودلهي.
اتفق الجانبان على رفع حجم التجارة إلى 12 مليار دولار خلال خمس سنوات.
وقال الرئيس إن مصر ستدرس تخصيص أرض لمنطقة صناعية هندية في قناة السويس.
ودعا الرئيس الشركات الهندية إلى المشاركة في مشروع قناة السويس.
وأدان الزعيمان الإرهاب بجميع أشكاله.
"""
CHINESE = """印度总理莫迪与埃及总统塞西在新德里会谈

印度总理莫迪25日在新德里同埃及总统塞西举行会谈。
双方同意在五年内把双边贸易额提高到100亿美元。
两国领导人同意开通开罗与新德里之间的直航。
"""


def make_source(name: str, text: str, language: str, day: str | None, **more: object) -> Source:
    """Return a source of a text, dropping the lines of furniture it has."""
    fields: dict[str, object] = {
        "url": f"https://{name}.example/{language}",
        "outlet": f"{name}.example",
        "title": text.splitlines()[0][:80],
        "published_from": "metadata" if day else None,
        **more,
    }
    return Source(
        id=content_id("source", name, text),
        path=f"{name}.txt",
        language=language,
        published=day,
        sha256=text_digest(text),
        text=text,
        dropped=tuple(dropped(text)),
        **fields,  # type: ignore[arg-type]
    )


def dropped(text: str) -> list[Dropped]:
    """Return the lines of a text that are captions or teasers."""
    cues = {"Photo:": "caption", "Read more:": "teaser of another page"}
    return [
        Dropped(text.index(cue), text.index("\n", text.index(cue)), reason)
        for cue, reason in cues.items()
        if cue in text
    ]


def words(source: Source, quote: str) -> Evidence:
    """Return the evidence of a quote that stands in a source."""
    start = source.text.index(quote)
    return Evidence(source.id, start, start + len(quote), quote)


def statement(
    source: Source, start_of: str, act: Act, pillar: str | None, meeting: str | None
) -> SegmentItem:
    """Return the segment of the line that starts with some words."""
    start = source.text.index(start_of)
    end = source.text.index("\n", start)
    return SegmentItem(
        id=content_id("segment", source.id, start),
        source=source.id,
        start=start,
        end=end,
        text=source.text[start:end],
        language=source.language,
        act=act,
        act_p=0.94,
        pillars=(pillar,) if pillar else (),
        speaker=None,
        meeting=meeting,
    )


def same(meeting: str, *segments: SegmentItem) -> Alignment:
    """Return the alignment of segments that say the same, or of one that stands alone."""
    ids = tuple(segment.id for segment in segments)
    relation: Relation = "same" if len(ids) > 1 else "only"
    return Alignment(id=content_id("alignment", *ids), meeting=meeting, segments=ids, relation=relation)


def undertaking(
    meeting: str,
    label: str,
    evidence: tuple[Evidence, ...],
    *,
    by: tuple[str, ...] = ("EG", "IN"),
    pillar: str = "economy",
    strength: Strength | None = "agree",
    act: Act = "undertaking",
    deadline: str | None = None,
    thread: str | None = None,
    target: str | None = None,
) -> Undertaking:
    """Return an undertaking of both sides unless said."""
    return Undertaking(
        id=content_id("undertaking", meeting, label),
        meeting=meeting,
        act=act,
        by=by,
        speaker=None,
        pillars=(pillar,),
        strength=strength,
        label=label,
        deadline=deadline,
        named=(),
        target=target,
        thread=thread,
        text=evidence[0].quote,
        evidence=evidence,
    )


class RecordMaker:
    """Makes the items of the record, in the order in which they depend on each other."""

    def __init__(self) -> None:
        self.items: list[AnyItem] = []
        self.en = make_source("courier", ENGLISH, "en", "2023-01-25")
        self.ar = make_source("nile", ARABIC, "ar", "2023-01-25", published_from="url")
        self.zh = make_source("huanqiu", CHINESE, "zh", None)
        self.hostile = make_source(
            "hostile",
            HOSTILE,
            "und",
            None,
            url="javascript:alert(1)",
            title="<img src=x onerror=alert(1)>",
            outlet='"><script>alert(2)</script>',
        )
        self.items += [self.en, self.ar, self.zh, self.hostile]
        self.trade = content_id("thread", "trade")
        self.flights = content_id("thread", "flights")
        self.people()
        self.first_meeting()
        self.later_meetings()
        self.hostile_meeting()

    def people(self) -> None:
        """Add two leaders, each with an office and spellings in three scripts, and one person of no known side."""
        self.modi = self.person("Narendra Modi", "IN", "Prime Minister", "ناريندرا مودي", "莫迪")
        self.cabinet = self.body("Cabinet of India", "IN", "भारत का मंत्रिमंडल")
        self.sisi = self.person("Abdel Fattah El-Sisi", "EG", "President", "عبد الفتاح السيسي", "塞西")

    def body(self, name: str, country: str, hindi: str) -> Body:
        """Add an organisation that is named where the first leader is."""
        body = Body(
            id=content_id("body", name),
            name=name,
            names=(Name(name, "en", "Latn"), Name(hindi, "hi", "Deva")),
            country=country,
            type="government",
            wikidata=None,
            evidence=(words(self.en, self.modi.name),),
        )
        self.items.append(body)
        return body

    def person(self, name: str, country: str, title: str, arabic: str, chinese: str) -> Person:
        """Add a person read in all three sources."""
        evidence = (words(self.en, name), words(self.ar, arabic), words(self.zh, chinese))
        office = Office(
            title=title,
            body="Cabinet of India" if country == "IN" else None,
            country=country,
            first_seen="2023-01-25",
            last_seen="2025-10-16",
            evidence=(words(self.en, f"{title} {name}"),),
        )
        person = Person(
            id=content_id("person", name),
            name=name,
            names=(Name(name, "en", "Latn"), Name(arabic, "ar", "Arab"), Name(chinese, "zh", "Hans")),
            country=country,
            offices=(office,),
            wikidata="Q1058" if country == "IN" else None,
            evidence=evidence,
        )
        self.items.append(person)
        return person

    def participants(self, role: Role = "chair") -> tuple[Participant, ...]:
        """Return the two leaders as participants with their offices."""
        return tuple(
            Participant(person=p.id, name=p.name, country=p.country, office=p.offices[0].title, role=role)
            for p in (self.sisi, self.modi)
        )

    def first_meeting(self) -> None:
        """Add the talks of January 2023, with three accounts that differ."""
        self.talks = content_id("meeting", "talks")
        en, ar, zh, m = self.en, self.ar, self.zh, self.talks
        met = [
            statement(en, "NEW DELHI", "encounter", None, m),
            statement(ar, "عقد", "encounter", None, m),
            statement(zh, "印度总理莫迪25日", "encounter", None, m),
        ]
        trade = [
            statement(en, "Both sides", "undertaking", "economy", m),
            statement(ar, "اتفق", "undertaking", "economy", m),
            statement(zh, "双方同意", "undertaking", "economy", m),
        ]
        flights = [
            statement(en, "The two leaders", "undertaking", "transport", m),
            statement(zh, "两国领导人", "undertaking", "transport", m),
        ]
        land = [
            statement(en, "Mr Sisi said", "undertaking", "economy", m),
            statement(ar, "وقال الرئيس", "undertaking", "economy", m),
        ]
        terror = [
            statement(en, "They condemned", "objection", "defence", m),
            statement(ar, "وأدان", "objection", "defence", m),
        ]
        training = statement(en, "India will", "undertaking", "education", m)
        invited = statement(ar, "ودعا", "proposal", "economy", m)
        self.items += [*met, *trade, *flights, *land, *terror, training, invited]
        self.items += [same(m, *group) for group in (met, flights, land, terror, [training], [invited])]
        figures = tuple(
            Value(segment.id, value, "USD") for segment, value in zip(trade, (12e9, 12e9, 10e9), strict=True)
        )
        part = (Difference(kind="figure", values=figures),)
        self.items.append(msgspec.structs.replace(same(m, *trade), differs=part))
        self.items.append(
            Meeting(
                id=m,
                type="talks",
                date_start="2023-01-25",
                date_end="2023-01-25",
                date_precision="day",
                date_from="page",
                place="New Delhi",
                place_country="IN",
                countries=("EG", "IN"),
                participants=self.participants(),
                sources=(en.id, ar.id, zh.id),
                evidence=tuple(words(s, seg.text) for s, seg in zip((en, ar, zh), met, strict=True)),
            )
        )
        target = content_id("target", "trade")
        goal = undertaking(
            m,
            "Raise bilateral trade to 12 billion dollars within five years",
            tuple(words(s, seg.text) for s, seg in zip((en, ar, zh), trade, strict=True)),
            deadline="2028",
            thread=self.trade,
            target=target,
        )
        fly = undertaking(
            m,
            "Start daily direct flights between Cairo and New Delhi",
            (words(en, flights[0].text), words(zh, flights[1].text)),
            pillar="transport",
            thread=self.flights,
        )
        self.first = (goal, fly)
        self.items += [
            goal,
            fly,
            undertaking(
                m,
                "Consider land for an Indian industrial area in the Suez Canal zone",
                (words(en, land[0].text), words(ar, land[1].text)),
                by=("EG",),
                strength="consider",
            ),
            undertaking(
                m,
                "Offer 200 training places a year to Egyptian officials",
                (words(en, training.text),),
                by=("IN",),
                pillar="education",
                strength="commit",
            ),
            undertaking(
                m,
                "Indian companies to take part in the Suez Canal project",
                (words(ar, invited.text),),
                by=("EG",),
                act="proposal",
                strength=None,
            ),
            Target(
                id=target,
                indicator="bilateral trade",
                value=12e9,
                unit="USD",
                by="2028",
                countries=("EG", "IN"),
                meeting=m,
                status="target",
                evidence=(words(en, "12 billion dollars"), words(ar, "12 مليار دولار")),
            ),
            Target(
                id=content_id("target", "trade, as the third account has it"),
                indicator="bilateral trade",
                value=10e9,
                unit="USD",
                by="2028",
                countries=("EG", "IN"),
                meeting=m,
                status="target",
                evidence=(words(zh, "100亿美元"),),
            ),
            Project(
                id=content_id("project", "area"),
                name="Indian industrial area",
                names=(Name("Indian industrial area", "en", "Latn"),),
                countries=("EG", "IN"),
                number=None,
                period=None,
                evidence=(words(en, "Indian industrial area"),),
            ),
        ]

    def later_meetings(self) -> None:
        """Add six meetings, one account each, over which the two threads run."""
        plan: list[tuple[str, str | None, str, str | None, str, ThreadEvent, ThreadEvent | None]] = [
            ("call", "2023-03-09", "call", None, "en", "repeated", None),
            ("signing", "2023-06-25", "signing", "Cairo", "ar", "repeated", "strengthened"),
            ("g20", "2023-09-10", "summit", "New Delhi", "zh", "repeated", None),
            ("visit", "2024-05", "visit", None, "en", "raised", None),
            ("session", "2025-10-16", "session", "New Delhi", "en", "weakened", "reported done"),
            ("undated", None, "reception", None, "en", "repeated", None),
        ]
        made: dict[str, list[tuple[str | None, ThreadEvent, Undertaking]]] = {
            self.trade: [("2023-01-25", "made", self.first[0])],
            self.flights: [("2023-01-25", "made", self.first[1])],
        }
        for name, day, kind, place, language, trade, flights in plan:
            source, meeting = self.short_account(name, day, kind, place, language)
            for thread, event, quote, label in (
                (self.trade, trade, 0, "Raise bilateral trade to 12 billion dollars"),
                (self.flights, flights, 1, "Fly directly between Cairo and New Delhi every day"),
            ):
                if event:
                    line = source.text.splitlines()[2 + quote]
                    item = undertaking(
                        meeting.id,
                        label,
                        (words(source, line),),
                        pillar="transport" if quote else "economy",
                        thread=thread,
                        strength="reported done" if event == "reported done" else "agree",
                    )
                    self.items.append(item)
                    made[thread].append((day, event, item))
        self.items += [
            self.history(self.trade, "Bilateral trade of 12 billion dollars", "economy", made[self.trade]),
            self.history(self.flights, "Direct flights", "transport", made[self.flights]),
        ]

    def short_account(
        self, name: str, day: str | None, kind: str, place: str | None, language: str
    ) -> tuple[Source, Meeting]:
        """Add a short source in a language and the meeting that it tells of."""
        texts = {
            "en": "{n}: leaders confer\nNarendra Modi and Abdel Fattah El-Sisi conferred.\n"
            "They reaffirmed the trade goal of 12 billion dollars.\nDirect flights run every day.\n",
            "ar": "{n}: مباحثات\nبحث السيسي ومودي التعاون.\n"
            "جدد الجانبان هدف التجارة البالغ 12 مليار دولار.\nتسيير رحلات مباشرة كل يوم.\n",
            "zh": "{n}：会谈\n莫迪与塞西举行会谈。\n双方重申120亿美元的贸易目标。\n直航每日开行。\n",
        }
        source = make_source(
            name, texts[language].format(n=name), language, day if day != "2024-05" else None
        )
        lines = source.text.splitlines()
        meeting = Meeting(
            id=content_id("meeting", name),
            type=kind,  # type: ignore[arg-type]
            date_start=f"{day}-01" if day == "2024-05" else day,
            date_end="2024-05-31" if day == "2024-05" else day,
            date_precision=None if day is None else "month" if day == "2024-05" else "day",
            date_from="text" if day else None,
            place=place,
            place_country={"New Delhi": "IN", "Cairo": "EG"}.get(place or ""),
            countries=("EG", "IN"),
            participants=self.participants(),
            sources=(source.id,),
            evidence=(words(source, lines[1]),),
        )
        segments = [
            statement(source, line, "undertaking" if n else "encounter", "economy" if n else None, meeting.id)
            for n, line in enumerate(lines[1:])
        ]
        self.items += [source, meeting, *segments, *(same(meeting.id, segment) for segment in segments)]
        return source, meeting

    def history(
        self, thread: str, label: str, pillar: str, steps: list[tuple[str | None, ThreadEvent, Undertaking]]
    ) -> Thread:
        """Return a thread of the steps given."""
        return Thread(
            id=thread,
            label=label,
            pillars=(pillar,),
            countries=("EG", "IN"),
            undertakings=tuple(item.id for _, _, item in steps),
            events=tuple(Event(date=day, event=event, undertaking=item.id) for day, event, item in steps),
        )

    def hostile_meeting(self) -> None:
        """Add a meeting of Japan and Kazakhstan whose only source tries to break the page."""
        source = self.hostile
        self.trap = content_id("meeting", "trap")
        segments = [
            statement(source, "<script>", "undertaking", "politics", self.trap),
            statement(source, "The note", "position", None, self.trap),
        ]
        self.items += [
            Meeting(
                id=self.trap,
                type="talks",
                date_start="2024-11-02",
                date_end="2024-11-03",
                date_precision="period",
                date_from="given",
                place="<i>Astana</i>",
                place_country="KZ",
                countries=("JP", "KZ"),
                participants=(
                    Participant(
                        person=self.modi.id, name="<u>Nobody</u>", country=None, office=None, role="mentioned"
                    ),
                ),
                sources=(source.id,),
                evidence=(words(source, segments[0].text),),
            ),
            undertaking(
                self.trap,
                "<script>alert('label')</script>",
                (words(source, segments[0].text),),
                by=("JP",),
                pillar="politics",
            ),
            Mechanism(
                id=content_id("mechanism", "dialogue"),
                name="<b>dialogue</b>",
                names=(),
                countries=("JP", "KZ"),
                number=3,
                period=None,
                evidence=(words(source, "agreed to"),),
                sessions=(
                    Session(number=1, meeting=self.trap, date="2021-03-02", place="Astana"),
                    Session(number=3, date="2023-04"),
                ),
                missing=(2,),
                next_due="2024-04",
                mentions=(words(source, "agreed to"),),
            ),
            *segments,
            *(same(self.trap, segment) for segment in segments),
        ]


def crowded(accounts: int, statements: int) -> tuple[list[AnyItem], str]:
    """Return one meeting of some accounts that all say the same statements."""
    meeting = content_id("meeting", "crowd")
    texts = ["".join(f"Statement {n} of account {a}.\n" for n in range(statements)) for a in range(accounts)]
    sources = [make_source(f"crowd{a}", text, "en", "2024-02-01") for a, text in enumerate(texts)]
    rows = [
        [statement(source, f"Statement {n} of", "undertaking", "economy", meeting) for source in sources]
        for n in range(statements)
    ]
    said = [tuple(words(s, seg.text) for s, seg in zip(sources, row, strict=True)) for row in rows]
    items: list[AnyItem] = [
        *sources,
        Meeting(
            id=meeting,
            type="talks",
            date_start="2024-02-01",
            date_end="2024-02-01",
            date_precision="day",
            date_from="text",
            place=None,
            place_country=None,
            countries=("EG", "IN"),
            participants=(),
            sources=tuple(source.id for source in sources),
            evidence=said[0],
        ),
        *(segment for row in rows for segment in row),
        *(same(meeting, *row) for row in rows),
        *(undertaking(meeting, f"Statement {n}", evidence) for n, evidence in enumerate(said[:20])),
    ]
    return items, meeting


def write_record(path: Path, items: Sequence[AnyItem]) -> Path:
    """Write a record file of some items."""
    with Store(path, write=True, create=True) as store:
        store.replace_items(items)
    return path


@pytest.fixture(scope="session")
def made() -> RecordMaker:
    """The record by hand, with the names of what is in it."""
    return RecordMaker()


@pytest.fixture(scope="session")
def record_path(made: RecordMaker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of that record."""
    return write_record(tmp_path_factory.mktemp("web") / "record.db", made.items)


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The file of a record of one meeting with three accounts of sixty statements, and the meeting's id."""
    items, meeting = crowded(3, 60)
    return write_record(tmp_path_factory.mktemp("crowd") / "record.db", items), meeting


@pytest.fixture(scope="session")
def client(record_path: Path) -> Iterator[TestClient]:
    """A client of the application on that record."""
    with TestClient(create_app(record_path), raise_server_exceptions=False) as client:
        yield client
