"""Runs the migrations on the connection or the address that storage.schema hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from storage.models import Base
from storage.types import UtcDateTime


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    return "UtcDateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=_render,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
