"""Corrections as a user meets them."""

import json
import os
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from tests.cli.failing import fails
from tests.service.written import Written, talks, write
from typer.testing import CliRunner, Result

from verbale.cli import codes
from verbale.cli.app import app
from verbale.service import judge, reading

COMPARE = "verbale.stages.resolve.compare"
"""Where the score stands from which two names are one: put out of reach, likely pairs are in doubt."""


@pytest.fixture(autouse=True)
def record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setattr(reading, "Pipeline", Written)
    monkeypatch.setattr(judge, "Pipeline", Written)
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("VERBALE_")]:
        monkeypatch.delenv(name)
    write(tmp_path, "may2", talks("Ann Ek", "Bo Ro", date(2024, 5, 2)))
    write(tmp_path, "may9", talks("Zoe Lind", "Bo Ro", date(2024, 5, 9)))
    assert run("read", "may2.json", "may9.json", "--record", "r.db", "--workers", "1").exit_code == 0
    return "r.db"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def exported(kind: str, *options: str) -> list[dict[str, object]]:
    rows = [json.loads(row) for row in run("export", "r.db", *options).stdout.splitlines()]
    return [row for row in rows if row["kind"] == kind]


def person(name: str) -> str:
    return next(str(row["id"]) for row in exported("person") if row["name"] == name)


def test_merge_history_and_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBALE_AUTHOR", "Ida Holm")
    ann, zoe = person("Ann Ek"), person("Zoe Lind")
    done = run("merge", "r.db", ann, zoe, "--reason", "she married")
    (judgement,) = done.stdout.split()
    assert done.exit_code == 0
    assert f"person {ann}" in done.stderr
    told = run("history", "r.db", zoe).stdout
    assert "Ida Holm: merge" in told
    assert "because: she married" in told
    assert "“Ann Ek met Bo Ro in Iasi.”" in told
    assert ", read 20" in told
    undone = run("undo", "r.db", judgement[:14], "--quiet", "--author", "Per")
    assert undone.stderr == ""
    told = run("history", "r.db", zoe).stdout
    assert f"undone by {undone.stdout.strip()}" in told
    assert f"Per: undo {judgement}" in told
    assert [row["action"] for row in exported("judgement")] == ["merge", "undo"]
    assert len(exported("person")) == 3


def test_edit_confirm_and_reject() -> None:
    bo = person("Bo Ro")
    assert run("edit", "r.db", bo, "name=Bo Rotaru", "country=MD", "-m", "his passport").exit_code == 0
    (edited,) = [row for row in exported("person") if row["id"] == bo]
    assert (edited["name"], edited["country"]) == ("Bo Rotaru", "MD")
    assert "country: MD (read: RO)" in run("history", "r.db", bo[:12]).stdout
    assert run("confirm", "r.db", bo).exit_code == 0
    assert run("reject", "r.db", bo).exit_code == 0
    assert "Bo Rotaru" not in run("people", "r.db").stdout
    assert len(exported("person", "--with-rejected")) == len(exported("person")) + 1 == 3
    assert "rejected: lists leave it out" in run("history", "r.db", bo).stdout


def test_pairs_in_doubt_are_listed_until_they_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module(COMPARE), "SAME", 2.0)
    write(tmp_path, "may12", talks("Zoe Lindh", "Bo Ro", date(2024, 5, 12)))
    run("read", "may12.json", "--record", "r.db", "--workers", "1")
    (line,) = [line for line in run("review", "r.db").stdout.splitlines() if "person-" in line]
    assert run("apart", "r.db", *line.split()).exit_code == 0
    assert run("review", "r.db").stdout == ""


def test_split_by_source() -> None:
    bo = person("Bo Ro")
    source = next(str(row["id"]) for row in exported("source") if "may9" in str(row["path"]))
    assert run("split", "r.db", bo, "--at", source).exit_code == 0
    assert [row["name"] for row in exported("person")].count("Bo Ro") == 2
    assert "another one  Bo Ro" in run("history", "r.db", bo).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("confirm", "r.db", "person-none"), codes.NOT_FOUND, "holds no person, body, meeting, undertaking"),
        (("undo", "r.db", "judgement-none"), codes.NOT_FOUND, "holds no judgement judgement-none"),
        (("edit", "r.db", "meeting-", "place"), codes.USAGE, "place gives no field a value"),
        (("edit", "r.db", "meeting-", "place=Cluj"), codes.NOT_FOUND, "2 items of r.db begin with meeting-"),
        (("reject", "none.db", "person-"), codes.NO_RECORD, "there is no record at none.db"),
    ],
)
def test_an_error_is_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    got, message = fails(capsys, monkeypatch, *arguments)
    assert (got, message.count("\n")) == (code, 1)
    assert said in message
