"""Files, folders and addresses come out as pages, or as refusals that say why."""

import io
import itertools
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from verbale.records.reading import Page, Refusal
from verbale.stages.ingest import Limits, ingest

HTML = """<!doctype html><html lang="sv-SE"><head><meta charset="utf-8"><title>Samtal i Hanoi | Kuriren</title>
<meta property="og:site_name" content="Kuriren"><meta property="og:title" content="Samtal i Hanoi">
<meta property="article:published_time" content="2025-12-02T19:22:10+01:00">
<meta property="og:url" content="https://kuriren.example/varlden/samtal-i-hanoi">
<script>var share = "Dela";</script><style>p { color: red }</style></head>
<body><nav><ul><li>Hem</li><li>Världen</li></ul></nav><article><h1>Samtal i Hanoi</h1>
<p>Utrikesministrarna möttes i Hanoi på tisdagen och enades om att öppna en andra gränsstation.</p>
<p>De ska träffas igen nästa år i Vientiane, sade de efter samtalen.</p></article>
<footer>© Kuriren 2019</footer></body></html>"""


def one(path: Path | str, limits: Limits | None = None) -> Page | Refusal:
    (found,) = ingest([path], limits)
    return found


def page(path: Path | str) -> Page:
    found = one(path)
    assert isinstance(found, Page), found
    return found


def refusal(path: Path | str, limits: Limits | None = None) -> str:
    found = one(path, limits)
    assert isinstance(found, Refusal), found
    assert found.path == str(path)
    return found.reason


def test_a_text_file_is_kept_to_the_letter(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(" date 2025-12-02 Hai bên\u00a0nhất trí.\r\n\r\n  x  \n".encode())
    assert page(file) == Page(text=" date 2025-12-02 Hai bên\u00a0nhất trí.\n\n  x  \n", path=str(file))


def test_html_gives_the_account_and_what_its_metadata_say(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(HTML, "utf-8")
    found = page(file)
    assert "enades om att öppna en andra gränsstation" in found.text
    assert "Dela" not in found.text
    assert "color" not in found.text
    assert (found.title, found.outlet, found.language) == ("Samtal i Hanoi", "Kuriren", "sv-SE")
    assert found.url == "https://kuriren.example/varlden/samtal-i-hanoi"
    assert (found.published, found.published_from) == ("2025-12-02", "metadata")


def test_html_without_a_date_has_none(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("\n".join(line for line in HTML.split("\n") if "published_time" not in line), "utf-8")
    assert page(file).published is None


def test_html_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(HTML.replace("utf-8", "iso-8859-1").encode("latin-1"))
    assert "gränsstation" in page(file).text


def test_html_without_paragraphs_still_gives_its_text(tmp_path: Path) -> None:
    file = tmp_path / "a.htm"
    file.write_text("<html><body><b>The ministers met.</b><script>x()</script></body></html>", "utf-8")
    assert page(file).text.strip() == "The ministers met."


def test_word_documents_give_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Talks in Hanoi")
    document.add_paragraph("The ministers met.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Trade", "5 billion"
    document.add_paragraph("They parted.")
    document.save(str(tmp_path / "a.docx"))
    assert (
        page(tmp_path / "a.docx").text == "Talks in Hanoi\nThe ministers met.\nTrade\t5 billion\nThey parted."
    )


def pdf(lines: list[str]) -> bytes:
    """Return a PDF of one page with these lines in Helvetica."""
    writer = PdfWriter()
    sheet = writer.add_blank_page(600, 800)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    content.set_data(f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET".encode())
    sheet[NameObject("/Contents")] = content
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_lines_of_a_pdf_are_joined_to_paragraphs(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(
        pdf(
            [
                "The ministers met in Hanoi on Tuesday and agreed to inten-",
                "sify trade and open a gate.",
                "They parted.",
            ]
        )
    )
    assert page(file).text == (
        "The ministers met in Hanoi on Tuesday and agreed to intensify trade and open a gate.\nThey parted."
    )


def test_a_folder_is_read_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.md", "a/1.txt", ".git/config", ".hidden.txt", "c.weird"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"The text of {name}.", "utf-8")
    (tmp_path / "d.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    found = list(ingest([tmp_path]))
    assert [Path(p.path).relative_to(tmp_path).as_posix() for p in found] == [
        "b.txt",
        "c.weird",
        "d.png",
        "a/1.txt",
        "a/2.md",
    ]
    assert [p.reason for p in found if isinstance(p, Refusal)] == ["holds a PNG picture, not text"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n 12 \n", "holds no text"),
        ("a.txt", bytes(range(256)) * 9, "holds binary data, not text"),
        ("a.rtf", b"{\\rtf1 x}", "is an RTF document; save it as .docx"),
        ("a.json", b'{"text": "x"}', "is JSON; write one object a line and name it .jsonl"),
        ("a.pdf", b"hello", "is named .pdf but holds something else"),
    ],
)
def test_files_that_cannot_be_read_say_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name) == reason


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.txt") == "does not exist"


def test_pages_come_one_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("First page.")
    found = ingest(itertools.chain([tmp_path / "a.txt"], iter(lambda: pytest.fail("read ahead"), None)))
    assert isinstance(next(found), Page)


class Site(BaseHTTPRequestHandler):
    """Answers with pages, errors, redirects, floods and silence."""

    def do_GET(self) -> None:
        if self.path == "/silence":
            time.sleep(3)
        elif self.path.startswith("/round"):
            self.send_response(302)
            self.send_header("Location", f"/round{len(self.path)}")
            self.end_headers()
        elif self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/page.html")
            self.end_headers()
        elif self.path == "/none":
            self.send_error(404)
        elif self.path == "/flood":
            self.answer("text/plain", b"word " * 100_000)
        elif self.path == "/text":
            self.answer("text/plain; charset=windows-1251", "Министры встретились в Ханое.".encode("cp1251"))
        else:
            self.answer("text/html", HTML.encode())

    def answer(self, kind: str, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_gives_its_page_and_where_redirects_led(site: str) -> None:
    found = page(f"{site}/moved")
    assert (found.path, found.url) == (f"{site}/moved", f"{site}/page.html")
    assert "gränsstation" in found.text


def test_the_encoding_of_an_answer_is_taken_from_its_header(site: str) -> None:
    assert page(f"{site}/text").text == "Министры встретились в Ханое."


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "answered 404 Not Found"),
        ("/round", "leads through more than 5 redirects"),
        ("/flood", "sends more than 0.1 MB"),
        ("/silence", "did not answer within 1 s"),
    ],
)
def test_addresses_that_give_no_page_say_why(site: str, path: str, reason: str) -> None:
    assert refusal(site + path, Limits(seconds=1, max_bytes=100_000)) == reason


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "http://", "http://[::bad/", "https://no-such-host.invalid/"]
)
def test_an_address_where_nothing_answers_is_refused(address: str) -> None:
    assert refusal(address, Limits(seconds=5)).startswith("does not answer (")


def test_json_lines_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b'{"id": "x", "text": "The ministers met."}\n'))
    monkeypatch.setattr(sys, "stdin", stream)
    assert page("-") == Page(text="The ministers met.", path="-#x", row="x")
