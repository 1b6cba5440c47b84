"""People with offices, and meetings, in Russian general news: factRuEval-2016, third track.

The comparison is the published one in its easy mode (scripts/t3_eval.py of dialogue-evaluation/factRuEval-2016):
two strings are the same when at most two edits part them; an argument is right when it is the same as any mention or
attribute of the object, or any alternative span, that the gold names; a pair of facts is worth the weight of its
right arguments over the weight of all (a position weighs half); a fact marked difficult counts neither way. It is
stricter in three ways: no gold fact is matched with two of ours, pairs are taken best first and not searched for the
best F1 of a document, and positions are compared as they stand, without the published list of their lemmas.
The published runs were scored on the test set, which is not here; this is the development set.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from babel import Locale

from bench.harness import SHARED, Figures
from verbale.lexicon import is_vague
from verbale.models.e5 import E5Encoder
from verbale.pipeline.read import PageReader
from verbale.records.reading import OfficeHeld, Page, PersonMention, Reading, StateMention
from verbale.stages.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DEVSET = SHARED / "corpora" / "factrueval" / "devset.zip"

EDITS = 2
"""Letters by which two strings may differ."""

WEIGHTS = {"position": 0.5}
"""What an argument weighs; 1 where it is not said."""

OCCUPATION, MEETING = "occupation", "meeting"
_EASY_LEFT_OUT = "повышенная"
_AUXILIARY = frozenset({"модальность", "сложность", "фаза"})
_QUOTES = re.compile("[«»“”„]")
_TERRITORY = re.compile(r"obj(\d+)")


class Fact(NamedTuple):
    """A fact: for each argument the strings that name it, any of which will do."""

    kind: str
    arguments: tuple[tuple[str, frozenset[str]], ...]
    left_out: bool = False


def normal(text: str) -> str:
    """A string as the comparison sees it: without case, kinds of quotes and `ё`."""
    return _QUOTES.sub('"', text.strip().lower()).replace("’", "'").replace("ё", "е")


def close(one: str, two: str) -> bool:
    """Whether at most `EDITS` insertions, deletions and replacements part two strings (Levenshtein)."""
    if abs(len(one) - len(two)) > EDITS:
        return False
    row = list(range(len(two) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for column, other in enumerate(two, 1):
            kept = before if letter == other else before + 1
            before, row[column] = row[column], min(kept, row[column] + 1, row[column - 1] + 1)
    return row[-1] <= EDITS


def worth(gold: Fact, ours: Fact) -> float:
    """Weight of the arguments that are right over that of all of both, 0 when none is."""
    left = list(ours.arguments)
    right = missed = 0.0
    for name, strings in gold.arguments:
        weight = WEIGHTS.get(name, 1.0)
        hit = next((a for a in left if a[0] == name and _same(strings, a[1])), None)
        if hit is None:
            missed += weight
        else:
            left.remove(hit)
            right += weight
    return right / (right + missed + sum(WEIGHTS.get(name, 1.0) for name, _ in left)) if right else 0.0


def _same(gold: frozenset[str], ours: frozenset[str]) -> bool:
    return any(close(one, two) for one in gold for two in ours)


class Tally(NamedTuple):
    """Worth found, facts of the gold and facts of ours."""

    found: float = 0.0
    gold: int = 0
    ours: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when there is nothing to find and nothing found."""
        return 2 * self.found / (self.gold + self.ours) if self.gold + self.ours else 1.0

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.found + other.found, self.gold + other.gold, self.ours + other.ours)


def compared(gold: Sequence[Fact], ours: Sequence[Fact]) -> tuple[Tally, list[int | None]]:
    """The tally of a document and, for each of our facts, the gold fact it was matched with.

    Best pairs first: with at most two arguments and few facts that share any, that is the best matching.
    """
    pairs = sorted(
        ((worth(g, o), not g.left_out, -i, -j) for i, g in enumerate(gold) for j, o in enumerate(ours)),
        reverse=True,
    )
    match: list[int | None] = [None] * len(ours)
    taken: set[int] = set()
    found = 0.0
    for value, counts, i, j in pairs:
        if value and match[-j] is None and (-i not in taken or not counts):
            match[-j] = -i
            taken.add(-i)
            found += value if counts else 0.0
    ignored = sum(1 for at in match if at is not None and gold[at].left_out)
    return Tally(found, sum(not g.left_out for g in gold), len(ours) - ignored), match


def _records(text: str) -> Iterator[list[str]]:
    """Lines of each record; records are parted by an empty line."""
    for record in re.split(r"\n\s*\n", text.replace("\r", "")):
        lines = [line.strip() for line in record.split("\n") if line.strip()]
        if lines:
            yield lines


def gold_facts(files: Mapping[str, str]) -> list[Fact]:
    """The facts of a document, with every string that its objects and spans may be named by.

    Args:
        files: content of the document's files by ending.
    """
    text = files["txt"]
    spans: dict[str, tuple[int, int]] = {}
    for line in files["spans"].splitlines():
        parts = line.split()
        if len(parts) > 3:
            spans[parts[0]] = (int(parts[2]), int(parts[2]) + int(parts[3]))
    mentions = dict(_mentions(files["objects"], spans, text))
    names: dict[str, frozenset[str]] = {}
    for lines in _records(files.get("coref", "")):
        head, *tail = lines[0].split()
        names[head] = frozenset(n for m in tail for n in mentions.get(m, ())) | _attributes(lines[1:])
    records = list(_records(files.get("facts", "")))
    part_of = [_TERRITORY.findall(" ".join(lines)) for lines in records if lines[0].endswith("isPartOf")]
    return [
        _fact(lines, names, spans, text, part_of)
        for lines in records
        if lines[0].split()[-1].lower() in (OCCUPATION, MEETING)
    ]


