"""The field of the settings modal that says how long answers are kept."""

from slack_sdk.models.blocks import InputBlock, Option, StaticSelectElement

from bot.domain.retention import KEEP_MONTHS
from bot.views.text import plural

_HINT = (
    "From the close of a check-in. After that, answers, comments and names are erased; levels stay."
)


def keep_input(months: int) -> InputBlock:
    """The field `keep_months`, with the months that are chosen."""
    options = {m: Option(value=str(m), text=plural(m, "month")) for m in KEEP_MONTHS}
    select = StaticSelectElement(
        action_id="keep_months",
        options=list(options.values()),
        initial_option=options.get(months),
    )
    return InputBlock(block_id="keep_months", label="Keep answers for", element=select, hint=_HINT)
