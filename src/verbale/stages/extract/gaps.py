"""What may stand between the parts of a phrase: links, joints, honorifics, words such as `former`."""

import re
from collections.abc import Sequence

from verbale.lexicon import PeopleWords
from verbale.stages.extract.spans import trim

MAX_GAP = 32
"""Characters between an office and its state or name; articles, links and honorifics fit in."""

_OPEN = frozenset("()（）\"“”«»‘’'-–—、 \n\t\u00a0")


_WORD = re.compile(r"[^\W\d_][\w’'-]*")


class Gaps:
    """What may stand between the parts of a phrase in one segment."""

    def __init__(self, text: str, words: PeopleWords) -> None:
        """Find links, joints, honorifics and words such as `former` once."""
        self.text = text
        self._links = _covered(words.links.find(text))
        self._at = _covered(words.at.find(text))
        self._joints = _covered(words.joints.find(text))
        self.honorifics = [(match.start, match.end) for match in words.honorifics.find(text)]
        self._honorifics = _covered(words.honorifics.find(text))
        self.embassies = [(match.start, match.end) for match in words.embassies.find(text)]
        self.bodies = [(match.start, match.end) for match in words.bodies.find(text)]
        self.at_words = [(match.start, match.end) for match in words.at.find(text)]
        self.organisations = [(match.start, match.end) for match in words.organisations.find(text)]
        self.former = [(match.start, match.end) for match in words.former.find(text)]
        self._gone = _covered(words.former.find(text))
        self.acting = [(match.start, match.end) for match in words.acting.find(text)]
        self.elect = [(match.start, match.end) for match in words.elect.find(text)]
        self._former = self._gone | _covered(words.acting.find(text)) | _covered(words.elect.find(text))
        self._marks = words.marks

    def bare(self, start: int, end: int) -> tuple[int, int]:
        """Return the words of an office without honorifics, links and words such as `former` at its edges."""
        loose = self._honorifics | self._links
        start, end = trim(self.text, start, end)
        while start < end and (start in loose or start in self._gone or self.text[start] in _OPEN):
            start += 1
        while end > start and (end - 1 in loose or self.text[end - 1] in _OPEN):
            end -= 1
        return trim(self.text, start, end)

    def is_link(self, start: int, end: int, at: bool = True) -> bool:
        """Tell whether only articles and links such as `of` stand between; `at` lets `to` and `in` stand too."""
        allowed = self._links | self._former | (self._at if at else frozenset())
        return self._only(start, end, allowed, _OPEN - {"\n"})

    def is_apposition(self, start: int, end: int) -> bool:
        """Tell whether what stands between joins a name and an office, comma included."""
        return self._only(
            start, end, self._links | self._honorifics | self._former, _OPEN | {",", "，", ":"} - {"\n"}
        )

    def is_tight(self, start: int, end: int) -> bool:
        """Tell whether a name follows directly but for honorifics."""
        marks = (frozenset(' \u00a0()"“”«»-–—·') | self._marks) - {","}
        return self._only(start, end, self._honorifics | self._former, marks)

    def is_joint(self, start: int, end: int) -> bool:
        """Tell whether two offices of one person are joined."""
        allowed = self._joints | self._links | self._former | self._honorifics
        return self._only(start, end, allowed, _OPEN | self._marks)

    def is_listed(self, start: int, end: int) -> bool:
        """Tell whether what stands between joins two things of a list: a comma, a word such as `and`, or both."""
        allowed = self._joints | self._links | self._honorifics
        return self._only(start, end, allowed, frozenset(" \u00a0,，、،") | self._marks) and bool(
            self.text[start:end].strip()
        )

    def words(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return where the words of a stretch stand that are no links such as `of` and no honorifics."""
        loose = self._links | self._honorifics
        return [m.span() for m in _WORD.finditer(self.text, start, end) if m.start() not in loose]

    def links_in(self, start: int, end: int) -> bool:
        """Tell whether a link such as `of` stands in a stretch."""
        return any(at in self._links and self.text[at].isalpha() for at in range(start, end))

    def _only(
        self, start: int, end: int, covered: frozenset[int] | set[int], marks: frozenset[str] | set[str]
    ) -> bool:
        if end - start > MAX_GAP:
            return False
        return all(at in covered or self.text[at] in marks for at in range(start, end))


def _covered(matches: Sequence[tuple[int, int, str, int]]) -> frozenset[int]:
    return frozenset(at for match in matches for at in range(match[0], match[1]))
