"""Rules that find furniture on a page. Each gives stretches with a reason; precision comes before recall.

A rule drops what its words or its place on the page give away; what could be of the account is left in.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile

from verbale.records.reading import Dropped
from verbale.stages.clean.layout import Layout, Row, whole_rows
from verbale.stages.clean.pictures import FIRST_BRACKET, MAX_CREDIT_CHARS, captions, file_names
from verbale.stages.clean.provenance import ADDRESS, SITE

MAX_LABELLED_CHARS = 250
"""Longest line that a label (`Source:`, `Read also:`) makes furniture."""

MIN_REPEATED_CHARS = 15
MIN_REPEATED_SENTENCE_CHARS = 80
"""Shorter lines may be said twice in a transcript (`Thank you.`); headlines and captions may not."""

MIN_QUOTED_CHARS = 40
"""Shortest headline-like line that is dropped because the text holds the same words (pull quotes)."""

EDGE_ROWS = 4
"""Rows at the top and at the end of a page where bylines and menus stand."""

MIN_SECTIONS = 3
MAX_SECTION_CHARS = 25
"""Names of sections in a menu: three at least, and short."""

MAX_TAGS = 8
"""Lines under the word `Tags`, or between two lines of furniture at the foot of a page."""

MIN_FOOT_FURNITURE = 3
"""Lines of furniture under the last paragraph, before what stands between them is taken for the same."""

MAX_NOTICE_CHARS = 180
"""Longest line about cookies, newsletters or the rights of a site; an account may speak of them at length."""

MAX_QUOTE_ROWS = 400
"""How many lines are looked for in the text: a longer page is no article, and each look-up reads it all."""

_MENU_SIGN = re.compile(r"\s*[|>›»•·]\s*|\s+[/–-]\s+|\s{2,}|\t")
_PATH_SIGN = re.compile(r"\s[>›»]\s")
_FEW_LETTERS = re.compile(r"[a-z]{1,3}(?:[ |·/]+[a-z]{1,3}){2,9}$", re.IGNORECASE)

Rule = Callable[[Layout], Iterator[Dropped]]


def addresses(layout: Layout) -> Iterator[Dropped]:
    """Lines that are a web address, or the bare name of a site."""
    for row in layout.rows:
        if ADDRESS.fullmatch(row.text):
            yield row.drop("address")
        elif SITE.fullmatch(row.text) and row.index > 0:
            yield row.drop("source line")


def labelled(layout: Layout) -> Iterator[Dropped]:
    """Lines that begin with a furniture word and a colon: `Källa: https://…`, `Read also: …`, `댓글: 3`."""
    reasons = {
        "source": "source line",
        "related": "related",
        "share": "share",
        "subscribe": "subscribe",
        "comments": "comments",
        "tags": "tags",
        "copyright": "copyright",
        "byline": "byline",
    }
    for row in layout.rows:
        if len(row.text) > MAX_LABELLED_CHARS:
            continue
        opening = FIRST_BRACKET.match(row.text)
        if opening and "related" in layout.cues.alone(opening.group(1)) and layout.headline(row):
            yield row.drop(reasons["related"])
            continue
        for label in layout.cues.label(row.text):
            if label.kind in reasons and _labels(layout, row, label.kind, label.rest):
                yield row.drop(reasons[label.kind])
                break


def _labels(layout: Layout, row: Row, kind: str, rest: str) -> bool:
    """Whether the rest of a line is what its label announces, and not a sentence of the account."""
    if kind == "related":
        return bool(rest)
    if kind in ("source", "tags"):
        return not row.ends or bool(ADDRESS.search(rest)) or len(rest) <= MAX_CREDIT_CHARS
    if kind == "byline":
        return 0 < len(rest) <= MAX_CREDIT_CHARS and not row.text.endswith((".", "。"))
    if kind == "comments":
        return not rest or "".join(rest.split()).isdigit()
    return layout.headline(row)


def alone(layout: Layout) -> Iterator[Dropped]:
    """Lines that are one furniture word (`Comments (3)`), or a bar of such words (`Share | Print | X`)."""
    single = ("comments", "share", "subscribe", "related", "menu", "tags", "source", "copyright")
    bars = ("comments", "share", "subscribe", "related", "menu")
    for row in layout.rows:
        if len(row.text) > MAX_LABELLED_CHARS:
            continue
        kinds = [kind for kind in layout.cues.alone(row.text) if kind in single]
        if kinds:
            yield row.drop(kinds[0])
        elif row.folded and layout.cues.only(row.text, bars):
            yield row.drop("share")


def appeals(layout: Layout) -> Iterator[Dropped]:
    """Short lines that begin with an appeal and name a network: `Follow us on Telegram`."""
    for row in layout.rows:
        if not layout.headline(row) or len(row.text) > MAX_CREDIT_CHARS * 2:
            continue
        words = row.folded.split()
        starts = [" ".join(words[:n]) for n in range(1, 5)]
        kinds = {kind for start in starts for kind in layout.cues.kinds.get(start, ())}
        appeal = kinds & {"share", "subscribe"}
        if appeal and layout.cues.services & set(words[1:]):
            yield row.drop(min(appeal))


def few_letters(layout: Layout) -> Iterator[Dropped]:
    """Rows of buttons that lost their pictures: `fb yt zl tw`."""
    for row in layout.rows:
        if _FEW_LETTERS.match(row.text) and (
            row.text == row.text.lower() or row.index == len(layout.rows) - 1
        ):
            yield row.drop("share")


def copyrights(layout: Layout) -> Iterator[Dropped]:
    """Lines that begin with a copyright sign or hold the words that go with it."""
    for row in layout.rows:
        if len(row.text) > MAX_LABELLED_CHARS:
            continue
        if row.text.startswith(("©", "ⓒ")) or any(
            phrase in row.folded for phrase in layout.cues.copyright_phrases
        ):
            yield row.drop("copyright")


def bylines(layout: Layout) -> Iterator[Dropped]:
    """`By John Smith` or an agency's name near the top or the end; one in brackets on its own line anywhere."""
    for row in layout.rows:
        near = _near_edge(layout, row)
        if near and _is_byline(layout, row):
            yield row.drop("byline")
        elif row.folded in layout.cues.agencies and (near or row.text.strip("()（）[] ") != row.text):
            yield row.drop("credit")


