"""Targets: set and turned off by the team's admins, reached in the check-ins that get there."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.domain.commands import Dimensions
from bot.domain.permissions import Action, Actor, check
from bot.domain.target_grammar import Order, Problem, Refusal, read_order
from bot.domain.targets import (
    OVERALL,
    Change,
    Progress,
    Target,
    is_reached,
    levels_above,
    progress,
    shown_level,
)
from bot.domain.team import Team
from bot.services.reading import need_team, need_team_by_id
from rubric.catalogue import Rubrics
from rubric.model import Rubric
from rubric.scoring import Profile
from storage import audit, inbox, messages, targets
from storage import models as tables
from storage.database import Database, database_now


class Targets:
    """Use cases around a team's targets. Each method is one transaction."""

    def __init__(self, database: Database, rubrics: Rubrics, clock: Clock) -> None:
        self._database = database
        self._rubrics = rubrics
        self._clock = clock

    def order(
        self,
        actor: Actor,
        workspace_id: int,
        channel: str,
        text: str,
        profile: Profile | None,
        delivery: str,
    ) -> Change | Refusal | None:
        """Do what the command's text asks for; the channel is told who changed what.

        `profile` is where the team stands (None: no level yet). None: Slack delivered it before.
        Raises NotAllowed, NoTeam.
        """
        with self._database.transaction() as session:
            if not inbox.note(session, workspace_id, delivery, database_now(session)):
                return None
            team_id = need_team(session, workspace_id, channel)[0].id
            row, schedule = need_team_by_id(session, workspace_id, team_id, lock=True)
            check(actor, Action.SET_TARGETS, row.admins)
            rubric, own = self._rubrics.get(row.rubric), _own(session, workspace_id, team_id)
            today = day_in(schedule.zone, self._clock())
            order = read_order(text, _names(rubric, own), today)
            if isinstance(order, Order):
                order = _possible(order, rubric, profile, own.get(order.dimension))
            if isinstance(order, Refusal):
                return order
            return self._carry_out(session, actor, row, order, own.get(order.dimension), delivery)

    def _carry_out(
        self,
        session: Session,
        actor: Actor,
        row: tables.Team,
        order: Order,
        before: Target | None,
        delivery: str,
    ) -> Change:
        now, rubric = self._clock(), self._rubrics.get(row.rubric)
        if order.level is None:
            targets.remove(session, row.workspace_id, row.id, order.dimension)
        else:
            targets.put(
                session, workspace_id=row.workspace_id, team_id=row.id,
                dimension=order.dimension, level=order.level, due_on=order.due_on,
                by=actor.user_id, now=now,
            )  # fmt: skip
        _note(session, actor, row, order, now)
        change = _change(actor, rubric, order, before)
        messages.enqueue(
            session, workspace_id=row.workspace_id, team_id=row.id, kind="target_changed",
            key=f"team:{row.id}:target:{delivery}"[:120], channel=row.channel_id,
            about=change.plain(), now=now,
        )  # fmt: skip
        return change


def standings(
    session: Session,
    team: Team,
    asked: Rubric,
    rubric: Rubric,
    profile: Profile | None,
    today: date,
) -> tuple[Progress, ...]:
    """How the team's targets stand by a profile of `rubric`: overall first, then in its order.

    `asked` is the edition that is asked from now on.
    """
    own = _own(session, team.workspace_id, team.id)
    order = [OVERALL, *(dimension.id for dimension in asked.dimensions)]
    named = [name for name in order if name in own]
    gone = [name for name in own if name not in order]
    return tuple(progress(own[name], rubric, profile, today, asked) for name in [*named, *gone])


def note_reached(session: Session, row: tables.CheckIn, profile: Profile) -> None:
    """Note which of the team's targets a closed round is the first to reach."""
    for target, _ in targets.of_team(session, row.workspace_id, row.team_id):
        if target.reached_in is None and is_reached(_value(target), profile):
            targets.note_reached(session, row, target.id, target.level)


def day_in(zone: str, when: datetime) -> date:
    """The day on which a moment falls in the named zone."""
    return when.astimezone(ZoneInfo(zone)).date()


def _own(session: Session, workspace_id: int, team_id: int) -> dict[str, Target]:
    """The team's targets by dimension."""
    found = targets.of_team(session, workspace_id, team_id)
    return {row.dimension: _value(row, reached_at) for row, reached_at in found}


def _value(row: tables.Target, reached_at: datetime | None = None) -> Target:
    return Target(row.dimension, row.level, row.due_on, row.set_by, row.reached_in, reached_at)


def _names(rubric: Rubric, own: Mapping[str, Target]) -> Dimensions:
    """The dimensions that can be named: the rubric's, and those that only a target still has."""
    asked = [(dimension.id, dimension.name) for dimension in rubric.dimensions]
    gone = own.keys() - {id_ for id_, _ in asked} - {OVERALL}
    return [*asked, *((id_, id_) for id_ in sorted(gone))]


def _possible(
    order: Order, rubric: Rubric, profile: Profile | None, before: Target | None
) -> Order | Refusal:
    """The order, or why it cannot be carried out."""
    dimension = order.dimension
    if order.level is None:
        return order if before else Refusal(Problem.NO_TARGET, dimension=dimension)
    if dimension not in {OVERALL, *(d.id for d in rubric.dimensions)}:
        return Refusal(Problem.GONE, dimension=dimension)
    levels = levels_above(rubric, profile, dimension)
    if not levels:
        return Refusal(Problem.TOP_ALREADY, dimension=dimension)
    aims = (levels[0], levels[-1])
    if not 0 <= order.level <= rubric.top_level:
        return Refusal(Problem.NO_SUCH_LEVEL, dimension=dimension, levels=aims)
    if order.level not in levels:
        now = shown_level(rubric, dimension, levels[0] - 1)
        return Refusal(Problem.NOT_ABOVE, dimension=dimension, band=now, levels=aims)
    same = before and (before.level, before.due_on) == (order.level, order.due_on)
    if before and same and before.reached_in is None:
        return Refusal(Problem.SAME, dimension=dimension)
    return order


def _note(session: Session, actor: Actor, row: tables.Team, order: Order, now: datetime) -> None:
    """Into the audit trail, with the level as the team names it to Rung."""
    detail: dict[str, object] = {"dimension": order.dimension}
    if order.level is not None:
        due = order.due_on.isoformat() if order.due_on else ""
        detail |= {"level": order.level, "by": due}
    audit.note(
        session, row.workspace_id, "target_set" if order.level is not None else "target_removed",
        actor=actor.user_id, channel=row.channel_id, at=now, detail=detail,
    )  # fmt: skip


def _change(actor: Actor, rubric: Rubric, order: Order, before: Target | None) -> Change:
    names = {dimension.id: dimension.name for dimension in rubric.dimensions} | {OVERALL: ""}
    return Change(
        by=actor.user_id,
        dimension=order.dimension,
        name=names.get(order.dimension, order.dimension),
        band=_band(rubric, order.dimension, order.level),
        due_on=order.due_on,
        before=_band(rubric, order.dimension, before.level if before else None),
    )


def _band(rubric: Rubric, dimension: str, level: int | None) -> tuple[int, int] | None:
    return None if level is None else shown_level(rubric, dimension, level)
