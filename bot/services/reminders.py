"""Reminders: who is due, what they chose in one, and what one says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.domain import reminding
from bot.domain.reminding import Reminder, Standing, Window
from bot.errors import BotError
from bot.services.reading import GONE, need_team_by_id, terms_of
from storage import checkins, messages, pace, people, reminders, teams
from storage import models as tables
from storage.checkins import Hold
from storage.database import Database, database_now

# How many rounds are claimed at a time, and when one is looked at again that nobody settled.
BATCH = 50
AGAIN = timedelta(minutes=2)
OVER = "This check-in has closed, so there is nothing left to skip. The results are in its thread."
NOT_ASKED = "You were not asked in this check-in, so there is nothing to skip."


@dataclass(frozen=True)
class DueReminders:
    """A round in which somebody may have to be reminded: those who have not finished."""

    workspace_id: int
    team_id: int
    check_in_id: int
    channel: str
    people: tuple[str, ...]


class Reminders:
    """Use cases around reminders. Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def claim(self) -> list[DueReminders]:
        """Some rounds to look at now; nobody else gets them for a while."""
        with self._database.transaction() as session:
            found = reminders.claim_due(
                session, self._clock(), moment=database_now(session), lease=AGAIN, limit=BATCH
            )
            return [_due(session, row, channel) for row, channel in found]

    def remind(self, workspace_id: int, check_in_id: int, zones: Mapping[str, str]) -> int:
        """Remind those whose moment has come, and settle when to look next; how many.

        `zones` holds those who are still to be found in the channel, with the names of their zones
        as Slack has them; nobody else is reminded.
        """
        with self._database.transaction() as session:
            row = checkins.take(session, workspace_id, check_in_id)
            if row is None or row.state != checkins.OPEN:
                return 0
            _, schedule = need_team_by_id(session, workspace_id, row.team_id)
            unwanted = people.unreminded(session, workspace_id, zones.keys())
            round_ = _Open(session, row, self._clock())
            for person in reminders.unfinished(session, workspace_id, check_in_id):
                if person.user_id in zones:
                    zone = reminding.zone_or(zones[person.user_id], schedule.zone)
                    round_.look_at(person, zone, wanted=person.user_id not in unwanted)
            row.remind_at = min(round_.coming, default=None)
            return round_.reminded

    def rest(self, workspace_id: int, seconds: float) -> None:
        """Slack asked the workspace to wait: no replica reads of it for so many seconds."""
        with self._database.transaction() as session:
            until = database_now(session) + timedelta(seconds=seconds)
            pace.rest(session, workspace_id, teams.READ, until)

    def end(self, workspace_id: int, check_in_id: int) -> None:
        """Nobody is reminded of the round any more: its channel is gone."""
        with self._database.transaction() as session:
            row = checkins.get(session, workspace_id, check_in_id)
            if row is not None:
                row.remind_at = None

    def reminder(self, workspace_id: int, check_in_id: int, user_id: str, number: int) -> Reminder:
        """What somebody's reminder says now. Raises BotError when the round is gone."""
        with self._database.transaction() as session:
            found = checkins.for_person(session, workspace_id, check_in_id, user_id)
            if found is None:
                raise BotError(GONE)
            row, _, person = found
            team, _ = need_team_by_id(session, workspace_id, row.team_id)
            wanted = not people.unreminded(session, workspace_id, [user_id])
            return Reminder(
                round=terms_of(row),
                channel=team.channel_id,
                standing=_standing(row, person, wanted),
                number=number,
            )

    def still_due(self, reminder: Reminder, zone: str) -> bool:
        """Whether a reminder that waited to be sent still helps somebody in that zone."""
        now, closing = self._clock(), reminder.round.closing_at
        waiting = reminder.standing is Standing.WAITING and closing is not None and now < closing
        return waiting and reminding.at_work(now, zone)

    def skip(self, workspace_id: int, check_in_id: int, user_id: str) -> None:
        """No more reminders of this round. Raises BotError when it is over, or they were not asked.

        Who has finished has nothing to skip any more, and is shown so.
        """
        with self._database.transaction() as session:
            found = checkins.for_person(session, workspace_id, check_in_id, user_id, Hold.TOGETHER)
            if found is None:
                raise BotError(GONE)
            row, _, person = found
            if row.state != checkins.OPEN:
                raise BotError(OVER)
            if person is None or not person.asked:
                raise BotError(NOT_ASKED)
            person.skipped_at = person.skipped_at or self._clock()
            reminders.show_again(session, workspace_id, check_in_id, user_id)

    def want(self, workspace_id: int, user_id: str, wanted: bool) -> None:
        """Reminders in all of somebody's teams, or in none. Anyone may say so for themselves."""
        with self._database.transaction() as session:
            people.want_reminders(session, workspace_id, user_id, wanted)
            reminders.show_all_again(session, workspace_id, user_id)


class _Open:
    """An open round that is looked at now: how many were `reminded`, and when more are `coming`."""

    def __init__(self, session: Session, row: tables.CheckIn, now: datetime) -> None:
        self._session, self._row, self._now = session, row, now
        self._window = _window(row)
        self.reminded = 0
        self.coming: list[datetime] = []

    def look_at(self, person: tables.Participant, zone: str, *, wanted: bool) -> None:
        """Remind somebody if their moment has come. Who wants none is looked at again later, as if
        reminded: they may want the next one.
        """
        due = self._next(person, zone, person.reminded_at)
        if due is not None and due <= self._now:
            if wanted:
                self._remind(person, zone)
            due = self._next(person, zone, self._now)
        if due is not None:
            self.coming.append(due)

    def _next(
        self, person: tables.Participant, zone: str, last: datetime | None
    ) -> datetime | None:
        return reminding.next_moment(self._window, zone, self._now, person.reminders, last)

    def _remind(self, person: tables.Participant, zone: str) -> None:
        row, number = self._row, person.reminders + 1
        person.reminders, person.reminded_at = number, self._now
        self.reminded += messages.enqueue(
            self._session,
            workspace_id=row.workspace_id,
            team_id=row.team_id,
            check_in_id=row.id,
            key=key_of(row.id, number, person.user_id),
            kind="reminder",
            channel=person.user_id,
            about={"number": number, "zone": zone},
            position=reminders.POSITION,
            now=self._now,
        )


def key_of(check_in_id: int, number: int, user_id: str) -> str:
    """The key of somebody's first or second reminder of a round."""
    return f"round:{check_in_id}:reminder:{number}:{user_id}"


def _due(session: Session, row: tables.CheckIn, channel: str) -> DueReminders:
    waiting = reminders.unfinished(session, row.workspace_id, row.id)
    return DueReminders(
        row.workspace_id, row.team_id, row.id, channel, tuple(p.user_id for p in waiting)
    )


def _window(row: tables.CheckIn) -> Window:
    times = (row.opened_at, row.deadline, row.closing_at)
    return Window(*(when for when in times if when))  # an open round has all of them


def _standing(row: tables.CheckIn, person: tables.Participant | None, wanted: bool) -> Standing:
    if row.state != checkins.OPEN or person is None:
        return Standing.CLOSED
    if person.finished_at is not None:
        return Standing.FINISHED
    if person.skipped_at is not None:
        return Standing.SKIPPED
    return Standing.WAITING if wanted else Standing.UNWANTED
