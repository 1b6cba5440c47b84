"""Organisations of several states: their names by language, and which of them an office is held in."""

from collections.abc import Iterable
from functools import lru_cache

from verbale.lexicon.data import ANY, base_language, table
from verbale.lexicon.phrases import PhraseIndex

_OFFICES, _KINDS = "offices", "kinds"


def organisation_names(language: str) -> tuple[str, ...]:
    """Names in a base language, and those used in any, with a star after stems."""
    return tuple(
        form
        for code in (language, ANY)
        for forms in table("organisations").values()
        for form in forms.get(code, ())
    )


@lru_cache(maxsize=64)
def _index(language: str) -> PhraseIndex[str]:
    index = PhraseIndex[str]()
    index.update(
        (form, name)
        for name, forms in table("organisations").items()
        for code in (language, ANY)
        for form in (*forms.get(code, ()), *(forms.get(_OFFICES) or {}).get(code, ()))
    )
    return index


def find_organisations(text: str, language: str) -> tuple[str, ...]:
    """English names of the organisations that a text names, in text order, once each.

    Args:
        language: BCP 47 tag of the text.
    """
    return tuple(dict.fromkeys(found.value for found in _index(base_language(language)).find(text)))


@lru_cache(maxsize=1)
def _of_kind() -> dict[str, str]:
    return {kind: name for name, forms in table("organisations").items() for kind in forms.get(_KINDS, ())}


def organisation_of(words: Iterable[str], kind: str | None, language: str) -> str | None:
    """English name of the organisation in which an office is held.

    Args:
        words: of the office, and of the body that is named with it.
        kind: code of the office in the lexicon.
    """
    named = (name for text in words for name in find_organisations(text, language))
    return next(named, None) or _of_kind().get(kind or "")
