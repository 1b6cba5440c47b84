"""Every bad input comes back as a clear refusal or a clean page, soon, and the pages beside it are read."""

import io
import struct
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter

from verbale.lexicon import Lexicon
from verbale.records.reading import Page, Refusal, Segment, Source
from verbale.stages.clean import clean
from verbale.stages.ingest import Limits, ingest
from verbale.stages.segment import segment

SENTENCE = "The ministers met in Hanoi on Tuesday and agreed to open a second border gate."

SOON = 30.0
"""Seconds for one bad page on a busy machine; most take well under one."""


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SOON


def read(text: str) -> tuple[tuple[Source, ...], list[Segment]]:
    """Clean and segment a text, and check that every segment stands where it says."""
    sources = clean(Page(text=text, path="page.txt"), Lexicon.load())
    segments = [s for source in sources for s in segment(source)]
    texts = {source.id: source.text for source in sources}
    assert all(texts[s.source][s.start : s.end] == s.text for s in segments)
    return sources, segments


def beside(tmp_path: Path, name: str, data: bytes, limits: Limits | None = None) -> Page | Refusal:
    """Return what comes of a bad file that stands between two good ones, which must both be read."""
    good = [tmp_path / "0.txt", tmp_path / "9.html"]
    good[0].write_text(SENTENCE, "utf-8")
    good[1].write_text(f"<html><body><p>{SENTENCE}</p></body></html>", "utf-8")
    bad = tmp_path / name
    bad.write_bytes(data)
    first, found, last = ingest([good[0], bad, good[1]], limits)
    assert isinstance(first, Page)
    assert isinstance(last, Page)
    assert SENTENCE in first.text
    assert SENTENCE in last.text
    return found


def reason(found: Page | Refusal) -> str:
    assert isinstance(found, Refusal), found
    return found.reason


def test_an_empty_file(tmp_path: Path) -> None:
    assert reason(beside(tmp_path, "a.txt", b"")) == "is empty"


def test_a_binary_file_named_txt(tmp_path: Path) -> None:
    assert reason(beside(tmp_path, "a.txt", bytes(range(256)) * 50)) == "holds binary data, not text"


def test_fifty_megabytes_of_one_line(tmp_path: Path) -> None:
    found = beside(tmp_path, "a.txt", b"word " * 10_000_000)
    assert reason(found) == "has 50.0 MB; a page may have 20.0 MB"


@pytest.mark.parametrize("tag", ["div", "b", "table", "li", "x"])
def test_html_that_nests_a_hundred_thousand_deep(tmp_path: Path, tag: str) -> None:
    html = f"<html><body>{f'<{tag}>' * 100_000}{SENTENCE}{f'</{tag}>' * 100_000}</body></html>"
    found = beside(tmp_path, "a.html", html.encode())
    assert isinstance(found, Page)
    assert SENTENCE in found.text


@pytest.mark.parametrize("html", ["<" * 1_000_000, "<!--" * 200_000, "&" * 1_000_000, "<p title='" * 200_000])
def test_html_that_is_broken_everywhere(tmp_path: Path, html: str) -> None:
    beside(tmp_path, "a.html", f"<html><body>{html}".encode(), Limits(seconds=2))


def test_a_page_that_is_script_and_style_only(tmp_path: Path) -> None:
    html = b"<html><head><style>p{}</style></head><body><script>let a = 'text of the script';</script></body></html>"
    assert reason(beside(tmp_path, "a.html", html)) == "holds no text, only tags, scripts or styles"


def test_a_pdf_with_no_text(tmp_path: Path) -> None:
    made = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(made)
    found = beside(tmp_path, "a.pdf", made.getvalue())
    assert reason(found) == "holds no text, only pictures; recognise its text first (OCR)"


def test_a_locked_pdf(tmp_path: Path) -> None:
    made = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(made)
    assert reason(beside(tmp_path, "a.pdf", made.getvalue())) == "is locked with a password"


