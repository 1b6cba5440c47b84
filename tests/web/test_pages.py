"""What each page says, where its links lead, and that nothing in a source can break it."""

import re
import time
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from verbale.errors import RecordFileError
from verbale.web import create_app
from verbale.web.views import undertakings
from verbale.web.views.marks import Mark, Span, mark_text
from verbale.web.words import date_words, day_words, direction, isolated, visible

START = (
    "/",
    "/undertakings",
    "/people",
    "/bodies",
    "/sources",
    "/targets",
    "/named",
    "/api",
    "/search?q=trade",
)
RENDER_SECONDS = 0.1
"""Of the processor, so that what else runs on the machine does not count."""


class Page(HTMLParser):
    """The elements of a page: what they link to, what they load, their ids and the text."""

    VOID = frozenset({"meta", "link", "input", "br", "col", "img", "option"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.by_id: dict[str, list[str]] = {}
        self._open: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += given.items()
        if tag == "a":
            self.links.append(given["href"])
        elif tag in {"link", "script", "img", "iframe"}:
            self.loads.append(given.get("href") or given.get("src", ""))
        if "id" in given:
            self.ids.append(given["id"])
        if tag not in self.VOID:
            self._open.append((tag, given.get("id")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        for _, id_ in self._open:
            if id_:
                self.by_id.setdefault(id_, []).append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def get(client: TestClient, path: str) -> Page:
    response = client.get(path)
    assert response.status_code == 200, path
    return Page(response.text)


def every_page(client: TestClient) -> dict[str, Page]:
    """Follow every link inside from the pages of the bar."""
    seen: dict[str, Page] = {}
    todo = [*START]
    while todo:
        path = todo.pop().partition("#")[0]
        if path.startswith("/") and path not in seen and not path.startswith(("/api/", "/static/")):
            seen[path] = get(client, path)
            todo += seen[path].links
    return seen


@pytest.fixture(scope="module")
def pages(client: TestClient) -> dict[str, Page]:
    return every_page(client)


def test_meetings_stand_by_year_and_month_latest_first(client: TestClient) -> None:
    text = get(client, "/").text
    places = [text.index(word) for word in ("2025", "October", "2024", "May", "2023", "September", "January")]
    assert places == sorted(places)
    assert text.index("Date not said") > places[-1]
    assert "8 meetings" in text
    assert "May 2024" in text
    assert "1 May 2024" not in text, "a month is not shown as a day"
    assert "3 accounts in English, Arabic and Chinese" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("state=EG", "7 meetings"),
        ("state=EG&other=KZ", "0 meetings"),
        ("state=JP&other=KZ", "1 meeting"),
        ("pillar=transport", "3 meetings"),
        ("person=莫迪", "8 meetings"),
        ("person=modi", "8 meetings"),
        ("person=nobody+at+all", "0 meetings"),
        ("since=2024-01-01", "3 meetings"),
        ("since=2023-02-01&until=2023-12-31", "3 meetings"),
        ("state=&other=&person=&pillar=&since=&until=", "8 meetings"),
        ("page=99", "8 meetings"),
    ],
)
def test_meetings_are_narrowed(client: TestClient, query: str, count: str) -> None:
    assert count in get(client, f"/?{query}").text


def test_htmx_is_told_the_address_without_empty_fields(client: TestClient) -> None:
    answer = client.get("/?state=EG&other=&person=", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/?state=EG"
    assert "HX-Push-Url" not in client.get("/?state=EG").headers


def test_meeting_says_who_where_and_what_it_rests_on(client: TestClient, made: Any) -> None:
    text = get(client, f"/meetings/{made.talks}").text
    assert "Abdel Fattah El-Sisi and Narendra Modi, New Delhi, 25 January 2023" in text
    assert "President · chair" in text
    assert "date printed on the page · in New Delhi, India" in text
    assert "Egypt, India · agreed · by 2028" in text
    assert "later weakened 16 October 2025" in text
    assert "bilateral trade: 12 billion USD by 2028" in text
    for quote in (made.en.text.splitlines()[4], made.ar.text.splitlines()[3], made.zh.text.splitlines()[3]):
        assert quote in text


def test_what_is_not_known_is_said_to_be_so(client: TestClient, made: Any) -> None:
    text = get(client, f"/meetings/{made.trap}").text
    assert "who came is not said" in text
    assert "office not said" in text
    undated = next(item for item in made.items if getattr(item, "date_start", "") is None)
    assert "date not said · place not said" in get(client, f"/meetings/{undated.id}").text


def rows(client: TestClient, path: str) -> list[str]:
    """Return the class of each row of the accounts."""
    return re.findall(r'<tr class="(\w+)">', client.get(path).text)


def test_accounts_stand_side_by_side(client: TestClient, made: Any) -> None:
    path = f"/meetings/{made.talks}"
    assert sorted(rows(client, path)) == ["all", "differ", "only", "only", "some", "some", "some"]
    assert rows(client, f"{path}?show=only") == ["only", "only"]
    assert sorted(rows(client, f"{path}?show=shared")) == ["all", "differ", "some", "some", "some"]
    text = get(client, path).text
    assert "not found in this account" in text
    assert "<mark>100亿美元</mark>" in client.get(path).text
    assert "10 billion USD" in text


def test_accounts_follow_the_order_of_the_one_chosen(client: TestClient, made: Any) -> None:
    for source in (made.en, made.ar, made.zh):
        html = client.get(f"/meetings/{made.talks}?order={source.id}").text
        starts = [
            int(start)
            for start in re.findall(rf'<q id="[^"]*"[^>]*><a href="/sources/{source.id}#c(\d+)', html)
        ]
        assert starts == sorted(starts)
        assert len(starts) > 1


def test_a_view_that_does_not_exist_is_refused_in_clear_words(client: TestClient, made: Any) -> None:
    answer = client.get(f"/meetings/{made.talks}?show=everything")
    assert answer.status_code == 422
    assert "could not be understood" in answer.text


def test_source_shows_its_text_with_marks_and_reasons(client: TestClient, made: Any) -> None:
    page = get(client, f"/sources/{made.en.id}")
    assert "left out: caption" in page.text
    assert "left out: teaser of another page" in page.text
    assert "undertaking: Start daily direct flights between Cairo and New Delhi" in page.text
    assert 'lang="ar" dir="rtl"' in client.get(f"/sources/{made.ar.id}").text


def test_every_quote_leads_to_its_very_words(made: Any, client: TestClient) -> None:
    checked = 0
    for item in made.items:
        offices = getattr(item, "offices", ())
        for quote in [
            *getattr(item, "evidence", ()),
            *(proof for office in offices for proof in office.evidence),
        ]:
            page = get(client, f"/sources/{quote.source}")
            anchor = f"c{quote.start}-{quote.end}"
            assert page.ids.count(anchor) == 1
            assert "".join(page.by_id[anchor]) == visible(quote.quote)
            checked += 1
    assert checked > 30


def test_person_has_names_in_every_script_offices_and_meetings(client: TestClient, made: Any) -> None:
    page = get(client, f"/people/{made.modi.id}")
    for words in ("ناريندرا مودي", "莫迪", "Arabic, Arabic script", "Prime Minister", "Meetings 8"):
        assert words in page.text
    assert "first seen 25 January 2023, last 16 October 2025" in page.text
    assert "https://www.wikidata.org/wiki/Q1058" in page.links


def test_an_organisation_has_its_names_and_is_led_to_by_an_office(client: TestClient, made: Any) -> None:
    path = f"/bodies/{made.cabinet.id}"
    assert path in get(client, f"/people/{made.modi.id}").links
    page = get(client, path)
    for words in ("Cabinet of India", "भारत का मंत्रिमंडल", "Hindi, Devanagari script", "government · India"):
        assert words in page.text
    assert client.get(f"/api{path}").json()["name"] == "Cabinet of India"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", "1 organisation"),
        ("name=मंत्रि", "1 organisation"),
        ("kind=government&state=IN", "1 organisation"),
        ("kind=bank", "0 organisations"),
    ],
)
def test_organisations_are_narrowed(client: TestClient, query: str, count: str) -> None:
    assert count in get(client, f"/bodies?{query}").text


@pytest.mark.parametrize(
    ("query", "count"),
    [("", "2 people"), ("name=莫", "1 person"), ("state=EG", "1 person"), ("name=zzz", "0 people")],
)
def test_people_are_narrowed(client: TestClient, query: str, count: str) -> None:
    assert count in get(client, f"/people?{query}").text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", "14 undertakings"),
        ("state=JP", "1 undertaking"),
        ("pillar=education", "1 undertaking"),
        ("strength=consider", "1 undertaking"),
        ("status=reported+done", "3 undertakings"),
        ("state=XX", "0 undertakings"),
    ],
)
def test_undertakings_are_narrowed(client: TestClient, query: str, count: str) -> None:
    assert count in get(client, f"/undertakings?{query}").text


