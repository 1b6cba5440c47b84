"""One door to what is known of languages: finders of states, dates, amounts, ordinals, offices and places."""

from datetime import date

from verbale.lexicon.amounts import AmountFound, amount_finder
from verbale.lexicon.data import base_language
from verbale.lexicon.dates import NO_HINTS, DateFound, DateHints, date_finder
from verbale.lexicon.near_states import NearStates, near_states
from verbale.lexicon.offices import OfficeFound, knows_offices, office_finder
from verbale.lexicon.ordinals import OrdinalFound, ordinal_finder
from verbale.lexicon.people import PeopleWords, people_words
from verbale.lexicon.places import PlaceFound, place_finder, plain_names
from verbale.lexicon.states import StateSpan, state_finder
from verbale.lexicon.words import fold


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

    def near_states(self, language: str | None) -> NearStates:
        """Return the names of states that stretches known to be names are compared with."""
        return near_states(base_language(language))

    def knows_offices(self, language: str | None) -> bool:
        """Tell whether the words for offices in a language are written down."""
        return knows_offices(base_language(language))

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

    def find_amounts(self, text: str, language: str | None) -> list[AmountFound]:
        """Return quantities: value in units, with a currency code, a unit's word, or `count`."""
        return amount_finder(base_language(language)).find(text)

    def find_ordinals(self, text: str, language: str | None) -> list[OrdinalFound]:
        """Return numbers of sessions, congresses and summits."""
        return ordinal_finder(base_language(language)).find(text)

    def find_offices(self, text: str, language: str | None) -> list[OfficeFound]:
        """Return offices with their codes; languages that `offices.yaml` leaves out have none."""
        return office_finder(base_language(language)).find(text)

    def office_of(self, text: str, language: str | None) -> str | None:
        """Return the code of the office that a title names, the longest when there are several, or None."""
        found = self.find_offices(text, language)
        return max(found, key=lambda office: office.end - office.start).kind if found else None

    def find_places(self, text: str, language: str | None) -> list[PlaceFound]:
        """Return capitals and other cities of diplomacy with the codes of their states and their English names."""
        return place_finder(base_language(language)).find(text)

    def place(self, text: str, language: str | None) -> str | None:
        """Return the state of the first city, or else of the first state, in the name of a place, or None."""
        places = self.find_places(text, language)
        return places[0].country if places else self.state_of_place(text, language)

    def state_of_place(self, text: str, language: str | None) -> str | None:
        """Return the first state that the name of a place has by its plain name; an adjective tells nothing."""
        names = plain_names(base_language(language))
        found = self.find_states(text, language)
        return next((s.country for s in found if (s.country, fold(text[s.start : s.end])) in names), None)

    def place_name(self, text: str, language: str | None) -> str | None:
        """Return the English name of the first city that the name of a place contains, or None."""
        places = self.find_places(text, language)
        return places[0].name if places else None

    def people_words(self, language: str | None) -> PeopleWords:
        """Return the words that stand beside names of people."""
        return people_words(base_language(language))