def menus(layout: Layout) -> Iterator[Dropped]:
    """Rows of sections (`Home | Politics | World`) and paths to a page (`Home > World > Talks`)."""
    for row in layout.rows:
        parts = _MENU_SIGN.split(row.text) if len(row.text) <= MAX_LABELLED_CHARS else []
        short = all(0 < len(part) <= MAX_SECTION_CHARS for part in parts)
        home = "menu" in layout.cues.alone(parts[0]) if parts else False
        path = len(parts) > 1 and (home or (row.index == 0 and bool(_PATH_SIGN.search(row.text))))
        enough = len(parts) >= MIN_SECTIONS or path
        if enough and short and not row.ends and _near_edge(layout, row):
            yield row.drop("menu")


def _near_edge(layout: Layout, row: Row) -> bool:
    """Whether a row is among the first or last few of its page."""
    return row.index < EDGE_ROWS or row.index >= len(layout.rows) - EDGE_ROWS


def _is_byline(layout: Layout, row: Row) -> bool:
    words = row.text.split()
    if row.index == 0 or not 2 <= len(words) <= 5 or row.ends:
        return False
    begins = "byline" in layout.cues.kinds.get(words[0].casefold(), ())
    return begins and all(word[:1].isupper() for word in words[1:])


def repeated(layout: Layout) -> Iterator[Dropped]:
    """Lines that stand on the page twice: the second time; and pull quotes, whose words the text holds."""
    seen: set[str] = set()
    joined = "\n".join(row.folded for row in layout.rows) if len(layout.rows) <= MAX_QUOTE_ROWS else ""
    for row in layout.rows:
        least = MIN_REPEATED_SENTENCE_CHARS if row.ends else MIN_REPEATED_CHARS
        again = len(row.text) >= MIN_QUOTED_CHARS or row.index == 0 or _says_again(layout, row)
        twice = len(row.text) >= least and row.folded in seen and again
        if twice or (row.folded not in seen and joined.count(row.folded) > 1 and _is_quote(layout, row)):
            yield row.drop("repeated line")
        seen.add(row.folded)