def test_thread_is_told_as_a_history(client: TestClient, made: Any) -> None:
    text = get(client, f"/threads/{made.flights}").text
    steps = [
        text.index(step) for step in ("25 January 2023 made", "strengthened", "16 October 2025 reported done")
    ]
    assert steps == sorted(steps)
    assert (
        "made 25 January 2023 · last weakened 16 October 2025" in get(client, f"/threads/{made.trade}").text
    )


def test_undertaking_has_a_page_with_all_that_is_known(client: TestClient, made: Any) -> None:
    text = get(client, f"/undertakings/{made.first[0].id}").text
    for words in (
        "Egypt , India",
        "Deadline 2028",
        "Strength agreed",
        "Bilateral trade of 12 billion dollars",
    ):
        assert words in text


@pytest.mark.parametrize("query", ["直航", "flights", "مباشرة", "FLIGHTS direct"])
def test_search_finds_quotes_in_any_script_and_marks_them(client: TestClient, query: str) -> None:
    html = client.get("/search", params={"q": query}).text
    assert "<mark>" in html
    assert 'href="/sources/' in html


def test_search_for_nothing_and_for_what_is_not_there(client: TestClient) -> None:
    assert "any script" in get(client, "/search").text
    assert "No quote holds these words" in get(client, "/search?q=zeppelin").text
    assert "<script>alert" not in client.get("/search?q=<script>alert(1)</script>").text
    assert client.get("/search", params={"q": "x" * 10_000}).status_code == 422


