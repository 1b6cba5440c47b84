"""People from the mentions of several sources: who is one, who is left out, of which state, in which office."""

import random
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from verbale.records.items import Person
from verbale.records.reading import (
    AnyMention,
    OfficeHeld,
    OfficeMention,
    PersonMention,
    PlaceMention,
    Reading,
    Segment,
    Source,
    StateMention,
)
from verbale.records.workspace import MemoryWorkspace
from verbale.stages.resolve import People, Resolution, resolve

SHUFFLES = 20


def person(
    text: str, title: str = "", kind: str | None = None, country: str | None = None, **more: Any
) -> PersonMention:
    offices = (OfficeHeld(title=title, start=0, end=0, kind=kind, country=country),) if title else ()
    return PersonMention(segment="", start=0, end=0, text=text, offices=more.pop("offices", offices), **more)


def office(text: str, kind: str, country: str | None = None) -> OfficeMention:
    return OfficeMention(segment="", start=0, end=0, text=text, kind=kind, country=country)


def state(text: str, country: str) -> StateMention:
    return StateMention(segment="", start=0, end=0, text=text, country=country)


def reading(
    name: str, language: str, mentions: Sequence[AnyMention], published: str | None = "2025-12-02"
) -> Reading:
    """Lay the mentions out in a text, one after the other, in one segment."""
    text = ", ".join(mention.text for mention in mentions)
    placed, at = [], 0
    for mention in mentions:
        end = at + len(mention.text)
        placed.append(msgspec.structs.replace(mention, segment=f"{name}-0", start=at, end=end))
        at = end + 2
    source = Source(
        id=name, path=name, url=None, outlet=None, title=None, language=language, published=published,
        published_from="given", sha256="", text=text,
    )  # fmt: skip
    segment = Segment(
        id=f"{name}-0", source=name, start=0, end=len(text), text=text, language=language, paragraph=0
    )
    return Reading(source=source, segments=(segment,), mentions=tuple(placed))


def by_name(resolution: Resolution) -> dict[str, Person]:
    return {found.name: found for found in resolution.people}


VIENTIANE = (
    reading(
        "ru",
        "ru",
        [
            person("То Лам", "Генеральный секретарь", "party_leader"),
            person("Сонексаем Сипхандоном", "Премьер-министр", "head_of_government", "LA"),
            state("Лаос", "LA"),
            state("Вьетнам", "VN"),
            state("Вьетнама", "VN"),
            state("Лаоса", "LA"),
            person("То Лама"),
            office("Премьер-министр Лаоса", "head_of_government", "LA"),
        ],
        "2025-12-01",
    ),
    reading(
        "sv",
        "sv",
        [
            person("To Lam", "Generalsekreterare", "party_leader"),
            person("Thongloun Sisoulith", "president", "head_of_state", "LA"),
            person("Sonexay Siphandone"),
            office("Generalsekreteraren", "party_leader"),
            person("Thongloun"),
        ],
    ),
    reading(
        "vi",
        "vi",
        [
            person("Tô Lâm", "Tổng Bí thư", "party_leader"),
            person("Thongloun Sisoulith", "Chủ tịch nước", "head_of_state", "LA"),
            person("Phạm Minh Chính", "Thủ tướng", "head_of_government"),
            person("Saysomphone Phomvihane", "Chủ tịch Quốc hội", "speaker", "LA"),
            person("Thongsavanh Phomvihane", "Bộ trưởng Ngoại giao", "foreign_minister", "LA"),
            person("Lâm"),
            state("Lào", "LA"),
            state("Việt Nam", "VN"),
        ],
        "2025-12-03",
    ),
)


def test_each_person_once_over_languages() -> None:
    found = by_name(resolve(VIENTIANE))
    assert set(found) == {
        "To Lam",
        "Thongloun Sisoulith",
        "Sonexay Siphandone",
        "Phạm Minh Chính",
        "Saysomphone Phomvihane",
        "Thongsavanh Phomvihane",
    }
    lam = found["To Lam"]
    assert {name.text for name in lam.names} >= {"То Лам", "То Лама", "To Lam", "Tô Lâm", "Lâm"}
    assert {name.script for name in lam.names} == {"Latn", "Cyrl"}


