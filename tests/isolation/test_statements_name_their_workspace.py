"""The guard itself: which statements it lets pass, and which it tells of."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import ClauseElement, case, delete, exists, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from statement_guard import SWEEPS, Guard, loose

from storage import (
    channels,
    checkins,
    commitments,
    health,
    inbox,
    installations,
    messages,
    reminders,
    retaining,
    schema,
    teams,
    waiting,
)
from storage.database import Database
from storage.models import Answer, CheckIn, Message, Participant, Target, Team, Workspace
from storage.schema import migrate

OURS = CheckIn.workspace_id == 1
TEAM_OF = (Team.workspace_id == CheckIn.workspace_id) & (Team.id == CheckIn.team_id)
EARLIER = aliased(CheckIn)
NEW = insert(Target).values(workspace_id=1, team_id=2, level=3)
FRESH = {"level": NEW.excluded.level}
SAME = Target.workspace_id == NEW.excluded.workspace_id

HELD: dict[str, ClauseElement] = {
    "a value": select(CheckIn).where(OURS, CheckIn.id == 2),
    "a join": select(CheckIn).join(Team, TEAM_OF).where(OURS),
    "an outer join": select(CheckIn).outerjoin(Team, TEAM_OF).where(OURS),
    "a nested statement": select(CheckIn).where(
        OURS, exists().where(Team.workspace_id == CheckIn.workspace_id)
    ),
    "a nested statement of its own": update(Message).where(
        Message.workspace_id == 1,
        Message.check_in_id.in_(select(CheckIn.id).where(OURS)),
    ),
    "rows chosen by id out of the same table": delete(Message).where(
        Message.id.in_(select(Message.id).where(Message.workspace_id == 1))
    ),
    "both parts of a union": select(CheckIn.id).where(OURS).union_all(select(Team.id).where(
        Team.workspace_id == 1)),
    "a subquery": select(select(CheckIn.id).where(OURS).subquery()),
    "an upsert that names it": NEW.on_conflict_do_update(
        index_elements=["team_id", "dimension"], set_=FRESH, where=SAME
    ),
    "an insert that changes nothing": NEW.on_conflict_do_nothing(),
    "a join with the workspace": select(Team).join(
        Workspace, Workspace.id == Team.workspace_id).where(Workspace.id == 1),
    "the workspace by another name": select(Workspace).where(Workspace.slack_team_id == "T1"),
    "the workspace itself": select(Workspace).where(Workspace.id == 1),
}  # fmt: skip
LOOSE: dict[str, ClauseElement] = {
    "an id alone": select(CheckIn).where(CheckIn.id == 2),
    "a join by id": select(CheckIn).join(Team, Team.id == CheckIn.team_id).where(OURS),
    "one of two aliases": select(CheckIn).join(EARLIER, EARLIER.team_id == CheckIn.team_id).where(
        OURS),
    "a nested statement by id": select(CheckIn).where(
        OURS, exists().where(Team.id == CheckIn.team_id)
    ),
    "one deep within": select(Participant).where(
        Participant.workspace_id == 1,
        Participant.id.in_(select(Answer.participant_id).where(Answer.choice == "x")),
    ),
    "one within a function": select(
        func.count(case((exists().where(Team.id == CheckIn.team_id), 1)))
    ).where(OURS),
    "a join with every workspace": select(Team).join(
        Workspace, Workspace.id == Team.workspace_id).where(Workspace.left_at.is_(None)),
    "one way of two": select(CheckIn).where(or_(OURS, CheckIn.id == 2)),
    "another's comparison": select(CheckIn).where(CheckIn.workspace_id > 0),
    "a change": update(Message).where(Message.id == 2).values(state="sent"),
    "one part of a union": select(CheckIn.id).where(OURS).union_all(select(Team.id)),
    "a subquery without": select(select(CheckIn.id).subquery()),
    "an upsert by another key": NEW.on_conflict_do_update(
        index_elements=["team_id", "dimension"], set_=FRESH
    ),
    "text": text("SELECT * FROM check_in WHERE id = 2"),
}  # fmt: skip


@pytest.mark.parametrize("statement", HELD.values(), ids=HELD)
def test_a_statement_that_names_its_workspace_passes(statement: ClauseElement) -> None:
    assert loose(statement) == 0


@pytest.mark.parametrize("statement", LOOSE.values(), ids=LOOSE)
def test_a_statement_that_leaves_it_out_anywhere_is_told(statement: ClauseElement) -> None:
    assert loose(statement) > 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rows_that_were_found_may_be_changed_and_read_again(database: Database) -> None:
    now = datetime(2026, 1, 28, tzinfo=UTC)
    with database.transaction() as session:
        session.add(Workspace(id=1, created_at=now))
        session.flush()
        messages.enqueue(session, workspace_id=1, key="k", kind="hello", channel="C1", about={},
                         now=now)  # fmt: skip
        lease = {"token": "t", "now": now + timedelta(days=400), "lease": timedelta(1)}
        row = messages.claim(session, **lease)  # a look at all workspaces, and its flush
        assert row is not None
        session.refresh(row)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_leaves_it_out_is_named(database_url: str) -> None:
    watched, guard = Database(database_url), Guard()
    migrate(watched)
    guard.watch(watched)
    with watched.transaction() as session:
        session.scalars(select(Message).where(Message.id == 1)).all()  # a test may
        messages._run(session, update(Message).where(Message.id == 1).values(state="sent"))
    watched.close()
    (told,) = guard.wrong
    assert told.startswith("storage.messages._run: UPDATE message")


def test_the_looks_at_all_workspaces_are_still_there() -> None:
    modules = (
        *(channels, checkins, commitments, health, inbox, installations, messages, reminders),
        *(retaining, schema, teams, waiting),
    )
    known = {f"{m.__name__}.{name}" for m in modules for name, member in vars(m).items()
             if getattr(member, "__module__", "") == m.__name__}  # fmt: skip
    assert known >= SWEEPS
