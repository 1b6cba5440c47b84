"""`show`, `search`, `people`, `bodies`, `compare` and `info`: the record on a terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.text import Text

from verbale.cli import showing
from verbale.cli.arguments import RecordFile
from verbale.cli.console import note, out
from verbale.errors import ItemNotFoundError
from verbale.records.items import Body, Person
from verbale.service.compare import compare_accounts, find_meeting
from verbale.service.record import DEFAULT_LIMIT, Record
from verbale.service.sides import state_code
from verbale.service.wording import country_name, plural
from verbale.store.filters import ANY, Filter, Part

Country = Annotated[
    str | None, typer.Option("--country", help="Only this country: its code or name (VN, or Vietnam).")
]

PartOfName = Annotated[
    str | None, typer.Option("--name", help="Only those of whose name this is a part, in any script.")
]
Listed = Annotated[int, typer.Option(min=1, help="How many at most.")]
NamedT = TypeVar("NamedT", Person, Body)

SHOWN_MEETINGS = 50
"""Meetings that `show` prints unless asked for more."""

SHOWN_PEOPLE = 200
"""People that `people` lists, and organisations that `bodies` lists, unless asked for more."""


def show(
    file: RecordFile,
    country: Country = None,
    limit: Annotated[
        int, typer.Option(min=1, help="Meetings at most: the latest, and those without a date.")
    ] = SHOWN_MEETINGS,
) -> None:
    """Print the record: meetings, undertakings, targets, and what only one account says."""
    with Record(file) as record:
        left_out = showing.print_record(out(), record, country and state_code(country), limit)
    if left_out:
        note(f"{plural(left_out, 'earlier meeting')} left out; --limit and --country narrow or widen it")


def search(
    file: RecordFile,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS...", show_default=False, help="In any script.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="Hits at most.")] = DEFAULT_LIMIT,
) -> None:
    """Find passages that hold all the words, whatever their accents and case."""
    console, text = out(), " ".join(words)
    if not text.strip():
        raise typer.BadParameter("name some words", param_hint="WORDS")
    with Record(file) as record:
        hits = record.search(text, limit)
        if not hits:
            raise ItemNotFoundError(f"nothing in {file} holds {text}")
        for hit in hits:
            console.print(showing.hit(record, hit))
    if len(hits) == limit:
        note(f"the first {plural(limit, 'hit')}; --limit shows more")


def people(
    file: RecordFile, country: Country = None, name: PartOfName = None, limit: Listed = SHOWN_PEOPLE
) -> None:
    """List people with their offices and the days on which these were seen."""
    _list(file, Person, _named(country, name), limit, showing.person, "person")


def bodies(
    file: RecordFile, country: Country = None, name: PartOfName = None, limit: Listed = SHOWN_PEOPLE
) -> None:
    """List organisations with every name that was read of them."""
    _list(file, Body, _named(country, name), limit, showing.body, "organisation")


def _named(country: str | None, name: str | None) -> Filter:
    return Filter(country=country and state_code(country), named=name)


def _list(
    file: Path, kind: type[NamedT], only: Filter, limit: int, shown: Callable[[NamedT], Text], what: str
) -> None:
    """Print items of a kind, as many as are asked for, and say how many there are."""
    console = out()
    with Record(file) as record:
        for item in record.some(kind, only, Part(limit)):
            console.print(shown(item))
        held = record.count(kind, only)
    if not held and only != ANY:
        raise ItemNotFoundError(f"no {what} in {file} fits")
    if not held:
        note(f"{file} holds no {what}")
    if held > limit:
        note(f"the first {limit:,} of {plural(held, what)}; --name, --country or --limit show others")


def compare(
    file: RecordFile,
    meeting: Annotated[
        list[str],
        typer.Argument(
            metavar="MEETING...", help="Its id, the beginning of it, a day, or words.", show_default=False
        ),
    ],
    side: Annotated[
        list[str] | None,
        typer.Option(
            "--side",
            metavar="SOURCE=CC",
            help="Whose account a source is: its id or outlet, and a state's code.",
        ),
    ] = None,
) -> None:
    """Put the accounts of one meeting side by side."""
    with Record(file) as record:
        found = find_meeting(record, " ".join(meeting))
        showing.print_comparison(out(), compare_accounts(record, found.id, _sides(side or [])))


def _sides(given: list[str]) -> dict[str, str]:
    """The options as a mapping from sources to codes of states."""
    pairs = [one.rpartition("=") for one in given]
    for source, _, code in pairs:
        if not source or not code:
            raise typer.BadParameter("write it as SOURCE=CC, such as news.example=VN", param_hint="--side")
    return {source.strip(): code.strip() for source, _, code in pairs}


def info(
    file: RecordFile,
    refused: Annotated[bool, typer.Option("--refused", help="List what could not be read.")] = False,
) -> None:
    """Say what the record holds, in figures."""
    console = out()
    with Record(file) as record:
        held = record.summary()
        refusals = record.refusals()
    rows = [("pages", f"{held.pages:,}"), ("refused", f"{held.refused:,}")]
    rows += [(plural(2, kind)[2:], f"{count:,}") for kind, count in held.counts.items()]
    rows.append(("languages", ", ".join(f"{name} {count}" for name, count in held.languages.items())))
    rows.append(("countries", ", ".join(f"{country_name(c)} {count}" for c, count in held.countries.items())))
    rows.append(("dates", f"{held.first} to {held.last}" if held.first else "none"))
    for name, value in rows:
        console.print(Text.assemble((f"{name:<14}", "dim"), value))
    if not held.built:
        note("a reading was broken off: read any page, or none, again to bring the items up to date")
    for refusal in refusals if refused else []:
        console.print(Text(f"{refusal.path}: {refusal.reason}"))
