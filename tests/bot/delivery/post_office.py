"""A post office to test in: an outbox on a real database, and a Slack to post to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import select

from bot.delivery.outbox import Outbox, Policy
from bot.delivery.reconcile import Reconciler
from bot.gateway.slack import Post, Sender
from sandbox import Sandbox
from storage import channels, messages, workspaces
from storage.database import Database, database_now
from storage.models import CheckIn, Message, Team

# The real times, shortened; the lease is long, so that a slow machine loses none by accident.
QUICK = Policy(
    timeout=0.3, margin=0.2, lease=20, channel_interval=0.01, linger=0.05, longest_pause=0.02
)


class PostOffice:
    """Puts messages in, delivers them, and tells what became of them."""

    def __init__(self, slack: Sandbox, database: Database) -> None:
        self.slack, self.database = slack, database
        self.ahead = timedelta(0)  # how far our clock is ahead of Slack's
        self.refused: list[tuple[str, str]] = []
        slack.workspace.add_person("ana", real_name="Ana Example", tz="UTC")
        self.channel = self.add_channel("ml-platform")
        self.client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self.client.timeout = QUICK.timeout  # type: ignore[assignment]
        with database.transaction() as session:
            self.workspace_id = workspaces.remember(
                session, enterprise_id="", slack_team_id="T1", name="", bot_user_id="",
                now=self.now(),
            )  # fmt: skip
        self.outbox = self.hire()
        self.reconciler = Reconciler(database, lambda _workspace_id: self.client, QUICK)

    def add_channel(self, name: str) -> str:
        bot = self.slack.workspace.bot_user_id
        return self.slack.workspace.add_channel(name, members=["ana", bot])

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def hire(
        self,
        render: Callable[[Message], Post] | None = None,
        clients: Callable[[int], WebClient] | None = None,
        **policy: float,
    ) -> Outbox:
        """One more worker on the same outbox."""
        return Outbox(
            self.database,
            Sender(clients or (lambda _workspace_id: self.client), backoff=0.01),
            render or self.render,
            self.now,
            replace(QUICK, **policy),
            on_refused=lambda row, error: self.refused.append((row.key, error)),
        )

    def render(self, row: Message) -> Post:
        thread = messages.thread_of(self.database, row) if row.position else None
        text = f"{row.key} v{row.wanted}"
        return Post(row.channel, text, row.key, thread_ts=thread, broadcast=row.kind == "summary")

    def add_round(self) -> dict[str, int]:
        """The ids that a round's messages carry."""
        about: dict[str, Any] = {
            "workspace_id": self.workspace_id, "rubric": "mlops", "privacy": "open", "minimum": 3,
        }  # fmt: skip
        with self.database.transaction() as session:
            team = Team(
                **about, channel_id=self.channel, days_open=5, picked=None, admins=[],
                created_by="U1", created_at=self.now(),
            )  # fmt: skip
            session.add(team)
            session.flush()
            row = CheckIn(**about, team_id=team.id, period="p", state="open", due_at=self.now())
            session.add(row)
            session.flush()
            return {"team_id": team.id, "check_in_id": row.id}

    def put(self, key: str, channel: str = "", kind: str = "hello", **more: Any) -> None:
        with self.database.transaction() as session:
            messages.enqueue(
                session, workspace_id=self.workspace_id, key=key, kind=kind,
                channel=channel or self.channel, about={}, now=self.now(), **more,
            )  # fmt: skip

    def want_edit(self, key: str) -> None:
        with self.database.transaction() as session:
            messages.want_edit(session, self.workspace_id, key)

    def release(self, since: timedelta) -> int:
        """The channel takes posts again, but none that is older; how many are."""
        with self.database.transaction() as session:
            oldest = self.now() - since
            return channels.release(session, self.workspace_id, self.channel, oldest)

    def row(self, key: str) -> Message:
        with self.database.transaction() as session:
            return session.scalars(select(Message).where(Message.key == key)).one()

    def states(self) -> set[str]:
        with self.database.transaction() as session:
            return set(session.scalars(select(Message.state)))

    def posted(self, channel: str = "ml-platform") -> list[str]:
        return [message.text for message in self.slack.workspace.messages(channel)]

    def asked(self, method: str) -> int:
        return sum(call.method == method for call in self.slack.log)

    def let_time_pass(self) -> None:
        """Every lease under which something is being sent ends, and nothing can land any more."""
        with self.database.transaction() as session:
            now = database_now(session)
            for row in session.scalars(select(Message).where(Message.state == "sending")):
                row.lease_until = now
            messages.expire(session, now, now)
            for row in session.scalars(select(Message).where(Message.state == "unknown")):
                row.not_before = now

    def recover(self) -> None:
        """Find out about what is unknown, and deliver again what need be."""
        self.let_time_pass()
        self.reconciler.reconcile()
        self.outbox.drain()
