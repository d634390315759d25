"""What Slack takes of a bot's messages and views, and what it refuses.

Pure checks of JSON that was already decoded, at least as strict as Slack. The limits are those of
https://docs.slack.dev/reference/block-kit, read in autumn 2026.
"""

from sandbox.blockkit.messages import check_message
from sandbox.blockkit.objects import check_options
from sandbox.blockkit.refusal import Refused
from sandbox.blockkit.state import assign_ids, input_state
from sandbox.blockkit.views import check_response_action, check_view

__all__ = [
    "Refused",
    "assign_ids",
    "check_message",
    "check_options",
    "check_response_action",
    "check_view",
    "input_state",
]
