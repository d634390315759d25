"""Rounds: opened by the schedule or by hand, closed at their time or by hand, scored once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.domain import lifecycle, privacy, reminding
from bot.domain.cadence import closes_at, next_occurrence
from bot.domain.lifecycle import Opening
from bot.domain.permissions import Action, Actor, check
from bot.domain.team import Privacy
from bot.errors import BotError
from bot.services.memory import Memory
from bot.services.plans import fulfil
from bot.services.reading import GONE, need_team, need_team_by_id, rule_of, team_of
from bot.services.settling import ask_about, settle
from bot.services.targets import note_reached
from bot.services.teams import asked_of, tell_admins
from rubric.catalogue import Rubrics
from rubric.recommendations import recommend
from rubric.scoring import Profile
from storage import answers, audit, checkins, messages, reminders, teams
from storage import models as tables
from storage.database import Database, database_now

AT_ONCE = timedelta(0)
# How long the channel of a round is remembered, in seconds: Slack hardly ever renames one.
SURE_FOR = 60.0
# Positions of a round's messages: each waits until those before it are posted.
INVITATION, SUMMARY, TIPS, VOICES = 0, 10, 20, 30


class CheckIns:
    """Use cases that open and close rounds. Each method is one transaction."""

    def __init__(self, database: Database, rubrics: Rubrics, clock: Clock) -> None:
        self._database = database
        self._rubrics = rubrics
        self._clock = clock
        self._channels: Memory[tuple[int, int], str] = Memory(SURE_FOR)

    def open_due(
        self, workspace_id: int, team_id: int, people: Sequence[str], pause: timedelta = AT_ONCE
    ) -> bool:
        """Open the team's due round; its invitation waits for `pause`. False: not due.

        `people` are the channel's full members. Dates too long past are noted as missed. The claim
        under which the team was looked at ends.
        """
        with self._database.transaction() as session:
            found = teams.get(session, workspace_id, team_id, lock=True)
            if found is None:
                return False
            row, schedule = found
            schedule.claimed_until = None
            if self._decide(session, row, schedule) is not Opening.OPEN:
                return False
            due_at = schedule.next_due_at
            assert due_at is not None  # noqa: S101 - it was due
            wait = database_now(session) + pause if pause else None
            period = schedule.next_period
            self._open(session, row, schedule, period, due_at, people, not_before=wait)
            self._advance(session, row, schedule)
            return True

    def start(self, actor: Actor, workspace_id: int, channel: str, people: Sequence[str]) -> int:
        """Open a round by hand; its id. Raises BotError when one is open, NotAllowed, NoTeam."""
        with self._database.transaction() as session:
            team_id = need_team(session, workspace_id, channel)[0].id
            row, schedule = need_team_by_id(session, workspace_id, team_id, lock=True)
            check(actor, Action.START)
            if checkins.open_of(session, workspace_id, team_id):
                raise BotError("A check-in is already open. `/maturity close` ends it.")
            now = self._clock()
            taken = teams.periods_taken(session, workspace_id, team_id)
            period = f"hand {now:%Y-%m-%d} {len(taken) + 1}"
            audit.note(
                session, workspace_id, "started", actor=actor.user_id, channel=channel, at=now
            )
            return self._open(session, row, schedule, period, now, people, started_by=actor.user_id)

    def close_due(self, workspace_id: int, check_in_id: int) -> bool:
        """Close a round whose time has come; False when somebody else does, or it got more time."""
        with self._database.transaction() as session:
            row = checkins.take(session, workspace_id, check_in_id)
            if row is None or row.closing_at is None or row.closing_at > self._clock():
                return False
            return self._close(session, row)

    def close(self, actor: Actor, workspace_id: int, channel: str) -> int:
        """Close the team's open round by hand; its id. Raises BotError, NotAllowed, NoTeam."""
        with self._database.transaction() as session:
            team, _ = need_team(session, workspace_id, channel)
            check(actor, Action.CLOSE, team.admins)
            row = checkins.open_of(session, workspace_id, team.id)
            if row is None or not self._close(session, row):
                raise BotError("No check-in is open. `/maturity start` opens one.")
            row.closed_by = actor.user_id
            now = self._clock()
            audit.note(
                session, workspace_id, "closed", actor=actor.user_id, channel=channel, at=now
            )
            return row.id

    def channel_of(self, workspace_id: int, check_in_id: int) -> str:
        """The channel that a round belongs to. Raises BotError when there is no such round."""

        def read() -> str | None:
            with self._database.transaction() as session:
                return checkins.channel(session, workspace_id, check_in_id)

        channel = self._channels.recall((workspace_id, check_in_id), read)
        if channel is None:
            raise BotError(GONE)
        return channel

    def forget_channels(self) -> None:
        """A channel has got another id: what is remembered of the rounds' channels is not true."""
        self._channels.clear()

    def _decide(self, session: Session, row: tables.Team, schedule: tables.Schedule) -> Opening:
        """What to do about the schedule's date; dates too long past are noted as missed."""
        missed: list[str] = []
        now = self._clock()
        while schedule.next_due_at is not None:
            another = checkins.open_of(session, row.workspace_id, row.id) is not None
            step = lifecycle.opening(schedule.next_due_at, now, another)
            if step is not Opening.MISSED:
                break
            missed.append(schedule.next_due_at.isoformat())
            self._note_missed(session, row, schedule)
        if missed:
            tell_admins(session, row, "round_missed", {"missed": missed[-20:]}, now)
        return step if schedule.next_due_at is not None else Opening.NOT_DUE

    def _note_missed(self, session: Session, row: tables.Team, schedule: tables.Schedule) -> None:
        session.add(
            tables.CheckIn(
                state=checkins.MISSED, **_round_columns(row, schedule.next_period, schedule)
            )
        )
        session.flush()
        after = schedule.next_due_at
        assert after is not None  # noqa: S101 - the caller found it missed
        self._advance(session, row, schedule, after=after)

    def _advance(
        self,
        session: Session,
        row: tables.Team,
        schedule: tables.Schedule,
        after: datetime | None = None,
    ) -> None:
        taken = teams.periods_taken(session, row.workspace_id, row.id)
        following = next_occurrence(rule_of(schedule), after or self._clock(), taken)
        schedule.next_period, schedule.next_due_at = following.period, following.due_at

    def _open(
        self,
        session: Session,
        row: tables.Team,
        schedule: tables.Schedule,
        period: str,
        due_at: datetime,
        people: Sequence[str],
        *,
        started_by: str = "",
        not_before: datetime | None = None,
    ) -> int:
        now = self._clock()
        deadline = closes_at(now if started_by else due_at, row.days_open, schedule.zone)
        deadline = max(deadline, now + timedelta(days=1))  # a late round leaves a day at least
        opened = tables.CheckIn(
            **_round_columns(row, period, schedule) | {"due_at": due_at},
            state=checkins.OPEN,
            opened_at=now,
            deadline=deadline,
            closing_at=deadline,
            remind_at=reminding.earliest(reminding.Window(now, deadline, deadline)),
            started_by=started_by,
        )
        session.add(opened)
        session.flush()
        settings = team_of(row, schedule).settings
        asked = asked_of(settings, people)
        answers.ask(session, row.workspace_id, opened.id, list(asked))
        _say(session, row, opened, "invitation", INVITATION, now, not_before=not_before)
        return opened.id

    def _close(self, session: Session, row: tables.CheckIn) -> bool:
        now = self._clock()
        if not checkins.begin_closing(session, row.workspace_id, row.id, now):
            return False
        session.refresh(row)
        team, _ = need_team_by_id(session, row.workspace_id, row.team_id)
        row.respondents = answers.respondents(session, row.workspace_id, row.id)
        profile = settle(session, self._rubrics.get(row.rubric), row)
        row.enough = profile is not None
        if profile is not None:
            fulfil(session, row, self._rubrics.get(row.rubric), profile, now)
            note_reached(session, row, profile)
        self._tell(session, team, row, profile, now)
        return True

    def _tell(
        self,
        session: Session,
        team: tables.Team,
        row: tables.CheckIn,
        profile: Profile | None,
        now: datetime,
    ) -> None:
        """The rows of everything that the channel is told about a closed round."""
        messages.want_edit(session, row.workspace_id, _key(row, "invitation"))
        reminders.show_over(session, row.workspace_id, row.id)
        _say(session, team, row, "summary", SUMMARY, now)
        if profile is not None:
            rubric = self._rubrics.get(row.rubric)
            steps = recommend(rubric, profile)
            for index, dimension in enumerate(dict.fromkeys(s.dimension for s in steps)):
                _say(session, team, row, "tips", TIPS + index, now, dimension)
            ask_about(session, team, row, rubric, profile)
        if answers.comments(session, row.workspace_id, row.id) and privacy.shows_comments(
            row.respondents, Privacy(row.privacy), row.minimum
        ):
            _say(session, team, row, "voices", VOICES, now)


def _round_columns(row: tables.Team, period: str, schedule: tables.Schedule) -> dict[str, object]:
    """What a round keeps of its team's settings: later changes hold for later rounds."""
    return {
        "workspace_id": row.workspace_id,
        "team_id": row.id,
        "period": period,
        "rubric": row.rubric,
        "privacy": row.privacy,
        "minimum": row.minimum,
        "due_at": schedule.next_due_at,
    }


def _key(row: tables.CheckIn, kind: str, target: str = "") -> str:
    return f"round:{row.id}:{kind}:{target}".rstrip(":")


def _say(
    session: Session,
    team: tables.Team,
    row: tables.CheckIn,
    kind: str,
    position: int,
    now: datetime,
    dimension: str = "",
    not_before: datetime | None = None,
) -> None:
    messages.enqueue(
        session,
        workspace_id=row.workspace_id,
        team_id=team.id,
        check_in_id=row.id,
        key=_key(row, kind, dimension),
        kind=kind,
        channel=team.channel_id,
        about={"dimension": dimension} if dimension else {},
        position=position,
        now=now,
        not_before=not_before,
    )
