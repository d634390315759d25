"""Messages that are not part of a round: hellos, answers to mentions, shared answers."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.services.memory import Memory
from storage import inbox, messages, workspaces
from storage.database import Database, database_now

# A workspace that takes the app out is not served any longer than this by other replicas.
SURE_FOR = 5.0


class Posts:
    """Puts messages into the outbox. Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def say(
        self,
        workspace_id: int,
        key: str,
        kind: str,
        channel: str,
        about: Mapping[str, Any],
        delivery: str = "",
    ) -> bool:
        """Post once per key, however often Slack delivers what caused it. False: known already.

        `delivery` names what Slack delivered: noted in the same transaction, so that the same one
        is not acted on again, and none is noted that was not acted on.
        """
        with self._database.transaction() as session:
            if delivery and not inbox.note(session, workspace_id, delivery, database_now(session)):
                return False
            return messages.enqueue(
                session,
                workspace_id=workspace_id,
                key=key,
                kind=kind,
                channel=channel,
                about=dict(about),
                now=self._clock(),
            )

    def confirm(self, workspace_id: int, key: str, channel: str, ts: str) -> None:
        """Note that a message of ours was seen in Slack: somebody clicked on it."""
        with self._database.transaction() as session:
            messages.confirm(session, workspace_id, key, channel, ts)


class Deliveries:
    """What Slack has delivered before."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_new(self, workspace_id: int, delivery: str) -> bool:
        """Note a delivery; False when it was noted before."""
        with self._database.transaction() as session:
            return inbox.note(session, workspace_id, delivery, database_now(session))


class Workspaces:
    """The workspaces that Rung is installed in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: Memory[tuple[str, str], int] = Memory(SURE_FOR)
        self._homes: Memory[int, tuple[str, str]] = Memory(SURE_FOR)

    def remember(self, enterprise_id: str, slack_team_id: str, name: str, bot_user_id: str) -> int:
        """The workspace's id, made on the first start."""
        with self._database.transaction() as session:
            return workspaces.remember(
                session,
                enterprise_id=enterprise_id,
                slack_team_id=slack_team_id,
                name=name,
                bot_user_id=bot_user_id,
                now=self._clock(),
            )

    def home(self, workspace_id: int) -> tuple[str, str]:
        """Slack's ids of the enterprise and the workspace; empty for one that is gone."""

        def read() -> tuple[str, str] | None:
            with self._database.transaction() as session:
                return workspaces.home(session, workspace_id)

        return self._homes.recall(workspace_id, read) or ("", "")

    def find(self, enterprise_id: str, slack_team_id: str) -> int | None:
        """The id of an installation's workspace, None when there is none (any more)."""

        def read() -> int | None:
            with self._database.transaction() as session:
                return workspaces.present(session, enterprise_id, slack_team_id)

        return self._known.recall((enterprise_id, slack_team_id), read)

    def forget(self) -> None:
        """Look again at the next question: the app was taken out somewhere."""
        self._known.clear()
