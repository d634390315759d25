"""Owners are told once that the day they had in mind has passed; nobody else ever is."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import Clock
from bot.domain.commitments import today_in
from bot.domain.reminding import at_work
from storage import commitments, messages
from storage.database import Database

# How many are looked at together.
BATCH = 50
# No zone is further ahead of UTC: whatever has passed anywhere was due before the day after this.
FURTHEST_AHEAD = timedelta(hours=14)


@dataclass(frozen=True)
class Overdue:
    """A step whose day has passed while it is working time for its team."""

    id: int
    workspace_id: int
    team_id: int
    channel: str
    owner: str
    due_on: date


class OverdueSteps:
    """Several replicas may look at the same: each is told once. Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def some(self, after: int = 0) -> list[Overdue]:
        """Those not mentioned yet, in the order of their ids, from the one after `after` on."""
        now = self._clock()
        with self._database.transaction() as session:
            zones = commitments.zones_to_tell(session, (now + FURTHEST_AHEAD).date())
            today = {zone: today_in(zone, now) for zone in zones if at_work(now, zone)}
            if not today:
                return []
            found = commitments.overdue(session, today, after=after, limit=BATCH)
            return [
                Overdue(row.id, row.workspace_id, row.team_id, channel, row.owner, row.due_on)
                for row, channel in found
            ]

    def tell(self, late: Overdue) -> bool:
        """One direct message to the owner; False when they were told, or it has changed."""
        with self._database.transaction() as session:
            now = self._clock()
            if not commitments.note_told(
                session, late.workspace_id, late.id, late.owner, late.due_on, now
            ):
                return False
            return messages.enqueue(
                session,
                workspace_id=late.workspace_id,
                team_id=late.team_id,
                key=f"commitment:{late.id}:overdue:{late.due_on}",
                kind="overdue",
                channel=late.owner,
                about={"commitment": late.id, "due_on": late.due_on.isoformat()},
                now=now,
            )

    def pass_over(self, late: Overdue) -> None:
        """Tell nobody: the owner is no longer in the channel."""
        with self._database.transaction() as session:
            now = self._clock()
            commitments.note_told(session, late.workspace_id, late.id, late.owner, late.due_on, now)
