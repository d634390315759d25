"""Watches every statement: one that reads or changes rows names the workspace they belong to.

Looked at are SQLAlchemy's own statements, nested ones as well. Every keyed table in one (that is,
with a workspace_id) has to be held to a workspace: by a condition that all rows must meet, and that
compares its workspace_id with a value, or with that of another table that is held. The worker's
looks at all workspaces name none, but even there what is joined belongs to the same one.
"""

import os
import sys
from collections.abc import Iterator, Mapping

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ClauseElement,
    CompoundSelect,
    Delete,
    Insert,
    Select,
    TextClause,
    Update,
    event,
)
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.sql.selectable import (
    Alias,
    AliasedReturnsRows,
    FromClause,
    Join,
    ScalarSelect,
    SelectBase,
    TableClause,
)

from storage.database import Database
from storage.models import Base

# They serve the worker or the operator, and look at all workspaces.
SWEEPS = frozenset(
    {
        "storage.channels.claim_looks",
        "storage.checkins.due_to_close",
        "storage.commitments.overdue",
        "storage.commitments.zones_to_tell",
        "storage.health.standing",
        "storage.inbox.forget",
        "storage.installations.after",
        "storage.messages.expire",
        "storage.messages.fail_orphans",
        "storage.messages.to_reconcile",
        "storage.reminders.claim_due",
        "storage.retaining.forget_audit",
        "storage.retaining.forget_messages",
        "storage.retaining.forget_pace",
        "storage.retaining.old_rounds",
        "storage.retaining.unname_old_commitments",
        "storage.schema.migrate",
        "storage.teams.claim_due",
        "storage.teams.count_due",
        "storage.waiting.due",
        "storage.waiting.next_due",
    }
)
# They write and read again, by their primary keys, rows that were found in a workspace before.
_KNOWN_ROWS = frozenset({"sqlalchemy.orm.session._flush", "sqlalchemy.orm.session.refresh"})
_KEYED = {name for name, table in Base.metadata.tables.items() if "workspace_id" in table.c}
WORKSPACE = "workspace"
_HELD = object()  # what a workspace's id as a value stands for

_JUDGED: dict[object, int] = {}

Scope = Mapping[FromClause, object]


class Guard:
    """While it watches, `wrong` says which of our statements name no workspace, and who made them.

    A test's own statements are its own affair.
    """

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def watch(self, database: Database) -> None:
        """Look at everything that goes to the database, until its engine is gone.

        Not with RUNG_UNWATCHED, which shows what people would see without the keys (`make keys`).
        """
        if os.environ.get("RUNG_UNWATCHED"):
            return
        event.listen(database.engine, "before_execute", self._look)

    def _look(self, _connection: object, statement: ClauseElement, *_: object) -> None:
        groups = _judged(statement)
        if not groups:
            return
        makers = _makers()
        ours = [maker for maker in makers if maker.startswith(("storage.", "bot."))]
        sweep = groups == 1 and not SWEEPS.isdisjoint(makers)
        if ours and not sweep and _KNOWN_ROWS.isdisjoint(makers):
            self.wrong.append(f"{ours[0]}: {' '.join(str(statement).split())}")


def _judged(statement: ClauseElement) -> int:
    """As `loose`, remembered for statements of the same shape."""
    key = statement._generate_cache_key()
    if key is None:
        return loose(statement)
    if key.key not in _JUDGED:
        _JUDGED[key.key] = loose(statement)
    return _JUDGED[key.key]


def loose(statement: ClauseElement) -> int:
    """How many groups of tables of the statement nothing holds to a workspace; 0 for a safe one.

    Tables are in a group when conditions keep their rows in the same workspace.
    """
    if isinstance(statement, TextClause):
        return len(_KEYED.intersection(statement.text.replace('"', " ").split()))
    if isinstance(statement, Insert):
        return 0 if _stays_in_workspace(statement) else 1
    ties = _Ties()
    _read(statement, {}, ties)
    return ties.loose()


class _Ties:
    """Which tables are known to belong to the same workspace."""

    def __init__(self) -> None:
        self._parents: dict[object, object] = {_HELD: _HELD}
        self._keyed: list[object] = []

    def add(self, table: object, *, keyed: bool) -> None:
        self._parents[table] = table
        self._keyed += [table] if keyed else []

    def tie(self, one: object, other: object) -> None:
        self._parents[self._root(one)] = self._root(other)

    def loose(self) -> int:
        return len({self._root(table) for table in self._keyed} - {self._root(_HELD)})

    def _root(self, table: object) -> object:
        while self._parents[table] is not table:
            table = self._parents[table]
        return table


