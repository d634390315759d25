"""Rows in, the domain's plain values out."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot.domain.cadence import Cadence, Rule
from bot.domain.rounds import Round, Terms
from bot.domain.team import Privacy, Settings, Team
from bot.errors import BotError, NoTeam
from storage import checkins, teams
from storage import models as tables

NO_TEAM = "This channel has no check-ins yet. Type `/maturity setup` to set them up."
GONE = "This check-in is no longer there. Type `/maturity` to see where the team stands."


def team_of(row: tables.Team, schedule: tables.Schedule) -> Team:
    """A team's row and its schedule's as one value."""
    return Team(
        id=row.id,
        workspace_id=row.workspace_id,
        channel=row.channel_id,
        channel_name=row.channel_name,
        settings=Settings(
            rubric=row.rubric,
            rule=rule_of(schedule),
            days_open=row.days_open,
            picked=None if row.picked is None else tuple(row.picked),
            privacy=Privacy(row.privacy),
            minimum=row.minimum,
            in_overview=row.in_overview,
            keep_months=row.keep_months,
        ),
        admins=tuple(row.admins),
        revision=row.revision,
        created_by=row.created_by,
        next_due_at=schedule.next_due_at,
        paused_reason=row.paused_reason,
        shared=row.shared,
        sharing_allowed_by=row.sharing_allowed_by,
    )


def rule_of(schedule: tables.Schedule) -> Rule:
    """The rule that a schedule's row holds."""
    return Rule(
        cadence=Cadence(schedule.cadence),
        at=schedule.at,
        zone=schedule.zone,
        day=schedule.day,
        weekday=schedule.weekday,
        nth=schedule.nth,
        parity=schedule.parity,
        skip_weekends=schedule.skip_weekends,
    )


def rule_columns(rule: Rule) -> Mapping[str, object]:
    """A rule as the columns of `schedule`."""
    return {
        "cadence": rule.cadence.value,
        "at": rule.at,
        "zone": rule.zone,
        "day": rule.day,
        "weekday": rule.weekday,
        "nth": rule.nth,
        "parity": rule.parity,
        "skip_weekends": rule.skip_weekends,
    }


def terms_of(row: tables.CheckIn) -> Terms:
    """What somebody who answers is told of a round."""
    return Terms(row.id, Privacy(row.privacy), row.minimum, row.deadline, row.closing_at)


def round_of(session: Session, row: tables.CheckIn) -> Round:
    """A round's row with its counts."""
    # In the end everybody counts whose answers were scored, finished or not.
    begun = row.state == checkins.CLOSED
    return round_with(row, checkins.counts(session, row.workspace_id, row.id, begun=begun))


def round_with(row: tables.CheckIn, counts: checkins.Counts) -> Round:
    """A round's row with counts that are known already; those kept from before an erasure count."""
    if row.answered is not None:
        counts = checkins.Counts(row.asked or 0, row.answered, row.asked_answered or 0)
    return Round(
        id=row.id,
        period=row.period,
        state=row.state,
        privacy=Privacy(row.privacy),
        minimum=row.minimum,
        due_at=row.due_at,
        opened_at=row.opened_at,
        deadline=row.deadline,
        closing_at=row.closing_at,
        closed_at=row.closed_at,
        asked=counts.asked,
        answered=counts.answered,
        asked_answered=counts.asked_answered,
        respondents=row.respondents,
        enough=row.enough,
        started_by=row.started_by,
        closed_by=row.closed_by,
        fall=row.fall,
        fall_by=row.fall_by,
        erased_at=row.erased_at,
        incomplete=row.answered is not None,
    )


def need_team(session: Session, workspace_id: int, channel: str) -> teams.Found:
    """The channel's team. Raises NoTeam."""
    found = teams.in_channel(session, workspace_id, channel)
    if found is None:
        raise NoTeam(NO_TEAM)
    return found


def need_team_by_id(
    session: Session, workspace_id: int, team_id: int, *, lock: bool = False
) -> teams.Found:
    """The workspace's team with this id. Raises NoTeam."""
    found = teams.get(session, workspace_id, team_id, lock=lock)
    if found is None:
        raise NoTeam(NO_TEAM)
    return found


def need_round(session: Session, workspace_id: int, check_in_id: int) -> tables.CheckIn:
    """The workspace's round with this id. Raises BotError."""
    row = checkins.get(session, workspace_id, check_in_id)
    if row is None:
        raise BotError(GONE)
    return row
