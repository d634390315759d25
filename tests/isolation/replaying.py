"""What was done in one workspace, done again in another by its own people: with foreign ids."""

import copy
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from three_workspaces import There, Three

from bot.application import Bot
from sandbox import Delivery
from storage.models import Base, Workspace

Dump = dict[str, list[tuple[Any, ...]]]


def deliveries_of(three: Three, there: There) -> list[Delivery]:
    """What the bot was told by the people of a workspace, each once."""
    team = there.place.workspace.team_id
    return [d for d in three.slack.acks if _team_of(d.payload) == team and not d.attempt]


def replay(delivery: Delivery, source: There, target: There) -> None:
    """Somebody in `target` sends what somebody in `source` sent: the ids, but none of the words.

    The names, texts and days of `source` are replaced, so that who reads one has not typed it.
    """
    payload = json.loads(_in_words_of(target, source, json.dumps(delivery.payload)))
    user = _user_of(payload)
    person = target.place.person(user)
    if "trigger_id" in payload:
        payload["trigger_id"] = target.place.triggers.issue(person.id)
    if "response_url" in payload:
        channel = target.place.workspace.channel(target.name).id
        payload["response_url"], _ = person._response_url(channel, None)
    if "event_id" in payload:
        payload["event_id"] += "X"
    kind = "slash_commands" if delivery.kind == "slash_commands" else None
    ack = person.send_raw(payload, kind)
    assert ack.ok, (ack, payload)


def all_kinds(payloads: list[Delivery]) -> list[Delivery]:
    """The same, and what nobody can press in so small a rubric: another dimension of *what if*."""
    reset = next(d for d in payloads if "whatif_reset" in json.dumps(d.payload.get("actions")))
    turned = copy.deepcopy(reset.payload)
    option = {"text": {"type": "plain_text", "text": "People"}, "value": "people"}
    turned["actions"][0] |= {"action_id": "whatif_dimension", "selected_option": option}
    return [*payloads, Delivery(reset.kind, turned, 0, reset.started, 0.0)]


def _in_words_of(target: There, source: There, text: str) -> str:
    mine, theirs = target.place.workspace, source.place.workspace
    for old, new in ((theirs.team_id, mine.team_id), (theirs.bot_user_id, mine.bot_user_id)):
        text = text.replace(old, new)
    pairs = zip(source.has.marks(), target.has.marks(), strict=True)
    for old, new in pairs:
        text = text.replace(old, new).replace(old.capitalize(), new.capitalize())
    return text


def _team_of(payload: dict[str, Any]) -> str:
    team = payload.get("team")
    return str(team.get("id")) if isinstance(team, dict) else str(payload.get("team_id"))


def _user_of(payload: dict[str, Any]) -> str:
    user = payload.get("user")
    event = payload.get("event", {})
    person = user.get("id") if isinstance(user, dict) else payload.get("user_id")
    actor = event.get("inviter") or event.get("user") or event.get("actor_id")
    return str(person or actor or "dan")


def dump(three: Three, there: There) -> Dump:
    """Every row of a workspace, in every table."""
    with three.database.transaction() as session:
        name = there.place.workspace.team_id
        own = session.scalars(select(Workspace.id).where(Workspace.slack_team_id == name)).one()
        return {
            table.name: [
                tuple(row)
                for row in session.execute(
                    select(table).where(_key(table) == own).order_by(table.c.id)
                )
            ]
            for table in Base.metadata.sorted_tables
            if _key(table) is not None
        }


def _key(table: Any) -> Any:
    return table.c.id if table.name == "workspace" else table.c.get("workspace_id")


def read_by(three: Three, there: There, since: tuple[int, int]) -> str:
    """Everything that the people of a workspace were shown since: calls and acknowledgements."""
    team, (calls, acks) = there.place.workspace.team_id, since
    said = [
        [str(c.arguments) for c in three.slack.log[calls:] if c.team in (team, None)],
        [str(d.body) for d in three.slack.acks[acks:] if _team_of(d.payload) == team],
    ]
    return json.dumps(said, ensure_ascii=False).lower() + _files(there)


def told_others(three: Three, there: There, since: tuple[int, int]) -> list[str]:
    """What the bot did in the other workspaces since. Only a code is given for a token nowhere."""
    own = there.place.workspace.team_id
    return [f"{c.method} {c.arguments}" for c in three.slack.log[since[0] :]
            if c.team not in (own, None) and c.method != "oauth.v2.access"]  # fmt: skip


def _files(there: There) -> str:
    direct = [m for name in ("ana", "bo", "cleo", "dan")
              for m in there.person(name).direct_messages() if m.files]  # fmt: skip
    contents = [there.place.files.get(m.files[0]["id"]).content or b"" for m in direct]
    return "\n".join(content.decode("utf-8-sig").lower() for content in contents)


class Heard:
    """Which of the listeners that the app registered have run to their end, and how often any."""

    def __init__(self, bot: Bot) -> None:
        self.ran: set[str] = set()
        self.registered: set[str] = set()
        self._count, self._changed = 0, threading.Condition()
        for number, listener in enumerate(bot.app._listeners):
            # What is registered for several events or buttons has to run for each of them.
            name = f"{number} {listener.ack_function.__qualname__}"
            self.registered.add(name)
            listener.ack_function = self._noting(name, listener.ack_function)

    def _noting(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def noted(**arguments: Any) -> Any:
            try:
                return function(**arguments)
            finally:
                with self._changed:
                    self.ran.add(name)
                    self._count += 1
                    self._changed.notify_all()

        return noted

    def count_from_here(self) -> None:
        """Begin to count anew what `wait_for` waits for."""
        with self._changed:
            self._count = 0

    def wait_for(self, count: int) -> None:
        """Until so many have run since the count began. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._count >= count, timeout=20):
                raise TimeoutError(f"{self._count} of {count} listeners have run")


def pairs(three: Three) -> Iterator[tuple[There, There]]:
    """Who acts with whose ids: everybody once, and the first with those of both others."""
    first, second, third = three.places
    yield from ((second, first), (third, first), (first, third))