def _mentions(
    content: str, spans: Mapping[str, tuple[int, int]], text: str
) -> Iterator[tuple[str, frozenset[str]]]:
    """Each mention with its words: those of its spans, and the whole stretch from the first to the last."""
    for line in content.splitlines():
        ids = line.split("#")[0].split()
        places = sorted({spans[span] for span in ids[2:] if span in spans})
        if places:
            whole = text[places[0][0] : max(end for _, end in places)]
            parted = " ".join(text[start:end] for start, end in places)
            yield ids[0], frozenset({normal(whole), normal(parted)})


def _attributes(lines: Sequence[str]) -> frozenset[str]:
    """What an object is called: its names, and those of a person in the usual orders."""
    values: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        key, _, value = line.partition(" ")
        if value.strip():
            values[key].append(normal(value))
    found = {*values["name"], *values["nickname"], *values["lastname"], *values["firstname"]}
    for first in values["firstname"]:
        for last in values["lastname"]:
            found |= {f"{first} {last}", f"{last} {first}"}
            for middle in values["patronymic"]:
                found |= {f"{first} {middle} {last}", f"{last} {first} {middle}"}
    return frozenset(found)


def _fact(
    lines: Sequence[str],
    names: Mapping[str, frozenset[str]],
    spans: Mapping[str, tuple[int, int]],
    text: str,
    part_of: Sequence[Sequence[str]],
) -> Fact:
    arguments = []
    left_out = False
    for line in lines[1:]:
        name, _, value = line.partition(" ")
        name = "position" if name.lower() == "job" else name.lower()
        left_out |= name == "сложность" and value.strip() == _EASY_LEFT_OUT
        if name in _AUXILIARY:
            continue
        strings = {normal(text[slice(*spans[at])]) for at in re.findall(r"span(\d+)", value) if at in spans}
        for at in _TERRITORY.findall(value)[:1]:
            strings |= names.get(at, frozenset()) | {normal(re.sub(r"^obj\d+", "", value))}
            if name == "where":
                strings |= {n for row in part_of if at in row for other in row for n in names.get(other, ())}
        arguments.append((name, frozenset(strings)))
    return Fact(lines[0].split()[-1].lower(), tuple(arguments), left_out)


def documents() -> Iterator[tuple[str, dict[str, str]]]:
    """Name and files of each document of the development set that has facts marked."""
    with zipfile.ZipFile(io.BytesIO(DEVSET.read_bytes())) as archive:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for name in sorted(archive.namelist()):
            stem, _, ending = name.rpartition("/")[2].rpartition(".")
            if stem:
                found[stem][ending] = archive.read(name).decode("utf-8-sig")
    yield from ((name, files) for name, files in found.items() if "facts" in files)


def occupations(readings: Sequence[Reading]) -> list[Fact]:
    """Who holds which office where, by what stands beside names; each once in a document.

    An office that is named with no body, place or state makes no fact: the gold has none without.
    """
    resolved = resolve(readings)
    people = resolved.person_of
    countries = {person.id: person.country for person in resolved.people}
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for reading in readings:
        for mention in (m for m in reading.mentions if isinstance(m, PersonMention)):
            person = people.get((reading.source.id, mention.start), mention.text)
            for office in mention.offices:
                country = office.country or (countries.get(person) if _is_of_state(office) else None)
                where = office.body or _state(reading, country, office)
                key = (person, normal(office.title)[:5])
                if key not in found or (where and not found[key][2]):
                    found[key] = (mention.text, office.title, where)
    return [_occupation(*row) for row in found.values() if row[2]]


def _occupation(who: str, title: str, where: str) -> Fact:
    at = title.find(where.split(maxsplit=1)[0]) if where else 0
    bare = title[:at].strip(' ,«»"') if at > 0 else title
    rows = (("who", who), ("position", bare or title), ("where", where))
    return Fact(OCCUPATION, tuple((name, frozenset({normal(words)})) for name, words in rows if words))


def _is_of_state(office: OfficeHeld) -> bool:
    """Whether an office is one of a state, so that it is of its holder's state when none is named."""
    return office.kind is not None and not is_vague(office.kind)


def _state(reading: Reading, country: str | None, office: OfficeHeld) -> str:
    """The words for a state that stand nearest to an office, or its name where only adjectives do.

    An adjective before a post that is none of a state says where its holder is from: `a German director`.
    """
    states = [m for m in reading.mentions if isinstance(m, StateMention) and m.country == country]
    if not _is_of_state(office):
        states = [m for m in states if m.start >= office.start]
    if country is None or not states:
        return ""
    named = [m for m in states if m.text[0].isupper()]
    if not named:
        return str(Locale("ru").territories.get(country, ""))
    return min(named, key=lambda m: abs(m.start - office.start)).text


def measure() -> Figures:
    """Precision, recall and F1 of occupations."""
    reader = PageReader(E5Encoder(None))
    total = Tally()
    for name, files in documents():
        readings = [row.reading for row in reader.read(Page(text=files["txt"], path=name, language="ru"))]
        gold = [fact for fact in gold_facts(files) if fact.kind == OCCUPATION]
        total = total.plus(compared(gold, occupations(readings))[0])
    return {
        "occupation": total.f1,
        "occupation precision": total.found / max(1, total.ours),
        "occupation recall": total.found / max(1, total.gold),
    }