def test_every_mention_of_a_person_points_at_the_person() -> None:
    resolution = resolve(VIENTIANE)
    names = {found.id: found.name for found in resolution.people}
    for source in VIENTIANE:
        for mention in source.mentions:
            if isinstance(mention, PersonMention):
                assert (source.source.id, mention.start) in resolution.person_of
    sonexay = next(identity for identity, name in names.items() if name == "Sonexay Siphandone")
    assert sum(identity == sonexay for identity in resolution.person_of.values()) == 3


def test_country_is_stated_or_left_by_elimination() -> None:
    found = by_name(resolve(VIENTIANE))
    assert found["Sonexay Siphandone"].country == "LA"
    assert found["Phạm Minh Chính"].country == "VN"


def test_elimination_needs_two_states_and_a_labelled_side() -> None:
    unlabelled = reading(
        "x", "en", [person("Ann Lee", "Minister", "minister"), state("Kenya", "KE"), state("Tanzania", "TZ")]
    )
    third = reading(
        "y",
        "en",
        [
            person("Bob Ray", "Minister", "minister"),
            person("Carl Oduya", "President", "head_of_state", "KE"),
            state("Kenya", "KE"),
            state("Tanzania", "TZ"),
            state("Uganda", "UG"),
        ],
    )
    assert by_name(resolve([unlabelled]))["Ann Lee"].country is None
    assert by_name(resolve([third]))["Bob Ray"].country is None


def test_an_office_without_a_name_stands_for_its_holder_in_the_source() -> None:
    resolution = resolve(VIENTIANE)
    names = {found.id: found.name for found in resolution.people}
    by_source = {source.source.id: source for source in VIENTIANE}
    premier = next(m for m in by_source["ru"].mentions if isinstance(m, OfficeMention))
    secretary = next(m for m in by_source["sv"].mentions if isinstance(m, OfficeMention))
    assert names[resolution.person_of["ru", premier.start]] == "Sonexay Siphandone"
    assert names[resolution.person_of["sv", secretary.start]] == "To Lam"


def test_an_office_that_two_people_hold_stands_for_nobody() -> None:
    page = reading(
        "x",
        "en",
        [
            person("Fumio Kishida", "Prime Minister", "head_of_government", "JP"),
            person("Rishi Sunak", "Prime Minister", "head_of_government", "GB"),
            office("the Prime Minister", "head_of_government"),
            office("the British Prime Minister", "head_of_government", "GB"),
        ],
    )
    resolution = resolve([page])
    bare, british = (m for m in page.mentions if isinstance(m, OfficeMention))
    assert ("x", bare.start) not in resolution.person_of
    assert resolution.person_of["x", british.start] == by_name(resolution)["Rishi Sunak"].id


def test_bare_names_join_one_person_of_their_source_or_nobody() -> None:
    page = reading(
        "x",
        "vi",
        [
            person("Nguyễn Phú Trọng", "Tổng Bí thư", "party_leader", "VN"),
            person("Nguyễn Xuân Phúc", "Chủ tịch nước", "head_of_state", "VN"),
            person("Nguyễn"),
            person("Trọng"),
        ],
    )
    resolution = resolve([page])
    assert resolution.person_of["x", page.mentions[3].start] == by_name(resolution)["Nguyễn Phú Trọng"].id
    assert ("x", page.mentions[2].start) not in resolution.person_of
    assert [left.text for left in resolution.left_out] == ["Nguyễn"]


def test_a_bare_name_with_office_joins_the_holder_known_from_another_source() -> None:
    full = reading("a", "en", [person("Joko Suryadi", "President", "head_of_state", "ID")])
    bare = reading("b", "en", [person("Suryadi", "President", "head_of_state", "ID")])
    other = reading("c", "en", [person("Suryadi", "Minister", "minister", "ID")])
    resolution = resolve([full, bare, other])
    holder = by_name(resolution)["Joko Suryadi"].id
    assert resolution.person_of["b", 0] == holder
    assert resolution.person_of["c", 0] != holder


