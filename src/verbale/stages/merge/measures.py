"""What the amounts of one statement measure: of what, reached or aimed at or hoped for, by when, with what change."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from verbale.lexicon.amounts import COUNT, PERCENT, TIMES
from verbale.lexicon.indicators import (
    NOTHING,
    Indicator,
    find_indicators,
    has_indicators,
    indicators,
    is_currency,
)
from verbale.lexicon.measures import Stance, measure_finder
from verbale.lexicon.phrases import Match
from verbale.records.items import Change
from verbale.records.reading import AmountMention, DateMention, StateMention
from verbale.stages.merge.types import Code, Statement

AFTER = 12
"""Characters that a word after an amount counts as farther than one before it, as most indicators come first."""

REACH = 60
"""Characters past which a word after an amount is of something else."""

BEYOND = 60
"""Characters that a word behind another amount counts as farther."""

SURE = 0.85
"""Probability of `background` or `assessment` from which a date in the past outweighs a word of aiming."""

ROUGH = ("about", "nearly")

TOLD = frozenset({"background", "assessment"})


class Measure(NamedTuple):
    """An amount of an indicator; `by_word` tells whether words, not the act alone, say so."""

    indicator: str
    value: float
    unit: str
    stance: Stance
    by_word: bool
    amount: AmountMention
    change: Change | None


def measures(statement: Statement, code: Code | None, pillar: str, held: date | None) -> list[Measure]:
    """What the amounts of a statement measure; none for amounts that count nothing that states aim at.

    Args:
        code: the kind of the undertaking that it is a quote of, if it is one.
        pillar: what to call the indicator when neither words nor the kind name it.
        held: last day of its meeting, if it is known.
    """
    amounts = sorted((m for m in statement.mentions if isinstance(m, AmountMention)), key=lambda m: m.start)
    amounts = [amount for amount in amounts if amount.bound != "from"]
    if not amounts:
        return []
    words = find_indicators(statement.text, statement.language)
    known = [(amount, _indicator(statement, amount, amounts, words, code, pillar)) for amount in amounts]
    named = [(amount, indicator) for amount, indicator in known if indicator]
    values = [(amount, indicator) for amount, indicator in named if amount.unit not in (PERCENT, TIMES)]
    changes = [amount for amount in amounts if amount.unit in (PERCENT, TIMES)] if values else []
    taken = {id(amount): _owner(amount, [value for value, _ in values]) for amount in changes}
    found = []
    for amount, indicator in values or named:
        moved = [c for c in changes if taken[id(c)] is amount and c.way]
        stance, by_word = _stance(statement, amount, amounts, held)
        unit = (indicator.own or amount.unit) if amount.unit == COUNT else amount.unit
        found.append(
            Measure(indicator.label, amount.value, unit, stance, by_word, amount, _change(amount, moved))
        )
    return found


def between(statement: Statement, meeting: Sequence[str]) -> tuple[str, ...]:
    """Countries that a figure is of: two or more that its words name, else those of the meeting."""
    named = {m.country for m in statement.mentions if isinstance(m, StateMention)}
    return tuple(sorted(named if len(named) > 1 else meeting))


def _indicator(
    statement: Statement,
    amount: AmountMention,
    amounts: Sequence[AmountMention],
    words: Sequence[Match[str]],
    code: Code | None,
    pillar: str,
) -> Indicator | None:
    """What an amount counts: by the nearest word, a unit that only one thing has, or the kind of its undertaking."""
    known = indicators()
    start, end = amount.start - statement.start, amount.end - statement.start
    places = [
        a.start - statement.start for a in amounts if a is not amount and a.unit not in (PERCENT, TIMES)
    ]
    ranked = []
    for word in words:
        if not known[word.value].takes(amount.unit) or word.start - end > REACH:
            continue
        gap = max(0, start - word.end) if word.start < start else max(0, word.start - end) + AFTER
        gap = 0 if start <= word.start < end else gap
        if any(min(word.start, start) < place < max(word.start, start) for place in places):
            gap += BEYOND
        ranked.append((gap, word.start, word.value))
    if ranked:
        best = min(ranked)[2]
        return known[best] if best != NOTHING else None
    implied = [row for row in known.values() if amount.unit in row.units and row.code != NOTHING]
    if len(implied) == 1:
        return implied[0]
    kind = code[0] if code else ""
    by_kind = next((row for row in known.values() if kind in row.kinds and row.takes(amount.unit)), None)
    if by_kind or has_indicators(statement.language) or statement.act == "background":
        return by_kind
    # A language whose words are not known: the kind of the undertaking is the best name there is.
    counts = is_currency(amount.unit) or amount.unit == PERCENT
    return Indicator(kind, code[1] if code else pillar, frozenset(), None, frozenset()) if counts else None


def _owner(change: AmountMention, values: Sequence[AmountMention]) -> AmountMention:
    """The value that a rise or fall is of: the nearest."""
    return min(values, key=lambda v: (max(v.start - change.end, change.start - v.end), v.start))


def _change(amount: AmountMention, moved: Sequence[AmountMention]) -> Change | None:
    """How a value moved, by the share beside it or by its own words."""
    share = moved[0] if moved else amount if amount.unit == PERCENT and amount.way else None
    if share is None:
        return Change(start=amount.since) if amount.since is not None else None
    sign = -1 if share.way == "down" else 1
    return Change(value=sign * share.value, unit=share.unit, start=amount.since)


def _stance(
    statement: Statement, amount: AmountMention, amounts: Sequence[AmountMention], held: date | None
) -> tuple[Stance, bool]:
    """Whether an amount is hoped for, aimed at or reached, and whether words say so.

    Words between the amount before and this one count first, then those up to the next, then all of the statement;
    hope outweighs aim and aim outweighs reaching, unless the dates beside them say otherwise.
    """
    others = [a for a in amounts if a.unit not in (PERCENT, TIMES) and a is not amount]
    start, end = amount.start - statement.start, amount.end - statement.start
    floor = max((a.end - statement.start for a in others if a.end <= amount.start), default=0)
    ceiling = min(
        (a.start - statement.start for a in others if a.start >= amount.end), default=len(statement.text)
    )
    cues = measure_finder(statement.language).stances(statement.text)
    told = statement.act in TOLD
    sure_past = told and statement.act_p >= SURE
    dates = [m for m in statement.mentions if isinstance(m, DateMention)]
    beside = [m for m in dates if floor <= m.start - statement.start < ceiling]
    days = [m.last for m in beside or dates]
    later = any(held and day > held for day in days)
    past = bool(days) and not later
    for low, high in ((floor, start), (end, ceiling), (0, len(statement.text))):
        said = {cue.value for cue in cues if low <= cue.start < high}
        if "hope" in said and not (sure_past and past):
            return "hope", True
        if "aim" in said and (later or not ((past and sure_past) or ("reached" in said and (past or told)))):
            return "aim", True
        if said & {"aim", "reached"}:
            return ("aim" if later and not told else "reached"), True
    # What is told roughly and without a word of aiming is how things stand, whoever binds himself beside it.
    rough = amount.bound in ROUGH and not later
    return ("reached" if rough else _by_act(statement, later=later, past=past)), False


def _by_act(statement: Statement, *, later: bool, past: bool) -> Stance:
    """What the act and the dates of a statement say of its amounts, where no word does."""
    if later:
        return "hope" if statement.act == "position" else "aim"
    if statement.act in ("undertaking", "proposal") and not past:
        return "aim"
    return "hope" if statement.act == "position" and not past else "reached"


def all_measures(
    group: Sequence[Statement], code: Code | None, pillar: str, held: date | None
) -> Iterator[tuple[Statement, Measure]]:
    """The measures of all quotes of one statement; what words of one account say goes for the same value in others."""
    found = [(s, m) for s in group for m in measures(s, code, pillar, held)]
    for statement, measure in found:
        same = [m for _, m in found if (m.value, m.unit) == (measure.value, measure.unit)]
        said = [m for m in same if m.by_word] or same
        stance = max({m.stance for m in said}, key=lambda s: (sum(m.stance == s for m in said), s))
        yield statement, measure._replace(stance=stance)
