"""`/maturity audit`: who changed what in this channel."""

from slack_bolt import Respond

from bot.listeners.questions import Question, say
from bot.services.trails import Trails
from bot.views.audit import audit


class Auditing:
    """Shows the audit trail, only to the admin who asks."""

    def __init__(self, trails: Trails) -> None:
        self._trails = trails

    def answer(self, question: Question, respond: Respond) -> None:
        """The last entries."""
        entries = self._trails.last(question.actor, question.workspace_id, question.channel)
        say(respond, audit(entries))
