"""English labels, made from what was read."""

from collections.abc import Sequence

from babel import Locale

from verbale.records.vocabulary import PILLARS, Act, Strength

_ENGLISH = Locale("en")

_VERBS: dict[Strength, str] = {
    "consider": "consider",
    "discuss": "discuss",
    "intend": "intend",
    "agree": "agree",
    "commit": "commit",
    "signed": "signed",
    "reported done": "report as done",
}

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def compose_label(
    by: Sequence[str],
    act: Act,
    strength: Strength | None,
    what: str,
    figures: Sequence[tuple[float, str]],
    deadline: str | None,
) -> str:
    """Say who does what in plain words: `Laos and Vietnam agree: economy (5 billion USD, by 2030)`.

    Args:
        by: countries; ids of persons are not named here.
        act: `undertaking` or `proposal`.
        strength: its strength, if any.
        what: the label of its kind in the codebook, or its pillar.
        figures: values and units.
        deadline: ISO date.
    """
    verb = "propose" if act == "proposal" else _VERBS[strength] if strength else "undertake"
    who = " and ".join(sorted(country_name(code) for code in by if len(code) == 2))
    if not who:
        verb = "proposed" if act == "proposal" else "undertaken"
    elif " and " not in who and verb != "signed":
        verb = verb.replace("report", "reports") if verb.startswith("report") else f"{verb}s"
    details = [amount_words(value, unit) for value, unit in figures]
    details += [f"by {deadline}"] if deadline else []
    subject = f"{who} {verb}".strip()
    return f"{subject}: {what}" + (f" ({', '.join(details)})" if details else "")


def pillar_words(pillars: Sequence[str]) -> str:
    """Name pillars in English; `unspecified` when there are none."""
    return ", ".join(PILLARS.get(code, code) for code in pillars) or "unspecified"


def country_name(code: str) -> str:
    """English name of a country (CLDR), or the code where CLDR has none."""
    return str(_ENGLISH.territories.get(code, code))


def amount_words(value: float, unit: str) -> str:
    """Write an amount with an English scale word: `5 billion USD`, `12.5 %`."""
    unit = "%" if unit == "percent" else unit
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:g} {word} {unit}"
    return f"{value:g} {unit}"
