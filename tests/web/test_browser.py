"""The pages in a real Chromium: no errors, filters without a reload, keyboard, phone, dark."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest
import uvicorn
from fastapi import FastAPI
from tests.service.written import Written, read, talks, write

from verbale.service.record import Record
from verbale.web import Editing, create_app

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 375, "height": 760}
DESKTOP = {"width": 1280, "height": 900}
READABLE = 4.5
"""Contrast that WCAG 2.2 AA asks of text."""

CONTRASTS = """
() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = rgba(getComputedStyle(node).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest('.hidden, .skip')) continue;
    const [a, b] = [light(rgba(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < MINIMUM) poor.push(`${ratio.toFixed(2)} ${walker.currentNode.data.trim().slice(0, 40)}`);
  }
  return poor;
}
""".replace("MINIMUM", str(READABLE))


def missing(what: str) -> NoReturn:
    """Skip, or fail where a browser is required."""
    if os.environ.get("VERBALE_REQUIRE_BROWSER") == "1":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium of this machine, without a window."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  not needed to skip
    except ImportError:
        missing("Playwright is not installed: make install")
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        missing("no Chromium found: install one (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=[*ARGUMENTS])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def site(record_path: Path) -> Iterator[str]:
    """The address of a server on loopback."""
    with served(lambda _own: create_app(record_path)) as address:
        yield address


@contextmanager
def served(make: Callable[[str], FastAPI]) -> Iterator[str]:
    """Run an application, which is made for the host and port at which it is asked."""
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{own.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(make(host), log_level="error"))
        thread = threading.Thread(target=server.run, args=([own],), daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield f"http://{host}"
        server.should_exit = True
        thread.join(10)


@contextmanager
def opened(browser: Any, **options: Any) -> Iterator[Any]:
    """A page in a fresh profile; it must end without errors and without a request to elsewhere."""
    context = browser.new_context(**{"viewport": DESKTOP, **options})
    page = context.new_page()
    page.set_default_timeout(15_000)
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if "//127.0.0.1" in asked.url else wrong.append(asked.url))
    try:
        yield page
        assert wrong == []
    finally:
        context.close()


@pytest.fixture(scope="module")
def paths(made: Any) -> list[str]:
    """One page of each kind."""
    return [
        "/",
        f"/meetings/{made.talks}",
        f"/meetings/{made.trap}",
        f"/sources/{made.ar.id}",
        f"/sources/{made.hostile.id}",
        "/people",
        f"/people/{made.modi.id}",
        "/undertakings",
        f"/undertakings/{made.first[0].id}",
        f"/threads/{made.trade}",
        "/targets",
        "/sources",
        "/search?q=trade",
        "/api",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_opens_clean_and_can_be_read(
    browser: Any, site: str, paths: list[str], scheme: str
) -> None:
    with opened(browser, color_scheme=scheme) as page:
        for path in paths:
            page.goto(site + path)
            assert page.title().endswith("Verbale")
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            assert page.evaluate(CONTRASTS) == [], path


def test_phone_shows_everything_without_sideways_scroll(browser: Any, site: str, paths: list[str]) -> None:
    with opened(browser, viewport=PHONE, has_touch=True) as page:
        for path in paths:
            page.goto(site + path)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_meetings_are_filtered_without_a_reload(browser: Any, site: str) -> None:
    with opened(browser) as page:
        page.goto(site)
        page.evaluate("window.kept = true")
        page.select_option("[name=state]", "JP")
        page.wait_for_url("**/?state=JP")
        page.locator(".count", has_text="1 meeting").wait_for()
        assert page.locator(".line .what").all_inner_texts() == ["Japan and Kazakhstan"]
        assert page.evaluate("window.kept")
        page.go_back()
        page.locator(".count", has_text="8 meetings").wait_for()
        assert page.input_value("[name=state]") == ""


def test_meetings_are_filtered_without_scripts(browser: Any, site: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(site)
        page.select_option("[name=state]", "JP")
        page.click("button:has-text('Show')")
        assert page.locator(".line .what").all_inner_texts() == ["Japan and Kazakhstan"]


def test_accounts_are_narrowed_in_place(browser: Any, site: str, made: Any) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/meetings/{made.talks}")
        page.evaluate("window.kept = true")
        page.click("text=In one account only >> nth=0")
        page.locator(".compare tr.all").wait_for(state="detached")
        assert page.locator(".compare tbody tr").count() == 2
        assert "show=only" in page.url
        assert page.evaluate("window.kept")


def test_heads_of_accounts_stay_in_sight(browser: Any, site: str, made: Any) -> None:
    with opened(browser, viewport={"width": 1280, "height": 420}) as page:
        page.goto(f"{site}/meetings/{made.talks}")
        page.locator(".compare tbody tr").last.scroll_into_view_if_needed()
        assert page.locator(".compare thead th").nth(1).bounding_box()["y"] >= -1


def test_keyboard_reaches_what_matters(browser: Any, site: str) -> None:
    with opened(browser) as page:
        page.goto(site)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        page.locator("main:focus").wait_for()
        page.focus("button:has-text('Show')")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "what"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        page.wait_for_url("**/meetings/*")


def test_undertaking_opens_to_its_words_by_keyboard(browser: Any, site: str, made: Any) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/meetings/{made.talks}")
        page.locator(".rows summary").first.focus()
        page.keyboard.press("Enter")
        quote = page.locator(".rows details[open] q").first
        quote.wait_for(state="visible")
        page.locator(".rows details[open] cite a").first.click()
        page.wait_for_url("**/sources/*#c*")
        target = page.locator(":target")
        assert target.is_visible()
        assert target.inner_text() == made.en.text.splitlines()[4]
        plain = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert target.evaluate("(one) => getComputedStyle(one).backgroundColor") != plain


def test_right_to_left_text_starts_at_the_right(browser: Any, site: str, made: Any) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/sources/{made.ar.id}")
        paragraph = page.locator(".para > p").first
        assert paragraph.evaluate("(one) => getComputedStyle(one).direction") == "rtl"


def test_paper_has_the_words_and_not_the_controls(browser: Any, site: str, made: Any) -> None:
    with opened(browser) as page:
        page.emulate_media(media="print")
        page.goto(f"{site}/meetings/{made.talks}")
        assert page.locator(".rows q").first.is_visible()
        assert not page.locator(".tools").is_visible()
        page.goto(site)
        assert not page.locator(".filters").is_visible()


def test_an_item_is_corrected_and_the_correction_taken_back(browser: Any, tmp_path: Path) -> None:
    record = tmp_path / "r.db"
    read(record, write(tmp_path, "may2", talks("Ann Ek", "Bo Ro", date(2024, 5, 2))))
    with Record(record) as held:
        ann = next(person.id for person in held.people() if person.name == "Ann Ek")

    def app(host: str) -> FastAPI:
        return create_app(record, Editing("Ida", frozenset({host}), Written()))

    with served(app) as address, opened(browser) as page:
        page.goto(f"{address}/people/{ann}")
        page.click("summary:text-is('Edit')")
        page.fill("input[name='field.name']", "Ann Ek Berg")
        page.click("text=Keep these values")
        page.wait_for_selector("h1 bdi:text-is('Ann Ek Berg')")
        assert page.evaluate(CONTRASTS) == []
        page.click("text=Take back")
        page.wait_for_selector("h1 bdi:text-is('Ann Ek')")
        assert "undone later" in page.inner_text(".judged")
