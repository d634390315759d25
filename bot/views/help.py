"""What can be asked of Rung, and how to begin."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, SectionBlock

from bot.domain.commands import Command, Dimensions, Verb
from bot.views.hello import set_up_button
from bot.views.text import Message, escape, listed, message, one_line

# What to type after the slash command, and what it does: the most used first, by what it is for.
# Who may do what: bot/domain/permissions.py.
GROUPS = {
    "Where you stand": (
        ("status [dimension]", "the levels, and the next check-in; also without any word"),
        ("explain [dimension]", "how a level came about, answer by answer"),
        ("history", "the levels over time"),
        ("overview", "teams that show their levels, side by side"),
    ),
    "What to do next": (
        ("tips [dimension]", "next steps, and how to make them"),
        ("commitments", "the steps that people have taken on, and which are done"),
        ("target", "what you aim for, and how far it is"),
        ("whatif", "try other answers and see the levels; nothing is saved"),
    ),
    "Check-ins and data": (
        ("setup", "when, how often and who is asked; changes are for admins"),
        ("start", "open a check-in now"),
        ("export [csv or json]", "the team's history as a file, in a direct message"),
        ("forget me", "erase what you answered; asks first"),
        ("help", "this list"),
    ),
    "For the team's admins": (
        ("close", "close the open check-in and show the result"),
        ("pause", "no check-ins until further notice"),
        ("resume", "check-ins again, as planned"),
        ("target [dimension or overall] [level or off] [by date]", "set a target, or end it"),
        ("admins", "who looks after this team's check-ins"),
        ("sharing", "whether results show in a channel that another organisation reads"),
        ("audit", "who changed what"),
        ("forget team", "erase the team; asks first"),
    ),
}


def help_text(command: Command, slash: str = "/maturity", dimensions: Dimensions = ()) -> Message:
    """What to type: one sentence for a word or dimension that was not understood, or the list.

    `slash` is what a command begins with, `dimensions` those of the channel's team.
    """
    if command.ambiguous:
        return _said(_which(command, slash, dimensions))
    if command.unknown_dimension:
        return _said(_no_such_dimension(command, slash, dimensions))
    opening = [*_not_understood(command, slash), _how_to_ask(slash)]
    ending = _about_dimensions(dimensions)
    groups = {title: _lines(group) for title, group in GROUPS.items()}
    listing = [line for title, lines in groups.items() for line in (title, *lines)]
    parts = [opening, *([f"*{title}*", *lines] for title, lines in groups.items()), ending]
    sections = [SectionBlock(text="\n".join(part)) for part in parts if part]
    return message("\n".join([*opening, *listing, *ending]), *sections)


def no_team(channel: str) -> Message:
    """For a channel without a team: how to set one up."""
    text = (
        f"There are no check-ins in <#{channel}> yet. Set them up with the button, or with "
        "`/maturity setup`; it takes a minute."
    )
    return message(text, SectionBlock(text=text), ActionsBlock(elements=[set_up_button(channel)]))


def _how_to_ask(slash: str) -> str:
    return f"Here is what you can ask me: type {_code(slash)} and one of these."


def _lines(group: Sequence[tuple[str, str]]) -> list[str]:
    return [f"• {_code(usage)} {does}" for usage, does in group]


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
