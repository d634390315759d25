"""What Rung says once, when it is invited to a channel."""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock

from bot.views.text import Message, message

_WHO = (
    "Hello, I'm Rung. Every so often I ask this team a few short questions about how your machine "
    "learning really gets built and released."
)
_WHAT = (
    "From your answers I show which maturity level you stand on, what has changed, and what to do "
    "next. It takes each of you about two minutes, and the results stay in this channel."
)


def hello(channel: str) -> Message:
    """The greeting, with a button that opens the settings."""
    return message(
        f"{_WHO}\n{_WHAT}\nTo begin, press “Set up check-ins” or type `/maturity setup`.",
        SectionBlock(text=f"{_WHO}\n{_WHAT}"),
        ActionsBlock(elements=[set_up_button(channel)]),
    )


def set_up_button(channel: str, text: str = "Set up check-ins") -> ButtonElement:
    """The button that opens the settings of a channel."""
    return ButtonElement(text=text, action_id="set_up", value=channel)
