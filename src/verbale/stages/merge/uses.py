"""The names of things in the statements of one meeting: where each stands, and what its words say."""

from collections.abc import Iterable, Iterator, Sequence

from verbale.lexicon.data import base_language
from verbale.lexicon.things import Described, described, head_kinds, thing_words
from verbale.lexicon.words import has_case
from verbale.records.reading import AnyMention, DateMention, OrdinalMention, PlaceMention, StateMention
from verbale.stages.merge.figures import iso
from verbale.stages.merge.grouping import Group
from verbale.stages.merge.spans import NAMED_P, SIGNED_BY, STOP, Span, spans_of
from verbale.stages.merge.types import Statement, Use
from verbale.text.fold import fold

HEADED_P = 0.15
"""The same for a name with a word for what it is (`agreement`, `bridge`), which the tagger then doubts too much."""

BEFORE = 40
"""Characters that a date or place before a name counts as farther."""

NEAR_BY = 45
"""Characters between a name and an ordinal that belongs to it, such as `48th session of the Vietnam-Laos`."""


def uses_of(groups: Sequence[Group], background: Sequence[Statement] = ()) -> tuple[Use, ...]:
    """The names of things in statements, by source and place.

    Args:
        groups: aligned statements of one meeting.
        background: further statements, each by itself.
    """
    rows = [(number, s) for number, group in enumerate((*groups, *((s,) for s in background))) for s in group]
    found = [use for number, s in rows for use in _uses(s, number, aside=number >= len(groups))]
    return tuple(sorted(found, key=lambda use: (use.source, use.start, use.end, use.statement)))


def _uses(statement: Statement, group: int, *, aside: bool) -> Iterator[Use]:
    for span in spans_of(statement):
        use = _use(span, statement, group, aside=aside)
        sure = span.p >= (HEADED_P if use.head and head_kinds()[use.head] == use.what else NAMED_P)
        if sure and not (use.relation and not use.own):
            yield use


def _use(span: Span, statement: Statement, group: int, *, aside: bool) -> Use:
    text = statement.text[span.start : span.end]
    low, high = statement.start + span.start, statement.start + span.end
    inside = [m for m in statement.mentions if low <= m.start and m.end <= high]
    states = [(m.start - low, m.end - low) for m in inside if isinstance(m, StateMention)]
    places = [m for m in inside if isinstance(m, PlaceMention) and m.name]
    taken = [*states, *((m.start - low, m.end - low) for m in places)]
    said: Described = described(text, statement.language, span.what, taken)
    names = {"".join(fold(m.name).split()) for m in places if m.name}
    date = _nearest(low, high, _dates(statement))
    where = _nearest(
        low, high, [m for m in statement.mentions if isinstance(m, PlaceMention) and m not in inside]
    )
    ordinal = _nearest(low, high, list(_ordinals(low, high, statement)))
    signing = thing_words(base_language(statement.language)).signing(statement.text)
    return Use(
        what=span.what,
        text=text,
        language=statement.language,
        source=statement.source,
        start=low,
        end=high,
        p=span.p,
        statement=statement.id,
        group=group,
        aside=aside,
        numbers=(ordinal.number,) if isinstance(ordinal, OrdinalMention) else (),
        periods=tuple(_periods(low, high, statement)),
        head=said.head,
        topics=said.topics,
        own=tuple(sorted({*said.own, *names})),
        acronyms=said.acronyms,
        years=said.years,
        figures=said.numbers,
        states=tuple(sorted({m.country for m in inside if isinstance(m, StateMention)})),
        relation=said.relation,
        capital=_capital(text),
        said=statement.evidence,
        act=statement.act,
        when=iso(date) if isinstance(date, DateMention) and date.precision != "period" else None,
        when_beside=date is not None and max(date.start - high, low - date.end) <= SIGNED_BY,
        where=(where.name or where.text) if isinstance(where, PlaceMention) else None,
        signed=any(max(found.start - span.end, span.start - found.end) <= SIGNED_BY for found in signing),
    )


def _dates(statement: Statement) -> list[DateMention]:
    """The dates of a statement, without those read within the name of a place, which may hold a word for a weekday."""
    places = [m for m in statement.mentions if isinstance(m, PlaceMention)]
    return [
        m
        for m in statement.mentions
        if isinstance(m, DateMention) and not any(p.start < m.end and m.start < p.end for p in places)
    ]


def _capital(text: str) -> bool:
    """Whether two words or more of a name, and half of them, begin with a capital, in a script that has them."""
    words = text.split()
    capitals = sum(word[0].isupper() for word in words)
    return has_case(text) and capitals > 1 and 2 * capitals >= len(words)


def _ordinals(low: int, high: int, statement: Statement) -> Iterable[OrdinalMention]:
    """Ordinals beside a name, with nothing that ends a clause between."""
    for mention in statement.mentions:
        if isinstance(mention, OrdinalMention):
            first, second = (mention.end, low) if mention.start < low else (high, mention.start)
            between = statement.text[max(0, first - statement.start) : max(0, second - statement.start)]
            if len(between) <= NEAR_BY and not STOP.search(between):
                yield mention


def _nearest(low: int, high: int, mentions: Sequence[AnyMention]) -> AnyMention | None:
    """The mention nearest to a name; what stands before it counts as farther, as most say where and when behind."""
    return min(
        mentions,
        key=lambda m: (max(m.start - high, low - m.end) + (BEFORE if m.start < low else 0), m.start),
        default=None,
    )


def _periods(low: int, high: int, statement: Statement) -> Iterable[str]:
    """Periods within a name or directly beside it, such as `2021-2030`."""
    for mention in statement.mentions:
        if isinstance(mention, DateMention) and mention.first.year < mention.last.year:
            first, second = (mention.end, low) if mention.start < low else (high, mention.start)
            between = statement.text[max(0, first - statement.start) : max(0, second - statement.start)]
            if len(between) <= NEAR_BY and not STOP.search(between.replace("(", " ")):
                yield f"{mention.first.year}-{mention.last.year}"