def test_offices_have_the_days_on_which_they_were_seen() -> None:
    early = reading(
        "a", "en", [person("Sameh Shoukry", "Foreign Minister", "foreign_minister", "EG")], "2023-01-25"
    )
    late = reading("b", "ar", [person("سامح شكري", "وزير الخارجية", "foreign_minister", "EG")], "2023-06-25")
    gone = OfficeHeld(
        title="وزير الخارجية", start=0, end=0, country="EG", kind="foreign_minister", former=True
    )
    after = reading("c", "ar", [person("سامح شكري", offices=(gone,))], "2025-10-17")
    (found,) = resolve([early, late, after]).people
    current, former = found.offices
    assert (current.title, current.first_seen, current.last_seen) == (
        "Foreign Minister",
        "2023-01-25",
        "2023-06-25",
    )
    assert (former.former, former.first_seen) == (True, "2025-10-17")


@pytest.mark.parametrize(
    ("mentions", "reason"),
    [
        (
            [person("Vientiane"), PlaceMention(segment="", start=0, end=0, text="Vientiane")],
            "a state or place",
        ),
        ([person("Ann", "President", "head_of_state", p=0.5)], "improbable and seen once"),
        ([person("mötet i dag")], "small letters only"),
        ([person("Strategisk Anpassning", p=0.3)], "improbable and seen once"),
        ([person("Kommentar")], "a bare name without an office"),
    ],
)
def test_what_is_no_person_is_left_out_with_a_reason(mentions: list[AnyMention], reason: str) -> None:
    resolution = resolve([reading("x", "sv", mentions)])
    assert resolution.people == ()
    assert [left.reason for left in resolution.left_out] == [reason]


def test_an_office_beside_a_name_outweighs_doubt() -> None:
    place = PlaceMention(segment="", start=0, end=0, text="Keito")
    mentions: list[AnyMention] = [
        person("Ann Lee", "King", "monarch", p=0.5),
        person("Keito", "President", "head_of_state"),
        place,
    ]
    assert set(by_name(resolve([reading("x", "en", mentions)]))) == {"Ann Lee", "Keito"}


def test_of_two_heads_named_together_one_is_of_the_other_state() -> None:
    leaders = [
        person("Ann Lee", "President", "head_of_state", "KE"),
        person("Bo Chan", "President", "head_of_state"),
    ]
    page = reading("x", "en", [*leaders, state("Kenya", "KE"), state("Brazil", "BR")])
    assert by_name(resolve([page]))["Bo Chan"].country == "BR"


def test_a_prime_minister_is_of_the_state_that_has_one() -> None:
    mentions: list[AnyMention] = [
        person("Bo Chan", "Prime Minister", "head_of_government"),
        state("the United States", "US"),
        state("Lebanon", "LB"),
    ]
    assert by_name(resolve([reading("x", "en", mentions)]))["Bo Chan"].country == "LB"


def test_who_is_listed_after_a_foreigner_is_not_taken_for_one_at_home() -> None:
    text = "Ann Lee, Speaker Bo Chan spoke"
    page = reading("x", "en", [person(text), state("Chad", "TD"), state("the United States", "US")])
    speaker = OfficeHeld(
        title="Speaker", start=text.index("Speaker"), end=text.index("Speaker") + 7, kind="speaker"
    )
    people = (
        person("Ann Lee", "President", "head_of_state", "TD"),
        person("Bo Chan", offices=(speaker,)),
    )
    placed = [
        msgspec.structs.replace(
            p, segment="x-0", start=text.index(p.text), end=text.index(p.text) + len(p.text)
        )
        for p in people
    ]
    listed = msgspec.structs.replace(page, mentions=(*placed, *page.mentions[1:]))
    assert by_name(resolve([listed]))["Bo Chan"].country is None


def test_who_once_held_an_office_may_be_of_any_state() -> None:
    former = OfficeHeld(title="President", start=0, end=0, kind="head_of_state", former=True)
    people = [person("Ann Lee", "President", "head_of_state", "CL"), person("Bo Chan", offices=(former,))]
    page = reading("x", "vi", [*people, state("Chile", "CL"), state("Việt Nam", "VN")])
    assert by_name(resolve([page]))["Bo Chan"].country is None


