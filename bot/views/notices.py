"""Short messages about a team's settings and schedule: to its channel, and to its admins."""

import re
from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import SectionBlock

from bot.domain.cadence import Occurrence, describe
from bot.domain.lifecycle import LATE
from bot.domain.team import Privacy, Settings, Team
from bot.views.text import Message, escape, joined, message, moment, person, plural

# Slack's error → what happened, as the end of a sentence.
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
REASONS = {
    "is_archived": "the channel was archived",
    "not_in_channel": "I was removed from the channel",
    "channel_deleted": "the channel was deleted",
    "channel_not_found": "I cannot find the channel: it was deleted, or I was removed from it",
    "restricted_action": "this workspace does not let me post in the channel",
    "account_inactive": "the app was removed from this workspace",
    "token_revoked": "the app was removed from this workspace",
    "token_expired": "my access to this workspace has expired",
    "invalid_auth": "Slack no longer accepts my access to this workspace",
    "not_authed": "I have no access to this workspace",
    "missing_scope": "I lack a permission that I need",
    "team_not_found": "Slack no longer knows this workspace",
}
# What bot.services.teams notes when somebody pauses: our own words, in which the name must show.
_PAUSED_BY = re.compile(r"<@[A-Z0-9]+> paused them")
# What bot.gateway.slack notes when a permission is missing: with its name.
_SCOPE = "missing_scope:"


def reason_words(reason: str) -> str:
    """Why check-ins are paused, as the end of a sentence, escaped: Slack's error or free text."""
    told = reason if _PAUSED_BY.fullmatch(reason) else escape(reason)
    if reason.startswith(_SCOPE):
        return f"{REASONS['missing_scope']} (`{escape(reason.removeprefix(_SCOPE))}`)"
    return REASONS.get(family(reason), told)


def first_setup(team: Team, by: str, upcoming: Sequence[Occurrence]) -> Message:
    """Tells the channel that somebody has set up check-ins, and how they will go."""
    settings = team.settings
    lines = [
        f"{person(by)} set up maturity check-ins for this channel: {asked_sentence(settings)}",
        privacy_sentence(settings),
    ]
    if upcoming:
        lines.append(f"The first one opens {moment(upcoming[0].due_at)}.")
    return _said(*lines)


def settings_changed(team: Team, by: str, changes: Sequence[str]) -> Message:
    """Tells the channel who changed which settings; `changes` are plain words, unescaped."""
    lines = [f"{person(by)} changed the check-in settings:"]
    lines += [f"• {escape(change)}" for change in changes]
    if team.next_due_at is not None:
        lines.append(f"The next check-in opens {moment(team.next_due_at)}.")
    return _said(*lines)


def changes(before: Settings, after: Settings) -> tuple[str, ...]:
    """What differs, in plain unescaped words: `open for: 5 days → 7 days`; empty: nothing."""
    pairs = [
        ("rubric", before.rubric, after.rubric),
        ("cadence", describe(before.rule), describe(after.rule)),
        ("open for", plural(before.days_open, "day"), plural(after.days_open, "day")),
        ("privacy, from the next check-in on", str(before.privacy), str(after.privacy)),
        ("fewest answers", str(before.minimum), str(after.minimum)),
        ("answers are kept for", *(plural(s.keep_months, "month") for s in (before, after))),
        ("shown in the workspace's overview", *(_yes(s.in_overview) for s in (before, after))),
    ]
    told = [f"{what}: {old} → {new}" for what, old, new in pairs if old != new]
    if set(before.picked or ()) != set(after.picked or ()):
        told.append(f"who is asked: {_asked_change(before, after)}")
    return tuple(told)


def paused(by: str | None, reason: str) -> Message:
    """Tells the channel that no check-ins come for now; `by` is None where nobody paused them."""
    why = f": {reason_words(reason)}" if reason else ""
    what = f"{person(by)} paused the check-ins" if by else "The check-ins are paused"
    return _said(f"{what}{why}. What was answered is kept; `/maturity resume` starts them again.")


def resumed(team: Team, by: str, next_at: datetime) -> Message:
    """Tells the channel that check-ins come again, and when the next one opens."""
    rhythm = escape(describe(team.settings.rule))
    return _said(
        f"{person(by)} resumed the check-ins, {rhythm}. The next one opens {moment(next_at)}."
    )


def round_missed(team: Team, count: int, due_at: datetime) -> Message:
    """Tells an admin that check-ins were left out; `due_at` is when the last of them was due."""
    late = plural(LATE.days, "day")
    due = moment(due_at)
    if count == 1:
        what = f"The check-in of {_channel(team)} that was due {due} could not be opened"
        told = f"{what} within {late}, so I left it out."
    else:
        what = f"{count} check-ins of {_channel(team)}, the last due {due}, could not be opened"
        told = f"{what} within {late} of their dates, so I left them out."
    coming = f"The next one opens {moment(team.next_due_at)}. " if team.next_due_at else ""
    return _said(f"{told} {coming}To ask the team today, type `/maturity start` in the channel.")


def asked_sentence(settings: Settings) -> str:
    """Who is asked, when, and for how long, escaped: one sentence."""
    who = _asked(settings)
    has = "has" if settings.picked is None or len(settings.picked) == 1 else "have"
    asked = "is" if has == "has" else "are"
    return (
        f"{who} {asked} asked {escape(describe(settings.rule))}, "
        f"and {has} {plural(settings.days_open, 'day')} to answer."
    )


def privacy_sentence(settings: Settings) -> str:
    """Who will see what, in one sentence."""
    if settings.privacy is Privacy.OPEN:
        return "Answers are open: the team can see who answered what."
    return (
        f"Answers are confidential: the team sees results from {settings.minimum} answers on, "
        "and never who said what."
    )


def _said(*lines: str) -> Message:
    text = joined(lines, 3000)
    return message(text, SectionBlock(text=text))


def _channel(team: Team) -> str:
    return f"<#{team.channel}>"


def _yes(it_is: bool) -> str:
    return "yes" if it_is else "no"


def _asked(settings: Settings) -> str:
    if settings.picked is None:
        return "everyone in the channel"
    return plural(len(settings.picked), "person", "people")


def _asked_change(before: Settings, after: Settings) -> str:
    if before.picked is None or after.picked is None:
        return f"{_asked(before)} → {_asked(after)}"
    # Numbers only: a name in a channel message would call that person in.
    added = len(set(after.picked) - set(before.picked))
    left = len(set(before.picked) - set(after.picked))
    return f"{_asked(before)} → {_asked(after)} ({added} added, {left} left out)"


def family(reason: str) -> str:
    """Slack names several restrictions: restricted_action_read_only_channel and others.

    Behind a colon stands the scope that was missing.
    """
    named = reason.partition(":")[0]
    return "restricted_action" if named.startswith("restricted_action") else named
