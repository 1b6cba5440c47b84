"""Undertakings of a record: each once, with the quotes of every account that holds it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from verbale.lexicon.codebook import codebook
from verbale.records.ids import content_id
from verbale.records.items import Alignment, Instrument, Mechanism, Meeting, Project, Target, Undertaking
from verbale.records.reading import AmountMention, PlaceMention
from verbale.records.vocabulary import PILLARS, STRENGTHS, Act, Strength
from verbale.stages.merge.figures import Aim, aims_of, deadline_of, is_measure, targets_from
from verbale.stages.merge.grouping import Group, binding_groups, statement_groups
from verbale.stages.merge.labels import Told, compose_label, pillar_words
from verbale.stages.merge.named import NamedThings, named_things
from verbale.stages.merge.types import Code, Merged, Statement, Vector
from verbale.stages.merge.vectors import centred_vectors, mean_vector

STRENGTH_P = 0.6
"""Probability from which the strength of a quote is believed beside others."""

PILLAR_P = 0.2
"""Mean probability from which a pillar is named; a little under what one quote needs, as some quotes name none."""


def merge(
    statements: Iterable[Statement],
    alignments: Iterable[Alignment],
    meetings: Iterable[Meeting],
    background: Iterable[Statement] = (),
) -> Merged:
    """Make undertakings, targets and named things of what all accounts say.

    Order of steps: statements are grouped by alignment; groups in which undertaking or proposal is the
    likeliest act become undertakings; amounts of an indicator become targets or readings; names become
    instruments, projects and mechanisms. Nothing depends on the order of the input.

    Args:
        statements: segments of the accounts, furniture and background left out.
        alignments: groups of them, at most one for each.
        meetings: those that the statements name.
        background: segments of the accounts in which the writer tells figures; they make targets and readings only.
    """
    held = {meeting.id: meeting for meeting in meetings}
    groups = statement_groups(sorted(statements, key=lambda s: s.id), sorted(alignments, key=lambda a: a.id))
    things = named_things(groups, held)
    binding = binding_groups(groups)
    codes = [_code(group) for group in binding]
    aims = [_aims(group, code, held) for group, code in zip(binding, codes, strict=True)]
    bound = {statement.id for group in binding for statement in group}
    told = [tuple(s for s in group if s.id not in bound) for group in groups]
    told += [(statement,) for statement in sorted(background, key=lambda s: s.id)]
    others = [_aims(group, None, held) for group in told if group]
    targets = targets_from(aim for found in aims + others for aim in found)
    made = [
        _undertaking(group, code, [targets[a.key] for a in found], held, things)
        for group, code, found in zip(binding, codes, aims, strict=True)
    ]
    vectors = centred_vectors([statement for group in groups for statement in group])
    return _merged(list(zip(made, binding, codes, strict=True)), targets.values(), things, vectors)


def best_quote(group: Group) -> Statement:
    """The statement whose act is surest, of several the first."""
    return min(group, key=lambda s: (-s.act_p, s.source, s.start))


def strongest(group: Iterable[Statement]) -> Strength | None:
    """The strongest thing that a quote surely says of an undertaking; where none is sure, the likeliest."""
    said = [(s.strength_p, s.strength) for s in group if s.strength]
    sure = [strength for p, strength in said if p >= STRENGTH_P]
    if sure:
        return max(sure, key=STRENGTHS.index)
    return max(said, key=lambda pair: (pair[0], STRENGTHS.index(pair[1])), default=(0.0, None))[1]


def pillars_of(group: Group) -> tuple[str, ...]:
    """Pillars by what the quotes and their kinds in the codebook say, the best supported first."""
    total: dict[str, float] = defaultdict(float)
    for statement in group:
        for code, p in statement.pillars:
            total[code] += p / len(group)
        if statement.kind is not None:
            total[codebook()[statement.kind].pillar] += statement.kind_p / len(group)
    ranked = sorted(total, key=lambda code: (-round(total[code], 6), list(PILLARS).index(code)))
    named = [code for code in ranked if total[code] >= PILLAR_P]
    return tuple(named or ranked[:1])


def performers_of(group: Group, meeting: Meeting | None) -> tuple[str, ...]:
    """Who binds themselves: all countries of the meeting when both do, else the side that speaks."""
    both = sum(s.act_p for s in group if s.performer == "both")
    one = sum(s.act_p for s in group if s.performer == "one")
    if meeting and both >= one and len(meeting.countries) > 1:
        return tuple(sorted(meeting.countries))
    country = _most([s.country for s in group])
    person = _most([s.person for s in group])
    return tuple(name for name in (country or person,) if name)


def _most(names: Iterable[str | None]) -> str | None:
    """The name given most often, of several the first in the alphabet."""
    counts = Counter(name for name in names if name)
    return min(counts, key=lambda name: (-counts[name], name), default=None)


def _code(group: Group) -> Code | None:
    """The kind that most of the quotes are of, by probability."""
    total: dict[str, float] = defaultdict(float)
    for statement in group:
        if statement.kind is not None:
            total[statement.kind] += statement.kind_p
    if not total:
        return None
    best = min(total, key=lambda code: (-total[code], code))
    return best, codebook()[best].label, total[best] / len(group)


def _aims(group: Group, code: Code | None, meetings: Mapping[str, Meeting]) -> list[Aim]:
    meeting = meetings.get(group[0].meeting or "")
    return aims_of(group, meeting, code, pillar_words(pillars_of(group)[:1]))


def _undertaking(
    group: Group,
    code: Code | None,
    told: Sequence[Target],
    meetings: Mapping[str, Meeting],
    things: NamedThings,
) -> Undertaking:
    meeting = meetings.get(group[0].meeting or "")
    act: Act = max(("undertaking", "proposal"), key=lambda a: sum(s.act_p for s in group if s.act == a))
    by, pillars, strength = performers_of(group, meeting), pillars_of(group), strongest(group)
    deadline, quote = deadline_of(group, meeting), best_quote(group)
    evidence = tuple(sorted({statement.evidence for statement in group}))
    targets = [target for target in told if target.status == "target"]
    reached = {(target.value, target.unit) for target in told if target.status == "reached"}
    figures = {(m.value, m.unit) for m in quote.mentions if isinstance(m, AmountMention) and is_measure(m)}
    named = tuple(sorted({name for s in group for name in things.named_by.get(s.id, ())}))
    places = {m.name for m in quote.mentions if isinstance(m, PlaceMention) and m.name}
    label = Told(
        by=by,
        act=act,
        strength=strength,
        kind=(code[0], code[2]) if code else None,
        pillars=pillars,
        person=_most([s.person_name for s in group]),
        named=[item for item in things.items if item.id in named],
        places=sorted(places - {meeting.place if meeting else None}),
        targets=targets,
        figures=sorted(figures - reached),
        deadline=deadline,
    )
    return Undertaking(
        id=content_id("undertaking", *(part for e in evidence for part in (e.source, e.start, e.end))),
        meeting=group[0].meeting,
        act=act,
        by=by,
        speaker=_most([s.person for s in group]) if len(by) < 2 else None,
        pillars=tuple(PILLARS[pillar] for pillar in pillars),
        strength=strength if act == "undertaking" else None,
        label=compose_label(label),
        deadline=deadline,
        named=named,
        target=min(targets, key=lambda t: (t.value, t.id)).id if targets else None,
        thread=None,
        text=quote.text,
        evidence=evidence,
    )


def _merged(
    made: Iterable[tuple[Undertaking, Group, Code | None]],
    targets: Iterable[Target],
    things: NamedThings,
    vectors: Mapping[str, Vector],
) -> Merged:
    rows = sorted(made, key=lambda row: row[0].id)
    return Merged(
        undertakings=tuple(undertaking for undertaking, _, _ in rows),
        targets=tuple(sorted(targets, key=lambda target: target.id)),
        instruments=tuple(item for item in things.items if isinstance(item, Instrument)),
        projects=tuple(item for item in things.items if isinstance(item, Project)),
        mechanisms=tuple(item for item in things.items if isinstance(item, Mechanism)),
        vectors={undertaking.id: mean_vector(vectors[s.id] for s in group) for undertaking, group, _ in rows},
        codes={undertaking.id: code for undertaking, _, code in rows if code},
        statements={undertaking.id: tuple(s.id for s in group) for undertaking, group, _ in rows},
    )
