"""Values for the fields of items, as people write them: checked before they are kept."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from verbale.errors import JudgementError
from verbale.lexicon.data import FALLBACK
from verbale.lexicon.organisations import organisation_of
from verbale.records.items import Meeting
from verbale.records.judgements import Edit, Value
from verbale.records.overlays import EDITABLE, JudgedItem, edited, is_day
from verbale.records.vocabulary import PILLARS
from verbale.service.wording import is_country_code
from verbale.store.facets import is_country, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_VALUE = 500
"""Characters of a value."""

_WIKIDATA = re.compile(r"Q[1-9]\d{0,11}")
_CODES = ("country", "place_country")
_DAYS = ("date_start", "date_end")


def edits_of(
    item: JudgedItem, values: Mapping[str, object], is_person: Callable[[str], bool]
) -> tuple[Edit, ...]:
    """The edits that give an item these values, as the judgement keeps them.

    Args:
        item: as the record shows it.
        values: by field; texts are read as the field's type, an empty one as no value, lists are parted by commas.
        is_person: whether an id is that of a person of the record.

    Raises:
        JudgementError: when a field cannot be edited, or a value is none that it can hold.
    """
    kind, allowed = kind_of(type(item)), EDITABLE[type(item)]
    types = {field.name: field.type for field in msgspec.structs.fields(type(item))}
    fresh: dict[str, Value] = {}
    for name, value in values.items():
        if name not in allowed:
            raise JudgementError(
                f"{name} of a {kind} cannot be edited; these fields can: {', '.join(allowed)}"
            )
        fresh[name] = _value(kind, name, types[name], value)
        _check(name, fresh[name], is_person)
    if isinstance(item, Meeting):
        _check_days(item, fresh)
    edits = tuple(Edit(field=name, value=value, read=getattr(item, name)) for name, value in fresh.items())
    edited(item, {edit.field: edit.value for edit in edits})
    return edits


def _value(kind: str, name: str, expected: Any, given: object) -> Value:
    """A value as the field's type has it."""
    optional = type(None) in get_args(expected)
    if isinstance(given, str):
        given = unicodedata.normalize("NFC", given.strip())
        if len(given) > LONGEST_VALUE or any(unicodedata.category(c) in ("Cc", "Cs") for c in given):
            raise JudgementError(
                f"{name} is longer than {LONGEST_VALUE} characters, or holds control characters"
            )
        if not given:
            if not optional:
                raise JudgementError(f"{name} of a {kind} cannot be empty")
            return None
        if expected == tuple[str, ...]:
            given = [part.strip() for part in given.split(",") if part.strip()]
    if name == "bodies" and isinstance(given, list | tuple):
        given = [organisation_of([str(body)], None, FALLBACK) or body for body in given]
    if name == "pillars" and isinstance(given, list | tuple):
        given = [PILLARS.get(str(pillar), pillar) for pillar in given]
    try:
        value: Value = msgspec.convert(given, expected, strict=not isinstance(given, str))
    except msgspec.ValidationError as error:
        raise JudgementError(f"{name} of a {kind} cannot be {given!r}: {error}") from error
    return value


def _check(name: str, value: Value, is_person: Callable[[str], bool]) -> None:
    """Check what types cannot say."""
    codes = [value] if name in _CODES and value else value if name == "countries" else ()
    wrong = (
        [code for code in codes if not is_country_code(str(code))] if isinstance(codes, list | tuple) else []
    )
    if wrong:
        raise JudgementError(f"{name}: {wrong[0]} is no country (ISO 3166-1 alpha-2, such as VN)")
    if name in _DAYS and value is not None and not is_day(str(value)):
        raise JudgementError(f"{name}: {value} is no day; write it as 2025-12-02")
    if name == "deadline" and value is not None and not _is_date(str(value)):
        raise JudgementError(f"deadline: {value} is no date; write 2030, 2030-06 or 2030-06-30")
    if name == "wikidata" and value is not None and not _WIKIDATA.fullmatch(str(value)):
        raise JudgementError(f"wikidata: {value} is no id of Wikidata, such as Q42")
    if name == "pillars" and isinstance(value, tuple):
        for pillar in value:
            if pillar not in PILLARS.values():
                raise JudgementError(f"pillars: {pillar} is none of {', '.join(PILLARS)}")
    if name == "by":
        _check_parties(value, is_person)


def _check_parties(value: Value, is_person: Callable[[str], bool]) -> None:
    parties = value if isinstance(value, tuple) else () if value is None else (value,)
    for party in map(str, parties):
        if not (is_country_code(party) if is_country(party) else is_person(party)):
            raise JudgementError(f"by: {party} is neither a country (such as VN) nor a person of the record")


def _check_days(item: Meeting, fresh: Mapping[str, Value]) -> None:
    start, end = (fresh.get(name, getattr(item, name)) for name in _DAYS)
    if "date_end" in fresh and start is not None and end is not None and str(end) < str(start):
        raise JudgementError(f"date_end {end} lies before date_start {start}")


def _is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
