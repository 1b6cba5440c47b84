"""What the quotes of an undertaking are about, taken together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from verbale.records.aspect import Aspect
from verbale.records.reading import AmountMention, PlaceMention
from verbale.records.vocabulary import STRENGTHS
from verbale.stages.merge.types import Statement
from verbale.text.fold import fold

DONE = STRENGTHS.index("reported done")


def aspect_of(statements: Sequence[Statement]) -> Aspect:
    """Take together what quotes of the same thing are about; quotes of which nothing is kept do not count."""
    strengths = [s.strength_ps for s in statements if s.strength_ps]
    return Aspect(
        kinds=_means(s.kinds for s in statements if s.kinds),
        pillars=_means(s.pillars for s in statements if s.pillars),
        strengths=tuple(round(sum(column) / len(strengths), 4) for column in zip(*strengths, strict=True)),
        figures=tuple(
            sorted(
                {(m.value, m.unit) for s in statements for m in s.mentions if isinstance(m, AmountMention)}
            )
        ),
        places=tuple(
            sorted(
                {
                    m.name or fold(m.text)
                    for s in statements
                    for m in s.mentions
                    if isinstance(m, PlaceMention)
                }
            )
        ),
        both=round(sum(s.performer == "both" for s in statements) / len(statements), 4)
        if statements
        else 0.0,
    )


def done_p(statement: Statement) -> float:
    """Probability that a statement tells that something was done, whatever its act is."""
    return statement.strength_ps[DONE] if statement.strength_ps else 0.0


def _means(rows: Iterable[tuple[tuple[str, float], ...]]) -> tuple[tuple[str, float], ...]:
    given = list(rows)
    total: dict[str, float] = defaultdict(float)
    for row in given:
        for code, p in row:
            total[code] += p / len(given)
    return tuple(
        (code, round(p, 4))
        for code, p in sorted(total.items(), key=lambda pair: (-round(pair[1], 6), pair[0]))
    )
