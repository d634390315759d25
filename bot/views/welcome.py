"""What Rung says once to the person who installed it."""

from slack_sdk.models.blocks import SectionBlock

from bot.views.text import Message, message

_THANKS = (
    "Thank you for adding me. I ask a machine-learning team, every so often, a few short questions "
    "about how it works, show which maturity level it stands on, and what to do next."
)
_NEXT = (
    "To begin, invite me to the team's channel with `/invite @Rung`, then type `/maturity setup` "
    "there. One channel is one team; `/maturity help` shows the rest."
)


def welcome() -> Message:
    """Thanks, and the next steps."""
    return message(f"{_THANKS}\n{_NEXT}", SectionBlock(text=_THANKS), SectionBlock(text=_NEXT))
