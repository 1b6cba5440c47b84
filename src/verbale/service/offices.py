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
    english = _english(title, languages, code)
    return f"{english} ({title})" if english else title


def _english(title: str, languages: Iterable[str], code: str | None = None) -> str:
    """The English name of an office; empty where it is in English, or its kind is not known."""
    plain = _kinds(title, FALLBACK)
    told = max(([code] if code else [], *(_kinds(title, language) for language in languages)), key=len)
    return "" if len(plain) >= len(told) else ", ".join(map(kind_words, told))


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
    """A name with the office held that day: `Abe Shinzō (head of government: 首相)`."""
    if not person.office:
        return person.name
    english = _english(person.office, languages)
    return f"{person.name} ({english}: {person.office})" if english else f"{person.name} ({person.office})"
