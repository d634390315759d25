"""Errors that end as one clear sentence where the user is."""

# What Bolt itself raises over a payload that is not text, not JSON, or not of Slack's shapes;
# errors of listeners have been handled before.
UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


class BotError(Exception):
    """Something the user can mend; `sentence` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(BotError):
    """The person may not do this; the sentence says who may."""


class NoTeam(BotError):
    """The channel has no team yet; the sentence says how to set one up."""


class SlackUnavailable(Exception):
    """Slack did not answer, or asked us to wait: the step is tried again later.

    `limited`: it asked the workspace to wait, for so many `seconds`.
    """

    def __init__(self, reason: str, *, seconds: float = 0.0, limited: bool = False) -> None:
        super().__init__(reason)
        self.seconds, self.limited = seconds, limited


class ChannelGone(Exception):
    """Slack says for good that a channel cannot be reached; `reason` is Slack's error name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NothingToSay(Exception):
    """What a waiting message was about is gone; there is nothing to post any more."""


class AccessRefused(Exception):
    """Slack gives out no token; `reason` is its error name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
