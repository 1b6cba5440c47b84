"""The commands as a user meets them, on records made by a small engine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from tests.cli.failing import fails
from tests.service.toy import Toy
from typer.testing import CliRunner, Result

import verbale
from verbale.cli import codes
from verbale.cli.app import app
from verbale.service import reading
from verbale.settings import Settings

LAOS = """MEET 2025-12-02 LA VN Vientiane
WHO VN Tô Lâm: General Secretary
WHO LA Thongloun Sisoulith: President
AGREE economy raise trade
AGREE transport build [bold]the[/bold] <b>road</b>
TARGET 5e9 USD two-way trade
Both opened a park
"""
VIETNAM = "MEET 2025-12-02 LA VN Vientiane\nWHO VN Tô Lâm: General Secretary\nAGREE economy raise trade\n"
FINLAND = "MEET 2024-01-05 SE FI Turku\nWHO FI Alexander Stubb: President\nAGREE health exchange data\n"


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "Pipeline", Toy)
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("VERBALE_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (("a-lo.txt", LAOS), ("b-vi.txt", VIETNAM), ("c-sv.txt", FINLAND)):
        (folder / name).write_text(text, "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def record(_toy: None) -> str:
    assert run("read", "in", "--record", "r.db").exit_code == 0
    return "r.db"


def test_read_says_what_it_did_and_then_that_nothing_is_new() -> None:
    first = run("read", "in", "--record", "r.db")
    assert first.exit_code == 0
    assert "3 pages read" in first.stderr
    assert "2 meetings" in first.stderr
    second = run("read", "in", "--record", "r.db")
    assert "nothing new: 3 pages read before" in second.stderr
    assert first.stdout == second.stdout == ""


def test_quiet_says_nothing() -> None:
    done = run("read", "in", "--record", "r.db", "--quiet")
    assert (done.exit_code, done.output) == (0, "")


def test_refused_pages_are_named_and_all_refused_is_told_by_the_code(tmp_path: Path) -> None:
    (tmp_path / "in" / "empty.txt").touch()
    some = run("read", "in", "--record", "r.db", "--quiet")
    assert some.exit_code == 0
    assert "empty.txt: is empty" in some.stderr
    none = run("read", "in/empty.txt", "--record", "other.db")
    assert none.exit_code == codes.NOTHING_READ
    assert "empty.txt: is empty" in run("info", "r.db", "--refused").stdout


def test_show_tells_who_met_when_where_and_what_was_undertaken(record: str) -> None:
    shown = run("show", record).stdout
    assert "2 December 2025 · Laos – Vietnam · talks · Vientiane, Laos" in shown
    assert "Tô Lâm (General Secretary)" in shown
    assert "  • raise trade  “AGREE economy raise trade”" in shown
    assert "only lo: AGREE transport build [bold]the[/bold] <b>road</b>" in shown
    assert "two-way trade: 5 billion USD" in shown
    assert shown.index("5 January 2024") < shown.index("2 December 2025")


def test_show_of_one_country(record: str) -> None:
    shown = run("show", record, "--country", "FI").stdout
    assert "Turku" in shown
    assert "Vientiane" not in shown


def test_search_finds_without_accents(record: str) -> None:
    found = run("search", record, "to", "lam").stdout
    assert "WHO VN Tô Lâm: General Secretary" in found
    assert "b-vi.txt" in found


def test_people_with_their_offices(record: str) -> None:
    told = run("people", record, "--country", "LA").stdout
    assert "Thongloun Sisoulith  Laos" in told
    assert "President  2 December 2025" in told
    assert "Stubb" not in told


@pytest.mark.parametrize("words", [["2025-12-02"], ["laos", "vientiane"], ["To", "Lam"]])
def test_compare_by_day_and_words(record: str, words: list[str]) -> None:
    told = run("compare", record, *words).stdout
    assert "2 accounts: 1 the same" in told
    assert "not found in this account" in told
    assert "[bold]the[/bold]" in told


def test_compare_by_the_beginning_of_an_id(record: str) -> None:
    with verbale.open(record) as opened:
        (meeting,) = opened.meetings(country="FI")
    assert "Turku" in run("compare", record, meeting.id[:14]).stdout


def test_info_gives_figures(record: str) -> None:
    told = run("info", record).stdout
    assert "pages         3" in told
    assert "2024-01-05 to 2025-12-02" in told


def test_export_is_the_same_to_a_file_and_a_pipe(record: str, tmp_path: Path) -> None:
    piped = run("export", record, "--to", "jsonl")
    assert run("export", record, "--out", "out.jsonl").exit_code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == piped.stdout_bytes
    items = [json.loads(line) for line in piped.stdout.splitlines()]
    assert [item["kind"] for item in items[:3]] == ["source"] * 3
    texts = {item["id"]: item["text"] for item in items if item["kind"] == "source"}
    proofs = [proof for item in items for proof in item.get("evidence", [])]
    assert proofs
    assert all(texts[p["source"]][p["start"] : p["end"]] == p["quote"] for p in proofs)


def test_export_to_a_place_that_is_not_there(
    record: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = fails(capsys, monkeypatch, "export", record, "--out", "none/out.jsonl")
    assert code == codes.FAILED
    assert said.startswith("verbale: cannot write none/out.jsonl")


def test_brief_in_three_forms(record: str, tmp_path: Path) -> None:
    markdown = run("brief", record, "--between", "VN", "LA").stdout
    assert "# Vietnam and Laos" in markdown
    assert "**raise trade**" in markdown
    assert r"\<b\>road" in markdown
    assert "| Vietnam | General Secretary | Tô Lâm | 2 December 2025 |" in markdown
    assert "Turku" not in markdown
    page = run("brief", record, "--between", "Laos", "To Lam", "--to", "html").stdout
    assert "&lt;b&gt;road" in page
    assert "<b>road" not in page
    assert run("brief", record, "--between", "VN", "LA", "--to", "docx", "--out", "b.docx").exit_code == 0
    told = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "b.docx")).paragraphs)
    assert "raise trade" in told


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "none.db"), codes.NO_RECORD, "there is no record at none.db"),
        (("show", "in/a-lo.txt"), codes.NO_RECORD, "is not a record of Verbale"),
        (("read", "in", "--record", "in/a-lo.txt"), codes.NO_RECORD, "is not a record of Verbale"),
        (("compare", "r.db", "atlantis"), codes.NOT_FOUND, "no meeting fits 'atlantis'"),
        (("search", "r.db", "atlantis"), codes.NOT_FOUND, "nothing in r.db holds atlantis"),
        (("brief", "r.db", "--between", "VN", "Atlantis"), codes.NOT_FOUND, "its states are FI, LA, SE, VN"),
        (
            ("read", "in", "--record", "r.db", "--config", "none.toml"),
            codes.USAGE,
            "cannot read the settings",
        ),
    ],
)
@pytest.mark.usefixtures("record")
def test_an_error_is_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    got, message = fails(capsys, monkeypatch, *arguments)
    assert got == code
    assert message.startswith("verbale: ")
    assert said in message
    assert message.count("\n") == 1


def test_usage_errors_and_help() -> None:
    assert run("read").exit_code == codes.USAGE
    assert run("nonsense").exit_code == codes.USAGE
    assert run("serve", "r.db", "--port", "99999").exit_code == codes.USAGE
    told = run("--help").stdout
    assert all(name in told for name in ("read", "show", "compare", "brief", "export", "serve", "prepare"))
    assert run("--version").stdout == f"verbale {verbale.__version__}\n"


def test_columns_and_workers_reach_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Settings] = []

    def ingest(_self: Toy, _paths: object, settings: Settings) -> object:
        seen.append(settings)
        return iter(())

    monkeypatch.setattr(Toy, "ingest", ingest)
    run(
        "read",
        "in",
        "--record",
        "r.db",
        "--text-column",
        "maintext",
        "--date-column",
        "day",
        "--workers",
        "3",
    )
    (settings,) = seen
    assert (settings.columns.text, settings.columns.published, settings.columns.url) == (
        "maintext",
        "day",
        None,
    )
    assert settings.workers == 3


def test_stopping_is_told_and_keeps_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_anything: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Toy, "build", stop)
        stopped = run("read", "in", "--record", "r.db")
    assert stopped.exit_code == codes.STOPPED
    assert stopped.stderr.startswith("stopped; what was read is kept")
    assert "3 read before" in run("read", "in", "--record", "r.db").stderr


def test_reader_of_the_pipe_goes_away(record: str) -> None:
    command = f"{sys.executable} -c 'from verbale.cli import main; main()' export {record} | head -c 10"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == '{"kind":"s'
    assert done.stderr == ""


def test_output_into_a_file_has_no_colours(record: str) -> None:
    command = [sys.executable, "-c", "from verbale.cli import main; main()", "compare", record, "2025-12-02"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "\x1b" not in done.stdout
