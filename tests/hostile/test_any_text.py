"""Whatever the text: nothing is raised, offsets hold, and what is dropped is in no segment."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from verbale.errors import PageError
from verbale.lexicon import Lexicon
from verbale.records.reading import Dropped, Page, Source
from verbale.stages.clean import clean
from verbale.stages.segment import segment
from verbale.text.decode import decode, tidy
from verbale.text.fold import fold, fold_words
from verbale.text.language import identify
from verbale.text.lines import lines_of
from verbale.text.scripts import script_of

LEXICON = Lexicon.load()

PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            " ",
            ". ",
            "; ",
            "؛ ",
            "。",
            "।",
            "! ",
            "» ",
            "“",
            "(",
            ")",
            ": ",
            " | ",
            "- ",
            "\u00a0",
            "\u200f",
        ),
        *(
            "FOTO: VNA",
            "Kommentar (0)",
            "Related news",
            "Källa: https://example.org/2025/12/02/a",
            "nhandan.vn",
        ),
        *(
            "Untitled-1.jpg",
            "fb yt zl tw",
            "(Ảnh: TTXVN)",
            "© AFP",
            "2 December 2025",
            "18/12",
            " date 2025-12-02 ",
        ),
        *(
            "The ministers met in Hanoi",
            "Hai bên nhất trí",
            "Министры встретились",
            "国家主席会见了总理",
            "ทั้งสองฝ่าย",
        ),
        *("dr", "A", "г", "2,2 млрд", "The minister said that both sides had agreed on trade and transport"),
    ]
)
PAGES = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=40).map("".join)


def source(text: str, dropped: tuple[Dropped, ...] = ()) -> Source:
    return Source(
        id="s",
        path="p",
        url=None,
        outlet=None,
        title=None,
        language="en",
        published=None,
        published_from=None,
        sha256="",
        text=text,
        dropped=dropped,
    )


@given(PAGES)
@settings(max_examples=150, deadline=None)
def test_a_page_is_cleaned_and_split_with_offsets_that_hold(text: str) -> None:
    page, *teasers = clean(Page(text=text, path="p"), LEXICON)
    assert page.text == text
    assert all(0 <= d.start < d.end <= len(text) for d in page.dropped)
    assert all(a.end <= b.start for a, b in pairwise(page.dropped))
    assert (page.published is None) == (page.published_from is None)
    for one in (page, *teasers):
        found = segment(one)
        assert all(one.text[s.start : s.end] == s.text == s.text.strip() != "" for s in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert not any(s.start < d.end and d.start < s.end for s in found for d in one.dropped)
        assert len({s.id for s in found}) == len(found)
    assert all(t.text in text and t.teaser_of == page.id for t in teasers)


@given(PAGES)
@settings(max_examples=50, deadline=None)
def test_the_same_page_gives_the_same_sources(text: str) -> None:
    page = Page(text=text, path="p")
    assert clean(page, LEXICON) == clean(page, LEXICON)


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(1, 40)), max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_word_outside_what_is_dropped_is_lost(text: str, stretches: list[tuple[int, int]]) -> None:
    dropped, at = [], 0
    for start, length in sorted(stretches):
        if at <= start < len(text):
            at = min(len(text), start + length)
            dropped.append(Dropped(start, at, "menu"))
    covered = {i for s in segment(source(text, tuple(dropped))) for i in range(s.start, s.end)}
    covered |= {i for d in dropped for i in range(d.start, d.end)}
    assert all(i in covered for i, char in enumerate(text) if char.isalnum())


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except PageError:
        return
    assert text == tidy(text)
    text.encode("utf-8")


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_nothing_of_the_text_folder_ever_raises(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_words(fold_words(text)) == fold_words(text)
    assert 0 <= identify(text)[1] <= 1
    assert len(script_of(text)) == 4
    assert all(text[line.start : line.end] == line.text for line in lines_of(text))
