"""Setting up a team, changing its settings, pausing and resuming it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.domain.audit import differences
from bot.domain.cadence import Occurrence, Rule, upcoming
from bot.domain.channels import stopped_by_itself
from bot.domain.permissions import Action, Actor, check
from bot.domain.team import Privacy, Settings, Team
from bot.errors import BotError
from bot.services.planning import go_on, plan
from bot.services.reading import need_team, need_team_by_id, rule_columns, team_of
from storage import audit, messages, teams
from storage import models as tables
from storage.database import Database

STALE = (
    "Somebody else changed the settings while this was open. "
    "Close it and type `/maturity setup` again to see them."
)


@dataclass(frozen=True)
class SavedTeam:
    """A team after its settings were saved, and its next three dates."""

    team: Team
    first: bool
    upcoming: tuple[Occurrence, ...]


class Teams:
    """Use cases around a team's settings. Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, workspace_id: int, channel: str) -> Team | None:
        """The channel's team, None where there is none."""
        with self._database.transaction() as session:
            found = teams.in_channel(session, workspace_id, channel)
            return team_of(*found) if found else None

    def get(self, workspace_id: int, team_id: int) -> Team:
        """The team with this id. Raises NoTeam."""
        with self._database.transaction() as session:
            return team_of(*need_team_by_id(session, workspace_id, team_id))

    def save(
        self,
        actor: Actor,
        workspace_id: int,
        channel: str,
        channel_name: str,
        settings: Settings,
        revision: int | None,
    ) -> SavedTeam:
        """Set the channel's team up, or change it; the channel is told who changed what.

        `revision` is the one the form was opened with (None: there was no team). Raises BotError
        when somebody else saved in the meantime, NotAllowed.
        """
        with self._database.transaction() as session:
            found = teams.in_channel(session, workspace_id, channel)
            if (found[0].revision if found else None) != revision:
                raise BotError(STALE)
            if found is None:
                check(actor, Action.SET_UP)
                row, schedule = self._create(session, actor, workspace_id, channel, settings)
            else:
                row, schedule = need_team_by_id(session, workspace_id, found[0].id, lock=True)
                if row.revision != revision:
                    raise BotError(STALE)
                check(actor, Action.CHANGE_SETTINGS, row.admins)
            before = None if found is None else team_of(row, schedule)
            row.channel_name = channel_name
            return self._store(session, actor, row, schedule, settings, before)

    def make_open(self, actor: Actor, workspace_id: int, team_id: int) -> SavedTeam:
        """Change a team to *open*, from the next check-in on. Raises NotAllowed, NoTeam."""
        with self._database.transaction() as session:
            row, schedule = need_team_by_id(session, workspace_id, team_id, lock=True)
            check(actor, Action.CHANGE_SETTINGS, row.admins)
            before = team_of(row, schedule)
            settings = replace(before.settings, privacy=Privacy.OPEN)
            return self._store(session, actor, row, schedule, settings, before)

    def pause(self, actor: Actor, workspace_id: int, channel: str) -> Team:
        """Stop asking until somebody resumes. Raises NotAllowed, NoTeam, BotError when paused."""
        with self._database.transaction() as session:
            row, schedule = self._to_change(session, actor, workspace_id, channel)
            if row.paused_at is not None and not stopped_by_itself(row.paused_reason):
                raise BotError(
                    "Check-ins are already paused. `/maturity resume` starts them again."
                )
            self._stop(row, schedule, f"<@{actor.user_id}> paused them")
            self._tell(session, row, "paused", {"by": actor.user_id})
            self._note(session, row, "paused", actor.user_id)
            return team_of(row, schedule)

    def resume(self, actor: Actor, workspace_id: int, channel: str) -> Team:
        """Ask again from the next date on. Raises NotAllowed, NoTeam, BotError when not paused."""
        with self._database.transaction() as session:
            row, schedule = self._to_change(session, actor, workspace_id, channel)
            if row.paused_at is None:
                raise BotError("Check-ins are not paused. `/maturity` shows the next date.")
            go_on(session, row, schedule, self._clock())
            self._tell(session, row, "resumed", {"by": actor.user_id})
            self._note(session, row, "resumed", actor.user_id)
            return team_of(row, schedule)

    def _create(
        self,
        session: Session,
        actor: Actor,
        workspace_id: int,
        channel: str,
        settings: Settings,
    ) -> teams.Found:
        row = tables.Team(
            workspace_id=workspace_id,
            channel_id=channel,
            admins=[actor.user_id],
            revision=0,
            created_by=actor.user_id,
            created_at=self._clock(),
            **_team_columns(settings),
        )
        session.add(row)
        session.flush()
        schedule = tables.Schedule(
            workspace_id=workspace_id,
            team_id=row.id,
            next_period="",
            **rule_columns(settings.rule),
        )
        session.add(schedule)
        return row, schedule

    def _store(
        self,
        session: Session,
        actor: Actor,
        row: tables.Team,
        schedule: tables.Schedule,
        settings: Settings,
        before: Team | None,
    ) -> SavedTeam:
        for name, value in _team_columns(settings).items():
            setattr(row, name, value)
        for name, value in rule_columns(settings.rule).items():
            setattr(schedule, name, value)
        row.revision += 1
        if row.paused_at is None:
            plan(session, row, schedule, self._clock())
        team = team_of(row, schedule)
        if before is None or before.settings != settings:
            kind = "first_setup" if before is None else "settings_changed"
            about = {"by": actor.user_id, "before": _plain(before) if before else None}
            self._tell(session, row, kind, about)
            did = "set_up" if before is None else "settings_changed"
            changed = differences(before.settings, settings) if before else None
            self._note(session, row, did, actor.user_id, changed)
        return SavedTeam(team, before is None, self._upcoming(session, row, settings.rule))

    def _to_change(
        self, session: Session, actor: Actor, workspace_id: int, channel: str
    ) -> teams.Found:
        team_id = need_team(session, workspace_id, channel)[0].id
        row, schedule = need_team_by_id(session, workspace_id, team_id, lock=True)
        check(actor, Action.PAUSE, row.admins)
        return row, schedule

    def _stop(self, row: tables.Team, schedule: tables.Schedule, reason: str) -> None:
        row.paused_at, row.paused_reason, row.look_at = self._clock(), reason, None
        schedule.next_due_at = None

    def _upcoming(
        self, session: Session, row: tables.Team, rule: Rule, count: int = 3
    ) -> tuple[Occurrence, ...]:
        taken = teams.periods_taken(session, row.workspace_id, row.id)
        return upcoming(rule, self._clock(), count, taken)

    def _note(
        self,
        session: Session,
        row: tables.Team,
        did: str,
        by: str,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        place, now = row.workspace_id, self._clock()
        audit.note(session, place, did, actor=by, channel=row.channel_id, at=now, detail=detail)

    def _tell(
        self, session: Session, row: tables.Team, kind: str, about: Mapping[str, object]
    ) -> None:
        """One message in the channel about what somebody changed."""
        now = self._clock()
        messages.enqueue(
            session,
            workspace_id=row.workspace_id,
            team_id=row.id,
            key=f"team:{row.id}:{kind}:{row.revision}:{int(now.timestamp())}",
            kind=kind,
            channel=row.channel_id,
            about=about,
            now=now,
        )


def tell_admins(
    session: Session, row: tables.Team, kind: str, about: dict[str, object], now: datetime
) -> None:
    """One direct message to each of the team's admins."""
    for admin in row.admins:
        messages.enqueue(
            session,
            workspace_id=row.workspace_id,
            team_id=row.id,
            key=f"team:{row.id}:{kind}:{admin}:{int(now.timestamp())}",
            kind=kind,
            channel=admin,
            about=about,
            now=now,
        )


def _team_columns(settings: Settings) -> dict[str, object]:
    return {
        "rubric": settings.rubric,
        "privacy": settings.privacy.value,
        "minimum": settings.minimum,
        "days_open": settings.days_open,
        "picked": None if settings.picked is None else list(settings.picked),
        "in_overview": settings.in_overview,
        "keep_months": settings.keep_months,
    }


def _plain(team: Team) -> dict[str, object]:
    """The settings as JSON, to tell later what changed."""
    rule = dict(rule_columns(team.settings.rule))
    rule["at"] = team.settings.rule.at.isoformat()
    return {**_team_columns(team.settings), "rule": rule}


def asked_of(settings: Settings, people: Sequence[str]) -> tuple[str, ...]:
    """Who is asked of the channel's full members: all of them, or those picked who are there."""
    if settings.picked is None:
        return tuple(people)
    return tuple(person for person in people if person in settings.picked)
