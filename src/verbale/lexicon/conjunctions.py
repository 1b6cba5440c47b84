"""How languages join two things: the words that CLDR puts between them in a list of two."""

from functools import cache

from babel import Locale, UnknownLocaleError

ENGLISH = "and"


@cache
def joining_word(language: str) -> str:
    """The word for *and*, such as `och`, `và`, `と`; for a language that CLDR does not know, the English one.

    Args:
        language: BCP 47 code.
    """
    try:
        locale = Locale.parse(language, sep="-")
        pattern = str(locale.list_patterns["standard"]["2"])
    except (UnknownLocaleError, ValueError, KeyError):
        return ENGLISH
    return pattern.replace("{0}", "").replace("{1}", "").strip().casefold()
