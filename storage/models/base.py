"""What all tables have in common: names of constraints, types, keys that stay in a workspace."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, MetaData, text
from sqlalchemy.orm import DeclarativeBase

from storage.types import UtcDateTime

# For what may be done at once; never NULL, so that an index gives what is due in its order.
LONG_AGO = "1970-01-01 00:00:00.000000"

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The declarative base: naming convention, and types for plain annotations."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


def in_workspace(*columns: str, to: str) -> ForeignKeyConstraint:
    """A foreign key that cannot point into another workspace."""
    return ForeignKeyConstraint(
        ["workspace_id", *columns], [f"{to}.workspace_id", f"{to}.id"], ondelete="CASCADE"
    )


def where(condition: str) -> dict[str, Any]:
    """The rows that a partial index holds."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
