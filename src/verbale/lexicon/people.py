"""Words that stand beside names of people: honorifics, `former`, `wife`, `of`."""

from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import ANY, table
from verbale.lexicon.phrases import PhraseIndex, stems


class PeopleWords(NamedTuple):
    """The words of one language; see `people.yaml`. Each index finds its words in a text."""

    honorifics: PhraseIndex[str]
    former: PhraseIndex[str]
    acting: PhraseIndex[str]
    spouses: PhraseIndex[str]
    links: PhraseIndex[str]
    joints: PhraseIndex[str]
    marks: frozenset[str]


@lru_cache(maxsize=64)
def people_words(language: str) -> PeopleWords:
    """Return the words of a base language."""
    own, common = table("people").get(language) or {}, table("people")[ANY]

    def index(key: str) -> PhraseIndex[str]:
        return stems((*own.get(key, ()), *common.get(key, ())))

    joints = (*own.get("joints", ()), *common["joints"])
    marks = frozenset(joint for joint in joints if not any(character.isalnum() for character in joint))
    return PeopleWords(
        index("honorifics"), index("former"), index("acting"), index("spouses"), index("of"), index("joints"), marks
    )
