"""Words that stand beside names of people: honorifics, `former`, `wife`, `of`."""

from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import ANY, table
from verbale.lexicon.organisations import organisation_names
from verbale.lexicon.phrases import PhraseIndex, stems


class PeopleWords(NamedTuple):
    """The words of one language; see `people.yaml`. Each index finds its words in a text."""

    honorifics: PhraseIndex[str]
    former: PhraseIndex[str]
    acting: PhraseIndex[str]
    elect: PhraseIndex[str]
    spouses: PhraseIndex[str]
    links: PhraseIndex[str]
    at: PhraseIndex[str]
    origins: frozenset[str]
    joints: PhraseIndex[str]
    embassies: PhraseIndex[str]
    organisations: PhraseIndex[str]
    bodies: PhraseIndex[str]
    late: PhraseIndex[str]
    chairs: PhraseIndex[str]
    separately: PhraseIndex[str]
    marks: frozenset[str]
    apart: frozenset[frozenset[str | None]]
    office_follows: bool
    capital_nouns: bool


@lru_cache(maxsize=64)
def people_words(language: str) -> PeopleWords:
    """Return the words of a base language."""
    own, common = table("people").get(language) or {}, table("people")[ANY]

    def index(key: str) -> PhraseIndex[str]:
        return stems((*own.get(key, ()), *common.get(key, ())))

    joints = (*own.get("joints", ()), *common["joints"])
    marks = frozenset(joint for joint in joints if not any(character.isalnum() for character in joint))
    kinds = table("languages")
    return PeopleWords(
        honorifics=index("honorifics"),
        former=index("former"),
        acting=index("acting"),
        elect=index("elect"),
        spouses=index("spouses"),
        links=index("of"),
        at=index("at"),
        origins=frozenset(own.get("from", ())),
        joints=index("joints"),
        embassies=index("embassies"),
        organisations=stems(organisation_names(language)),
        late=index("late"),
        chairs=index("chairs"),
        separately=index("separately"),
        bodies=stems(table("bodies").get(language) or ()),
        marks=marks,
        apart=frozenset(frozenset(pair) for pair in table("offices")["apart"]),
        office_follows=language in kinds["office_follows"],
        capital_nouns=language in kinds["capital_nouns"],
    )
