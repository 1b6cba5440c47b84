"""One door to what is known of languages: finders of states, dates, amounts, ordinals, offices and places."""

from datetime import date

from verbale.lexicon.data import base_language
from verbale.lexicon.dates import NO_HINTS, DateFound, DateHints, date_finder
from verbale.lexicon.states import StateSpan, state_finder


class Lexicon:
    """Finders for every language; each language is read when it is first asked for.

    Languages are BCP 47 tags. One that nobody prepared works with its CLDR names; one without CLDR data, or `und`,
    with English names and the names of states in their own languages. Offsets are into the text that is given.
    """

    @classmethod
    def load(cls) -> "Lexicon":
        """Return a lexicon; nothing is read yet."""
        return cls()

    def find_states(self, text: str, language: str | None) -> list[StateSpan]:
        """Return states by name, adjective or demonym, with ISO 3166-1 alpha-2 codes."""
        return state_finder(base_language(language)).find(text)

    def find_dates(
        self, text: str, language: str | None, reference: date | None = None, hints: DateHints = NO_HINTS
    ) -> list[DateFound]:
        """Return dates, resolved.

        Args:
            text: any text.
            language: its BCP 47 tag.
            reference: the day of the page, if it is known.
            hints: what `date_hints` gives for the whole source; used when there is no reference.
        """
        return date_finder(base_language(language)).find(text, reference, hints)

    def date_hints(self, text: str, language: str | None) -> DateHints:
        """Return the dates that a whole source prints in full, to resolve days without a year from."""
        return date_finder(base_language(language)).hints(text)
