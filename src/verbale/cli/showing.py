"""The record in words on a terminal: calm, and short enough to be read."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from verbale.records.items import Body, Meeting, Person, Review, Target, Undertaking
from verbale.records.judgements import Judgement
from verbale.records.overlays import JudgedItem, name_of
from verbale.service import wording
from verbale.service.compare import Account, Comparison, Reading, Row, compare_accounts
from verbale.service.history import History
from verbale.service.offices import office_words, participant_words
from verbale.service.record import Hit, Record
from verbale.store.filters import Filter, Part

SHOWN_UNDERTAKINGS = 3
"""Undertakings of one meeting that are printed."""

SHOWN_TARGETS = 6
SHOWN_ALONE = 2
"""Statements of one account alone that are printed for a meeting."""

SHOWN_PEOPLE = 3
"""Participants of a side that are printed."""

SHORT_ID = 8
"""Letters of an id: 32 bits, one clash in a hundred among 9,000 meetings, and a clash is told."""

LEAST_LETTERS = 40
"""Letters of a line that are printed however narrow the terminal is."""

_RELATIONS: dict[Reading, str] = {"same": "the same", "differs": "not alike", "only": "in one alone"}
_QUOTED = "  “{}”"
_NOT_HERE = "not found in this account"
_UNREAD = "no account read"
_BY = {
    "given": "as given",
    "outlet": "by its outlet",
    "address": "by its address",
    "language": "by its language",
}
"""What tells the side of an account."""


def print_record(console: Console, record: Record, country: str | None, limit: int) -> int:
    """Print the latest meetings with what was undertaken, the targets, and what only one account says.

    Returns how many meetings were left out.
    """
    only = Filter(country=country)
    held = record.count(Meeting, only)
    left_out = max(0, held - limit)
    for meeting in record.some(Meeting, only, Part(limit, left_out)):
        console.print(_lines(_meeting(record, meeting, console.width)))
    if not held:
        console.print(
            "The record holds no meeting." if country is None else "No meeting of that state is held."
        )
    targets = record.some(Target, only, Part(SHOWN_TARGETS))
    if targets:
        console.print(_lines(_targets(targets, record.count(Target, only))))
    counts = record.store.counts()
    kinds = ("source", "meeting", "undertaking", "target", "person", "thread")
    console.print(Text(", ".join(wording.plural(counts.get(kind, 0), kind) for kind in kinds), style="dim"))
    return left_out


def _lines(lines: Iterator[Text]) -> Text:
    return Text("\n").join(lines).append("\n")


def _meeting(record: Record, meeting: Meeting, width: int) -> Iterator[Text]:
    head = [wording.when(meeting), wording.country_names(meeting.countries), meeting.type]
    title = Text(" · ".join(filter(None, [*head, wording.where(meeting)])), style="bold")
    yield title.append(f"  {_short_id(meeting)}", style="not bold dim")
    yield from _participants(record, meeting)
    undertakings = record.undertakings(meeting=meeting.id)
    yield from (_undertaking(undertaking, width) for undertaking in undertakings[:SHOWN_UNDERTAKINGS])
    if len(undertakings) > SHOWN_UNDERTAKINGS:
        yield Text(f"  … {len(undertakings) - SHOWN_UNDERTAKINGS} more undertakings", style="dim")
    yield from _alone(record, meeting, width)


def _short_id(meeting: Meeting) -> str:
    """The beginning of an id: enough for `verbale compare`, and to find the meeting in the export."""
    return meeting.id.partition("-")[2][:SHORT_ID]


def _participants(record: Record, meeting: Meeting) -> Iterator[Text]:
    languages = [record.source(id_).language for id_ in meeting.sources]
    sides: dict[str | None, list[str]] = {}
    for participant in meeting.participants:
        if participant.role != "mentioned":
            side = participant.country or participant.body
            sides.setdefault(side, []).append(participant_words(participant, languages))
    for side, names in sides.items():
        more = f", {len(names) - SHOWN_PEOPLE} more" if len(names) > SHOWN_PEOPLE else ""
        name = wording.country_name(side) or "others"
        yield Text(f"  {name}: {', '.join(names[:SHOWN_PEOPLE])}{more}")


def _undertaking(item: Undertaking, width: int) -> Text:
    """The label, how many accounts tell of it, and as much of the words as fits."""
    text = Text(f"  • {item.label}").append(_accounts(item), style="dim")
    room = width - text.cell_len - len(_QUOTED)
    if item.text != item.label and room >= LEAST_LETTERS // 2:
        text.append(_QUOTED.format(_cut(item.text, room)), style="dim")
    return text


def _accounts(item: Undertaking) -> str:
    count = len({proof.source for proof in item.evidence})
    return f" · {count} accounts" if count > 1 else ""


def _alone(record: Record, meeting: Meeting, width: int) -> Iterator[Text]:
    """What one account alone says, when there is more than one."""
    if len(meeting.sources) == 1:
        return
    comparison = compare_accounts(record, meeting.id)
    told = ("undertaking", "proposal", "objection", "position", "assessment", "encounter")
    alone = [row for row in comparison.rows if row.relation == "only" and row.act in told]
    alone.sort(key=lambda row: told.index(row.act))
    yield Text(f"  {_counts(comparison)}", style="dim")
    for row in alone[:SHOWN_ALONE]:
        segment = row.segments[0]
        yield _line(f"    only {segment.language}: ", segment.text, width)


def _targets(targets: Sequence[Target], held: int) -> Iterator[Text]:
    yield Text("Targets", style="bold")
    for target in targets:
        who = wording.country_names(target.countries)
        status = wording.target_status(target)
        yield Text(f"  • {wording.target(target)}").append(f"  {status} · {who}", style="dim")
    if held > len(targets):
        yield Text(f"  … {held - len(targets):,} more", style="dim")


def _line(before: str, text: str, width: int) -> Text:
    """A line that fits: its text is cut where it must be."""
    return Text(before, style="dim").append(
        _cut(text, max(LEAST_LETTERS, width - len(before))), style="not dim"
    )


def _cut(text: str, cells: int) -> str:
    """As much of a text as stands in so many cells of a terminal (an ideograph takes two)."""
    text = " ".join(text.split())
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, cells - 1).rstrip() + "…"


def hit(record: Record, found: Hit) -> Text:
    """A passage that a search found, with its source and place."""
    source = record.source(found.source)
    text = Text(found.text)
    for start, end in found.marks:
        text.stylize("bold reverse", start, end)
    where = f"{source.path}  {found.start}-{found.end}  {found.language}  {wording.day(source.published)}"
    return Text(f"{where}\n", style="dim").append_text(_indented(text)).append("\n")


def _indented(text: Text) -> Text:
    return Text("  ").append_text(text)


def person(found: Person) -> Text:
    """A person with the offices, the last one first."""
    text = Text(found.name, style="bold").append(f"  {wording.country_name(found.country)}", style="dim")
    for office in sorted(found.offices, key=lambda office: office.last_seen or "", reverse=True):
        seen = wording.span(office.first_seen, office.last_seen)
        title = ", ".join(filter(None, [office_words(office.title, code=office.code), office.body]))
        former = "former " if office.former else ""
        text.append(f"\n  {former}{title}").append(f"  {seen}", style="dim")
    others = sorted({name.text for name in found.names} - {found.name})
    if others:
        text.append(f"\n  also {', '.join(others)}", style="dim")
    return text


def body(found: Body) -> Text:
    """An organisation with what kind of one it is, its state and its other names."""
    about = ", ".join(filter(None, [found.type, wording.country_name(found.country)]))
    text = Text(found.name, style="bold").append(f"  {about}", style="dim")
    others = sorted({name.text for name in found.names} - {found.name})
    if others:
        text.append(f"\n  also {', '.join(others)}", style="dim")
    return text


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print the accounts of a meeting as columns."""
    console.print(Text(wording.title(comparison.meeting), style="bold"))
    console.print(Text(_counts(comparison), style="dim"))
    if comparison.untold_sides:
        names = " or ".join(map(wording.country_name, comparison.untold_sides))
        console.print(Text(f"Whether an account of {names} was read is not known; --side SOURCE=CC says it."))
    table = Table(show_lines=True, pad_edge=False)
    table.add_column("", style="dim", no_wrap=False, max_width=14)
    for column in comparison.columns:
        table.add_column(_heading(column), ratio=1, overflow="fold")
    for country in comparison.unread_sides:
        table.add_column(Text(wording.country_name(country)), max_width=12, style="dim italic")
    unread = [Text(_UNREAD) for _ in comparison.unread_sides]
    for row in comparison.rows:
        cells = [_cell(row, at) for at in range(len(comparison.columns))]
        table.add_row(_relation(row, comparison), *cells, *unread)
    console.print(table)


