"""INSERT … ON CONFLICT, which SQLite and PostgreSQL share but SQLAlchemy spells per dialect."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, literal_column
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from storage.models import Base


def upsert(
    session: Session,
    table: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    update: Sequence[str] = (),
    only: ColumnElement[bool] | None = None,
) -> int:
    """Insert rows; where `key` is taken, set the columns in `update`, or leave the row alone.

    With `only`, a row that is there is updated only where that holds; one of another workspace
    never is. How many were written.
    """
    if not rows:
        return 0
    sqlite = session.get_bind().dialect.name == "sqlite"
    if only is None:
        statement = _plain(sqlite, table, tuple(key), tuple(update))
    else:
        statement = _statement(sqlite, table, key, update, only)
    return len(session.execute(statement, list(rows)).all())


def _statement(
    sqlite: bool,
    table: type[Base],
    key: Sequence[str],
    update: Sequence[str],
    only: ColumnElement[bool] | None = None,
) -> ReturningInsert[int]:
    """The rows are its parameters, so that it is compiled once however many there are."""
    into = Base.metadata.tables[table.__tablename__]
    statement = (insert_sqlite if sqlite else insert_postgresql)(into)
    if update:
        fresh = {name: statement.excluded[name] for name in update}
        where = [] if only is None else [only]
        if "workspace_id" in into.c:
            where.append(into.c.workspace_id == statement.excluded.workspace_id)
        statement = statement.on_conflict_do_update(
            index_elements=key, set_=fresh, where=and_(*where) if where else None
        )
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    return statement.returning(literal_column("1", Integer))


_plain = lru_cache(_statement)  # those without a condition are few, and slow to make
