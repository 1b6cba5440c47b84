"""People once each, whatever the script, spelling or inflection of their names."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from verbale.records.ids import content_id
from verbale.records.items import Name, Person
from verbale.records.reading import Reading
from verbale.stages.resolve.aliases import alias_of, aliases
from verbale.stages.resolve.countries import countries_of, wikidata_of
from verbale.stages.resolve.offices import holders_of_mentions, offices_of
from verbale.stages.resolve.people import Group, groups, place
from verbale.stages.resolve.quotes import quotes
from verbale.stages.resolve.resolution import Resolution
from verbale.stages.resolve.seen import mentions_of_people, spelling_of
from verbale.stages.resolve.spelling import Spelling
from verbale.text.fold import fold_words


def resolve(readings: Sequence[Reading]) -> Resolution:
    """Find the people of all sources, each once, and for whom each mention stands.

    The result does not depend on the order of the readings.
    """
    ordered = sorted(readings, key=lambda reading: reading.source.id)
    mentions, left = mentions_of_people(ordered)
    found, decisions, more_left = groups(mentions)
    countries = countries_of(found, ordered)
    people = _with_ids(
        [(group, _person(group, country)) for group, country in zip(found, countries, strict=True)]
    )
    person_of = {place(seen): person.id for group, person in people for seen in group.seen}
    offices = holders_of_mentions(ordered, {person.id: (group, person.country) for group, person in people})
    return Resolution(
        people=tuple(sorted((person for _, person in people), key=lambda person: person.id)),
        person_of=dict(sorted({**offices, **person_of}.items())),
        decisions=tuple(sorted(set(decisions), key=lambda d: (d.left, d.right, d.verdict, -d.score))),
        left_out=tuple(sorted(left + more_left)),
    )


def _person(group: Group, country: str | None) -> Person:
    name = display_name(group)
    wikidata = wikidata_of(group)
    return Person(
        id=content_id("person", wikidata or fold_words(name)),
        name=name,
        names=_names(group),
        country=country,
        offices=offices_of(group, country),
        wikidata=wikidata,
        evidence=quotes(group.seen),
    )


def _with_ids(people: list[tuple[Group, Person]]) -> list[tuple[Group, Person]]:
    """Give another id to people whose names read the same: their first mention tells them apart."""
    counts = Counter(person.id for _, person in people)
    return [
        (group, person if counts[person.id] == 1 else _told_apart(group, person)) for group, person in people
    ]


def _told_apart(group: Group, person: Person) -> Person:
    return msgspec.structs.replace(person, id=content_id("person", person.id, *place(group.seen[0])))


def _names(group: Group) -> tuple[Name, ...]:
    names = {(seen.name, seen.language) for seen in group.seen}
    return tuple(
        sorted(Name(text, language, spelling_of(text, (language,)).script) for text, language in names)
    )


def display_name(group: Group) -> str:
    """Return the name to show: full, in Latin letters, not inflected, and the most frequent of those.

    When no name is in Latin letters and the table of aliases has the person, its name is shown.
    """
    counts = Counter((seen.name, seen.language) for seen in group.seen)
    spellings = {row: spelling_of(row[0], (row[1],)) for row in counts}
    best = min(counts, key=lambda row: (*_rank(spellings[row], list(spellings.values())), -counts[row], row))
    if spellings[best].script != "Latn":
        known = {number for spelling in spellings.values() if (number := alias_of(spelling)) is not None}
        if len(known) == 1:
            return aliases()[known.pop()].name
    return best[0]


def _rank(name: Spelling, others: list[Spelling]) -> tuple[bool, bool, bool, bool]:
    return (
        len(name.telling) < 2,
        name.script != "Latn",
        any(part.initial for part in name.parts),
        any(_is_inflected(name, other) for other in others),
    )


def _is_inflected(name: Spelling, other: Spelling) -> bool:
    """Tell whether a name is another one with endings: `То Лама` of `То Лам`."""
    if (
        name.script != other.script
        or len(name.parts) != len(other.parts)
        or len(name.text) <= len(other.text)
    ):
        return False
    return all(
        bool(theirs.sounds) and theirs.sounds[0] in mine.sounds
        for mine, theirs in zip(name.parts, other.parts, strict=True)
    )
