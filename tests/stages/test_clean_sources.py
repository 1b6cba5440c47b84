"""Where a page comes from, when it was published, and the teasers on it."""

import json
from datetime import date
from pathlib import Path

import pytest

from verbale.lexicon import Lexicon
from verbale.records.reading import Page, Source
from verbale.stages.clean import clean
from verbale.stages.clean.provenance import date_in_address

SHARED = Path(__file__).resolve().parents[3] / "shared"


def sources(text: str, **page: str) -> tuple[Source, ...]:
    return clean(Page(text=text, path="page.txt", **page), Lexicon.load())  # type: ignore[arg-type]


def dated(text: str, **page: str) -> tuple[str | None, str | None]:
    source = sources(text, **page)[0]
    return source.published, source.published_from


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://example.org/2025/12/02/talks", date(2025, 12, 2)),
        ("https://example.org/2022/8/9/talks/", date(2022, 8, 9)),
        ("https://example.org/talks-2025-12-02.html", date(2025, 12, 2)),
        ("https://example.org/n1/2025/1202/c1002.html", date(2025, 12, 2)),
        ("https://example.org/n1/202409/20/c1002-40324411.html", date(2024, 9, 20)),
        ("https://example.org/t20251202_1234.shtml", date(2025, 12, 2)),
        ("https://example.org/talks-185251202230407136.htm", date(2025, 12, 2)),
        ("https://example.org/talks-20241112061530884.htm", date(2024, 11, 12)),
        ("https://example.org/talks-2468734.html", None),
        ("https://example.org/20259999/page", None),
        ("https://example.org/talks?from=2025-12-02", None),
        ("https://example.org/world/2030-targets", None),
        ("http://[broken", None),
        (None, None),
    ],
)
def test_the_day_that_an_address_names(address: str | None, day: date | None) -> None:
    assert date_in_address(address) == day


BODY = "The ministers met in Hanoi and agreed to open a second border gate."


@pytest.mark.parametrize(
    ("text", "published", "origin"),
    [
        (f"Talks in Hanoi\n\nTuesday, 2 December 2025, 10:30\n\n{BODY}", "2025-12-02", "page"),
        (f"Talks in Hanoi\n\nPublished: 2 December 2025\n\n{BODY}", "2025-12-02", "page"),
        (f" date 2025-12-02 {BODY}", "2025-12-02", "page"),
        (f"HANOI, 2 December 2025 (VNA) – {BODY}", "2025-12-02", "page"),
        (f"On 2 December 2025 the ministers met. {BODY}", "2025-12-02", "text"),
        (
            f"On 2 December the ministers met. {BODY}\n\nTrade has doubled since August 2025.",
            "2025-12-02",
            "text",
        ),
        (f"On 2 December the ministers met. {BODY}\n\nTrade has doubled since June 2025.", None, None),
        (f"On 2 December the ministers met. {BODY}", None, None),
        (
            f"{BODY}\n\nThey will meet again next year, on 2 December 2026, as they said.",
            "2026-12-02",
            "text",
        ),
        (f"{BODY} {BODY} {BODY} They had met on 2 December 2024.", None, None),
        (f"{BODY}\n\n{BODY}\n\nThe treaty of 2 December 1975 was recalled.", None, None),
        (
            f"On Monday, 2 December, the ministers met. {BODY} It was the first visit since August 2025.",
            None,
            None,
        ),
        (f"The day of 2 December 1975 was remembered on 2 December 2025. {BODY}", "2025-12-02", "text"),
    ],
)
def test_the_day_of_publication_and_where_it_was_read(
    text: str, published: str | None, origin: str | None
) -> None:
    assert dated(text, language="en") == (published, origin)


def test_what_is_given_comes_before_what_is_read() -> None:
    text = f"Talks in Hanoi\n\n2 December 2025\n\n{BODY}"
    url = "https://example.org/2025/12/03/talks"
    assert dated(text, url=url) == ("2025-12-02", "page")
    assert dated(f"Talks\n\n{BODY}", url=url) == ("2025-12-03", "url")
    assert dated(text, url=url, published="2025-12-04", published_from="metadata") == (
        "2025-12-04",
        "metadata",
    )
    assert dated(text, url=url, published="2025-12-05", published_from="given") == ("2025-12-05", "given")