def test_officials_of_organisations_are_of_no_side() -> None:
    people = [
        person("Ann Lee", "Minister", "minister", "CN"),
        person("Bo Chan", "President", "organisation_official"),
    ]
    page = reading("x", "fr", [*people, state("Chine", "CN"), state("France", "FR")])
    assert by_name(resolve([page]))["Bo Chan"].country is None


def test_officials_of_a_province_are_of_the_state_of_the_page() -> None:
    mentions: list[AnyMention] = [
        person("Bo Chan", "Vice Chairman", "vice_chairman"),
        state("Laos", "LA"),
        state("Kenya", "KE"),
    ]
    page = reading("x", "en", mentions)
    abroad = msgspec.structs.replace(page.source, url="https://news.example.ws/1")
    home = msgspec.structs.replace(page.source, url="https://news.example.ke/1", language="lo")
    assert by_name(resolve([msgspec.structs.replace(page, source=home)]))["Bo Chan"].country == "KE"
    assert by_name(resolve([msgspec.structs.replace(page, source=abroad)]))["Bo Chan"].country == "KE"


def test_a_title_of_two_senses_has_that_in_which_its_holder_is_seen() -> None:
    pages = [
        reading("a", "de", [person("Ann Lee", "Bundeskanzlerin", "head_of_government", "DE")]),
        reading("b", "pt", [person("Ann Lee", "chanceler", "foreign_minister", "DE")]),
    ]
    (found,) = resolve(pages).people
    assert [office.code for office in found.offices] == ["head_of_government"]


def test_offices_in_the_plural_stand_for_nobody() -> None:
    mentions: list[AnyMention] = [
        person("Анна Ли", "премьер-министр", "head_of_government"),
        office("премьер-министра", "head_of_government"),
        office("премьер-министрам", "head_of_government"),
    ]
    page = reading("x", "ru", mentions)
    held = resolve([page]).person_of
    assert [(page.source.id, m.start) in held for m in page.mentions] == [True, True, False]


def test_unsure_pairs_are_listed_and_not_merged() -> None:
    first = reading("a", "en", [person("Paul Sarame", "Finance Minister", "finance_minister")])
    second = reading("b", "ar", [person("بول تارامي")])
    resolution = resolve([first, second])
    assert len(resolution.people) == 2
    assert [(found.left, found.right) for found in resolution.unsure()] == [("Paul Sarame", "بول تارامي")]


def test_an_unsure_pair_is_reviewed_once_with_words_of_both() -> None:
    first = reading("a", "en", [person("Paul Sarame", "Finance Minister", "finance_minister")])
    second = reading("b", "ar", [person("بول تارامي")])
    third = reading("c", "ar", [person("بول تارامي"), person("Ann Lee", "Minister", "minister")])
    resolution = resolve([first, second, third])
    (review,) = resolution.reviews
    names = {found.id: found.name for found in resolution.people}
    assert [names[item] for item in review.items] == list(review.names)
    assert {quote.source for quote in review.evidence} >= {"a", "b"}
    parts = {(one.left, one.right) for one in review.features if one.name == "part"}
    assert all(left in review.names[0].casefold() for left, _ in parts)


def test_reviews_are_kept_up_to_date() -> None:
    pages = {
        "a": reading("a", "en", [person("Paul Sarame", "Finance Minister", "finance_minister")]),
        "b": reading("b", "ar", [person("بول تارامي")]),
    }
    people = People(MemoryWorkspace(), lambda sources: [pages[source] for source in sources])
    assert not any(people.update(["a"]).reviews.values())
    (key,) = [key for key, reviews in people.update(["b"]).reviews.items() if reviews]
    assert people.update([], ["b"]).reviews[key] == []


