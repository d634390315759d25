"""Which view answers a command: the same for the slash command, a mention and a shared answer."""

from bot.domain.commands import Command, Verb
from bot.domain.past import Past
from bot.domain.rounds import Status
from bot.views.commitments import commitments
from bot.views.explain import explain
from bot.views.export import typed_only
from bot.views.help import help_text
from bot.views.history import history
from bot.views.status import status, tips_for
from bot.views.targets import targets
from bot.views.text import Message
from bot.views.whatif import by_command


def answer(
    command: Command,
    team: Status | None,
    past: Past | None = None,
    *,
    shared: bool = False,
    plain: bool = False,
) -> Message:
    """The message that answers a question; help for everything else.

    `past` is needed where the question is about the team's history.
    `shared`: posted for all to see, so without *Share in channel*. `plain`: without charts.
    """
    if team is None or command.unknown_dimension or command.ambiguous:
        return help_text(command, dimensions=_names(team))
    match command.verb:
        case Verb.STATUS:
            return status(team, command.dimension, shared=shared)
        case Verb.TIPS:
            return tips_for(team, command.dimension, shared=shared)
        case Verb.EXPLAIN:
            return explain(team, command.dimension, shared=shared)
        case Verb.COMMITMENTS:
            return commitments(team, shared=shared)
        case Verb.TARGET:
            return targets(team, shared=shared)
        case Verb.WHATIF:
            return by_command()
        case Verb.HISTORY if past is not None:
            return history(team, past, shared=shared, plain=plain)
        case Verb.EXPORT | Verb.OVERVIEW | Verb.FORGET | Verb.ADMINS | Verb.SHARING | Verb.AUDIT:
            return typed_only(command.verb)
        case _:
            return help_text(command, dimensions=_names(team))


def _names(team: Status | None) -> list[tuple[str, str]]:
    return [(d.id, d.name) for d in team.rubric.dimensions] if team else []
