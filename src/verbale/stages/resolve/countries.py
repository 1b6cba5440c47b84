"""The state that a person belongs to: by what sources say, or by who is left when two states meet."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

from babel.core import get_global

from verbale.lexicon.data import base_language
from verbale.lexicon.people import people_words
from verbale.records.reading import Reading, Source, StateMention
from verbale.stages.resolve import rules
from verbale.stages.resolve.aliases import Alias, alias_of, aliases
from verbale.stages.resolve.portrait import Portrait
from verbale.stages.resolve.seen import Seen, spelling_of
from verbale.stages.resolve.tally import stated_countries

STATED_SHARE = 0.6
"""Of the mentions that state a country, what one country must have: titles such as `Ambassador to` mislead now and
then, so that a bare majority is unclear."""

ELIMINATED_SHARE = 0.75
"""Of the sources that leave one state for a person, what must leave the same one: weaker evidence, more of it."""


LIST_GAP = 6
"""Characters between a name and the office of the next one in a list: a comma, a space, and a word such as `and`."""

COUNTRY_DOMAIN = 2
"""Letters of a top-level domain that is a state's."""

COUPLE_REACH = 40
"""Characters between the names of a couple: `and his wife, Madame`, with room for longer languages."""


def known_country(person: Portrait) -> str | None:
    """Return the state that the table of aliases or the sources give a person."""
    numbers = _aliases(person)
    return (aliases()[numbers[0]].country if len(numbers) == 1 else None) or _stated(person)


def is_of_organisation(person: Portrait) -> bool:
    """Tell whether the table of aliases has a person as of no state."""
    numbers = _aliases(person)
    return len(numbers) == 1 and aliases()[numbers[0]].country is None and not aliases()[numbers[0]].given


def wikidata_of(person: Portrait) -> str | None:
    """Return the Wikidata id that the table of aliases has for a person, if all aliases among the names agree."""
    numbers = _aliases(person)
    return aliases()[numbers[0]].wikidata if len(numbers) == 1 else None


def _aliases(person: Portrait) -> list[int]:
    """Return the numbers of the known people whose names a person bears; none of another state by all sources."""
    found = {alias_of(spelling_of(name, (language,))) for name, language in person.names}
    stated = _stated(person)
    return sorted(number for number in found if number is not None and _may_be(aliases()[number], stated))


def _may_be(known: Alias, stated: str | None) -> bool:
    return not known.given or not known.country or stated in (None, known.country)


def _stated(person: Portrait) -> str | None:
    return _clear(person.countries, STATED_SHARE)


def _clear(votes: Mapping[str, int], share: float) -> str | None:
    """Return the winner when it has the share of the votes."""
    if not votes:
        return None
    country, count = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return country if count >= share * sum(votes.values()) else None


def eliminated(votes: Mapping[str, int]) -> str | None:
    """Return the state that enough sources leave for a person."""
    return _clear(votes, ELIMINATED_SHARE)


def votes_in(
    reading: Reading, here: Mapping[str, Sequence[Seen]], known: Mapping[str, str | None]
) -> dict[str, str]:
    """Return the state that one source leaves for each of its people who hold an office there, where it leaves one.

    Args:
        here: the mentions of each person in the source.
        known: the state of each of them, where it is told otherwise.
    """
    table = _at_the_table(reading)
    if table is None:
        return {}
    votes: dict[str, str] = {}
    labels = {at: _labels(seens, known[at]) for at, seens in here.items()}
    remaining = _remaining(table, labels.values(), _at_home(table, reading.source))
    for at, seens in here.items():
        if not labels[at] and _holds_office_of_state(seens):
            left = (
                _left_by_office(at, here, labels, table)
                or _having_office(seens, table)
                or (None if _listed_with(at, here, labels, remaining) else remaining)
                or _local(seens, table, reading)
            )
            if left:
                votes[at] = left
    return votes


def _labels(seens: Iterable[Seen], known: str | None) -> frozenset[str]:
    """Return the states that a source names a person with, or else the one known otherwise."""
    stated = frozenset(country for seen in seens for country in stated_countries(seen))
    return stated or frozenset([known] if known else [])


def _left_by_office(
    at: str,
    here: Mapping[str, Sequence[Seen]],
    labels: Mapping[str, frozenset[str]],
    table: tuple[str, str],
) -> str | None:
    """Return the other state at the table, when a person of one holds the same office and is named beside this one.

    It must be an office of which a state has one holder at a time.
    """
    taken = {
        country
        for other, seens in here.items()
        if other != at and any(_same_office(one, two) for one in here[at] for two in seens)
        for country in labels[other]
    }
    free = [country for country in table if country not in taken]
    return free[0] if len(free) == 1 else None


def _same_office(one: Seen, two: Seen) -> bool:
    """Tell whether two people named in one segment hold an office of which a state has one holder at a time."""
    if one.mention.segment != two.mention.segment:
        return False
    return bool(_sole_offices(one) & _sole_offices(two))


def _sole_offices(seen: Seen) -> frozenset[str]:
    held = {office.kind for office in seen.mention.offices if office.kind and not office.former}
    return rules.words("offices", "sole") & held


