"""From an outbox row to what is posted: rendered at delivery, from what the database says."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from bot.delivery.consent import Consent
from bot.domain.cadence import Cadence, Occurrence, Rule, upcoming
from bot.domain.commands import parse, parse_mention
from bot.domain.commitments import OPEN, Plan
from bot.domain.retention import DEFAULT_KEEP_MONTHS
from bot.domain.targets import Change
from bot.domain.team import Privacy, Settings, Team
from bot.errors import BotError, NoTeam, NothingToSay
from bot.gateway.slack import Post
from bot.services.reminders import Reminders
from bot.services.results import Results
from bot.services.teams import Teams
from bot.views import forgetting, notices, sharing, target_orders
from bot.views.admins import admins_changed
from bot.views.answers import answer
from bot.views.commitments import overdue, told
from bot.views.falls import fallen_in, why_it_fell
from bot.views.hello import hello
from bot.views.help import no_team
from bot.views.invitation import invitation
from bot.views.reminder import reminder
from bot.views.stopped import channel_back, channel_gone
from bot.views.summary import summary
from bot.views.talk import split_answers, talk
from bot.views.text import Message, message, person
from bot.views.tips import tips, voices
from bot.views.welcome import welcome
from storage.held import HELD
from storage.messages import SENT
from storage.models import Message as Row

_IN_THREAD = frozenset({"summary", "tips", "talk", "fall", "voices", "commitment"})

# An invitation shows results only once there are some: before, Slack need not be asked each time.
_ASKS_ITSELF = "invitation"


class Renderer:
    """Called with an outbox row, returns the Post. Raises NothingToSay."""

    def __init__(
        self,
        teams: Teams,
        results: Results,
        reminders: Reminders,
        thread_of: Callable[[Row], str | None],
        consent: Consent,
        *,
        install_at: str = "",
    ) -> None:
        self._teams = teams
        self._results = results
        self._reminders = reminders
        self._thread_of = thread_of
        self._consent = consent
        self._install_at = install_at
        self._views = self._of_rounds() | self._of_teams() | self._about_rights()
        # What is said where results are held back; nothing for all other kinds.
        self._instead: dict[str, Callable[[Row], Message]] = {
            "summary": self._held_summary,
            "reply": lambda _row: sharing.held_reply(),
        }

    def _of_rounds(self) -> dict[str, Callable[[Row], Message]]:
        return {
            "invitation": self._invitation,
            "summary": self._summary,
            "tips": self._tips,
            "voices": self._voices,
            "reminder": self._reminder,
            "talk": self._talk,
            "fall": self._fall,
            "round_missed": self._round_missed,
            "commitment": self._commitment,
            "overdue": self._overdue,
        }

    def _of_teams(self) -> dict[str, Callable[[Row], Message]]:
        return {
            "hello": lambda row: hello(row.channel),
            "welcome": lambda _row: welcome(),
            "reply": self._reply,
            "shared": self._shared,
            "first_setup": self._first_setup,
            "settings_changed": self._settings_changed,
            "paused": lambda row: notices.paused(row.about["by"], ""),
            "resumed": self._resumed,
            "channel_gone": self._channel_gone,
            "channel_back": self._channel_back,
            "target_changed": lambda row: target_orders.changed(Change.of(row.about)),
            "team_erased": lambda row: forgetting.team_erased(row.channel, row.about["by"]),
        }

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind of message that there is."""
        return frozenset(self._views)

    def __call__(self, row: Row) -> Post:
        try:
            held = row.kind != _ASKS_ITSELF and self._consent.missing(row)
            view = self._view(row.kind, held)
            said = forgetting.unnamed(row.kind, row.about) or view(row)
        except (NoTeam, BotError) as gone:
            raise NothingToSay(str(gone)) from gone
        return Post(
            channel=row.channel,
            text=said.text,
            blocks=said.blocks,
            thread_ts=self._thread(row),
            broadcast=row.kind == "summary" and not held,
            key=row.key,
            has_chart=any(b.get("type") == "data_visualization" for b in said.blocks),
        )

    def _about_rights(self) -> dict[str, Callable[[Row], Message]]:
        return {
            "admins_changed": lambda row: admins_changed(row.about["by"], row.about["admins"]),
            "result_apart": self._result_apart,
            "sharing_asked": lambda row: sharing.asked(self._team(row)),
            "sharing_allowed": lambda row: sharing.allowed(row.about["by"]),
            "sharing_withdrawn": lambda row: sharing.withdrawn(row.about["by"]),
        }

    def _view(self, kind: str, held: bool) -> Callable[[Row], Message]:
        if not held:
            return self._views[kind]
        if kind not in self._instead:
            raise NothingToSay(HELD)
        return self._instead[kind]

    def _thread(self, row: Row) -> str | None:
        if row.kind in _IN_THREAD:
            return self._thread_of(row)
        return row.about.get("thread")

    def _invitation(self, row: Row) -> Message:
        found = self._results.invitation(row.workspace_id, _round(row))
        if row.state != SENT and found.round.closed_at and not found.round.respondents:
            raise NothingToSay("it closed before anybody could see it")
        shows = found.shows_results
        held = self._consent.missing(row) if shows else found.team.holds_results
        return invitation(found.without_results() if held else found)

    def _held_summary(self, row: Row) -> Message:
        self._consent.hand_over(row)
        return sharing.held_summary()

    def _result_apart(self, row: Row) -> Message:
        result = self._results.result(row.workspace_id, _round(row))
        return sharing.apart(result.team, summary(result, plain=row.plain))

    def _summary(self, row: Row) -> Message:
        return summary(self._results.result(row.workspace_id, _round(row)), plain=row.plain)

    def _tips(self, row: Row) -> Message:
        result = self._results.result(row.workspace_id, _round(row))
        return tips(result, row.about["dimension"])

    def _voices(self, row: Row) -> Message:
        result = self._results.result(row.workspace_id, _round(row))
        return voices(result) if result.voices else _erased(row, "nobody left a comment")

    def _reminder(self, row: Row) -> Message:
        known = row.about["number"], row.about["zone"]
        told = self._reminders.reminder(row.workspace_id, _round(row), row.channel, known[0])
        if row.state != SENT and not self._reminders.still_due(told, known[1]):
            raise NothingToSay("nobody is to be reminded any more, or not at this hour")
        return reminder(told)

    def _talk(self, row: Row) -> Message:
        result = self._results.result(row.workspace_id, _round(row))
        if not split_answers(result):
            return _erased(row, "no answer is split")
        return talk(result)

    def _fall(self, row: Row) -> Message:
        result = self._results.result(row.workspace_id, _round(row))
        if not fallen_in(result):
            return _erased(row, "no level fell")
        return why_it_fell(result)

    def _reply(self, row: Row) -> Message:
        try:
            status = self._results.status(row.workspace_id, row.channel)
        except NoTeam:
            return no_team(row.channel)
        names = [(d.id, d.name) for d in status.rubric.dimensions]
        command = parse_mention(row.about["text"], names)
        past = self._results.past_for(command.verb, row.workspace_id, row.channel)
        return answer(command, status, past, shared=True, plain=row.plain)

    def _shared(self, row: Row) -> Message:
        status = self._results.status(row.workspace_id, row.channel)
        names = [(d.id, d.name) for d in status.rubric.dimensions]
        command = parse(row.about["text"], names)
        past = self._results.past_for(command.verb, row.workspace_id, row.channel)
        said = answer(command, status, past, shared=True, plain=row.plain)
        by = f"Shared by {person(row.about['by'])}"
        context = {"type": "context", "elements": [{"type": "mrkdwn", "text": by}]}
        return message(f"{said.text}\n{by}", *said.blocks, context)

    def _first_setup(self, row: Row) -> Message:
        team = self._team(row)
        return notices.first_setup(team, row.about["by"], self._dates(team, row))

    def _settings_changed(self, row: Row) -> Message:
        team = self._team(row)
        changes = notices.changes(_settings(row.about["before"]), team.settings)
        if not changes:
            raise NothingToSay("the settings are as they were")
        return notices.settings_changed(team, row.about["by"], changes)

    def _resumed(self, row: Row) -> Message:
        team = self._team(row)
        if team.next_due_at is None:
            raise NothingToSay("the team is paused again")
        return notices.resumed(team, row.about["by"], team.next_due_at)

    def _channel_gone(self, row: Row) -> Message:
        team = self._team(row)
        reason = str(row.about["reason"])
        if team.paused_reason != notices.family(reason):
            raise NothingToSay("the team goes on, or is paused for another reason")
        return channel_gone(team, reason, self._install_at)

    def _channel_back(self, row: Row) -> Message:
        team = self._team(row)
        if team.next_due_at is None:
            raise NothingToSay("the team is paused again")
        dropped = bool(row.about["dropped"])
        return channel_back(team, row.about["reason"], team.next_due_at, dropped=dropped)

    def _round_missed(self, row: Row) -> Message:
        dates = [datetime.fromisoformat(text) for text in row.about["missed"]]
        return notices.round_missed(self._team(row), len(dates), dates[-1])

    def _commitment(self, row: Row) -> Message:
        about = row.about
        found, _ = self._results.commitment(row.workspace_id, about["commitment"])
        plan = Plan(about["owner"], date.fromisoformat(about["due_on"]))
        return told(found, about["did"], about["by"], plan)

    def _overdue(self, row: Row) -> Message:
        found, team = self._results.commitment(row.workspace_id, row.about["commitment"])
        agreed = Plan(row.channel, date.fromisoformat(row.about["due_on"]))
        if found.state != OPEN or found.plan != agreed:
            raise NothingToSay("it has been done, moved or dropped since")
        return overdue(found, team)

    def _dates(self, team: Team, row: Row) -> tuple[Occurrence, ...]:
        return upcoming(team.settings.rule, row.created_at, 3)

    def _team(self, row: Row) -> Team:
        if row.team_id is None:
            raise NothingToSay("the team is gone")
        return self._teams.get(row.workspace_id, row.team_id)


def _round(row: Row) -> int:
    if row.check_in_id is None:
        raise NothingToSay("the check-in is gone")
    return row.check_in_id


def _erased(row: Row, why: str) -> Message:
    """Of what was posted, that it has gone since; else there is nothing to say."""
    if row.state != SENT:
        raise NothingToSay(why)
    return forgetting.results_erased()


def _settings(stored: dict[str, Any]) -> Settings:
    """The settings as bot.services.teams noted them before a change."""
    rule = dict(stored["rule"])
    rule["cadence"], rule["at"] = Cadence(rule["cadence"]), time.fromisoformat(rule["at"])
    return Settings(
        rubric=stored["rubric"],
        rule=Rule(**rule),
        days_open=stored["days_open"],
        picked=None if stored["picked"] is None else tuple(stored["picked"]),
        privacy=Privacy(stored["privacy"]),
        minimum=stored["minimum"],
        in_overview=stored.get("in_overview", False),  # noted by a version that had none yet
        keep_months=stored.get("keep_months", DEFAULT_KEEP_MONTHS),
    )
