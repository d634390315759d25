"""Targets: the slash command that sets one, or turns it off. Looking at them is asking."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot.domain.target_grammar import Refusal, is_order
from bot.listeners.actors import Actors
from bot.listeners.payloads import channel_of, text_of, user_of
from bot.listeners.wake import Wake
from bot.services.results import Results
from bot.services.targets import Targets
from bot.views import target_orders as views
from rubric.catalogue import Rubrics


class Targeting:
    """Listens to `/maturity target` with more words; without any, asking answers."""

    def __init__(
        self, actors: Actors, rubrics: Rubrics, results: Results, targets: Targets, wake: Wake
    ) -> None:
        self._actors = actors
        self._rubrics = rubrics
        self._results = results
        self._targets = targets
        self._wake = wake

    def register(self, app: App) -> None:
        app.command("/maturity", matchers=[_is_order])(self.order)

    def order(self, ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        """Set a target or turn it off, once however often the command comes."""
        ack()
        workspace_id, channel = context["workspace_id"], channel_of(body)
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        status = self._results.status(workspace_id, channel)
        profile = status.result.profile if status.result else None
        delivery = f"command:{text_of(body, 'trigger_id')}"
        did = self._targets.order(
            actor, workspace_id, channel, text_of(body, "text"), profile, delivery
        )
        if did is None:
            return
        if isinstance(did, Refusal):
            asked = self._rubrics.get(status.team.settings.rubric)
            names = [(dimension.id, dimension.name) for dimension in asked.dimensions]
            respond(text=views.refused(did, names), response_type="ephemeral")
            return
        self._wake()
        respond(text=views.done(did), response_type="ephemeral")


def _is_order(body: dict[str, Any]) -> bool:
    return is_order(text_of(body, "text"))
