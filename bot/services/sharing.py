"""Results where people of other organisations read along: whether an admin has agreed to it."""

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.domain.audit import SYSTEM
from bot.domain.permissions import Action, Actor, check
from bot.domain.team import Team
from bot.services.reading import need_team, need_team_by_id, team_of
from bot.services.teams import tell_admins
from storage import audit, checkins, held, messages, teams
from storage import models as tables
from storage.database import Database

# After everything of a round, and apart from its reminders.
AFTER_ALL = 1001


class Sharing:
    """Use cases around a shared channel's consent. Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def team(self, actor: Actor, workspace_id: int, channel: str) -> Team:
        """The channel's team, for somebody who may decide. Raises NotAllowed, NoTeam."""
        with self._database.transaction() as session:
            team = team_of(*need_team(session, workspace_id, channel))
            check(actor, Action.ALLOW_SHARING, team.admins)
            return team

    def channel_of(self, workspace_id: int, team_id: int) -> str:
        """The team's channel. Raises NoTeam."""
        with self._database.transaction() as session:
            return need_team_by_id(session, workspace_id, team_id)[0].channel_id

    def decide(
        self, actor: Actor, workspace_id: int, team_id: int, *, shared: bool, allowed: bool
    ) -> Team:
        """Allow results in the channel, or no longer; the channel is told who did.

        `shared` is whether others read along now. What was held back of the last round is posted
        once it may be. Raises NotAllowed, NoTeam.
        """
        with self._database.transaction() as session:
            row, schedule = need_team_by_id(session, workspace_id, team_id, lock=True)
            check(actor, Action.ALLOW_SHARING, row.admins)
            held_before, row.shared = team_of(row, schedule).holds_results, shared
            if shared and bool(row.sharing_allowed_by) is not allowed:
                row.sharing_allowed_by = actor.user_id if allowed else ""
                row.revision += 1
                did = "sharing_allowed" if allowed else "sharing_withdrawn"
                self._note(session, row, did, actor.user_id)
                self._tell(session, row, did, actor.user_id)
            team = team_of(row, schedule)
            if held_before and not team.holds_results:
                _release(session, row)
            return team

    def learn(self, workspace_id: int, channel: str, *, shared: bool) -> bool:
        """Note whether Slack says now that others read along; whether results are held back.

        When others join, the admins are asked once; when they have gone, so has the consent.
        """
        with self._database.transaction() as session:
            found = teams.in_channel(session, workspace_id, channel)
            if found is None:
                return False  # without a team there is nothing to show
            row, schedule = found
            if row.shared is not shared:
                row, schedule = need_team_by_id(session, workspace_id, row.id, lock=True)
                self._turn(session, row, shared)
            return team_of(row, schedule).holds_results

    def hand_over(self, workspace_id: int, team_id: int, check_in_id: int) -> None:
        """The result that the channel does not get goes to the admins, each once."""
        with self._database.transaction() as session:
            row, _ = need_team_by_id(session, workspace_id, team_id)
            for admin in row.admins:
                messages.enqueue(
                    session, workspace_id=workspace_id, team_id=team_id, kind="result_apart",
                    key=f"round:{check_in_id}:apart:{admin}", channel=admin, about={},
                    check_in_id=check_in_id, position=AFTER_ALL, now=self._clock(),
                )  # fmt: skip

    def _turn(self, session: Session, row: tables.Team, shared: bool) -> None:
        if row.shared is shared:
            return  # somebody else has just noted it
        row.shared = shared
        if shared:
            tell_admins(session, row, "sharing_asked", {}, self._clock())
            return
        if row.sharing_allowed_by:
            row.sharing_allowed_by = ""
            self._note(session, row, "sharing_withdrawn", SYSTEM)
        _release(session, row)

    def _note(self, session: Session, row: tables.Team, did: str, by: str) -> None:
        now = self._clock()
        audit.note(session, row.workspace_id, did, actor=by, channel=row.channel_id, at=now)

    def _tell(self, session: Session, row: tables.Team, did: str, by: str) -> None:
        now = self._clock()
        messages.enqueue(
            session, workspace_id=row.workspace_id, team_id=row.id, kind=did, about={"by": by},
            key=f"team:{row.id}:{did}:{row.revision}", channel=row.channel_id, now=now,
        )  # fmt: skip


def _release(session: Session, row: tables.Team) -> None:
    last = checkins.last_closed(session, row.workspace_id, row.id)
    if last is not None:
        held.release(session, row.workspace_id, last.id)