def _counts(comparison: Comparison) -> str:
    if len(comparison.columns) == 1:
        return f"1 account: {wording.plural(len(comparison.rows), 'statement')}"
    counts = [f"{comparison.count(name)} {word}" for name, word in _RELATIONS.items()]
    return f"{wording.plural(len(comparison.columns), 'account')}: {', '.join(counts)}"


def _heading(column: Account) -> Text:
    source = column.source
    whose = f"{wording.country_name(column.state)}, {_BY[column.side_from]}" if column.side_from else ""
    side = f" · {whose}" if column.side else f" · of neither side ({whose})" if whose else ""
    return Text(f"{wording.outlet(source)}\n{source.language} · {wording.day(source.published)}{side}")


def _relation(row: Row, comparison: Comparison) -> Text:
    if len(comparison.columns) == 1:
        return Text(row.act, style="dim")
    style = {"same": "green", "differs": "yellow", "only": "red"}[row.relation]
    text = Text(_RELATIONS[row.relation], style=style).append(f"\n{row.act}", style="dim")
    text.append("".join(f"\n{difference}" for difference in row.differences), style="yellow")
    return text.append(f"\n{_one_sided(row)}" if len(comparison.columns) > 1 and _one_sided(row) else "")


def _one_sided(row: Row) -> str:
    """Which side alone says it, where the other was read."""
    if len(row.sides) != 1 or not row.not_found:
        return ""
    return f"{wording.country_name(row.sides[0])} only"


