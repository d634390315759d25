"""What Rung says once to the person who installed it."""

from slack_sdk.models.blocks import SectionBlock

from bot.views.text import Message, message

_THANKS = (
    "Thank you for adding me. Every so often I ask a machine-learning team a few short questions "
    "about how it works. Then I show which maturity level it stands on, and what to do next."
)
_NEXT = (
    "To begin, invite me to your team's channel with `/invite @Rung`. Then type `/maturity setup` "
    "there. One channel is one team. `/maturity help` shows what else I can do."
)


def welcome() -> Message:
    """Thanks, and the next steps."""
    return message(f"{_THANKS}\n{_NEXT}", SectionBlock(text=_THANKS), SectionBlock(text=_NEXT))
