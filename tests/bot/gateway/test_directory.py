"""What Slack is asked about people and channels, and how often."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient

from bot.domain.channels import Sight
from bot.errors import BotError, ChannelGone, SlackUnavailable
from bot.gateway.directory import (
    FRESH_FOR,
    KNOWN_FOR,
    MANY,
    MOST_PAGES,
    PAGE,
    RIGHTS_FOR,
    Directory,
    _person,
)
from bot.gateway.reach import look, whom_to_tell
from sandbox import Sandbox


class Here:
    """A directory of a small workspace, with a clock that moves only when told to."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack, self.time = slack, 0.0
        self.ana = slack.workspace.add_person("ana", real_name="Ana Example", is_owner=True)
        bot = slack.workspace.bot_user_id
        self.channel = slack.workspace.add_channel("ml-platform", members=["ana", bot])
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=2)
        home = "", slack.workspace.team_id
        self.directory = Directory(
            lambda _workspace_id: client, lambda: self.time, home=lambda _: home
        )

    def asked(self, method: str) -> int:
        return sum(call.method == method for call in self.slack.log)


@pytest.fixture
def here() -> Iterator[Here]:
    with Sandbox(rate_scale=0.001) as slack:
        yield Here(slack)
        assert slack.errors == []


def test_the_members_of_a_channel_are_those_on_all_its_pages(here: Here) -> None:
    people = [here.slack.workspace.add_person(f"p{n}") for n in range(450)]
    for person in people:
        here.slack.workspace.channel("ml-platform").members.append(person)
    found = here.directory.members(1, here.channel)
    assert found == {here.ana, here.slack.workspace.bot_user_id, *people}
    assert here.asked("conversations.members") == 3


def test_who_is_in_a_channel_is_asked_again_after_seconds_because_rights_hang_on_it(
    here: Here,
) -> None:
    here.directory.members(1, here.channel)
    bo = here.slack.workspace.add_person("bo")
    here.slack.workspace.join("bo", "ml-platform")
    here.time = RIGHTS_FOR
    assert bo not in here.directory.members(1, here.channel)
    here.time = RIGHTS_FOR + 1
    assert bo in here.directory.members(1, here.channel)
    assert here.asked("conversations.members") == 2


def test_while_slack_does_not_answer_what_it_said_lately_holds(here: Here) -> None:
    known = here.directory.members(1, here.channel)
    here.slack.faults.add("conversations.members", "500_before", times=None)
    here.time = KNOWN_FOR
    assert here.directory.members(1, here.channel) == known
    here.time = KNOWN_FOR + 1
    with pytest.raises(SlackUnavailable):
        here.directory.members(1, here.channel)


def test_a_channel_that_is_gone_is_gone_whatever_was_known_of_it(here: Here) -> None:
    here.directory.members(1, here.channel)
    here.slack.workspace.delete_channel("ml-platform", by="ana")
    here.time = RIGHTS_FOR + 1
    with pytest.raises(ChannelGone, match="channel_not_found"):
        here.directory.members(1, here.channel)


def test_what_one_workspace_knows_is_not_told_to_another(here: Here) -> None:
    here.directory.members(1, here.channel)
    here.directory.members(2, here.channel)
    assert here.asked("conversations.members") == 2


def test_a_person_is_who_slack_said_within_the_time_that_is_asked_for(here: Here) -> None:
    person = here.directory.person(1, here.ana)
    assert (person.name, person.zone, person.admin) == ("Ana Example", "Europe/Berlin", True)
    here.time = KNOWN_FOR
    here.directory.person(1, here.ana, KNOWN_FOR)
    assert here.asked("users.info") == 1
    here.directory.person(1, here.ana)
    assert here.asked("users.info") == 2