def _cell(row: Row, column: int) -> Text:
    segments = row.cells[column]
    if not segments:
        return Text(_NOT_HERE, style="dim italic")
    return Text(" ".join(" ".join(segment.text.split()) for segment in segments))


def called(item: JudgedItem) -> str:
    """What an item is called: a meeting by its sides, place and days, a target by its figure, others by their name."""
    if isinstance(item, Meeting):
        return wording.title(item)
    return wording.target(item) if isinstance(item, Target) else name_of(item)


def history(found: History) -> Iterator[Text]:
    """What was read of an item, and every judgement on it, line by line."""
    yield Text.assemble((called(found.item), "bold"), f"  {found.kind} {found.item.id}")
    if found.rejected:
        yield Text("rejected: lists leave it out")
    yield Text("read", style="dim")
    for one in found.read:
        seen = f", read {one.read_at.replace('T', ' ').rstrip('Z')} UTC" if one.read_at else ""
        yield Text(
            f"  {one.outlet or one.path} ({one.language}), {wording.day(one.published)}{seen}: {one.source}"
        )
        yield from (Text(f"    “{quote}”") for quote in one.quotes)
    yield Text("judged" if found.judgements else "not judged", style="dim")
    for row in found.judgements:
        yield from _judgement(row)


def _judgement(row: Judgement) -> Iterator[Text]:
    time = row.time[:19].replace("T", " ")
    head = f"  {time} UTC  {row.author}: {row.action}"
    head += f" {row.undoes}" if row.undoes else ""
    yield Text.assemble(head, (f"  {row.id}", "dim"))
    yield from (Text(f"    {e.field}: {_value(e.value)} (read: {_value(e.read)})") for e in row.edits)
    if row.action in ("merge", "split"):
        for party in row.about:
            where = ", ".join(sorted({f"{a.source}:{a.start}" for a in party.anchors}))
            yield Text(f"    {party.id or 'another one'}  {party.name}  at {where}")
    if row.reason:
        yield Text(f"    because: {row.reason}")
    if row.undone_by:
        yield Text(f"    undone by {row.undone_by}")


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)


def review(pair: Review) -> Text:
    """Two items that may be one, with what stands for each and a command that names them."""
    one, other = pair.items
    said = [f.name.replace("_", " ") + f": {f.left} / {f.right}" for f in pair.features if f.left or f.right]
    return Text.assemble(
        (f"{pair.names[0]}  ·  {pair.names[1]}", "bold"),
        f"  {pair.about}, {pair.score:.0%} the same\n",
        (f"  {one} {other}\n", "dim"),
        *(f"  {line}\n" for line in said),
        *(f"  “{proof.quote}”\n" for proof in pair.evidence),
    )