def test_a_page_more_asks_for_no_other_page_of_its_people() -> None:
    def page(name: str, day: str) -> Reading:
        return reading(name, "en", [person("Paul Kagame", "President", "head_of_state", "RW")], published=day)

    pages = {name: page(name, f"2025-0{at}-01") for at, name in enumerate("abcdef", 1)}
    asked: list[str] = []

    def load(sources: Sequence[str]) -> list[Reading]:
        asked.extend(sources)
        return [pages[source] for source in sources]

    people = People(MemoryWorkspace(), load)
    people.update("abcde")
    asked.clear()
    (found,) = people.update("f").people.values()
    assert set(asked) == {"f"}
    assert found is not None
    (held,) = found.offices
    assert (held.first_seen, held.last_seen) == ("2025-01-01", "2025-06-01")


def test_a_page_that_goes_takes_what_it_alone_said_with_it() -> None:
    pages = {
        "a": reading("a", "en", [person("Paul Kagame", "President", "head_of_state", "RW")], "2025-01-01"),
        "b": reading("b", "fr", [person("Paul Kagamé", "Minister", "minister", "RW")], "2025-02-01"),
    }
    people = People(MemoryWorkspace(), lambda sources: [pages[source] for source in sources])
    people.update("ab")
    (found,) = people.update([], "b").people.values()
    assert found is not None
    assert [name.text for name in found.names] == ["Paul Kagame"]
    assert [held.title for held in found.offices] == ["President"]
    assert [quote.source for quote in found.evidence] == ["a"]


def test_a_couple_shares_the_state_that_is_stated_for_one() -> None:
    text = "President Uma Keito of Samoa and his wife Tala Keito"
    page = reading("x", "en", [person(text)])
    couple = (person("Uma Keito", "President", "head_of_state", "WS"), person("Tala Keito"))
    starts = [text.index(one.text) for one in couple]
    placed = tuple(
        msgspec.structs.replace(one, segment="x-0", start=start, end=start + len(one.text))
        for one, start in zip(couple, starts, strict=True)
    )
    found = by_name(resolve([msgspec.structs.replace(page, mentions=placed)]))
    assert found["Tala Keito"].country == found["Uma Keito"].country == "WS"


def test_a_page_leaves_the_state_of_its_own_people_unsaid() -> None:
    page = reading(
        "x",
        "de",
        [
            person("Anna Berger", "Außenministerin", "foreign_minister"),
            person("Karl Otto", "Bundeskanzler", "head_of_government", "DE"),
            person("Mauro Pires", "Präsident", "head_of_state", "BR"),
            state("Brasilien", "BR"),
            state("Deutschland", "DE"),
        ],
    )
    assert by_name(resolve([page]))["Anna Berger"].country == "DE"


def test_evidence_is_words_of_the_source() -> None:
    resolution = resolve(VIENTIANE)
    texts = {source.source.id: source.source.text for source in VIENTIANE}
    for found in resolution.people:
        assert found.evidence
        for evidence in (*found.evidence, *(e for held in found.offices for e in held.evidence)):
            assert texts[evidence.source][evidence.start : evidence.end] == evidence.quote


def test_well_known_people_have_their_wikidata_id_and_a_latin_name() -> None:
    chinese = reading("a", "zh", [person("拜登", "总统", "head_of_state", "US")])
    persian = reading("b", "fa", [person("بایدن", "رئیس جمهور", "head_of_state", "US")])
    (found,) = resolve([chinese, persian]).people
    assert (found.name, found.country, found.wikidata) == ("Joe Biden", "US", "Q6279")


def test_the_order_of_sources_does_not_matter() -> None:
    expected = resolve(VIENTIANE)
    shuffled = list(VIENTIANE)
    for seed in range(SHUFFLES):
        random.Random(seed).shuffle(shuffled)
        again = resolve(shuffled)
        assert msgspec.json.encode(again.people) == msgspec.json.encode(expected.people)
        assert list(again.person_of.items()) == list(expected.person_of.items())
        assert (again.decisions, again.left_out) == (expected.decisions, expected.left_out)


def test_nothing_to_read_gives_nobody() -> None:
    assert resolve([]).people == ()
    assert resolve([reading("x", "und", [])]).person_of == {}
