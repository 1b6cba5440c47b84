"""Words of what becomes of a meeting and of who is there: announced, postponed, attended, received."""

from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import ANY, table
from verbale.lexicon.phrases import PhraseIndex, stems


class MeetingWords(NamedTuple):
    """The words of one language; see `meetings.yaml`. Each index finds its words in a text."""

    will: PhraseIndex[str]
    scheduled: PhraseIndex[str]
    postponed: PhraseIndex[str]
    cancelled: PhraseIndex[str]
    margins: PhraseIndex[str]
    attended: PhraseIndex[str]
    predecessor: PhraseIndex[str]
    received: PhraseIndex[str]
    received_by: PhraseIndex[str]
    earlier: PhraseIndex[str]
    verb_last: bool


@lru_cache(maxsize=64)
def meeting_words(language: str) -> MeetingWords:
    """Return the words of a base language; the indices of one without words find nothing."""
    own, common = table("meetings").get(language) or {}, table("meetings")[ANY]

    def index(key: str) -> PhraseIndex[str]:
        return stems((*own.get(key, ()), *common.get(key, ())))

    return MeetingWords(
        will=index("will"),
        scheduled=index("scheduled"),
        postponed=index("postponed"),
        cancelled=index("cancelled"),
        margins=index("margins"),
        attended=index("attended"),
        predecessor=index("predecessor"),
        received=index("received"),
        received_by=index("received_by"),
        earlier=index("earlier"),
        verb_last=language in table("meetings")["verb_last"],
    )