def test_a_damaged_pdf(tmp_path: Path) -> None:
    assert reason(beside(tmp_path, "a.pdf", b"%PDF-1.4 rubbish" * 100)).startswith("is a damaged PDF")


def bomb(megabytes: int) -> bytes:
    """Return a small docx that unpacks to this much."""
    plain = io.BytesIO()
    docx.Document().save(plain)
    made = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "word/document.xml":
                target.writestr(name, source.read(name))
        with target.open("word/document.xml", "w") as part:
            for _ in range(megabytes):
                part.write(b"<w:p/>" * 166_667)
    return made.getvalue()


def test_a_docx_bomb(tmp_path: Path) -> None:
    found = beside(tmp_path, "a.docx", bomb(150))
    assert reason(found).startswith("unpacks to 150.")


def test_a_docx_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    data = bytearray(bomb(150))
    entry = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    assert reason(beside(tmp_path, "a.docx", bytes(data))).startswith("is a damaged Word document")


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(400_000))
    found = beside(tmp_path, "a.html", f"<html><body><table>{rows}".encode(), Limits(seconds=2))
    assert reason(found) == "took longer than 2 s to read"


def test_a_page_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    html = f"<html><body>{'<p>a</p>' * 2_000_000}</body></html>"
    found = beside(tmp_path, "a.html", html.encode(), Limits(max_memory=900_000_000, seconds=10))
    assert "memory" in reason(found) or "took longer" in reason(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "koi8-r"])
def test_broken_encodings_leave_what_is_legible(tmp_path: Path, encoding: str) -> None:
    text = "Министры встретились в Ханое и договорились открыть второй пункт пропуска на границе."
    data = text.encode(encoding) + b"\xff\xff"
    found = beside(tmp_path, "a.txt", data)
    assert isinstance(found, Page)
    assert "встретились в Ханое" in found.text


def test_mixed_scripts_and_directions() -> None:
    text = (
        "The minister قال الوزير إن 会谈 была \u202eabc\u202c שלום.\n\u200fמפגש בירושלים\u200e.\u2066x\u2069"
        * 30
    )
    sources, segments = read(text)
    assert sources[0].text == text
    assert segments


def test_a_language_that_nobody_prepared() -> None:
    text = (
        "Ukuqhubeka kwezingxoxo eGoli\n\nUMongameli wahlangana noNdunankulu wase-Lesotho eGoli ngoLwesibili.\n\n"
        "Foto: SABC\n\nBavumelana ngokuvula umngcele. Bazohlangana futhi ngonyaka ozayo."
    )
    sources, segments = read(text)
    assert sources[0].title == "Ukuqhubeka kwezingxoxo eGoli"
    assert [s.text for s in segments][-2:] == [
        "Bavumelana ngokuvula umngcele.",
        "Bazohlangana futhi ngonyaka ozayo.",
    ]


def test_ten_thousand_tiny_files(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number:05}.txt").write_text(f"The ministers met {number} times.", "utf-8")
    began = time.monotonic()
    found = list(ingest([tmp_path]))
    assert all(isinstance(p, Page) for p in found)
    assert len(found) == 10_000
    assert time.monotonic() - began < SOON / 3


@pytest.mark.parametrize(
    "text",
    [
        "字" * 50_000,
        "a" * 50_000,
        "a. " * 20_000,
        "A. " * 20_000,
        "(" * 50_000 + "a",
        "a;" * 25_000,
        "photo: " * 15_000,
        "http://" * 10_000,
        "2/12 a " * 10_000,
        "a\n" * 50_000,
        "Related\n" * 10_000,
        "\n".join(f"Line number {n} of a page" for n in range(3_000)),
        "\u0301" * 50_000 + "a",
        "a | " * 20_000,
        '"“' * 20_000 + "a",
        "https://a.example/" + "1" * 50_000,
    ],
    ids=range(16),
)
def test_texts_made_to_be_slow(text: str) -> None:
    sources, segments = read(text)
    assert sources[0].text == text
    assert all(len(s.text) <= 1200 for s in segments)
