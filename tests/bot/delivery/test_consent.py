"""The guard in front of results: what is not known to be harmless is held back by default."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

import pytest
from slack_sdk import WebClient

from bot.delivery.consent import SHOWS_NOTHING, Consent
from bot.delivery.rendering import Renderer
from bot.domain.cadence import Cadence, Rule
from bot.domain.permissions import Actor
from bot.domain.team import Settings
from bot.errors import ChannelGone, NothingToSay, SlackUnavailable
from bot.gateway.directory import Directory
from bot.services.reminders import Reminders
from bot.services.results import Results
from bot.services.sharing import Sharing
from bot.services.teams import Teams
from rubric.loader import bundled
from sandbox import Sandbox
from storage import workspaces
from storage.database import Database
from storage.models import Message as Row

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
RULE = Rule(Cadence.WEEKLY, time(9), "Europe/Berlin", weekday=0)


@dataclass
class Office:
    """A team in a channel that is shared with another organisation, and what guards it."""

    slack: Sandbox
    consent: Consent
    render: Renderer
    workspace_id: int
    team_id: int
    channel: str
    admin: str

    def row(self, kind: str, channel: str | None = None) -> Row:
        """A message that waits."""
        return Row(
            id=1, workspace_id=self.workspace_id, team_id=self.team_id, kind=kind, key=kind,
            channel=channel or self.channel, about={}, state="sending",
        )  # fmt: skip


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    with Sandbox(rate_scale=0.001) as slack:
        ws = slack.workspace
        admin = ws.add_person("ana")
        members = ["ana", ws.bot_user_id]
        channel = ws.add_channel("ml-platform", members=members, ext_shared=True)
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=2)
        with database.transaction() as session:
            workspace_id = workspaces.remember(
                session, enterprise_id="", slack_team_id=ws.team_id, name="", bot_user_id="",
                now=NOW,
            )  # fmt: skip
        teams = Teams(database, lambda: NOW)
        settings = Settings(bundled().get("mlops").key, RULE)
        saved = teams.save(Actor(admin, True), workspace_id, channel, "ml", settings, None)
        home = "", ws.team_id
        directory = Directory(lambda _: client, home=lambda _: home)
        consent = Consent(Sharing(database, lambda: NOW), directory)
        results, reminders = Results(database, bundled()), Reminders(database, lambda: NOW)
        render = Renderer(teams, results, reminders, lambda _row: None, consent)
        yield Office(slack, consent, render, workspace_id, saved.team.id, channel, admin)


def test_every_kind_is_held_back_that_is_not_known_to_show_nothing(office: Office) -> None:
    kinds = {*office.render.kinds, "a kind that somebody adds one day"}
    held = {kind for kind in kinds if office.consent.missing(office.row(kind))}
    assert held == kinds - SHOWS_NOTHING
    assert {"summary", "tips", "voices", "talk", "fall", "reply", "shared"} <= held
    assert {"commitment", "target_changed", "invitation"} <= held


def test_what_is_held_back_and_has_no_other_words_is_not_said(office: Office) -> None:
    for kind in ("tips", "voices", "talk", "fall", "shared", "commitment", "target_changed"):
        with pytest.raises(NothingToSay, match="held back"):
            office.render(office.row(kind))


def test_by_direct_message_results_go_to_full_members_of_the_channel_only(office: Office) -> None:
    ws = office.slack.workspace
    outside = ws.add_person("olga")
    for name, marks in {"gus": {"guest": "multi"}, "sam": {"stranger": True}}.items():
        ws.add_person(name, **marks)
        ws.join(name, "ml-platform")
    refused = [outside, ws.user("gus").id, ws.user("sam").id, "U0NOBODY"]
    assert all(office.consent.missing(office.row("result_apart", who)) for who in refused)
    assert not office.consent.missing(office.row("result_apart", office.admin))


def test_while_slack_does_not_say_nothing_is_shown(office: Office) -> None:
    office.slack.faults.add("conversations.info", "error:internal_error")
    with pytest.raises(SlackUnavailable):
        office.consent.missing(office.row("summary"))
    office.slack.faults.add("conversations.info", "error:channel_not_found")
    with pytest.raises(ChannelGone):
        office.consent.missing(office.row("summary"))
