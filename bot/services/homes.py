"""Somebody's Home tab: how their teams stand, what they took on, what they want of Rung."""

from collections.abc import Collection
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.permissions import Actor
from bot.domain.rounds import Home, OwnCommitment
from bot.services.channels import stopped_teams
from bot.services.results import Results
from storage import people
from storage.database import Database


class Homes:
    """Reads Home tabs."""

    def __init__(self, database: Database, results: Results, clock: Clock) -> None:
        self._database = database
        self._results = results
        self._clock = clock

    def home(self, actor: Actor, workspace_id: int, channels: Collection[str]) -> Home:
        """Somebody's Home tab; of teams and commitments those of the channels they are in."""
        teams = self._results.home(actor, workspace_id, channels)
        if teams.guest:
            return teams
        with self._database.transaction() as session:
            found = people.commitments(session, workspace_id, actor.user_id, channels)
            stopped = stopped_teams(session, workspace_id, actor.user_id, channels)
            unwanted = people.unreminded(session, workspace_id, [actor.user_id])
        now = self._clock()
        own = tuple(
            OwnCommitment(
                title=row.title,
                channel=channel,
                due_on=row.due_on,
                overdue=row.due_on < now.astimezone(ZoneInfo(zone)).date(),
            )
            for row, channel, zone in found
        )
        return replace(teams, commitments=own, reminders=not unwanted, stopped=stopped)