def test_only_full_members_of_the_workspace_are_asked(here: Here) -> None:
    ws = here.slack.workspace
    bo = ws.add_person("bo")
    others = [
        ws.add_person("guest", guest="single"),
        ws.add_person("part", guest="multi"),
        ws.add_person("gone", deleted=True),
        ws.add_person("robot", bot=True),
        ws.add_person("outsider", stranger=True),
    ]
    ws.channel("ml-platform").members.extend([bo, *others])
    assert here.directory.people_to_ask(1, here.channel) == tuple(sorted([here.ana, bo]))


def test_who_shares_a_channel_with_the_app_is_still_of_another_organisation(here: Here) -> None:
    ws = here.slack.workspace
    sam = ws.add_person("sam", stranger=True)
    ws.join("sam", "ml-platform")
    assert here.directory.person(1, sam).stranger
    assert not here.directory.person(1, here.ana).stranger


def test_people_of_the_same_enterprise_are_no_strangers() -> None:
    ours = {"id": "U1", "team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}
    assert not _person(ours, ("E1", "T1")).stranger
    assert not _person({"id": "U1", "team_id": "T1"}, ("E1", "T1")).stranger
    assert _person(ours, ("E9", "T1")).stranger
    assert _person({"id": "U1"}, ("", "T1")).stranger


def test_whether_others_read_along_is_never_answered_from_what_was_known_minutes_ago(
    here: Here,
) -> None:
    assert not here.directory.channel_now(1, here.channel).shared
    here.slack.workspace.channel("ml-platform").ext_shared = True
    here.time = FRESH_FOR + 1
    here.slack.faults.add("conversations.info", "error:internal_error")
    with pytest.raises(SlackUnavailable):
        here.directory.channel_now(1, here.channel)
    assert here.directory.channel_now(1, here.channel).shared


def test_a_channel_is_what_slack_says_it_is(here: Here) -> None:
    ws = here.slack.workspace
    secret = ws.add_channel("secret", members=["ana", ws.bot_user_id], private=True)
    elsewhere = ws.add_channel("elsewhere", members=["ana"], ext_shared=True, archived=True)
    found = here.directory.channel(1, secret)
    assert (found.name, found.private, found.member) == ("secret", True, True)
    found = here.directory.channel(1, elsewhere)
    assert (found.shared, found.archived, found.member) == (True, True, False)


def test_the_channels_of_a_person_leave_out_what_is_archived(here: Here) -> None:
    here.slack.workspace.add_channel("old", members=["ana"], archived=True)
    assert here.directory.channels_of(1, here.ana) == (here.channel,)


def test_a_channel_that_is_gone_is_told_from_a_slack_that_is_busy(here: Here) -> None:
    with pytest.raises(ChannelGone, match="channel_not_found"):
        here.directory.members(1, "C0NOTTHERE")
    with pytest.raises(BotError):
        here.directory.person(1, "U0NOTTHERE")


@pytest.mark.parametrize(
    "kind", ["429", "500_before", "html_502", "drop_before", "error:internal_error", "error:new"]
)
def test_a_slack_that_does_not_answer_is_asked_again_next_time(here: Here, kind: str) -> None:
    here.slack.faults.add("conversations.members", kind)
    with pytest.raises(SlackUnavailable):
        here.directory.members(1, here.channel)
    assert here.ana in here.directory.members(1, here.channel)


@pytest.mark.parametrize("name", ["token_revoked", "account_inactive", "missing_scope"])
def test_what_waiting_does_not_mend_is_the_end_of_it(here: Here, name: str) -> None:
    here.slack.faults.add("conversations.members", f"error:{name}")
    with pytest.raises(ChannelGone, match=name):
        here.directory.members(1, here.channel)


def test_many_threads_may_ask_at_once(here: Here) -> None:
    start = threading.Barrier(8)

    def ask(_: int) -> frozenset[str]:
        start.wait()
        return here.directory.members(1, here.channel)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert here.asked("conversations.members") == 1


def test_who_waits_for_somebody_elses_question_hears_of_its_trouble_too(here: Here) -> None:
    here.slack.faults.add("conversations.members", "timeout_before")
    start = threading.Barrier(3)

    def ask(_: int) -> str:
        start.wait()
        try:
            here.directory.members(1, here.channel)
        except SlackUnavailable as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(3) as pool:
        assert len(set(pool.map(ask, range(3)))) == 1
    assert here.asked("conversations.members") == 1


def test_the_many_of_a_large_channel_are_looked_up_by_the_page(here: Here) -> None:
    ws = here.slack.workspace
    many = [ws.add_person(f"p{n}") for n in range(300)]
    ws.channel("ml-platform").members.extend(many)
    assert set(here.directory.people_to_ask(1, here.channel)) == {here.ana, *many}
    assert here.asked("users.list") == 2
    here.directory.people_to_ask(1, here.channel)
    assert here.asked("users.list") == 2
    assert here.asked("users.info") == 0


def test_in_a_large_company_only_some_pages_are_read_and_the_others_are_asked_for(
    here: Here,
) -> None:
    ws = here.slack.workspace
    for n in range(MOST_PAGES * PAGE):
        ws.add_person(f"other{n}")
    many = [ws.add_person(f"p{n}") for n in range(MANY)]
    ws.channel("ml-platform").members.extend(many)
    assert set(here.directory.people_to_ask(1, here.channel)) == {here.ana, *many}
    assert here.asked("users.list") == MOST_PAGES
    assert here.asked("users.info") == MANY


def test_two_who_ask_for_a_large_channel_at_once_read_its_people_once(here: Here) -> None:
    ws = here.slack.workspace
    many = [ws.add_person(f"p{n}") for n in range(100)]
    ws.channel("ml-platform").members.extend(many)
    start = threading.Barrier(2)

    def ask(_: int) -> int:
        start.wait()
        return len(here.directory.people_to_ask(1, here.channel))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, range(2))) == [101, 101]
    assert here.asked("users.list") == 1


