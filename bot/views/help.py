"""What can be asked of Rung, and how to begin."""

from slack_sdk.models.blocks import ActionsBlock, SectionBlock

from bot.domain.commands import Command, Dimensions, Verb
from bot.views.hello import set_up_button
from bot.views.text import Message, escape, listed, message, one_line

LINES = {
    Verb.STATUS: ("status [dimension]", "where the team stands; also without any word"),
    Verb.START: ("start", "open a check-in now"),
    Verb.CLOSE: ("close", "close the open check-in and show the result"),
    Verb.PAUSE: ("pause", "no check-ins until further notice"),
    Verb.RESUME: ("resume", "check-ins again, as planned"),
    Verb.SETUP: ("setup", "when, how often and who is asked"),
    Verb.TIPS: ("tips [dimension]", "what to do next, and how"),
    Verb.EXPLAIN: ("explain [dimension]", "how the level came about, answer by answer"),
    Verb.HISTORY: ("history", "the levels over time"),
    Verb.COMMITMENTS: ("commitments", "which steps you have taken on, and which are done"),
    Verb.TARGET: (
        "target [dimension or overall] [level] [by date]",
        "what you aim for, and how far it is; `off` ends a target",
    ),
    Verb.WHATIF: ("whatif", "try other answers and see the levels; nothing is saved"),
    Verb.EXPORT: ("export [csv or json]", "the team's history as a file, in a direct message"),
    Verb.OVERVIEW: ("overview", "the teams that show their level here, side by side"),
    Verb.ADMINS: ("admins", "who looks after this team's check-ins"),
    Verb.SHARING: ("sharing", "whether results show where other organisations read along"),
    Verb.AUDIT: ("audit", "who changed what, for admins"),
    Verb.FORGET: ("forget me or team", "erase my answers, or all of the team; asks first"),
    Verb.HELP: ("help", "this list"),
}


def help_text(command: Command, slash: str = "/maturity", dimensions: Dimensions = ()) -> Message:
    """What to type: one sentence for a word or dimension that was not understood, or the list.

    `slash` is what a command begins with, `dimensions` those of the channel's team.
    """
    if command.ambiguous:
        return _said(_which(command, slash, dimensions))
    if command.unknown_dimension:
        return _said(_no_such_dimension(command, slash, dimensions))
    lines = [f"• {_code(f'{slash} {usage}')} {does}" for usage, does in LINES.values()]
    opening = _not_understood(command, slash)
    ending = _about_dimensions(dimensions)
    return _said(*opening, "Here is what you can ask me:", *lines, *ending)


def no_team(channel: str) -> Message:
    """For a channel without a team: how to set one up."""
    text = (
        f"There are no check-ins in <#{channel}> yet. Set them up with the button, or with "
        "`/maturity setup`; it takes a minute."
    )
    return message(text, SectionBlock(text=text), ActionsBlock(elements=[set_up_button(channel)]))


def _not_understood(command: Command, slash: str) -> list[str]:
    if not command.unknown:
        return []
    meant = f" Did you mean {_code(f'{slash} {command.nearest}')}?" if command.nearest else ""
    return [f"I don't know {_code(command.unknown)}.{meant}"]


def _which(command: Command, slash: str, dimensions: Dimensions) -> str:
    names = dict(dimensions)
    meant = [names.get(id_, id_.replace("-", " ")) for id_ in command.ambiguous]
    asks = [_code(f"{slash} {command.verb} {id_}") for id_ in command.ambiguous]
    return f"Do you mean {escape(listed(meant, 'or'))}? Type {listed(asks, 'or')}."


def _no_such_dimension(command: Command, slash: str, dimensions: Dimensions) -> str:
    unknown = f"I don't know a dimension {_code(command.unknown_dimension or '')}."
    if not dimensions:
        return f"{unknown} {_code(f'{slash} {Verb.STATUS}')} shows those there are."
    names = escape(listed([name for _, name in dimensions]))
    example = _code(f"{slash} {command.verb} {dimensions[0][0]}")
    return f"{unknown} There are {len(dimensions)}: {names}. For example: {example}"


def _about_dimensions(dimensions: Dimensions) -> list[str]:
    if not dimensions:
        return []
    ids = listed([_code(id_) for id_, _ in dimensions], "or")
    return [f"A dimension is {ids}; without one you see them all."]


def _said(*lines: str) -> Message:
    text = "\n".join(lines)
    return message(text, SectionBlock(text=text))


def _code(text: str) -> str:
    """Text that Slack shows as it is; a backtick would end it."""
    return f"`{escape(one_line(text)).replace('`', chr(39))}`"
