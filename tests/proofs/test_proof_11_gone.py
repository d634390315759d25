"""Proof 11: what happens to a channel between the claim and the post is told, not repeated."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from post_office import PostOffice

from bot.gateway.slack import Post
from storage.messages import GONE as GONE_FOR_NOW
from storage.models import Message

CHANNEL = "ml-platform"
GONE: dict[str, tuple[Callable[[PostOffice], object], str]] = {
    "uninstalled": (lambda office: office.slack.uninstall(), "account_inactive"),
    "token revoked": (lambda office: office.slack.revoke_token(), "token_revoked"),
}
AWAY: dict[str, tuple[Callable[[PostOffice], object], str]] = {
    "archived": (lambda o: o.slack.workspace.archive(CHANNEL, by="ana"), "is_archived"),
    "kicked": (lambda o: o.slack.workspace.remove_bot(CHANNEL, by="ana"), "not_in_channel"),
    "deleted": (lambda o: o.slack.workspace.delete_channel(CHANNEL, by="ana"), "channel_not_found"),
}


def meanwhile(office: PostOffice, happens: Callable[[PostOffice], object]) -> None:
    """Deliver; right after the first claim, which comes before the rendering, something happens."""
    left = [happens]

    def render(row: Message) -> Post:
        while left:
            left.pop()(office)
        return office.render(row)

    office.hire(render).drain()


@pytest.mark.parametrize("event", GONE)
def test_where_nothing_can_be_posted_any_more_it_is_told_once_and_never_tried_again(
    office: PostOffice, event: str
) -> None:
    happens, error = GONE[event]
    ids = office.add_round()
    office.put("first", **ids)
    office.put("then", **ids, position=10)
    meanwhile(office, happens)
    office.recover()
    assert office.refused == [("first", error)]
    assert {office.row("first").error, office.row("then").state} == {error, "failed"}
    assert office.asked("chat.postMessage") == 1


def test_a_channel_that_was_renamed_is_posted_to_under_its_new_name(office: PostOffice) -> None:
    office.put("a", **office.add_round())
    meanwhile(office, lambda o: o.slack.workspace.rename(CHANNEL, "ml-team"))
    assert (office.posted("ml-team"), office.refused) == (["a v0"], [])


@pytest.mark.parametrize("event", AWAY)
def test_what_a_channel_does_not_take_for_now_waits_for_it_and_is_not_tried_again_meanwhile(
    office: PostOffice, event: str
) -> None:
    happens, error = AWAY[event]
    ids = office.add_round()
    office.put("first", **ids)
    office.put("then", **ids, position=10)
    meanwhile(office, happens)
    office.recover()
    assert office.refused == [("first", error)]
    assert (office.row("first").error, office.states()) == (f"{GONE_FOR_NOW}{error}", {"pending"})
    assert office.asked("chat.postMessage") == 1


def test_a_channel_that_is_back_takes_what_waits_for_it_once(office: PostOffice) -> None:
    office.put("a", **office.add_round())
    meanwhile(office, lambda o: o.slack.workspace.archive(CHANNEL, by="ana"))
    office.slack.workspace.unarchive(CHANNEL, by="ana")
    office.put("b")
    office.outbox.drain()
    assert (office.row("a").state, office.posted()) == ("pending", ["b v0"])
    assert office.release(since=timedelta(days=3)) == 0
    office.outbox.drain()
    assert office.posted() == ["b v0", "a v0"]


def test_what_waited_for_days_is_not_posted_when_the_channel_is_back(office: PostOffice) -> None:
    office.put("a", **office.add_round())
    meanwhile(office, lambda o: o.slack.workspace.archive(CHANNEL, by="ana"))
    office.slack.workspace.unarchive(CHANNEL, by="ana")
    assert office.release(since=timedelta(0)) == 1
    office.outbox.drain()
    assert (office.row("a").state, office.posted()) == ("failed", [])


def test_an_edit_that_a_channel_does_not_take_for_now_is_made_when_it_is_back(
    office: PostOffice,
) -> None:
    office.put("a")
    office.outbox.drain()
    office.slack.workspace.archive(CHANNEL, by="ana")
    office.want_edit("a")
    office.outbox.drain()
    office.outbox.drain()
    assert office.asked("chat.update") == 1
    office.slack.workspace.unarchive(CHANNEL, by="ana")
    office.release(since=timedelta(0))
    office.outbox.drain()
    assert office.posted() == ["a v1"]


def test_what_a_channel_refuses_for_days_is_given_up(office: PostOffice) -> None:
    office.put("a", **office.add_round())
    office.ahead = timedelta(days=3, minutes=1)
    meanwhile(office, lambda o: o.slack.workspace.archive(CHANNEL, by="ana"))
    assert (office.row("a").state, office.row("a").error) == ("failed", "is_archived")
