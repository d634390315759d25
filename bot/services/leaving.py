"""The app is taken out of a workspace, and perhaps comes back in time."""

import logging
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.services.planning import go_on
from storage import leaving, teams, workspaces
from storage.database import Database
from storage.presence import has_left

log = logging.getLogger(__name__)

# Reasons for which a team was paused that an installation mends: Slack's error names.
MENDED = (*leaving.DEAD, "invalid_auth", "missing_scope", "not_authed", "token_expired")
# A token that dies so soon after an installation is the one before it, in a call under way then.
UNDER_WAY = timedelta(minutes=1)


class Leaving:
    """Use cases of an app that goes and comes. Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, enterprise_id: str, slack_team_id: str) -> int | None:
        """The id of a workspace that has the app or had it."""
        with self._database.transaction() as session:
            return workspaces.find(session, enterprise_id, slack_team_id)

    def has_left(self, workspace_id: int) -> bool:
        """Whether the app was taken out."""
        with self._database.transaction() as session:
            return has_left(session, workspace_id)

    def leave(self, workspace_id: int, reason: str, happened_at: datetime | None = None) -> bool:
        """Delete the tokens at once, and have everything rest; False when it did already.

        `happened_at` is when Slack says that it was; from before the last installation it is old
        news, and changes nothing.
        """
        now = self._clock()
        with self._database.transaction() as session:
            left = leaving.leave(session, workspace_id, now, happened_at or now)
        if left:
            fields = {"workspace": workspace_id, "reason": reason}
            log.warning("the app was taken out of a workspace", extra=fields)
        return left

    def token_died(self, workspace_id: int, error: str) -> None:
        """A call learned that the token is dead, which Slack's events may not have told yet."""
        self.leave(workspace_id, error, self._clock() - UNDER_WAY)

    def come_back(self, workspace_id: int) -> int:
        """Teams that stopped for want of access go on at their next date; how many.

        Everything else that rested goes on since `storage.workspaces.remember`.
        """
        with self._database.transaction() as session:
            stopped = teams.paused_for(session, workspace_id, MENDED)
            for row, schedule in stopped:
                go_on(session, row, schedule, self._clock())
        return len(stopped)
