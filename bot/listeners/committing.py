"""Take on a step: *We'll do this*, the form it opens, and moving or dropping it later."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.clock import Clock
from bot.domain.commitments import Commitment, Offer, Plan, Step, owner_in, proposed_day, today_in
from bot.domain.permissions import Actor
from bot.gateway.modals import show
from bot.listeners.actors import Actors
from bot.listeners.payloads import (
    id_in,
    metadata_of,
    number_of,
    state_of,
    text_of,
    user_of,
    view_of,
)
from bot.listeners.wake import Wake
from bot.services.checkins import CheckIns
from bot.services.commitments import Commitments
from bot.views import commitment_modals as views


class Committing:
    """Listeners of somebody who takes on a step."""

    def __init__(
        self,
        actors: Actors,
        checkins: CheckIns,
        commitments: Commitments,
        clock: Clock,
        wake: Wake,
    ) -> None:
        self._actors = actors
        self._checkins = checkins
        self._commitments = commitments
        self._clock = clock
        self._wake = wake

    def register(self, app: App) -> None:
        app.action(re.compile(r"^take_on(:\d+)?$"))(self.offer)
        app.view("take_on")(self.take_on)
        app.action(re.compile(r"^commitment(:\d+)?$"))(self.show)
        app.view("commitment")(self.change)
        app.action("drop")(self.drop)

    def offer(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """*We'll do this* opens the form, or shows who has taken the step on already."""
        ack()
        workspace_id: int = context["workspace_id"]
        number, _, step = text_of(body["actions"][0], "value").partition(" ")
        check_in_id = number_of(number)
        criterion, _, choice = step.partition(" ")
        actor = self._of_round(workspace_id, user_of(body), check_in_id)
        found = self._commitments.offer(actor, workspace_id, check_in_id, Step(criterion, choice))
        shown = views.taking_on(found) if isinstance(found, Offer) else self._changing(found)
        client.views_open(trigger_id=body["trigger_id"], view=shown)

    def take_on(
        self, ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext
    ) -> None:
        """A submitted form is stored before it is acknowledged; who was quicker is shown."""
        workspace_id, metadata = context["workspace_id"], metadata_of(view)
        check_in_id, values = id_in(metadata, "check_in"), state_of(view)
        step = Step(text_of(metadata, "criterion"), text_of(metadata, "choice"))
        actor = self._of_round(workspace_id, user_of(body), check_in_id)
        chosen = owner_in(values)
        owner = self._of_round(workspace_id, chosen, check_in_id) if chosen else None
        taken = self._commitments.take_on(actor, owner, workspace_id, check_in_id, step, values)
        ours = taken.created_by == actor.user_id
        ack(response_action="update", view=views.saved(taken) if ours else self._changing(taken))
        self._wake()

    def show(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """*Change* opens the form with what was agreed on."""
        ack()
        workspace_id = context["workspace_id"]
        commitment_id = number_of(text_of(body["actions"][0], "value"))
        actor = self._of_commitment(workspace_id, user_of(body), commitment_id)
        found = self._commitments.find(actor, workspace_id, commitment_id)
        client.views_open(trigger_id=body["trigger_id"], view=self._changing(found))

    def change(
        self, ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext
    ) -> None:
        """Another owner or day."""
        workspace_id, values = context["workspace_id"], state_of(view)
        commitment_id = id_in(metadata_of(view), "commitment")
        actor = self._of_commitment(workspace_id, user_of(body), commitment_id)
        chosen = owner_in(values)
        owner = self._of_commitment(workspace_id, chosen, commitment_id) if chosen else None
        changed = self._commitments.change(actor, owner, workspace_id, commitment_id, values)
        ack(response_action="update", view=views.saved(changed))
        self._wake()

    def drop(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """*Drop it* ends it, and the form says so."""
        workspace_id, view = context["workspace_id"], view_of(body)
        commitment_id = number_of(text_of(body["actions"][0], "value"))
        actor = self._of_commitment(workspace_id, user_of(body), commitment_id)
        gone = self._commitments.drop(actor, workspace_id, commitment_id)
        ack()
        self._wake()
        show(client, view["id"], views.dropped(gone), seen=view["hash"])

    def _changing(self, c: Commitment) -> dict[str, Any]:
        """The form with the day agreed on, or with a later one where that has passed."""
        today = today_in(c.zone, self._clock())
        proposed = Plan(c.plan.owner, proposed_day(today, c.plan.due_on))
        return views.changing(c, proposed)

    def _of_round(self, workspace_id: int, user_id: str, check_in_id: int) -> Actor:
        channel = self._checkins.channel_of(workspace_id, check_in_id)
        return self._actors.in_channel(workspace_id, user_id, channel)

    def _of_commitment(self, workspace_id: int, user_id: str, commitment_id: int) -> Actor:
        channel = self._commitments.channel_of(workspace_id, commitment_id)
        return self._actors.in_channel(workspace_id, user_id, channel)