def _having_office(seens: Iterable[Seen], table: tuple[str, str]) -> str | None:
    """Return the state at the table that has the office of a person, when the other one has no such office."""
    lacking = rules.mapping("offices", "lacking")
    held = [office for seen in seens for office in seen.mention.offices if not office.former]
    for office in held:
        having = [country for country in table if country not in lacking.get(office.kind or "", ())]
        if len(having) == 1:
            return having[0]
    return None


def _listed_with(
    at: str,
    here: Mapping[str, Sequence[Seen]],
    labels: Mapping[str, frozenset[str]],
    remaining: str | None,
) -> bool:
    """Tell whether a person stands in a list after somebody of another state than the one that is left."""
    others = [
        two
        for other, seens in here.items()
        if labels[other] and remaining not in labels[other]
        for two in seens
    ]
    return any(_is_listed(two, one) for one in here[at] for two in others)


def _is_listed(first: Seen, second: Seen) -> bool:
    """Tell whether only a comma and the second one's office stand between two names of a segment."""
    if first.segment is None or first.mention.segment != second.mention.segment:
        return False
    start = first.mention.end
    for office in second.mention.offices:
        text = first.segment.text[start - first.segment.start : office.start - first.segment.start]
        if office.start > start and "," in text and len(text) <= LIST_GAP:
            return True
    return False


def _local(seens: Iterable[Seen], table: tuple[str, str], reading: Reading) -> str | None:
    """Return the state of the page for who holds an office of a province or town, named without a state."""
    kinds = {office.kind for seen in seens for office in seen.mention.offices}
    return _at_home(table, reading.source) if kinds & rules.words("offices", "local") else None


def _holds_office_of_state(seens: Iterable[Seen]) -> bool:
    """Tell whether somebody holds an office that may be of a state; those who once held one may be of any."""
    others = rules.words("offices", "no_state")
    return any(
        office.kind not in others and not office.former for seen in seens for office in seen.mention.offices
    )


def _at_the_table(reading: Reading) -> tuple[str, str] | None:
    """Return the two states that a source names most, when no third one is named as often."""
    counts = Counter(mention.country for mention in reading.mentions if isinstance(mention, StateMention))
    ranked = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    if len(ranked) < 2 or (len(ranked) > 2 and ranked[2][1] == ranked[1][1]):
        return None
    return ranked[0][0], ranked[1][0]


def _remaining(table: tuple[str, str], labels: Iterable[frozenset[str]], home: str | None) -> str | None:
    """Return the state at the table of those who are named without a state, when somebody is named with the other.

    Pages name the state of people from abroad: a page of one of the two states leaves its own people without. On a
    page of both or of none, it is the state that nobody at all is named with.
    """
    named = frozenset(table) & frozenset(country for label in labels for country in label)
    if home is not None:
        return home if named - {home} else None
    return next(iter(frozenset(table) - named)) if len(named) == 1 else None


def _at_home(table: tuple[str, str], source: Source) -> str | None:
    """Return the state at the table to which a page belongs: by its address, or else by its language."""
    address = _state_of_address(source.url)
    if address in table:
        return address
    speaking = [country for country in table if _speaks(country, source.language)]
    return speaking[0] if len(speaking) == 1 else None


def _state_of_address(url: str | None) -> str | None:
    """Return the state of an address by its top-level domain, but for those that are sold to anyone."""
    host = urlsplit(url).hostname if url else None
    domain = (host or "").rpartition(".")[2]
    if len(domain) != COUNTRY_DOMAIN or domain in rules.words("offices", "open_domains"):
        return None
    return str(rules.mapping("offices", "other_domains").get(domain, domain.upper()))


def _speaks(country: str, language: str) -> bool:
    return base_language(language) in _official_languages(country)


@cache
def _official_languages(country: str) -> frozenset[str]:
    """Return the official languages of a state (CLDR, supplemental territory information)."""
    rows = get_global("territory_languages").get(country, {})
    return frozenset(base_language(code) for code, row in rows.items() if row["official_status"])


def partners_in(here: Mapping[str, Sequence[Seen]]) -> dict[str, tuple[str, str]]:
    """Return, for each husband or wife in a source, the segment and the person next to whom it names the couple."""
    found: dict[str, tuple[str, str]] = {}
    by_segment: dict[str, list[tuple[Seen, str]]] = {}
    for at, seens in sorted(here.items()):
        for seen in seens:
            by_segment.setdefault(seen.mention.segment, []).append((seen, at))
    for segment, rows in sorted(by_segment.items()):
        rows.sort(key=lambda row: row[0].mention.start)
        for (first, one), (second, other) in pairwise(rows):
            if one != other and not second.mention.offices and _is_couple(first, second):
                found.setdefault(other, (segment, one))
    return found


def _is_couple(first: Seen, second: Seen) -> bool:
    """Tell whether a word for husband or wife stands between two names that are close together."""
    if first.segment is None:
        return False
    gap = first.segment.text[
        first.mention.end - first.segment.start : second.mention.start - first.segment.start
    ]
    if not 0 < len(gap) <= COUPLE_REACH:
        return False
    return bool(people_words(base_language(first.language)).spouses.find(gap))
