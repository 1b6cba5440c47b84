"""A record as a file: new ones, other files, older and newer versions."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from verbale.errors import RecordFileError
from verbale.store import Store, create_record, files, open_engine, schema


def made(folder: Path) -> Path:
    path = folder / "r.db"
    create_record(path)
    return path


def test_new_record_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = made(tmp_path)
    with Store(path, write=True) as store:
        store.set_fact("a", "b")
    with Store(path) as store:
        assert store.fact("a") == "b"
    assert [file.name for file in tmp_path.iterdir()] == ["r.db"]


def test_writers_use_a_write_ahead_log(tmp_path: Path) -> None:
    connection = sqlite3.connect(made(tmp_path))
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_making_again_keeps_what_is_there(tmp_path: Path) -> None:
    with Store(made(tmp_path), write=True) as store:
        store.set_fact("a", "b")
    create_record(tmp_path / "r.db")
    with Store(tmp_path / "r.db") as store:
        assert store.fact("a") == "b"


def test_of_many_that_make_it_at_once_one_wins_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "r.db"

    def make(name: str) -> None:
        with Store(path, write=True, create=True) as store:
            store.set_fact(name, "kept")

    names = [f"fact {number}" for number in range(8)]
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(make, names))
    with Store(path) as store:
        assert [store.fact(name) for name in names] == ["kept"] * len(names)


def empty_file(path: Path) -> None:
    path.touch()


def text_file(path: Path) -> None:
    path.write_text("Dear diary, today we met nobody at all. " * 100)


def other_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE mine (a)")
    connection.close()


def short_file(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


@pytest.mark.parametrize("make", [empty_file, text_file, other_database, short_file])
@pytest.mark.parametrize("create", [False, True])
def test_other_files_are_refused_and_left_alone(tmp_path: Path, make: object, create: bool) -> None:
    path = tmp_path / "other"
    make(path)  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(RecordFileError, match="is not a record of Verbale"):
        Store(path, write=create, create=create)
    assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_missing_record_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RecordFileError, match=r"no record at .*verbale read"):
        Store(tmp_path / "none.db")


def test_folder_is_no_record(tmp_path: Path) -> None:
    for create in (False, True):
        with pytest.raises(RecordFileError):
            Store(tmp_path, write=True, create=create)


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordFileError, match="cannot make a record"):
        create_record(tmp_path / "none" / "r.db")


def test_broken_record_is_told_in_one_line(tmp_path: Path) -> None:
    path = made(tmp_path)
    content = bytearray(path.read_bytes())
    content[100:8000] = b"\xff" * 7900
    path.write_bytes(content)
    with pytest.raises(RecordFileError, match="cannot be used"):
        Store(path)


def test_newer_record_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099_from_the_future'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(RecordFileError, match=r"newer version of Verbale .*0099_from_the_future"):
        Store(path, write=True)
    assert path.read_bytes() == before


OLDER = '''"""A form before the first."""
from alembic import op
revision = "0000_before"
down_revision = None
def upgrade() -> None:
    op.execute("CREATE TABLE old (a)")
'''
NEWER = '''"""A form after it, that fails if told to."""
import os
from alembic import op
revision = "0001_after"
down_revision = "0000_before"
def upgrade() -> None:
    op.execute("CREATE TABLE new (a)")
    if os.environ.get("MIGRATION_FAILS"):
        raise RuntimeError("out of ink")
'''


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of an older version, beside the migration that brings it up to date."""
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions.parent / "env.py").write_text((files._VERSIONS.parent / "env.py").read_text())
    (versions / "0000_before.py").write_text(OLDER)
    monkeypatch.setattr(files, "_VERSIONS", versions)
    path = made(tmp_path)
    (versions / "0001_after.py").write_text(NEWER)
    monkeypatch.setattr(files, "HEAD", "0001_after")
    return path


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    return found


def test_older_record_is_migrated(older: Path) -> None:
    open_engine(older).dispose()
    assert {"old", "new"} <= tables(older)


def test_migration_that_fails_changes_nothing(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGRATION_FAILS", "1")
    with pytest.raises(RuntimeError):
        open_engine(older)
    assert "new" not in tables(older)
    monkeypatch.delenv("MIGRATION_FAILS")
    open_engine(older).dispose()
    assert "new" in tables(older)


def test_head_is_the_last_migration() -> None:
    names = sorted(file.stem for file in files._VERSIONS.glob("[0-9]*.py"))
    assert names[-1] == schema.HEAD


def test_migrations_make_the_tables_that_the_code_expects(tmp_path: Path) -> None:
    engine = open_engine(made(tmp_path))
    found = sa.inspect(engine)
    for name, table in schema.metadata.tables.items():
        columns = {
            column["name"]: (str(column["type"]), column["nullable"]) for column in found.get_columns(name)
        }
        assert columns == {c.name: (str(c.type), c.nullable) for c in table.columns}
        assert {index["name"] for index in found.get_indexes(name)} >= {index.name for index in table.indexes}
        assert len(found.get_foreign_keys(name)) == len(table.foreign_keys)
    engine.dispose()


def test_reader_cannot_write(tmp_path: Path) -> None:
    with Store(made(tmp_path)) as store, pytest.raises(RecordFileError, match="readonly"):
        store.set_fact("a", "b")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_record_in_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    path = made(tmp_path)
    tmp_path.chmod(0o555)
    try:
        with Store(path) as store:
            assert store.counts() == {}
    finally:
        tmp_path.chmod(0o755)


def test_name_with_odd_letters(tmp_path: Path) -> None:
    path = tmp_path / "тест ?#% 记录.db"
    with Store(path, write=True, create=True) as store:
        assert store.counts() == {}


def test_who_reads_leaves_the_log_of_a_writer_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    log = tmp_path / "r.db-wal"
    with Store(path, write=True, create=True) as store:
        store.set_fact("encoder", "one")
        written = log.stat().st_size
        Store(path).close()  # looks at the file itself, in the process of the writer
        script = (
            f"from pathlib import Path; from verbale.store import Store; Store(Path({str(path)!r})).counts()"
        )
        subprocess.run([sys.executable, "-c", script], check=True)
        assert log.stat().st_size == written > 0
        store.set_fact("encoder", "two")
    with Store(path) as store:
        assert (store.fact("encoder"), store.integrity()) == ("two", "ok")
