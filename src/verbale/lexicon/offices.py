"""Finding offices by the words for them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from verbale.lexicon.data import table
from verbale.lexicon.phrases import Match, PhraseIndex
from verbale.lexicon.words import WORD, is_unspaced

MINISTER = "minister"
"""Code of the office that is composed with a field: `foreign_minister`."""

_COMPOSED = {MINISTER: "", "deputy_minister": "deputy_"}
"""Offices that take a field, with what their composed code starts with."""

FIELD_WORDS = 3
"""Words that may stand between a minister and the field: `ministre français des Affaires étrangères`."""

_GAP_MARKS = frozenset(",;:.!?()。，；：（）\n")


class OfficeFound(NamedTuple):
    """An office from `start` to `end`, with its code in `offices.yaml`."""

    start: int
    end: int
    kind: str


class OfficeFinder:
    """The offices of one language."""

    def __init__(self, language: str) -> None:
        """Prepare the words of a base language; a language without any finds nothing."""
        data, posts = table("offices"), table("posts")
        self._offices: PhraseIndex[str | None] = PhraseIndex()
        for rows in (data, posts):
            self._offices.update((form, None) for form in (rows["not_offices"].get(language) or ()))
        for rows in (data, posts):
            for kind, forms in rows["offices"].items():
                self._offices.update((form, kind) for form in forms.get(language, ()))
        self._fields: PhraseIndex[str] = PhraseIndex()
        for field, forms in data["fields"].items():
            self._fields.update((form, field) for form in forms.get(language, ()))
        self._deputies: PhraseIndex[bool] = PhraseIndex()
        self._deputies.update((form, True) for form in (data["deputies"].get(language) or ()))

    def find(self, text: str) -> list[OfficeFound]:
        """Return the offices of a text in order and without overlap."""
        matches = self._offices.find(text)
        if not any(match.value for match in matches):
            return []
        fields = self._fields.find(text)
        deputies = {match.end: match for match in self._deputies.find(text)}
        found = [self._whole(text, match, match.value, fields, deputies) for match in matches if match.value]
        return list(_apart(sorted(found)))

    def _whole(
        self,
        text: str,
        match: Match[str | None],
        kind: str,
        fields: list[Match[str]],
        deputies: dict[int, Match[bool]],
    ) -> OfficeFound:
        """Return an office with its field and what makes it a deputy's."""
        office = OfficeFound(match.start, match.end, kind)
        if kind in _COMPOSED:
            office = _with_field(text, office, fields)
        deputy = deputies.get(office.start) or deputies.get(len(text[: office.start].rstrip(" -‑")))
        if deputy is None:
            return office
        return OfficeFound(deputy.start, office.end, f"deputy_{office.kind}")


def _with_field(text: str, office: OfficeFound, fields: list[Match[str]]) -> OfficeFound:
    """Return a minister with the field that stands before or after, or the minister alone."""
    start = _COMPOSED[office.kind]
    for field in fields:
        if field.end <= office.start and text[field.end : office.start].strip() in ("", "-"):
            return OfficeFound(field.start, office.end, f"{start}{field.value}_{MINISTER}")
        if field.start >= office.end and _is_gap(text[office.end : field.start]):
            return OfficeFound(office.start, field.end, f"{start}{field.value}_{MINISTER}")
        if field.start <= office.start and field.end >= office.end:
            return OfficeFound(field.start, field.end, f"{start}{field.value}_{MINISTER}")
    return office


def _is_gap(gap: str) -> bool:
    """Tell whether the words between a minister and a field leave them together."""
    if _GAP_MARKS & set(gap) or (is_unspaced(gap.strip()) and len(gap) > FIELD_WORDS):
        return False
    return len(WORD.findall(gap)) <= FIELD_WORDS


def _apart(found: list[OfficeFound]) -> Iterator[OfficeFound]:
    end = -1
    for office in found:
        if office.start >= end:
            end = office.end
            yield office


def is_vague(kind: str | None) -> bool:
    """Tell whether the words for an office have other senses, or many holders: alone they stand for nobody."""
    return kind is not None and kind.removeprefix("deputy_") in _vague()


@lru_cache(maxsize=1)
def _vague() -> frozenset[str]:
    return frozenset(table("posts")["vague"])


@lru_cache(maxsize=64)
def knows_offices(language: str) -> bool:
    """Tell whether any office of a base language is written down."""
    return any(
        language in forms for name in ("offices", "posts") for forms in table(name)["offices"].values()
    )


@lru_cache(maxsize=64)
def office_finder(language: str) -> OfficeFinder:
    """Return the finder of a base language, made once."""
    return OfficeFinder(language)
