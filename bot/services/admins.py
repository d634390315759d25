"""A team's admins: who they are, and choosing others."""

from collections.abc import Sequence

from bot.clock import Clock
from bot.domain.admins import Candidate, read_admins
from bot.domain.permissions import Action, Actor, check
from bot.domain.team import Team
from bot.errors import BotError
from bot.services.reading import need_team, need_team_by_id, team_of
from bot.services.teams import STALE
from storage import audit, messages
from storage.database import Database


class Admins:
    """Use cases around a team's admins. Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def team(self, actor: Actor, workspace_id: int, channel: str) -> Team:
        """The channel's team, for somebody who may choose its admins. Raises NotAllowed, NoTeam."""
        with self._database.transaction() as session:
            team = team_of(*need_team(session, workspace_id, channel))
            check(actor, Action.CHANGE_ADMINS, team.admins)
            return team

    def channel_of(self, workspace_id: int, team_id: int) -> str:
        """The team's channel. Raises NoTeam."""
        with self._database.transaction() as session:
            return need_team_by_id(session, workspace_id, team_id)[0].channel_id

    def choose(
        self,
        actor: Actor,
        workspace_id: int,
        team_id: int,
        revision: int,
        candidates: Sequence[Candidate],
    ) -> Team:
        """Make these the admins; the channel is told who chose whom.

        `revision` is the one the form was opened with. Raises NotAllowed, NoTeam, InvalidSettings,
        and BotError when somebody else changed the settings in the meantime.
        """
        with self._database.transaction() as session:
            row, schedule = need_team_by_id(session, workspace_id, team_id, lock=True)
            check(actor, Action.CHANGE_ADMINS, row.admins)
            if row.revision != revision:
                raise BotError(STALE)
            before, chosen = tuple(row.admins), read_admins(candidates)
            if set(before) == set(chosen):
                return team_of(row, schedule)
            row.admins, row.revision = list(chosen), row.revision + 1
            now, by = self._clock(), actor.user_id
            audit.note(
                session, workspace_id, "admins_changed", actor=by, channel=row.channel_id, at=now,
                detail=_change(before, chosen),
            )  # fmt: skip
            messages.enqueue(
                session, workspace_id=workspace_id, team_id=row.id, kind="admins_changed",
                key=f"team:{row.id}:admins:{row.revision}", channel=row.channel_id,
                about={"by": by, "admins": list(chosen)}, now=now,
            )  # fmt: skip
            return team_of(row, schedule)


def _change(before: Sequence[str], after: Sequence[str]) -> dict[str, list[str]]:
    return {
        "added": [user for user in after if user not in before],
        "removed": [user for user in before if user not in after],
    }
