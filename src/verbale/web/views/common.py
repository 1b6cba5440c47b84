"""The pieces that several pages are made of."""

from collections.abc import Callable
from dataclasses import dataclass

from verbale.records.items import Evidence, Name
from verbale.records.reading import Source
from verbale.web import links, words


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere, or nowhere when `href` is None."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """Links from one page of a list to those beside it."""

    before: Link | None
    after: Link | None


def pager(
    path: Callable[[int], str],
    page: int,
    size: int,
    count: int,
    texts: tuple[str, str] = ("Previous page", "Next page"),
) -> Pager:
    """Return the links to the pages before and after one.

    Args:
        path: gives the address of a page by its number, from 1.
        page: the one that is shown.
        size: items on a page.
        count: items in all.
        texts: what the two links say.
    """
    before = Link(texts[0], path(page - 1)) if page > 1 else None
    return Pager(before, Link(texts[1], path(page + 1)) if page * size < count else None)


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source with the language they are in and the place where they stand."""

    text: str
    language: str
    direction: str
    cite: str
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice that leads to the same page shown differently."""

    text: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as pages of some languages write it."""

    text: str
    language: str
    direction: str
    about: str


@dataclass(frozen=True, slots=True)
class Chip:
    """Whether an account says something: the code of its language, and in words."""

    text: str
    said: bool
    title: str
    href: str | None = None


def source_label(source: Source) -> str:
    """Return what a source is called: its outlet, else its title, else the name of its file."""
    return words.isolated(source.outlet or source.title or source.path.rsplit("/", 1)[-1])


def published_words(source: Source) -> str:
    """Return the day of publication and where it came from."""
    if source.published is None:
        return "date not said"
    origin = words.PUBLISHED_ORIGINS.get(source.published_from or "")
    day = words.day_words(source.published)
    return f"{day}, {origin}" if origin else day


def quote_of(evidence: Evidence, source: Source) -> Quote:
    """Return a quote as pages show it."""
    language = words.language_name(source.language)
    day = words.day_words(source.published, "no date")
    return Quote(
        text=evidence.quote,
        language=source.language,
        direction=words.direction(source.language),
        cite=f"{language} · {source_label(source)} · {day}",
        href=links.words_path(evidence),
    )


def choices(values: dict[str, str], chosen: str | None) -> tuple[Option, ...]:
    """Return the options of a filter, in the order of their texts."""
    ordered = sorted(values.items(), key=lambda pair: pair[1].casefold())
    return tuple(Option(value, text, value == chosen) for value, text in ordered)


def spellings_of(names: tuple[Name, ...]) -> tuple[Spelling, ...]:
    """Return each spelling once, with all the languages that use it."""
    languages: dict[tuple[str, str], list[str]] = {}
    for name in names:
        languages.setdefault((name.text, name.script), []).append(name.language)
    return tuple(_spelling(text, script, codes) for (text, script), codes in languages.items())


def _spelling(text: str, script: str, codes: list[str]) -> Spelling:
    languages = words.joined([words.language_name(code) for code in dict.fromkeys(codes)])
    about = f"{languages}, {words.script_name(script)} script"
    return Spelling(text, codes[0], words.direction(codes[0]), about)
