"""A gazetteer: what is taken in from tables and dumps, and what it makes of names."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from verbale.errors import GazetteerError
from verbale.records.reading import OfficeHeld, PersonMention, Reading, Segment, Source
from verbale.service.gazetteer import (
    VARIABLE,
    import_gazetteer,
    load_gazetteer,
    remove_from_gazetteer,
    use_user_gazetteer,
)
from verbale.stages.resolve import resolve


@pytest.fixture(autouse=True)
def _own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "own" / "gazetteer.bin"))
    yield
    remove_from_gazetteer([])
    use_user_gazetteer()


def page(name: str, language: str, person: str, country: str | None = None) -> Reading:
    source = Source(
        id=name, path=name, url=None, outlet=None, title=None, language=language, published="2024-05-01",
        published_from="given", sha256="", text=person,
    )  # fmt: skip
    segment = Segment(
        id=f"{name}-0", source=name, start=0, end=len(person), text=person, language=language, paragraph=0
    )
    office = OfficeHeld(title="Minister", start=0, end=0, kind="minister", country=country)
    mention = PersonMention(segment=segment.id, start=0, end=len(person), text=person, offices=(office,))
    return Reading(source=source, segments=(segment,), mentions=(mention,))


TABLE = """wikidata,name,aliases,country,kind
Q901,Seretse Morake,塞雷茨·莫拉克|س. موراكي,BW,
902,Ann Lee,,KE,
Q903,,,KE,
Q904,Bo Chan,,Kenya,
Q905,Joint Board,,,body
"""


def test_a_table_gives_entries_and_tells_what_is_wrong_by_line(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TABLE, "utf-8")
    done = import_gazetteer(file)
    assert (done.taken, done.new, [row.line for row in done.bad]) == (2, 2, [3, 4, 5])
    assert [(entry.wikidata, entry.kind) for entry in load_gazetteer()] == [
        ("Q901", "person"),
        ("Q905", "body"),
    ]
    assert import_gazetteer(file).new == 0
    assert remove_from_gazetteer(["Q905"]) == 1


def entity(
    item: str, kind: str, labels: dict[str, str], **claims: list[dict[str, object]]
) -> dict[str, object]:
    given = {"P31": [{"mainsnak": {"datavalue": {"value": {"id": kind}}}}], **claims}
    return {"id": item, "labels": {code: {"value": text} for code, text in labels.items()}, "claims": given}


@pytest.mark.parametrize("form", ["dump", "lines", "array"])
def test_a_dump_gives_people_with_the_state_that_they_are_of(tmp_path: Path, form: str) -> None:
    was: dict[str, object] = {
        "mainsnak": {"datavalue": {"value": {"id": "Q142"}}}, "qualifiers": {"P582": [{}]},
    }  # fmt: skip
    now: dict[str, object] = {"mainsnak": {"datavalue": {"value": {"id": "Q963"}}}}
    rows = [
        entity("Q901", "Q5", {"en": "Seretse Morake", "zh": "塞雷茨·莫拉克"}, P27=[was, now]),
        entity("Q77001", "Q6256", {"en": "A state"}),
    ]
    text = "\n".join(json.dumps(row) for row in rows)
    if form == "dump":
        text = "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n{broken\n]\n"
    elif form == "array":
        text = json.dumps(rows, indent=1)
    file = tmp_path / "extract.json.gz"
    file.write_bytes(gzip.compress(text.encode()))
    done = import_gazetteer(file)
    (found,) = load_gazetteer()
    assert (found.wikidata, found.country, len(found.names)) == ("Q901", "BW", 2)
    assert [row.line for row in done.bad] == ([4] if form == "dump" else [])


def test_names_that_no_sound_joins_are_one_person_by_the_gazetteer(tmp_path: Path) -> None:
    pages = [
        page("a", "en", "Seretse Morake", "BW"),
        page("b", "zh", "塞雷茨·莫拉克"),
        page("c", "en", "Seretse Morake", "FR"),
    ]
    assert {person.wikidata for person in resolve(pages[:2]).people} == {None}
    file = tmp_path / "people.csv"
    file.write_text(TABLE, "utf-8")
    import_gazetteer(file)
    assert use_user_gazetteer() != ""
    (found,) = resolve(pages[:2]).people
    assert (found.wikidata, found.country) == ("Q901", "BW")
    assert resolve(pages[2:]).people[0].wikidata is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name,country\nAnn,KE\n", "no column wikidata"),
        (b"\xff\xfe\x00", "not text"),
        (b"", "no column"),
        (b"{}", "no entry"),
    ],
)
def test_what_is_no_gazetteer_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(GazetteerError, match=told):
        import_gazetteer(file)
