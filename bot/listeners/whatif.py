"""What if: the slash command that opens the modal, and the choices made in it."""

import re
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.domain.commands import Verb, parse
from bot.domain.rounds import Status
from bot.domain.whatif import WhatIf, begin, go_on
from bot.gateway.modals import show
from bot.listeners.actors import Actors
from bot.listeners.payloads import channel_of, metadata_of, state_of, text_of, user_of, view_of
from bot.services.results import Results
from bot.views.whatif import whatif
from rubric.scoring import Profile

# How many modals are remembered; one is forgotten long after nobody changes it any more.
MOST_MODALS = 1_000


class Supposing:
    """Listeners of somebody who tries other answers. Nothing that they choose is stored."""

    def __init__(self, actors: Actors, results: Results) -> None:
        self._actors = actors
        self._results = results
        self._newest = _Newest()

    def register(self, app: App) -> None:
        app.command("/maturity", matchers=[_is_whatif])(self.open)
        app.action(re.compile(r"^whatif:"))(self.choose)
        app.action("whatif_reset")(self.reset)
        app.action("whatif_dimension")(self.turn)

    def open(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """`/maturity whatif` opens the modal with the team's own answers chosen."""
        ack()
        channel = channel_of(body)
        status = self._look(context["workspace_id"], body, channel)
        view = whatif(begin(channel, status.rubric, _profile(status)))
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def choose(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """A choice shows the levels that it gives."""
        ack()
        self._show(client, body, self._supposed(context, body))

    def reset(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """*Reset* goes back to the team's own answers."""
        ack()
        was = self._supposed(context, body)
        fresh = begin(was.channel, was.rubric, was.before, was.turn + 1)
        self._show(client, body, replace(fresh, dimension=was.dimension))

    def turn(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """Of a large rubric, another dimension is shown."""
        ack()
        was = self._supposed(context, body)
        wanted = text_of(body["actions"][0], "selected_option", "value")
        if wanted in {dimension.id for dimension in was.rubric.dimensions}:
            self._show(client, body, replace(was, dimension=wanted, turn=was.turn + 1))

    def _supposed(self, context: BoltContext, body: dict[str, Any]) -> WhatIf:
        """What the modal supposes now, beside what the team says now."""
        self._newest.note(body)
        metadata = metadata_of(view_of(body))
        channel = text_of(metadata, "channel")
        status = self._look(context["workspace_id"], body, channel)
        return go_on(channel, status.rubric, _profile(status), metadata, state_of(body["view"]))

    def _look(self, workspace_id: int, body: dict[str, Any], channel: str) -> Status:
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        return self._results.look(actor, workspace_id, channel)

    def _show(self, client: WebClient, body: dict[str, Any], supposed: WhatIf) -> None:
        """Of choices that follow each other quickly, the last one is shown in the end."""
        if not self._newest.is_newest(body):
            return
        view_id, view = text_of(body, "view", "id"), whatif(supposed)
        shown = show(client, view_id, view, seen=text_of(body, "view", "hash"))
        if not shown and self._newest.is_newest(body):
            # An earlier choice was shown meanwhile; what this one came with holds it as well.
            show(client, view_id, view)


class _Newest:
    """When something was last chosen in each modal, as far as this process knows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: OrderedDict[tuple[str, str], str] = OrderedDict()

    def note(self, body: dict[str, Any]) -> None:
        modal, at = _modal(body), _moment(body)
        with self._lock:
            self._latest[modal] = max(at, self._latest.get(modal, ""))
            self._latest.move_to_end(modal)
            if len(self._latest) > MOST_MODALS:
                self._latest.popitem(last=False)

    def is_newest(self, body: dict[str, Any]) -> bool:
        with self._lock:
            return _moment(body) >= self._latest.get(_modal(body), "")


def _modal(body: dict[str, Any]) -> tuple[str, str]:
    """Ids of views are one workspace's own."""
    return text_of(body, "team", "id"), text_of(body, "view", "id")


def _moment(body: dict[str, Any]) -> str:
    return text_of(body["actions"][0], "action_ts")


def _profile(status: Status) -> Profile | None:
    return status.result.profile if status.result else None


def _is_whatif(body: dict[str, Any]) -> bool:
    return parse(text_of(body, "text"), ()).verb is Verb.WHATIF
