"""A message of which Slack cannot tell, right before it is sent, whether it may be posted."""

from post_office import PostOffice

from bot.errors import ChannelGone, SlackUnavailable
from bot.gateway.slack import Post
from storage.models import Message


def test_it_waits_until_slack_can_tell(office: PostOffice) -> None:
    asked: list[str] = []

    def render(row: Message) -> Post:
        asked.append(row.key)
        if len(asked) < 3:
            raise SlackUnavailable("conversations.info", seconds=0.01)
        return office.render(row)

    office.put("one", **office.add_round())
    office.hire(render, linger=5).drain()
    assert office.posted() == ["one v0"]
    assert asked == ["one"] * 3


def test_a_channel_that_is_gone_is_told_like_one_that_refuses(office: PostOffice) -> None:
    def render(_row: Message) -> Post:
        raise ChannelGone("channel_not_found")

    office.put("one", **office.add_round())
    office.hire(render).drain()
    assert office.posted() == []
    assert office.refused == [("one", "channel_not_found")]
    # It waits for the channel to come back, as what Slack itself refuses does.
    assert office.row("one").state == "pending"
    assert office.row("one").error.endswith("channel_not_found")
