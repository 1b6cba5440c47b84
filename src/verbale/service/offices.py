"""Offices in English, beside the words of the accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verbale.lexicon.data import FALLBACK, base_language, table
from verbale.lexicon.offices import office_finder
from verbale.text.fold import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verbale.records.items import Participant


def office_words(title: str, languages: Iterable[str] = (), code: str | None = None) -> str:
    """The English name of an office with the words of an account beside it: `foreign minister (外交部长)`.

    A title in English, and one of which the kind is not known, comes back as it is.

    Args:
        title: in the words of an account; it may name several offices.
        languages: in which it may be.
        code: of the office, where it is known.
    """
    if office_finder(FALLBACK).find(title):
        return title
    kinds = [code] if code else next(filter(None, (_kinds(title, language) for language in languages)), [])
    return f"{', '.join(map(kind_words, kinds))} ({title})" if kinds else title


def _kinds(title: str, language: str) -> list[str]:
    return list(dict.fromkeys(found.kind for found in office_finder(base_language(language)).find(title)))


def kind_words(code: str) -> str:
    """The English name of a kind of office: `head of government`."""
    plain = code.replace("_", " ")
    for name in ("offices", "posts"):
        for form in table(name)["offices"].get(code, {}).get(FALLBACK) or ():
            if fold_words(form) == plain:
                return str(form)
    return plain


def participant_words(person: Participant, languages: Iterable[str]) -> str:
    """A name with the office held that day: `Abe Shinzō, head of government (首相)`."""
    if not person.office:
        return person.name
    office = office_words(person.office, languages)
    return f"{person.name}, {office}" if "(" in office else f"{person.name} ({office})"