def test_links_resolve(pages: dict[str, Page]) -> None:
    assert len(pages) > 50
    for path, page in pages.items():
        for link in page.links:
            target, _, fragment = link.partition("#")
            if link.startswith("#") or (fragment and target in pages):
                held = pages[target] if target else page
                assert unescape(fragment) in held.ids, f"{path} links to {link}"


def test_ids_are_unique_on_each_page(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path


def test_pages_load_nothing_from_elsewhere(pages: dict[str, Page], client: TestClient) -> None:
    for page in pages.values():
        assert page.loads
        assert all(load.startswith("/static/") for load in page.loads)
        assert not any(name.startswith("on") or name == "style" for name, _ in page.attributes)
        assert "style" not in page.tags
    for load in {load for page in pages.values() for load in page.loads}:
        assert client.get(load).status_code == 200
    for sheet in ("/static/verbale.css", "/static/fonts.css"):
        assert "http" not in client.get(sheet).text


def test_links_outside_are_web_addresses(pages: dict[str, Page]) -> None:
    schemes = {urlsplit(link).scheme for page in pages.values() for link in page.links}
    assert schemes <= {"", "https"}


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/api/summary", "/static/verbale.css", "/meetings/x?show=y"]
)
def test_headers_forbid_what_a_page_does_not_need(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_hostile_text_is_shown_as_text(client: TestClient, made: Any) -> None:
    for path in ("/", "/sources", "/undertakings", f"/sources/{made.hostile.id}", f"/meetings/{made.trap}"):
        html = client.get(path).text
        page = Page(html)
        assert page.tags.count("script") == 1
        assert not {"img", "u"} & set(page.tags)
        assert "\u202e" not in html
    assert "<script>alert('x')</script> The sides agreed to <b>nothing</b>" in page.text
    assert "<b>dialogue</b>" in get(client, "/named?kind=mechanism").text
    source = client.get(f"/sources/{made.hostile.id}").text
    assert "⟨RLO⟩gnorw" in source
    assert "javascript:alert(1)" in Page(source).text
    assert "javascript:alert(1)" not in Page(source).links


def test_a_mechanism_shows_its_sessions_with_those_missing(client: TestClient, made: Any) -> None:
    (path,) = (path for path in get(client, "/named?kind=mechanism").links if path.startswith("/named/"))
    page = get(client, path)
    assert "1 2 March 2021 Astana" in page.text
    assert f"/meetings/{made.trap}" in page.links
    assert "2 no account tells of it" in page.text
    assert "3 April 2023 only mentioned" in page.text
    assert "Next session due by its habit in April 2024" in page.text


def test_what_is_not_there_is_said_in_clear_words(client: TestClient) -> None:
    for path in (
        "/meetings/none",
        "/people/none",
        "/sources/none",
        "/threads/none",
        "/undertakings/none",
        "/none",
    ):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Not in this record" in answer.text
        assert "Traceback" not in answer.text


def test_a_failure_says_no_more_than_it_must(record_path: Path) -> None:
    app = create_app(record_path)
    app.state.record = None
    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "NoneType" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_file_that_is_no_record_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    file.write_text("not a record")
    with pytest.raises(RecordFileError):
        create_app(file)


def test_api_mirrors_the_export(client: TestClient, made: Any) -> None:
    meetings = client.get("/api/meetings", params={"country": "EG", "limit": 3})
    assert len(meetings.json()) == 3
    assert meetings.headers["X-Total-Count"] == "7"
    one = client.get(f"/api/meetings/{made.talks}").json()
    assert one["kind"] == "meeting"
    proof = one["evidence"][0]
    text = client.get(f"/api/sources/{proof['source']}").json()["text"]
    assert text[proof["start"] : proof["end"]] == proof["quote"]
    assert client.get("/api/search", params={"q": "flights"}).json()
    assert "path" not in client.get("/api/summary").json()


def test_api_answers_on_every_address_it_describes(client: TestClient, made: Any) -> None:
    schema = client.get("/api/openapi.json").json()
    ids = {
        "meetings": made.talks,
        "sources": made.en.id,
        "people": made.modi.id,
        "threads": made.trade,
        "undertakings": made.first[0].id,
    }
    for path in schema["paths"]:
        address = path.replace("{id}", ids.get(path.split("/")[2], ""))
        assert client.get(address, params={"q": "trade"}).status_code == 200, address
    text = client.get("/api/openapi.json").text
    for name in re.findall(r'"#/components/schemas/(\w+)"', text):
        assert name in schema["components"]["schemas"]
    assert all(path in get(client, "/api").text for path in schema["paths"])


def test_api_says_what_is_wrong_in_json(client: TestClient) -> None:
    assert client.get("/api/meetings/none").json()["error"] == "Not in this record"
    assert client.get("/api/meetings?limit=0").status_code == 422
    assert client.get("/docs").status_code == 404


def test_a_long_meeting_is_quick(crowd: tuple[Path, str]) -> None:
    path, meeting = crowd
    with TestClient(create_app(path)) as client:
        client.get(f"/meetings/{meeting}")
        took = []
        for _ in range(5):
            start = time.process_time()
            assert client.get(f"/meetings/{meeting}").text.count("<tr class=") == 60
            took.append(time.process_time() - start)
    assert min(took) < RENDER_SECONDS


def leaves(marks: list[Mark]) -> str:
    return "".join(mark.text or leaves(mark.inside) for mark in marks)


def anchors(marks: list[Mark]) -> dict[str, str]:
    found: dict[str, str] = {}
    for mark in marks:
        if mark.anchor:
            found[mark.anchor] = leaves([mark])
        found |= anchors(mark.inside)
    return found


def test_marks_nest_and_lose_no_text() -> None:
    text = "The sides agreed to trade more."
    spans = [
        Span(4, 16, "undertaking", "/u", "u"),
        Span(4, 9, "person", "/p", "p"),
        Span(10, 24, "target", "/t", "t"),
    ]
    marks = mark_text(text, 0, len(text), spans)
    assert leaves(marks) == text
    assert anchors(marks) == {"c4-16": "sides agreed", "c4-9": "sides", "c10-24": "agreed"}


def test_names_of_other_directions_do_not_turn_a_line() -> None:
    assert isolated("Narendra Modi") == "Narendra Modi"
    assert isolated("莫迪") == "莫迪"
    assert isolated("مودي") == "\u200e\u2068مودي\u2069"
    assert isolated("a\u2069\u202eb") == "\u200e\u2068ab\u2069"


def test_words_for_dates_and_figures() -> None:
    assert day_words("2025-12-02") == "2 December 2025"
    assert day_words("2025-12") == "December 2025"
    assert day_words("soon") == "soon"
    assert day_words(None) == "date not said"
    assert date_words("2025-12-01", "2025-12-04", "period") == "1 – 4 December 2025"
    assert date_words("2025-11-30", "2025-12-01", "period") == "30 November – 1 December 2025"
    assert date_words("2024-12-31", "2025-01-01", "period") == "31 December 2024 – 1 January 2025"
    assert date_words("2025-01-01", "2025-12-31", "year") == "2025"
    assert date_words(None, None, None) == "date not said"
    assert direction("ar") == "rtl"
    assert direction("zh") == "ltr"
    assert direction("und") == "auto"


def test_pages_of_undertakings_hold_each_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = re.findall(r'<details id="(undertaking-[^"]+)"', client.get("/undertakings").text)
    monkeypatch.setattr(undertakings, "PAGE_SIZE", 2)
    shown: list[str] = []
    path = "/undertakings"
    while path:
        html = client.get(path).text
        shown += re.findall(r'<details id="(undertaking-[^"]+)"', html)
        after = re.search(r'href="([^"]+)" rel="next"', html)
        path = after[1].replace("&amp;", "&") if after else ""
    assert len(whole) > 4
    assert shown == whole
