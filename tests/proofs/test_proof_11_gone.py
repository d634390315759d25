"""Proof 11: what happens to a channel between the claim and the post is told, not repeated."""

from collections.abc import Callable

import pytest
from post_office import PostOffice

from bot.gateway.slack import Post
from storage.models import Message

CHANNEL = "ml-platform"
GONE: dict[str, tuple[Callable[[PostOffice], object], str]] = {
    "uninstalled": (lambda office: office.slack.uninstall(), "account_inactive"),
    "token revoked": (lambda office: office.slack.revoke_token(), "token_revoked"),
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


def test_a_channel_that_is_back_takes_what_comes_then(office: PostOffice) -> None:
    office.put("a", **office.add_round())
    meanwhile(office, lambda o: o.slack.workspace.archive(CHANNEL, by="ana"))
    office.slack.workspace.unarchive(CHANNEL, by="ana")
    office.put("b")
    office.outbox.drain()
    assert (office.row("a").state, office.posted()) == ("failed", ["b v0"])
