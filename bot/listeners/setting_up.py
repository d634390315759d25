"""Set up: the hello, the button, the settings modal and what follows its submission."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.clock import Clock
from bot.domain.permissions import Action, Actor, check
from bot.domain.reminding import zone_or
from bot.domain.settings_form import SettingsDraft, draft_from_state, read_settings
from bot.domain.sharing import allowed_in
from bot.domain.team import Privacy, Team
from bot.gateway.directory import Directory
from bot.gateway.modals import show
from bot.listeners.actors import Actors
from bot.listeners.home import HomeTab
from bot.listeners.payloads import (
    channel_of,
    metadata_of,
    number_of,
    state_of,
    text_of,
    user_of,
    view_of,
)
from bot.listeners.wake import Wake
from bot.services.checkins import CheckIns
from bot.services.posts import Posts
from bot.services.sharing import Sharing
from bot.services.teams import SavedTeam, Teams, asked_of
from bot.views import settings_modal as views
from bot.views.rights import with_rights
from bot.views.zones import zone_options
from rubric.catalogue import Rubrics


class SettingUp:
    """Listeners around a team's settings."""

    def __init__(
        self,
        actors: Actors,
        directory: Directory,
        rubrics: Rubrics,
        teams: Teams,
        checkins: CheckIns,
        posts: Posts,
        sharing: Sharing,
        clock: Clock,
        home: HomeTab,
        wake: Wake,
    ) -> None:
        self._actors = actors
        self._directory = directory
        self._rubrics = rubrics
        self._teams = teams
        self._checkins = checkins
        self._posts = posts
        self._sharing = sharing
        self._clock = clock
        self._home = home
        self._wake = wake

    def register(self, app: App) -> None:
        app.action(re.compile(r"^set_up(:\d+)?$"))(self.button)
        app.action("cadence")(self.cadence)
        app.options("zone")(self.zones)
        app.view("settings")(self.save)
        app.action("make_open")(self.make_open)

    def hello(self, event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
        """Invited to a channel, the bot says hello, once ever."""
        if text_of(event, "user") != context.bot_user_id:
            return
        channel = text_of(event, "channel")
        key, delivery = f"hello:{channel}", text_of(body, "event_id")
        self._posts.say(context["workspace_id"], key, "hello", channel, {}, delivery)
        self._wake()

    def button(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """*Set up check-ins* opens the settings."""
        ack()
        workspace_id = context["workspace_id"]
        # Where the button stands: the channel may have got another id since. On Home: its value.
        channel = channel_of(body) or text_of(body["actions"][0], "value")
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        self.open(actor, workspace_id, channel, body["trigger_id"], client)

    def open(
        self, actor: Actor, workspace_id: int, channel: str, trigger_id: str, client: WebClient
    ) -> None:
        """Open the settings of the channel's team, or of a new one."""
        team = self._teams.find(workspace_id, channel)
        self._check(actor, team)
        draft = self._draft(team, workspace_id, actor)
        revision = team.revision if team else None
        view = views.settings_modal(draft, self._offered(), channel, revision)
        shared = self._directory.channel_now(workspace_id, channel).shared
        view = with_rights(view, team, shared=shared)
        client.views_open(trigger_id=trigger_id, view=view)
        # Submitting asks who would be asked, within an acknowledgement's time: look that up now.
        self._directory.people_to_ask(workspace_id, channel)

    def cadence(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """Choosing a cadence shows the fields that it needs."""
        ack()
        view, workspace_id = view_of(body), context["workspace_id"]
        metadata = metadata_of(view)
        channel = text_of(metadata, "channel")
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        team = self._teams.find(workspace_id, channel)
        self._check(actor, team)
        draft = draft_from_state(state_of(view), self._draft(team, workspace_id, actor))
        changed = views.settings_modal(draft, self._offered(), channel, metadata.get("revision"))
        shared = self._directory.channel_now(workspace_id, channel).shared
        changed = with_rights(changed, team, shared=shared)
        show(client, view["id"], changed, seen=view["hash"])

    def zones(self, ack: Ack, body: dict[str, Any]) -> None:
        """Time zones that match what the person types."""
        ack(options=zone_options(text_of(body, "value"), self._clock()))

    def save(
        self, ack: Ack, body: dict[str, Any], view: dict[str, Any], context: BoltContext,
        client: WebClient,
    ) -> None:  # fmt: skip
        """Submitted settings are stored before they are acknowledged."""
        workspace_id, metadata = context["workspace_id"], metadata_of(view)
        channel = text_of(metadata, "channel")
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        team = self._teams.find(workspace_id, channel)
        form = read_settings(
            state_of(view),
            [r.key for r in self._rubrics],
            self._clock(),
            before=team.settings if team else None,
        )
        place = self._directory.channel_now(workspace_id, channel)
        revision = metadata.get("revision")
        people = self._directory.people_to_ask(workspace_id, channel)
        saved = self._teams.save(actor, workspace_id, channel, place.name, form.settings, revision)
        self._consent(actor, saved.team, state_of(view), shared=place.shared)
        if form.start_now:
            self._checkins.start(actor, workspace_id, channel, people)
        ack(
            response_action="update",
            view=self._confirmation(saved, people, started=form.start_now),
        )
        self._wake()
        self._home.refresh(workspace_id, actor.user_id, client)

    def make_open(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """A small confidential team takes up the offer to be *open*."""
        workspace_id, view = context["workspace_id"], view_of(body)
        team_id = number_of(text_of(body["actions"][0], "value"))
        channel = self._teams.get(workspace_id, team_id).channel
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        saved = self._teams.make_open(actor, workspace_id, team_id)
        ack()
        people = self._directory.people_to_ask(workspace_id, channel)
        confirmation = self._confirmation(saved, people, started=False)
        show(client, view["id"], confirmation, seen=view["hash"])
        self._wake()

    def _consent(self, actor: Actor, team: Team, values: object, *, shared: bool) -> None:
        """Whether results are shown where others read along, as far as the form asked that."""
        allowed = allowed_in(values)
        if allowed is None:
            self._sharing.learn(team.workspace_id, team.channel, shared=shared)
        else:
            self._sharing.decide(actor, team.workspace_id, team.id, shared=shared, allowed=allowed)

    def _confirmation(
        self, saved: SavedTeam, people: tuple[str, ...], *, started: bool
    ) -> dict[str, Any]:
        settings = saved.team.settings
        asked = len(asked_of(settings, people))
        few = settings.privacy is Privacy.CONFIDENTIAL and asked < settings.minimum
        return views.confirmation(
            saved.team,
            saved.upcoming,
            first=saved.first,
            started=started,
            too_few=asked if few else None,
        )

    def _draft(self, team: Team | None, workspace_id: int, actor: Actor) -> SettingsDraft:
        if team:
            return SettingsDraft.of(team.settings)
        zone = zone_or(self._directory.person(workspace_id, actor.user_id).zone, "UTC")
        return SettingsDraft.new(zone, next(iter(self._rubrics)).key)

    def _check(self, actor: Actor, team: Team | None) -> None:
        action = Action.CHANGE_SETTINGS if team else Action.SET_UP
        check(actor, action, team.admins if team else ())

    def _offered(self) -> list[tuple[str, str]]:
        return [(r.key, r.name) for r in self._rubrics]