def test_the_address_that_a_page_prints_as_its_own() -> None:
    source = sources(f"{BODY}\nKälla: https://www.example.org/talks-1.html\nKommentar (0)")[0]
    assert (source.url, source.outlet) == ("https://www.example.org/talks-1.html", "example.org")


def test_an_address_within_the_account_is_not_its_own() -> None:
    source = sources(f"{BODY} The text is at https://example.org/treaty for all to read.")[0]
    assert (source.url, source.outlet) == (None, None)


def test_what_the_container_says_is_kept() -> None:
    source = sources(BODY, url="https://a.example/x", outlet="The Courier", title="Talks")[0]
    assert (source.url, source.outlet, source.title) == ("https://a.example/x", "The Courier", "Talks")


def test_the_same_page_has_the_same_id_and_another_row_another() -> None:
    assert sources(BODY)[0].id == sources(BODY)[0].id
    assert sources(BODY, row="1")[0].id != sources(BODY, row="2")[0].id


TEASERS = [
    (
        "The Ambassador of China calls on the governor",
        "On 18 December, the governor received the Ambassador.",
    ),
    (
        "Consul General visits the province",
        "On 15 December, the deputy governor received the Consul General.",
    ),
    (
        "The President attends the national day",
        "On 2 December 2025, the President attended the national day.",
    ),
    (
        "A joint statement is issued after the visit",
        "The two sides issued a joint statement after the visit.",
    ),
]


def page_with_teasers(heading: str, twice: bool) -> str:
    lists = "\n\n".join("\n\n".join([*([title] * (2 if twice else 1)), body]) for title, body in TEASERS)
    account = (
        "Presidents meet in Beijing\n\nOn 19 October, in Beijing, the presidents met.\n\n"
        "They spoke of the summit of September 2023."
    )
    return f"{account}\n\n{heading}\n\n{lists}\n\nfb yt"


@pytest.mark.parametrize(
    ("heading", "twice"), [("Related news", True), ("Qxzw vbnm", True), ("Related news", False)]
)
def test_teasers_become_sources_of_their_own(heading: str, twice: bool) -> None:
    page, *teasers = sources(page_with_teasers(heading, twice))
    assert [t.title for t in teasers] == [title for title, _ in TEASERS]
    assert [t.text for t in teasers] == [f"{title}\n\n{body}" for title, body in TEASERS]
    assert [t.published for t in teasers] == ["2025-12-18", "2025-12-15", "2025-12-02", None]
    assert {t.teaser_of for t in teasers} == {page.id}
    assert [t.path for t in teasers] == [f"page.txt#teaser-{n}" for n in range(1, 5)]
    assert [d.reason for d in page.dropped].count("teaser") == 4


def test_a_page_keeps_its_own_year_beside_later_teasers() -> None:
    assert sources(page_with_teasers("Related news", True))[0].published == "2023-10-19"


def test_sections_of_an_account_are_no_teasers() -> None:
    text = "\n\n".join(["The ministers met in Hanoi.", *(f"Section {n}\n\n{BODY} {n}" for n in range(5))])
    assert len(sources(text)) == 1


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared beside the checkout")
def test_the_seeds_have_the_language_day_address_and_outlet_of_a_careful_reader() -> None:
    gold = json.loads((SHARED / "gold" / "seeds.json").read_text("utf-8"))["sources"]
    for wanted in gold.values():
        text = (SHARED / "seeds" / wanted["file"]).read_text("utf-8")
        page, *teasers = sources(text)
        assert page.language == wanted["language"]
        assert page.published == wanted.get("published")
        assert (page.url, page.outlet) == (wanted.get("url"), wanted.get("outlet"))
        assert len(teasers) == (7 if wanted["file"].startswith("002") else 0)
        assert page.text == text
