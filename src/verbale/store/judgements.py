"""The judgements of a record: one row each, added and never changed."""

from datetime import UTC, datetime, timedelta

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from verbale.records.judgements import Judgement, Judgements, in_order, stamped
from verbale.store import schema

_TICK = timedelta(microseconds=1)
_DECODER = msgspec.json.Decoder(Judgement)


def read_judgements(connection: Connection) -> list[Judgement]:
    """Every judgement by time, each with the one that undid it."""
    bodies = connection.execute(sa.select(schema.judgements.c.body)).scalars()
    return in_order(_DECODER.decode(body) for body in bodies)


def write_judgement(connection: Connection, judgement: Judgement, now: datetime | None = None) -> Judgement:
    """Add a judgement with its time, which is later than that of all others even where a clock was set back."""
    last: str | None = connection.execute(sa.select(sa.func.max(schema.judgements.c.time))).scalar()
    time = now or datetime.now(UTC)
    if last is not None:
        time = max(time, datetime.fromisoformat(last) + _TICK)
    added = stamped(judgement, time.isoformat(timespec="microseconds").replace("+00:00", "Z"))
    row = {"id": added.id, "time": added.time, "body": msgspec.json.encode(added).decode()}
    connection.execute(sa.insert(schema.judgements), row)
    return added


def judgement_digest(connection: Connection) -> str:
    """What items depend on beside the pages: the judgements that hold; empty when there are none."""
    return Judgements(read_judgements(connection)).digest()