def _read(statement: ClauseElement, outer: Scope, ties: _Ties) -> Scope:
    """Tie the tables of a statement, and of those within. Its own tables."""
    if isinstance(statement, CompoundSelect):
        for part in statement.selects:
            _read(part, outer, ties)
        return {}
    own = _own_tables(statement, outer, ties)
    # A nested statement shares the tables of the one right around it, as in SQLAlchemy.
    within = {id(nested): _read(nested, own, ties) for nested in _nested(statement)}
    for condition in _conditions(statement):
        if isinstance(condition, BinaryExpression):
            _tie(condition, {**outer, **own}, within, ties)
    return own


def _own_tables(statement: ClauseElement, outer: Scope, ties: _Ties) -> dict[FromClause, object]:
    """The tables that it takes rows from; what the outer statement has is the outer one's."""
    sources = [source for whole in _sources(statement) for source in _flat(whole)]
    own = [source for source in sources if source not in outer] or sources
    tables: dict[FromClause, object] = {}
    for source in own:
        if (name := _table(source)) in (*_KEYED, WORKSPACE):
            tables[source] = object()
            ties.add(tables[source], keyed=name != WORKSPACE)  # which may be looked up itself
        elif isinstance(inner := getattr(source, "element", None), SelectBase):
            _read(inner, {}, ties)
    return tables


def _sources(statement: ClauseElement) -> list[FromClause]:
    if isinstance(statement, Select):
        return list(statement.get_final_froms())
    return [statement.table] if isinstance(statement, Update | Delete) else []


def _flat(source: FromClause) -> Iterator[FromClause]:
    if isinstance(source, Join):
        yield from _flat(source.left)
        yield from _flat(source.right)
    else:
        yield source


def _table(source: object) -> str:
    """The name of a table, or of the one that it is an alias of; empty for anything else."""
    plain = source.element if isinstance(source, Alias) else source
    return plain.name if isinstance(plain, TableClause) else ""


def _conditions(statement: ClauseElement) -> Iterator[ClauseElement]:
    """What every row of the statement has to meet."""
    where = getattr(statement, "whereclause", None)
    if where is not None:
        yield from _all_of(where)
    joins = [source for source in _sources(statement) if isinstance(source, Join)]
    while joins:
        join = joins.pop()
        joins += [side for side in (join.left, join.right) if isinstance(side, Join)]
        if join.onclause is not None:
            yield from _all_of(join.onclause)


def _all_of(condition: ClauseElement) -> Iterator[ClauseElement]:
    if isinstance(condition, Grouping):
        yield from _all_of(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for part in condition.clauses:
            yield from _all_of(part)
    else:
        yield condition


def _tie(
    condition: BinaryExpression[bool], scope: Scope, within: Mapping[int, Scope], ties: _Ties
) -> None:
    left, right = condition.left, condition.right
    if condition.operator is operators.eq:
        ends = [_end(side, "workspace_id", scope) for side in (left, right)]
        if None not in ends:
            ties.tie(*ends)
    if condition.operator is operators.in_op and isinstance(right, Grouping | ScalarSelect):
        inner = right.element
        chosen = next(iter(inner.selected_columns)) if isinstance(inner, Select) else None
        # A row's id out of the same table brings the row's workspace with it.
        ends = [_end(left, "id", scope), _end(chosen, "id", within.get(id(inner), {}))]
        if None not in ends:
            ties.tie(*ends)


def _end(side: object, column: str, scope: Scope) -> object | None:
    if isinstance(side, BindParameter):
        return _HELD if column == "workspace_id" else None
    table = getattr(side, "table", None)
    if column == "workspace_id" and _table(table) == WORKSPACE:
        column = "id"
    return scope.get(table) if getattr(side, "key", None) == column else None


def _nested(element: ClauseElement) -> Iterator[SelectBase]:
    """The statements right within this one, but for those it takes rows from."""
    for child in element.get_children():
        if isinstance(child, SelectBase) and not isinstance(child, ScalarSelect):
            yield child
        elif not isinstance(child, TableClause | Join | AliasedReturnsRows):
            yield from _nested(child)


def _stays_in_workspace(statement: Insert) -> bool:
    """Whether it leaves rows of other workspaces alone where its key is taken."""
    conflict = getattr(statement, "_post_values_clause", None)
    if statement.table.name not in _KEYED or not hasattr(conflict, "update_values_to_set"):
        return True
    if "workspace_id" in [str(name) for name in conflict.inferred_target_elements]:
        return True
    where = conflict.update_whereclause
    return where is not None and any(
        isinstance(part, BinaryExpression)
        and part.operator is operators.eq
        and {getattr(side, "key", None) for side in (part.left, part.right)} == {"workspace_id"}
        for part in _all_of(where)
    )


def _makers() -> list[str]:
    """The functions that led to this statement, the last one first."""
    found, frame = [], sys._getframe(1)
    while frame is not None:
        found.append(f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}")
        frame = frame.f_back
    return found
