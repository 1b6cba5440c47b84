"""People, offices and states of pages in languages for which nobody wrote a file: told by the whole page."""

from datetime import date

import pytest

from tests.stages.test_extract import _parsed
from verbale.lexicon import Lexicon
from verbale.records.reading import OfficeHeld, PersonMention, Segment, Source, StateMention
from verbale.stages.extract import extract

_LEXICON = Lexicon.load()


def _page(language: str, *marked: str) -> tuple[list[PersonMention], list[StateMention]]:
    """Read a page of several sentences."""
    rows = [_parsed(sentence) for sentence in marked]
    text = "\n".join(sentence for sentence, _ in rows)
    source = Source(
        id="s", path="p", url=None, outlet=None, title=None, language=language, published=None,
        published_from=None, sha256="", text=text,
    )  # fmt: skip
    segments, start = [], 0
    for at, (sentence, _) in enumerate(rows):
        end = start + len(sentence)
        segments.append(
            Segment(
                id=f"g{at}", source="s", start=start, end=end, text=sentence, language=language, paragraph=at
            )
        )
        start = end + 1
    found = extract(source, segments, [spans for _, spans in rows], _LEXICON, date(2025, 12, 3))
    people = [mention for mention in found if isinstance(mention, PersonMention)]
    return people, [mention for mention in found if isinstance(mention, StateMention)]


def _titles(offices: tuple[OfficeHeld, ...]) -> list[tuple[str, str | None]]:
    return [(office.title, office.country) for office in offices]


def test_an_office_that_no_tagger_saw_is_told_by_its_place() -> None:
    people, _ = _page(
        "tg",
        "Вазири савдои [[LOC|Нигерия]] [[PER|Ада Обӣ]] бо вазири савдои [[LOC|Норвегия]] [[ORG|Ларс Даҳл]] вохӯрд.",
        "[[LOC|Даҳл]] розӣ шуд.",
    )
    assert [person.text for person in people] == ["Ада Обӣ", "Ларс Даҳл", "Даҳл"]
    assert _titles(people[0].offices) == [("Вазири савдои", "NG")]
    assert _titles(people[1].offices) == [("вазири савдои", "NO")]


def test_a_state_alone_before_a_name_tells_nothing() -> None:
    people, _ = _page("tg", "Дар [[LOC|Норвегия]] [[PER|Ларс Даҳл]] гуфт.", "Дар ин кишвар зиндагӣ мекунад.")
    assert [(person.text, person.country) for person in people] == [("Ларс Даҳл", None)]


def test_a_state_is_no_part_of_a_name_and_two_people_are_two() -> None:
    people, states = _page(
        "cy",
        "Cyfarfu [[OFF|Gweinidog]] [[LOC|Norwy]], [[PER|Lars Dahl]], â "
        "[[OFF|Gweinidog]] yr [[LOC|Aifft]], [[PER|Mona Fahmy]].",
        "Ffoniodd [[PER|Dahl Fahmy]] eto.",
        "Aeth [[PER|Fahmy Norwy]] adref.",
    )
    assert [person.text for person in people] == ["Lars Dahl", "Mona Fahmy", "Dahl", "Fahmy", "Fahmy"]
    assert [person.country for person in people[:2]] == ["NO", "EG"]
    assert [state.country for state in states] == ["NO", "EG", "NO"]


@pytest.mark.parametrize(
    ("name", "language", "country"),
    [
        ("Ffindir", "cy", "FI"),
        ("Dde Korea", "cy", "KR"),
        ("De Swdan", "cy", "SS"),
        ("ഫിൻലൻഡിന്", "ml", "FI"),
        ("ജോർദാനിലേക്ക്", "ml", "JO"),
        ("Фиҷӣ", "tg", "FJ"),
        ("Georgetown", "cy", None),
        ("Nairobi", "cy", None),
    ],
)
def test_states_are_spelled_the_way_of_the_page(name: str, language: str, country: str | None) -> None:
    found = [state.country for state in _LEXICON.near_states(language).find(name, 0, len(name))]
    assert found == ([country] if country else [])


def test_offices_and_names_that_alternate_with_commas_go_by_what_leaves_none_over() -> None:
    people, _ = _page(
        "en",
        "[[OFF|Justice Minister]] of [[LOC|Chile]], [[PER|Juan Mar]], "
        "[[OFF|Ambassador]] of [[LOC|Canada]], [[PER|Ann Roy]], met.",
    )
    assert [_titles(person.offices) for person in people] == [
        [("Justice Minister", "CL")],
        [("Ambassador", "CA")],
    ]
    people, _ = _page(
        "en",
        "[[PER|Juan Mar]], [[OFF|Justice Minister]] of [[LOC|Chile]], "
        "[[PER|Ann Roy]], [[OFF|Ambassador]] of [[LOC|Canada]], met.",
    )
    assert [_titles(person.offices) for person in people] == [
        [("Justice Minister", "CL")],
        [("Ambassador", "CA")],
    ]