def _says_again(layout: Layout, row: Row) -> bool:
    """Whether a short line stands directly above or is the headline: two signatures may hold the same title."""
    return row.folded in (layout.rows[row.index - 1].folded, layout.rows[0].folded)


def _is_quote(layout: Layout, row: Row) -> bool:
    """Whether a line looks like a headline, and another line holds its words and more."""
    if row.index == 0 or len(row.folded) < MIN_QUOTED_CHARS or not layout.headline(row):
        return False
    return any(row.folded in other.folded and len(other.folded) > len(row.folded) for other in layout.rows)


def notices(layout: Layout) -> Iterator[Dropped]:
    """Lines that hold words which no account does: `we use cookies`, `press Ctrl+Enter`, `Google Play`."""
    for row in layout.rows:
        words = f" {row.folded} "
        if len(row.text) <= MAX_NOTICE_CHARS and any(phrase in words for phrase in layout.cues.notices):
            yield row.drop("notice")


def tag_lists(layout: Layout) -> Iterator[Dropped]:
    """Short lines under the word `Tags`, a tag each."""
    for row in layout.rows:
        if "tags" not in layout.cues.alone(row.text):
            continue
        under = layout.rows[row.index + 1 : row.index + 1 + MAX_TAGS]
        tags = list(takewhile(lambda r: not r.ends and len(r.text) <= MAX_SECTION_CHARS, under))
        after = layout.rows[row.index + 1 + len(tags) :][:1]
        if not any(layout.paragraph(r) for r in after):
            yield from (tag.drop("tags") for tag in tags)


def among_furniture(layout: Layout, dropped: Sequence[Dropped]) -> Iterator[Dropped]:
    """Headline-like lines under the last paragraph that stand between lines of furniture."""
    gone = whole_rows(layout, dropped)
    last = max((r.index for r in layout.rows if r.index not in gone and layout.paragraph(r)), default=None)
    if last is None or sum(index > last for index in gone) < MIN_FOOT_FURNITURE:
        return
    run: list[Row] = []
    for row in layout.rows[last + 1 :]:
        if row.index not in gone:
            run.append(row)
            continue
        if run and run[0].index - 1 in gone and len(run) <= MAX_TAGS and all(map(layout.headline, run)):
            yield from (between.drop("among furniture") for between in run)
        run = []


def related_lists(layout: Layout) -> Iterator[Dropped]:
    """Headlines of other pages under a heading such as `Related news`."""
    done = 0
    for row in layout.rows:
        if row.index >= done and "related" in layout.cues.alone(row.text):
            for other in _headlines_under(layout, row):
                yield other.drop("related")
                done = other.index


def _headlines_under(layout: Layout, heading: Row) -> list[Row]:
    """Return the headlines under a heading, up to running text.

    Where a gap stands between every two of them, the last before running text may head it, and is left out.
    """
    found: list[Row] = []
    for row in layout.rows[heading.index + 1 :]:
        if not layout.headline(row):
            if found and found[-1].gap_after and found[-1].gap_before:
                found.pop()
            break
        if found and row.gap_before and not found[-1].gap_before:
            break
        found.append(row)
    return found


RULES: tuple[Rule, ...] = (
    file_names,
    addresses,
    captions,
    labelled,
    alone,
    appeals,
    few_letters,
    copyrights,
    bylines,
    menus,
    notices,
    tag_lists,
    related_lists,
    repeated,
)
"""In the order in which they are asked; the reason that came first stands."""


def furniture(layout: Layout) -> list[Dropped]:
    """Return the stretches of furniture of a page, in order, none overlapping another."""
    told = without_overlap(dropped for rule in RULES for dropped in rule(layout))
    return without_overlap([*told, *among_furniture(layout, told)])


def without_overlap(stretches: Iterable[Dropped]) -> list[Dropped]:
    """Return stretches in text order; of two that overlap, the one that came first stays."""
    kept: list[Dropped] = []
    for dropped in stretches:
        at = bisect_left(kept, dropped)
        clear = at == 0 or kept[at - 1].end <= dropped.start
        if clear and (at == len(kept) or dropped.end <= kept[at].start):
            kept.insert(at, dropped)
    return kept
