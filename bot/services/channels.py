"""Teams follow their channels: they pause and resume with them, get their names and their ids."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.domain.audit import SYSTEM
from bot.domain.channels import SOON, Step, Stopped, look_again, next_step, stopped_by_itself
from bot.domain.lifecycle import LATE
from bot.services.planning import go_on
from storage import audit, channels, messages, teams
from storage import models as tables
from storage.database import Database
from storage.presence import has_left

# How many channels are looked at in one go, and when one is again that nobody settled.
BATCH = 10
AGAIN = timedelta(minutes=5)

# Of a team's admins in a workspace those who can be told, or somebody else who cares: asks Slack.
WhomToTell = Callable[[int, Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class ToLookAt:
    """A team whose channel is to be looked at."""

    workspace_id: int
    team_id: int
    channel: str


class Channels:
    """Use cases around what happens to channels. What is settled here is settled once, however
    many events, errors and replicas tell of it. Slack is asked before a transaction begins.
    """

    def __init__(self, database: Database, clock: Clock, whom_to_tell: WhomToTell) -> None:
        self._database = database
        self._clock = clock
        self._whom_to_tell = whom_to_tell

    def has_team(self, workspace_id: int, channel: str) -> bool:
        """Whether the channel has check-ins."""
        with self._database.transaction() as session:
            return teams.in_channel(session, workspace_id, channel) is not None

    def to_look_at(self) -> list[ToLookAt]:
        """Some channels that are due for a look; nobody else gets them for a while."""
        with self._database.transaction() as session:
            now = self._clock()
            found = channels.claim_looks(session, now, lease=AGAIN, limit=BATCH)
            return [ToLookAt(*which) for which in found]

    def pause_for(self, workspace_id: int, channel: str, reason: str) -> None:
        """Slack refuses the channel: pause its team, and tell the admins, unless it is paused.

        `reason` is Slack's error name; behind a colon may stand the scope that was missing.
        """
        obstacle = reason.partition(":")[0]
        self._settle(workspace_id, channel, obstacle, only=(Step.PAUSE,), told=reason)

    def resume_from(self, workspace_id: int, channel: str, reasons: Collection[str]) -> bool:
        """Resume the channel's team if it is paused for one of these reasons; whether it was."""
        return self._settle(workspace_id, channel, "", only=(Step.RESUME,), reasons=reasons)

    def settle(self, workspace_id: int, channel: str, obstacle: str | None, name: str = "") -> bool:
        """What Slack shows of the channel now; whether anybody is told of it.

        `obstacle` is why the bot cannot post there, "" when it can, None when that will show soon.
        """
        if obstacle is None:
            self._look_soon(workspace_id, channel)
            return False
        return self._settle(workspace_id, channel, obstacle, name=name)

    def release(self, workspace_id: int, channel: str) -> None:
        """The channel takes posts again: what waits for it may go."""
        with self._database.transaction() as session:
            channels.release(session, workspace_id, channel, self._clock() - LATE)

    def rename(self, workspace_id: int, channel: str, name: str) -> None:
        """The channel is called so now."""
        with self._database.transaction() as session:
            found = teams.in_channel(session, workspace_id, channel)
            if found is not None and name:
                found[0].channel_name = name[:255]

    def move(self, workspace_id: int, old: str, new: str) -> bool:
        """The channel has another id: all that is kept of it follows. False: that has a team."""
        with self._database.transaction() as session:
            if not channels.move(session, workspace_id, old, new):
                return False
            channels.release(session, workspace_id, new, self._clock() - LATE)
            return True

    def _settle(
        self,
        workspace_id: int,
        channel: str,
        obstacle: str,
        *,
        name: str = "",
        only: Collection[Step] = tuple(Step),
        reasons: Collection[str] | None = None,
        told: str = "",
    ) -> bool:
        people = self._people(workspace_id, channel, obstacle)
        with self._database.transaction() as session:
            found = teams.in_channel(session, workspace_id, channel, lock=True)
            if found is None or has_left(session, workspace_id):
                return False  # where the app was taken out everything rests as it is
            row, schedule = found
            row.channel_name = name[:255] or row.channel_name
            step = _step(row, obstacle)
            if step not in only or (reasons is not None and row.paused_reason not in reasons):
                return False
            if step in (Step.PAUSE, Step.PAUSE_ANEW):
                self._pause(session, row, schedule, obstacle, people, told or obstacle)
            elif step is Step.RESUME:
                self._resume(session, row, schedule)
            row.look_at = self._next_look(row)
            return step is not Step.NOTHING

    def _people(self, workspace_id: int, channel: str, obstacle: str) -> Sequence[str]:
        """Who is to be told of the obstacle; nobody where nothing is to be told."""
        with self._database.transaction() as session:
            found = teams.in_channel(session, workspace_id, channel)
            if found is None or _step(found[0], obstacle) not in (Step.PAUSE, Step.PAUSE_ANEW):
                return ()
            admins = tuple(found[0].admins)
        return self._whom_to_tell(workspace_id, admins)

    def _pause(
        self,
        session: Session,
        row: tables.Team,
        schedule: tables.Schedule,
        reason: str,
        people: Sequence[str],
        told: str,
    ) -> None:
        row.paused_at = row.paused_at or self._clock()
        row.paused_reason = reason
        schedule.next_due_at = None
        channels.remind_from(session, row.workspace_id, row.id, None)
        self._note(session, row, "stopped", {"reason": reason})
        for person in people:
            self._tell(session, row, "channel_gone", person, {"reason": told})

    def _resume(self, session: Session, row: tables.Team, schedule: tables.Schedule) -> None:
        """Go on with the next date that is not taken: nothing is caught up with."""
        now, reason = self._clock(), row.paused_reason
        go_on(session, row, schedule, now)
        channels.remind_from(session, row.workspace_id, row.id, now)
        dropped = channels.release(session, row.workspace_id, row.channel_id, now - LATE)
        about = {"reason": reason, "dropped": dropped}
        self._note(session, row, "resumed", {})
        self._tell(session, row, "channel_back", row.channel_id, about)

    def _note(
        self, session: Session, row: tables.Team, did: str, detail: dict[str, object]
    ) -> None:
        place, channel, now = row.workspace_id, row.channel_id, self._clock()
        audit.note(session, place, did, actor=SYSTEM, channel=channel, at=now, detail=detail)

    def _next_look(self, row: tables.Team) -> datetime | None:
        if row.paused_at is None:
            return None
        return look_again(row.paused_reason, row.paused_at, self._clock())

    def _look_soon(self, workspace_id: int, channel: str) -> None:
        with self._database.transaction() as session:
            found = teams.in_channel(session, workspace_id, channel)
            if found is not None:
                found[0].look_at = self._clock() + SOON

    def _tell(
        self, session: Session, row: tables.Team, kind: str, to: str, about: dict[str, object]
    ) -> None:
        """One message for this change of the row, which nobody else makes: it is locked."""
        messages.enqueue(
            session,
            workspace_id=row.workspace_id,
            team_id=row.id,
            key=f"team:{row.id}:{kind}:{to}:{uuid4().hex}",
            kind=kind,
            channel=to,
            about=about,
            now=self._clock(),
        )


def _step(row: tables.Team, obstacle: str) -> Step:
    return next_step(row.paused_at is not None, row.paused_reason, obstacle)


def stopped_teams(
    session: Session, workspace_id: int, user_id: str, without: Collection[str]
) -> tuple[Stopped, ...]:
    """An admin's teams that stopped by themselves, but for those of these channels."""
    return tuple(
        Stopped(row.channel_name, row.paused_reason)
        for row in channels.stopped(session, workspace_id, without)
        if user_id in row.admins and stopped_by_itself(row.paused_reason)
    )