def test_what_happened_to_a_channel_is_seen_at_once_where_it_is_forgotten(here: Here) -> None:
    assert not here.directory.channel(1, here.channel).archived
    here.slack.workspace.archive("ml-platform", by="ana")
    assert not here.directory.channel(1, here.channel).archived
    here.directory.forget(1, here.channel)
    assert here.directory.channel(1, here.channel).archived
    here.directory.forget(1, here.channel)
    here.slack.faults.add("conversations.info", "500_before")
    with pytest.raises(SlackUnavailable):
        here.directory.channel(1, here.channel)


def test_the_kind_of_a_channel_is_asked_again_after_seconds_because_rights_hang_on_it(
    here: Here,
) -> None:
    here.directory.channel(1, here.channel)
    here.slack.workspace.channel(here.channel).private = True
    here.time = RIGHTS_FOR + 1
    assert here.directory.channel(1, here.channel).private


def test_where_none_of_a_teams_admins_is_left_admins_of_the_workspace_are_told(here: Here) -> None:
    gone = here.slack.workspace.add_person("gone", deleted=True)
    bo = here.slack.workspace.add_person("bo")
    assert whom_to_tell(here.directory, 1, [gone, bo, "U0NOBODY"]) == (bo,)
    assert whom_to_tell(here.directory, 1, [gone]) == (here.ana,)
    here.slack.revoke_token()
    assert whom_to_tell(here.directory, 1, [gone, bo]) == (gone, bo)


def test_a_look_says_what_stands_in_the_way(here: Here) -> None:
    workspace = here.slack.workspace
    assert look(here.directory, 1, here.channel) == Sight("", "ml-platform")
    workspace.remove_bot("ml-platform", by="ana")
    assert look(here.directory, 1, here.channel) == Sight("not_in_channel", "ml-platform")
    workspace.archive("ml-platform", by="ana")
    assert look(here.directory, 1, here.channel) == Sight("is_archived", "ml-platform")
    here.slack.faults.add("conversations.info", "500_before")
    assert look(here.directory, 1, here.channel) is None
    workspace.delete_channel("ml-platform", by="ana")
    assert look(here.directory, 1, here.channel) == Sight("channel_not_found")
