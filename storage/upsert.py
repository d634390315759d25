"""INSERT … ON CONFLICT, which SQLite and PostgreSQL share but SQLAlchemy spells per dialect."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from storage.models import Base


def upsert(
    session: Session,
    table: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    update: Sequence[str] = (),
) -> None:
    """Insert rows; where `key` is taken, set the columns in `update`, or leave the row alone."""
    if not rows:
        return
    sqlite = session.get_bind().dialect.name == "sqlite"
    statement = (insert_sqlite if sqlite else insert_postgresql)(table).values(list(rows))
    if update:
        fresh = {name: statement.excluded[name] for name in update}
        session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=fresh))
    else:
        session.execute(statement.on_conflict_do_nothing(index_elements=list(key)))
