"""What is dropped from pages, and what stays."""

from itertools import pairwise
from pathlib import Path

import pytest

from verbale.lexicon import Lexicon
from verbale.records.reading import Page, Source
from verbale.stages.clean import clean

MARK = "¦ "
PAGES = sorted((Path(__file__).parent / "data" / "furniture").glob("*.txt"))

MIN_PRECISION = 0.98
MIN_RECALL = 0.95
"""Of characters. When these pages were new, 1.00 and .90; losing a word of an account is the worse error."""


def cleaned(text: str, **page: str) -> Source:
    return clean(Page(text=text, path="page.txt", **page), Lexicon.load())[0]  # type: ignore[arg-type]


def account(source: Source) -> str:
    """Return the text without what was dropped."""
    kept = list(source.text)
    for dropped in source.dropped:
        kept[dropped.start : dropped.end] = [""] * (dropped.end - dropped.start)
    return "\n".join(line for line in "".join(kept).split("\n") if line.strip())


def marked(path: Path) -> tuple[str, set[int]]:
    """Return a page without its marks, and the places of the characters of furniture."""
    text, furniture = "", set()
    for line in path.read_text("utf-8").splitlines():
        bare = line.removeprefix(MARK)
        if bare != line:
            furniture |= set(range(len(text), len(text) + len(bare)))
        text += bare + "\n"
    return text, furniture


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_word_of_an_account_is_lost(path: Path) -> None:
    text, furniture = marked(path)
    for dropped in cleaned(text).dropped:
        assert set(range(dropped.start, dropped.end)) <= furniture, text[dropped.start : dropped.end]


def test_furniture_in_fourteen_languages_is_found() -> None:
    right = dropped = wanted = 0
    for path in PAGES:
        text, furniture = marked(path)
        found = {at for d in cleaned(text).dropped for at in range(d.start, d.end)}
        right, dropped, wanted = right + len(found & furniture), dropped + len(found), wanted + len(furniture)
    assert right / dropped >= MIN_PRECISION
    assert right / wanted >= MIN_RECALL


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("FOTO: VNA", "credit"),
        ("Фото: пресс-служба МИД", "credit"),
        ("The two ministers in Hanoi. (Photo: VNA)", "caption"),
        ("Hai bộ trưởng tại Hà Nội. Ảnh: TTXVN", "caption"),
        ("Les ministres à Hanoï. © AFP / L. Martin", "caption"),
        ("图为会谈现场。本报记者 周小禾摄", "caption"),
        ("Kommentar (0)", "comments"),
        ("댓글 3", "comments"),
        ("Поделиться: Telegram, ВКонтакте", "share"),
        ("SHARE  TWEET  MAIL  PRINT", "share"),
        ("fb yt zl tw", "share"),
        ("Källa: https://example.org/news/1", "source line"),
        ("https://example.org/news/1", "address"),
        ("Baca juga: Harga minyak turun", "related"),
        ("اقرأ أيضا: حالة الطقس", "related"),
        ("Підписуйтесь на наш канал у Telegram", "subscribe"),
        ("© 2025 The Courier", "copyright"),
        ("Todos los derechos reservados.", "copyright"),
        ("टैग: भारत, मिस्र", "tags"),
        ("(责任编辑:吴桐)", "byline"),
        ("Ana sayfa | Politika | Dünya | Spor", "menu"),
    ],
)
def test_a_line_of_furniture_under_an_account_is_dropped_with_its_reason(line: str, reason: str) -> None:
    text = f"The ministers met in Hanoi on Tuesday and agreed to open a second border gate.\n\n{line}"
    dropped = cleaned(text).dropped
    assert [(text[d.start : d.end], d.reason) for d in dropped] == [(line, reason)]


@pytest.mark.parametrize(
    "line",
    [
        "Source countries of investment were discussed.",
        "The photo album was handed to the guest.",
        "Share prices rose after the talks.",
        "Related issues were discussed at length.",
        "Comments by both ministers followed.",
        "“Thank you.”",
        "QUESTION: Will you sign?",
        "PRESIDENT LAM: Yes.",
        "Trade and investment",
        "By the end of the year the gate will be open.",
        "Source: both ministries, whose experts had prepared the figures for the joint committee since the spring.",
        "The two sides exchanged, among other things, photo: see annex, views on the gate and on the bridge, and left.",
        "Follow-up talks are due in May.",
        "Latest figures show that trade has doubled.",
    ],
)
def test_lines_of_an_account_that_resemble_furniture_stay(line: str) -> None:
    text = f"The ministers met in Hanoi on Tuesday.\n\n{line}\n\nThey agreed to meet again next year in Vientiane."
    assert cleaned(text).dropped == ()


def test_the_caption_above_a_bare_credit_goes_with_it_and_the_paragraph_above_that_stays() -> None:
    text = (
        "The ministers agreed to open a second border gate.\n\n"
        "The ministers shake hands before the talks in Hanoi.\nFOTO: VNA\n"
        "The guest thanked the host for the reception."
    )
    source = cleaned(text)
    assert [d.reason for d in source.dropped] == ["caption", "credit"]
    assert account(source) == (
        "The ministers agreed to open a second border gate.\nThe guest thanked the host for the reception."
    )


def test_a_paragraph_above_a_credit_is_no_caption_where_all_stand_apart() -> None:
    text = (
        "Talks in Hanoi\n\nThe ministers agreed to open a gate.\n\nPhoto: VNA\n\nThe guest thanked the host.\n\n"
        "They will meet again."
    )
    assert account(cleaned(text)).startswith("Talks in Hanoi\nThe ministers agreed to open a gate.")


def test_the_name_of_a_picture_goes_with_the_line_under_it() -> None:
    text = (
        "The ministers met in Hanoi.\n\nUntitled-1.jpg\nThe ministers in Hanoi.\n\nThey agreed to meet again."
    )
    source = cleaned(text)
    assert [d.reason for d in source.dropped] == ["file name", "caption"]
    assert source.outlet is None


def test_a_long_paragraph_loses_its_credit_only() -> None:
    body = "The ministers agreed on trade, transport and education. " * 8
    source = cleaned(f"{body}(Photo: VNA)\n\nThey will meet again in May.")
    assert account(source) == f"{body}\nThey will meet again in May."


def test_headlines_of_other_pages_go_and_the_account_goes_on_after_them() -> None:
    text = (
        "The ministers agreed to open a gate.\n\nRelated news\nRain in the north\nBridge reopened\n\n"
        "Trade\n\nThe guest proposed a new railway line between the two capitals."
    )
    assert account(cleaned(text)) == (
        "The ministers agreed to open a gate.\nTrade\nThe guest proposed a new railway line between the two capitals."
    )


def test_a_headline_printed_twice_and_a_pull_quote_stand_once() -> None:
    quote = "we shall open the second border gate before the end of the year"
    text = (
        f"Vietnam and Laos open a gate\nVietnam and Laos open a gate\n\n“{quote}”\n\n"
        f"The minister said that {quote}, and thanked the workers."
    )
    source = cleaned(text)
    assert [d.reason for d in source.dropped] == ["repeated line", "repeated line"]
    assert source.title == "Vietnam and Laos open a gate"


def test_dropped_stretches_are_in_order_and_apart() -> None:
    for path in PAGES:
        dropped = cleaned(marked(path)[0]).dropped
        assert all(a.end <= b.start for a, b in pairwise(dropped))
