"""Ask any time: the slash command, *Share in channel*, *Why this level?*, and mentions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.domain.commands import Command, Verb, parse
from bot.domain.permissions import Action, Actor, check
from bot.domain.sharing import refuse_where_others_read
from bot.errors import BotError, NoTeam
from bot.gateway.directory import Directory
from bot.gateway.reach import look
from bot.listeners.actors import Actors
from bot.listeners.payloads import channel_of, number_of, text_of, user_of
from bot.listeners.questions import Answering, Question, say
from bot.listeners.setting_up import SettingUp
from bot.listeners.wake import Wake
from bot.services.checkins import CheckIns
from bot.services.posts import Deliveries, Posts
from bot.services.results import Results
from bot.services.teams import Teams
from bot.views import answers as views
from bot.views.explain import explain
from bot.views.help import no_team
from bot.views.stopped import cannot_resume
from bot.views.text import Message, clean
from rubric.catalogue import Rubrics

# What a mention may hold of what somebody typed; the grammar reads no more.
LONGEST_MENTION = 500

Doing = Callable[[Actor, int, str], str]


class Asking:
    """Listeners of somebody who wants to know, or runs a round by hand."""

    def __init__(
        self,
        actors: Actors,
        directory: Directory,
        rubrics: Rubrics,
        teams: Teams,
        checkins: CheckIns,
        results: Results,
        posts: Posts,
        deliveries: Deliveries,
        setting_up: SettingUp,
        wake: Wake,
        apart: Mapping[Verb, Answering],
    ) -> None:
        self._actors = actors
        self._directory = directory
        self._rubrics = rubrics
        self._teams = teams
        self._checkins = checkins
        self._results = results
        self._posts = posts
        self._deliveries = deliveries
        self._setting_up = setting_up
        self._wake = wake
        self._apart = apart
        self._doing: dict[Verb, Doing] = {
            Verb.START: self._start,
            Verb.CLOSE: self._close,
            Verb.PAUSE: self._pause,
            Verb.RESUME: self._resume,
        }

    def register(self, app: App) -> None:
        app.command("/maturity")(self.command)
        app.action("share")(self.share)
        app.action("why")(self.why)
        app.event("app_mention")(self.mention)

    def command(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient,
        respond: Respond,
    ) -> None:  # fmt: skip
        """`/maturity …`, answered only to the person."""
        ack()  # asking Slack who is in the channel can take longer than an acknowledgement may
        workspace_id, channel = context["workspace_id"], channel_of(body)
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        command = parse(text_of(body, "text"), self._dimensions(workspace_id, channel))
        if command.verb is Verb.SETUP:
            self._setting_up.open(actor, workspace_id, channel, body["trigger_id"], client)
        elif command.verb in self._doing:
            # A command that comes twice acts once; the first is the one that answers.
            if not self._deliveries.is_new(workspace_id, f"command:{text_of(body, 'trigger_id')}"):
                return
            sentence = self._doing[command.verb](actor, workspace_id, channel)
            self._wake()
            respond(text=sentence, response_type="ephemeral")
        elif command.verb in self._apart:
            delivery = f"command:{text_of(body, 'trigger_id')}"
            question = Question(actor, workspace_id, channel, command, delivery)
            self._apart[command.verb](question, respond)
        else:
            reply = self._reply(actor, workspace_id, channel, command)
            say(respond, reply)

    def share(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        """*Share in channel* posts the same answer for everybody to see, once per click."""
        workspace_id, channel = context["workspace_id"], channel_of(body)
        actor = self._actors.in_channel(workspace_id, user_of(body), channel)
        team = self._results.look(actor, workspace_id, channel).team
        shared = self._directory.channel_now(workspace_id, channel).shared
        refuse_where_others_read(team, shared=shared)
        action = body["actions"][0]
        about = {"text": clean(text_of(action, "value"))[:LONGEST_MENTION], "by": actor.user_id}
        key = f"share:{channel}:{actor.user_id}:{text_of(action, 'action_ts')}"
        self._posts.say(workspace_id, key[:120], "shared", channel, about)
        ack()
        self._wake()

    def why(self, ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        """*Why this level?* under a summary explains that round, only to the person."""
        ack()
        workspace_id = context["workspace_id"]
        check_in_id = number_of(text_of(body["actions"][0], "value"))
        channel = self._checkins.channel_of(workspace_id, check_in_id)
        check(self._actors.in_channel(workspace_id, user_of(body), channel), Action.LOOK)
        result = self._results.result(workspace_id, check_in_id)
        reply = explain(replace(self._results.status(workspace_id, channel), result=result))
        respond(
            text=reply.text,
            blocks=list(reply.blocks),
            response_type="ephemeral",
            replace_original=False,
        )

    def mention(self, event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
        """`@Rung …` is answered in the thread, once, however often Slack delivers it."""
        workspace_id, channel = context["workspace_id"], text_of(event, "channel")
        if event.get("bot_id") or not text_of(event, "user"):
            return
        actor = self._actors.in_channel(workspace_id, text_of(event, "user"), channel)
        check(actor, Action.LOOK)
        ts = text_of(event, "ts")
        about = {
            "text": clean(text_of(event, "text"))[:LONGEST_MENTION],
            "thread": text_of(event, "thread_ts") or ts,
        }
        key, delivery = f"mention:{channel}:{ts}", text_of(body, "event_id")
        self._posts.say(workspace_id, key, "reply", channel, about, delivery)
        self._wake()

    def _reply(self, actor: Actor, workspace_id: int, channel: str, command: Command) -> Message:
        check(actor, Action.LOOK)
        team = self._teams.find(workspace_id, channel)
        if team is None and command.verb is not Verb.HELP:
            return no_team(channel)
        status = self._results.status(workspace_id, channel) if team else None
        past = self._results.past_for(command.verb, workspace_id, channel) if team else None
        return views.answer(command, status, past)

    def _dimensions(self, workspace_id: int, channel: str) -> list[tuple[str, str]]:
        team = self._teams.find(workspace_id, channel)
        rubric = self._rubrics.get(team.settings.rubric) if team else next(iter(self._rubrics))
        return [(d.id, d.name) for d in rubric.dimensions]

    def _start(self, actor: Actor, workspace_id: int, channel: str) -> str:
        if self._teams.find(workspace_id, channel) is None:
            raise NoTeam("This channel has no check-ins yet. Type `/maturity setup` first.")
        people = self._directory.people_to_ask(workspace_id, channel)
        self._checkins.start(actor, workspace_id, channel, people)
        return "The check-in is on its way to the channel."

    def _close(self, actor: Actor, workspace_id: int, channel: str) -> str:
        self._checkins.close(actor, workspace_id, channel)
        return "The check-in is closed. The summary follows in its thread and in the channel."

    def _pause(self, actor: Actor, workspace_id: int, channel: str) -> str:
        self._teams.pause(actor, workspace_id, channel)
        return "Check-ins are paused. `/maturity resume` starts them again."

    def _resume(self, actor: Actor, workspace_id: int, channel: str) -> str:
        seen = look(self._directory, workspace_id, channel)
        if seen is not None and seen.obstacle:
            raise BotError(cannot_resume(seen.obstacle))
        self._teams.resume(actor, workspace_id, channel)
        return "Check-ins are on again. `/maturity` shows the next date."
