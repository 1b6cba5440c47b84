"""Corrections on the page: shown to all, made only where the server may write and only from its own forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.service.written import Written, read, talks, write
from typer.testing import CliRunner

from verbale.cli import codes
from verbale.cli.app import app
from verbale.service.judge import Judge
from verbale.service.record import Record
from verbale.web import Editing, create_app

HOST = "testserver"
OWN = {"origin": f"http://{HOST}"}
ONE, OTHER = "Zoe Lind", "Zoe Lindh"
COMPARE = "verbale.stages.resolve.compare"
"""Where the score stands from which two names are one: put out of reach, likely pairs are in doubt."""
HOSTILE = "<script>alert('why')</script>"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    pages = [
        write(tmp_path, "may2", talks("Ann Ek", "Bo Ro", date(2024, 5, 2))),
        write(tmp_path, "may9", talks("Zoe Lind", "Bo Ro", date(2024, 5, 9))),
    ]
    read(tmp_path / "r.db", *pages)
    return tmp_path / "r.db"


@pytest.fixture
def client(record: Path) -> Iterator[TestClient]:
    editing = Editing("Ida", frozenset({HOST}), Written())
    with TestClient(create_app(record, editing), follow_redirects=False) as client:
        yield client


def person(record: Path, name: str) -> str:
    with Record(record) as opened:
        return next(p.id for p in opened.people() if name in {n.text for n in p.names})


def token(client: TestClient, record: Path) -> str:
    html = client.get(f"/people/{person(record, 'Ann Ek')}").text
    found = re.search(r'name="token" value="([^"]{40,})"', html)
    assert found
    return found[1]


def post(client: TestClient, record: Path, action: str, **fields: str) -> Any:
    return client.post(f"/judge/{action}", data={"token": token(client, record), **fields}, headers=OWN)


def test_merge_and_take_back(client: TestClient, record: Path) -> None:
    ann, zoe = person(record, "Ann Ek"), person(record, "Zoe Lind")
    done = post(client, record, "merge", item=ann, other=f"http://{HOST}/people/{zoe}", reason=HOSTILE)
    assert done.status_code == 303
    page = client.get(done.headers["location"])
    assert "Ida" in page.text
    assert "said that these are one" in page.text
    assert HOSTILE not in page.text
    assert "&lt;script&gt;" in page.text
    moved = client.get(f"/people/{zoe}")
    assert (moved.status_code, moved.headers["location"]) == (307, f"/people/{person(record, 'Zoe Lind')}")
    (judgement,) = re.findall(r'name="judgement" value="([^"]+)"', page.text)
    undone = post(client, record, "undo", item=ann, judgement=judgement)
    assert undone.status_code == 303
    assert "undone later" in client.get(f"/history/{ann}").text
    assert person(record, "Ann Ek") != person(record, "Zoe Lind")


def test_only_what_was_changed_in_the_form_is_edited(client: TestClient, record: Path) -> None:
    ann = person(record, "Ann Ek")
    fields = {"field.name": "Ann Ek", "field.country": "NO", "field.wikidata": ""}
    assert post(client, record, "edit", item=ann, **fields).status_code == 303
    with Record(record) as opened:
        (judgement,) = opened.judgements()
        assert [(e.field, e.value, e.read) for e in judgement.edits] == [("country", "NO", "SE")]
    wrong = post(client, record, "edit", item=ann, **{"field.country": "Norway"})
    assert wrong.status_code == 422
    assert "Norway is no country" in wrong.text
    assert "Back to where you were" not in wrong.text


@pytest.mark.parametrize(
    ("referer", "back"),
    [(f"http://{HOST}/people/a", "/people/a"), (f"http://{HOST}//evil.example", "/evil.example")],
)
def test_a_form_that_was_wrong_leads_back(client: TestClient, record: Path, referer: str, back: str) -> None:
    fields = {"token": token(client, record), "item": person(record, "Ann Ek"), "field.country": "Norway"}
    wrong = client.post("/judge/edit", data=fields, headers={**OWN, "referer": referer})
    assert f'<a href="{back}">Back to where you were' in wrong.text


def test_reject_confirm_and_split(client: TestClient, record: Path) -> None:
    ann, bo = person(record, "Ann Ek"), person(record, "Bo Ro")
    assert post(client, record, "reject", item=ann).status_code == 303
    assert "rejected: lists leave it out" in client.get(f"/people/{ann}").text
    assert "Ann Ek" not in client.get("/people").text
    assert client.post("/judge/confirm", data={"token": "x", "item": ann}, headers=OWN).status_code == 403
    html = client.get(f"/people/{bo}").text
    account = re.findall(r'name="at" value="([^"]+)"', html)[1]
    assert post_from(html, client, "split", item=bo, at=account).status_code == 303
    with Record(record) as opened:
        assert [p.name for p in opened.people()].count("Bo Ro") == 2


def post_from(html: str, client: TestClient, action: str, **fields: str) -> Any:
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found
    return client.post(f"/judge/{action}", data={"token": found[1], **fields}, headers=OWN)


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "http://evil.example"}, {"origin": "null"}, {**OWN, "host": "evil.example"}],
)
def test_a_form_of_another_site_changes_nothing(
    client: TestClient, record: Path, headers: dict[str, str]
) -> None:
    data = {"token": token(client, record), "item": person(record, "Ann Ek")}
    assert client.post("/judge/reject", data=data, headers=headers).status_code == 403
    with Record(record) as opened:
        assert opened.judgements() == []


def test_another_name_of_this_machine_gets_no_token(client: TestClient, record: Path) -> None:
    page = client.get(f"/people/{person(record, 'Ann Ek')}", headers={"host": "evil.example"})
    assert page.status_code == 200
    assert "token" not in page.text


def test_a_form_that_is_too_long_is_refused(client: TestClient, record: Path) -> None:
    assert (
        post(client, record, "reject", item=person(record, "Ann Ek"), reason="x" * 70_000).status_code == 413
    )
    wrong = post(client, record, "confirm", item=person(record, "Ann Ek"), reason="x" * 3_000)
    assert (wrong.status_code, "longer than 2000 characters" in wrong.text) == (422, True)


def test_a_server_that_may_only_read_shows_judgements_and_takes_none(record: Path) -> None:
    ann = person(record, "Ann Ek")
    with Judge(record, "Per", Written()) as judge:
        judge.confirm(ann, "seen there")
    with TestClient(create_app(record)) as client:
        page = client.get(f"/people/{ann}").text
        assert "Per</bdi> confirmed" in page
        assert "<form method=" not in page
        assert client.post("/judge/reject", data={"item": ann}, headers=OWN).status_code == 405


@pytest.mark.parametrize(("action", "people"), [("apart", 2), ("merge", 1)])
def test_a_pair_in_doubt_is_gone_once_it_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str, people: int
) -> None:
    monkeypatch.setattr(import_module(COMPARE), "SAME", 2.0)
    pages = [
        write(tmp_path, "may2", talks(ONE, "Bo Ro", date(2024, 5, 2))),
        write(tmp_path, "may9", talks(OTHER, "Bo Ro", date(2024, 5, 9))),
    ]
    record = tmp_path / "doubt.db"
    read(record, *pages)
    editing = Editing("Ida", frozenset({HOST}), Written())
    with TestClient(create_app(record, editing), follow_redirects=False) as client:
        page = client.get("/review").text
        assert "1 pair" in page
        fields = dict(re.findall(r'name="(item|other|back)" value="([^"]+)"', page))
        done = post_from(page, client, action, **fields)
        assert (done.status_code, done.headers["location"]) == (303, "/review")
        assert "Nothing is in doubt" in client.get("/review").text
    with Record(record) as opened:
        bearers = {p.id for p in opened.people() for name in p.names if name.text in (ONE, OTHER)}
        assert len(bearers) == people
        undone = opened.judgements()[0].id
    with Judge(record, "Ida", Written()) as judge:
        judge.undo(undone)
    with Record(record) as opened:
        assert len(opened.reviews()) == 1


def test_editing_is_not_served_to_other_machines(record: Path) -> None:
    refused = CliRunner().invoke(app, ["serve", str(record), "--edit", "--host", "0.0.0.0"])  # noqa: S104
    assert "serves this machine alone" in str(refused.exception)
    assert codes.code_of(refused.exception) == codes.USAGE  # type: ignore[arg-type]
