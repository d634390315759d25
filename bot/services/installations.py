"""The workspaces that Rung was installed in by OAuth, and the way into each."""

from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.domain.installation import Access, Grant
from bot.services.memory import Memory
from bot.services.renewals import Renewals
from bot.services.tokens import TokenChest
from storage import audit, installations, messages, workspaces
from storage.database import Database

# What is known of a workspace's way in may be so old: who takes the app out is obeyed that soon.
KNOWN_FOR = 5.0
# A token is renewed when it lasts no longer, and is not sent any more just before its end.
EARLY = timedelta(hours=2)
MARGIN = timedelta(seconds=10)


class Installations:
    """`on_installed` hears of every installation, new or again, once it is stored."""

    def __init__(
        self,
        database: Database,
        chest: TokenChest,
        renewals: Renewals,
        clock: Clock,
        *,
        on_installed: Callable[[int], object] = lambda _workspace_id: None,
        known_for: float = KNOWN_FOR,
    ) -> None:
        self._database = database
        self._chest = chest
        self._renewals = renewals
        self._clock = clock
        self._on_installed = on_installed
        self._ids: Memory[tuple[str, str], int] = Memory(known_for)
        self._known: Memory[int, Access] = Memory(known_for)

    def install(self, grant: Grant) -> int:
        """Store what an installation gave; the workspace's id. The first one says hello, once."""
        now = self._clock()
        with self._database.transaction() as session:
            workspace_id = workspaces.remember(
                session,
                enterprise_id=grant.enterprise_id,
                slack_team_id=grant.slack_team_id,
                name=grant.name,
                bot_user_id=grant.bot_user_id,
                now=now,
            )
            values = {
                **self._chest.columns(workspace_id, grant.tokens, now),
                "bot_id": grant.bot_id,
                "scopes": list(grant.scopes),
                "installed_by": grant.installed_by,
                "installed_at": now,
                "lease_token": "",
                "lease_until": None,
            }
            installations.save(session, workspace_id, values)
            by = grant.installed_by
            audit.note(session, workspace_id, "installed", actor=by, channel="", at=now)
            messages.enqueue(
                session, workspace_id=workspace_id, key="welcome", kind="welcome", channel=by,
                about={}, now=now,
            )  # fmt: skip
        self.forget(workspace_id)
        self._on_installed(workspace_id)
        return workspace_id

    def find(self, enterprise_id: str, slack_team_id: str) -> Access | None:
        """The way into an installation's workspace; None when there is none (any more)."""

        def read() -> int | None:
            with self._database.transaction() as session:
                return workspaces.find(session, enterprise_id, slack_team_id)

        workspace_id = self._ids.recall((enterprise_id, slack_team_id), read)
        return None if workspace_id is None else self.access(workspace_id)

    def token(self, workspace_id: int) -> str:
        """The workspace's token now, renewed in time; empty when there is none."""
        access = self.access(workspace_id)
        return access.token if access else ""

    def access(self, workspace_id: int) -> Access | None:
        """The way into a workspace now; None when there is none (any more)."""
        known = self._known.recall(workspace_id, lambda: self._read(workspace_id))
        if known is None or not known.refresh or not self._ends_within(known, EARLY):
            return known
        usable = not self._ends_within(known, MARGIN)
        if known.resting or (known.renewing and usable):
            return known
        return self._renewed(known, usable=usable)

    def after_expiry(self, workspace_id: int, token: str) -> str:
        """Another token than this one, which Slack says has expired; the same: there is none."""
        self.forget(workspace_id)
        known = self._read(workspace_id)
        if known is None or known.token != token or not known.refresh or known.resting:
            return known.token if known else ""
        renewed = self._renewed(known, usable=False)
        return renewed.token if renewed else ""

    def is_newest(self, workspace_id: int, token: str) -> bool:
        """Whether this is still the workspace's token: what Slack says of an older one, which a
        new installation or a renewal has replaced, is not about the workspace.
        """
        known = self._read(workspace_id)
        return known is not None and known.token == token

    def forget(self, workspace_id: int) -> None:
        """Look the workspace's way in up anew: it has changed."""
        self._known.forget(workspace_id)

    def _renewed(self, known: Access, *, usable: bool) -> Access | None:
        renewed = self._renewals.renewed(known, usable=usable)
        self.forget(known.workspace_id)
        return renewed

    def _read(self, workspace_id: int) -> Access | None:
        with self._database.transaction() as session:
            return self._chest.read(session, workspace_id)

    def _ends_within(self, access: Access, time: timedelta) -> bool:
        return access.expires_at is not None and access.expires_at - self._clock() <= time
