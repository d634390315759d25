"""The audit trail, read for those who may ask about it."""

from bot.domain.audit import Entry
from bot.domain.permissions import Action, Actor, check
from storage import audit, teams
from storage.database import Database

# So many entries are shown: the last ones are what somebody asks about.
MOST_SHOWN = 20


class Trails:
    """Reads. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, actor: Actor, workspace_id: int, channel: str) -> tuple[Entry, ...]:
        """What was done to the channel's team, the newest first. Raises NotAllowed.

        It outlives the team; without one it is for admins of the workspace.
        """
        with self._database.transaction() as session:
            found = teams.in_channel(session, workspace_id, channel)
            check(actor, Action.AUDIT, found[0].admins if found else ())
            rows = audit.of_channel(session, workspace_id, channel, MOST_SHOWN)
            return tuple(Entry(row.at, row.actor, row.action, row.detail) for row in rows)
