"""English labels of undertakings in plain words, made from what was read.

`Laos and Vietnam agree to raise two-way trade to 5 billion USD by 2030`: who, act, object, figure, by when. The
object is the label of the kind in the codebook; where no kind was told with confidence it is the pillar alone, so
that a label never says more than was read.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

from verbale.lexicon.amounts import COUNT, PERCENT, TIMES
from verbale.lexicon.codebook import codebook
from verbale.lexicon.data import table
from verbale.records.items import Named, Target
from verbale.records.vocabulary import PILLARS, Act, Strength
from verbale.text.scripts import script_of

_ENGLISH = Locale("en")

KIND_TOLD = 0.4
"""Probability, as the mean of all quotes, from which a kind names the object; a pillar does below it."""

MOST_NAMES = 2
"""Named things and places that a label tells."""

_VERBS: dict[Strength | None, tuple[str, str, str]] = {
    "consider": ("will consider whether to", "will consider whether to", "To be considered"),
    "discuss": ("will discuss how to", "will discuss how to", "To be discussed"),
    "intend": ("intends to", "intend to", "Intended"),
    "agree": ("agrees to", "agree to", "Agreed"),
    "commit": ("pledges to", "pledge to", "Pledged"),
    "signed": ("signed an agreement to", "signed an agreement to", "Signed"),
    "reported done": ("reports as done:", "report as done:", "Reported done"),
    None: ("undertakes to", "undertake to", "Undertaken"),
}
"""What one does, what several do, and how it is told when nobody is named."""

_DEEDS = {
    "politics": "develop political relations",
    "economy": "cooperate in the economy",
    "justice": "cooperate in justice, migration and consular matters",
    "people": "strengthen ties between people and localities",
    "aid": "cooperate in aid and humanitarian work",
    "regional": "cooperate in regional and multilateral affairs",
}
"""How a pillar is told as a deed, where "cooperate in" and its name alone do not do."""

_PROPOSES = ("proposes to", "propose to", "Proposed")
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


class Told(NamedTuple):
    """What was read of one undertaking.

    Attributes:
        by: countries (ISO 3166-1 alpha-2); ids of persons among them are passed over.
        bodies: organisations that act, by English name.
        person: name of the person who acts, told where no country or organisation is.
        kind: code in the codebook with its probability, if one was told.
        pillars: codes, the best supported first.
        named: instruments, projects and mechanisms that the quotes name.
        places: names of places in the quotes, in English where they are known.
        targets: what is to be reached.
        figures: further values and units.
        deadline: ISO date: a year, a month or a day.
    """

    by: Sequence[str]
    act: Act
    strength: Strength | None
    kind: tuple[str, float] | None = None
    pillars: Sequence[str] = ()
    person: str | None = None
    named: Sequence[Named] = ()
    places: Sequence[str] = ()
    targets: Sequence[Target] = ()
    figures: Sequence[tuple[float, str]] = ()
    deadline: str | None = None
    bodies: Sequence[str] = ()


def compose_label(told: Told) -> str:
    """Say who does what in plain words; the order of names, places and figures does not matter."""
    one, several, nobody = _PROPOSES if told.act == "proposal" else _VERBS[told.strength]
    countries = sorted((country_name(code), code) for code in told.by if len(code) == len("XX"))
    sides = [f"the {name}" if code in _articles() else name for name, code in countries]
    sides += sorted(f"the {name}" if " " in name else name for name in told.bodies)
    who = _listed(sides) or told.person or ""
    deed = _deed(told)
    if not who:
        return f"{nobody}: {deed}"
    return f"{who[0].upper()}{who[1:]} {one if len(sides) < 2 else several} {deed}"


@lru_cache(maxsize=1)
def _articles() -> frozenset[str]:
    """Codes of the countries whose English names take an article."""
    return frozenset(table("labels")["articles"])


def pillar_words(pillars: Sequence[str]) -> str:
    """Name pillars in English; `unspecified` when there are none."""
    return ", ".join(PILLARS.get(code, code) for code in pillars) or "unspecified"


def country_name(code: str) -> str:
    """English name of a country (CLDR), or the code where CLDR has none."""
    return str(_ENGLISH.territories.get(code, code))


def amount_words(value: float, unit: str) -> str:
    """Write an amount with an English scale word: `5 billion USD`, `12.5%`, `50,000 people`."""
    if unit == PERCENT:
        return f"{value:g}%"
    unit = "" if unit == COUNT else f" {unit}"
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:g} {word}{unit}"
    return f"{value:,.10g}{unit}"


def date_words(when: str) -> str:
    """An ISO year, month or day in words: `2030`, `June 2027`, `3 June 2027`."""
    parts = [int(part) for part in when.split("-")]
    if len(parts) == 1:
        return when
    month = date(parts[0], parts[1], 1).strftime("%B %Y")
    return month if len(parts) == len(("year", "month")) else f"{parts[2]} {month}"


def _deed(told: Told) -> str:
    """The object with its names and figures, and by when."""
    code = told.kind[0] if told.kind and told.kind[1] >= KIND_TOLD else None
    generic = {pillar_words(told.pillars[:1]), codebook()[told.kind[0]].label if told.kind else ""}
    aims = sorted((t for t in told.targets if t.indicator not in generic), key=_in_order)
    bare = {(t.value, t.unit) for t in told.targets if t.indicator in generic}
    bare |= set(told.figures) - {(t.value, t.unit) for t in told.targets}
    words, names = _object(code, told)
    main = [aim for aim in aims if code and codebook()[code].label.endswith(aim.indicator)]
    if main:
        words += f" {_amounts(main)}"
    elif aims and not code:
        main = [aim for aim in aims if aim.indicator == aims[0].indicator]
        words = f"bring {aims[0].indicator} {_amounts(main)}"
    rest = {
        aim.indicator: [a for a in aims if a.indicator == aim.indicator] for aim in aims if aim not in main
    }
    details = [*names, *(f"{indicator} {_amounts(of)}" for indicator, of in rest.items())]
    details += [amount_words(*figure) for figure in sorted(bare)]
    words += f" ({'; '.join(details)})" if details else ""
    dated = not told.deadline or any(aim.by for aim in aims)
    return words if dated else f"{words} by {date_words(told.deadline or '')}"


def _object(code: str | None, told: Told) -> tuple[str, list[str]]:
    """What is to be done, as an infinitive, and the names that it leaves to be told."""
    things = sorted({(str(thing.__struct_config__.tag), name_words(thing)) for thing in told.named})
    kind = codebook()[code] if code else None
    if kind is None:
        words = next((_DEEDS.get(p, f"cooperate in {PILLARS[p]}") for p in told.pillars), "cooperate")
    else:
        words = kind.label
        own = next((thing for thing in things if f"{{{thing[0]}}}" in (kind.named or "")), None)
        if kind.named and own:
            words = kind.named.replace(f"{{{own[0]}}}", own[1])
            things.remove(own)
        words = _placed(words, told.places) if kind.placed else words
    return words, [name for _, name in things][:MOST_NAMES]


def _placed(words: str, places: Iterable[str]) -> str:
    """The object with where it is to be."""
    known = sorted({place for place in places if place not in words})
    return f"{words} in {_listed(known)}" if 0 < len(known) <= MOST_NAMES else words


def name_words(thing: Named) -> str:
    """A name in English where an account has one; else as written, in Latin letters first, between quotation marks.

    One that people gave goes before those that were read.
    """
    if any(said.action == "edit" and said.field == "name" for said in thing.judged):
        return f"“{thing.name}”"
    english = sorted(name.text for name in thing.names if name.language == "en")
    if english:
        return english[0] if english[0].lower().startswith("the ") else f"the {english[0]}"
    latin = sorted(name.text for name in thing.names if script_of(name.text) == "Latn")
    return f"“{latin[0] if latin else thing.name}”"


def _amounts(aims: Sequence[Target]) -> str:
    """Values with their dates, the smallest first: `to 5 billion USD by 2030`, `by 15% by 2026`."""
    told = []
    for aim in sorted(aims, key=_in_order):
        grows = aim.unit == PERCENT and aim.change is not None
        value = f"{aim.value:g} times as much" if aim.unit == TIMES else amount_words(aim.value, aim.unit)
        told.append(f"{'by' if grows else 'to'} {value}" + (f" by {date_words(aim.by)}" if aim.by else ""))
    return " and ".join(told)


def _in_order(aim: Target) -> tuple[str, float, str, str]:
    return aim.indicator, aim.value, aim.unit, aim.by or ""


def _listed(names: Sequence[str]) -> str:
    """Names as a list in words: `a, b and c`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""
