"""Everything that a confidential team publishes. Whatever shows results to anybody belongs here.

A publisher takes what the services give for a team's check-ins, oldest first, and yields what
people see or get: messages, modals, files. Add one function for each new thing, and name it in
PUBLISHERS.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from town import still_open

from bot.domain.rounds import Home, HomeTeam, Invitation, Result, Status
from bot.views.explain import explain
from bot.views.falls import why_it_fell
from bot.views.history import history
from bot.views.home import home
from bot.views.invitation import invitation
from bot.views.status import status, tips_for
from bot.views.summary import summary
from bot.views.talk import talk
from bot.views.text import Message
from bot.views.tips import tips

Results = Sequence[Result]


def channel_messages(results: Results) -> Iterator[Message]:
    """The invitation, with its live count and in the end."""
    for r in results:
        overall = r.profile.overall if r.profile else None
        yield invitation(Invitation(r.team, still_open(r.round), r.rubric, None))
        yield invitation(Invitation(r.team, r.round, r.rubric, overall))


def threads(results: Results) -> Iterator[Message]:
    """What is posted in the round's thread."""
    for r in results:
        yield summary(r)
        yield summary(r, plain=True)
        if r.profile is None:
            continue
        yield from (tips(r, d.id) for d in r.rubric.dimensions)
        yield talk(r)
        if r.comparison is not None:
            yield why_it_fell(r)


def questions(results: Results) -> Iterator[Message]:
    """What anybody may ask after each check-in, also with *Why this level?*."""
    for number in range(len(results)):
        s = standing(results[: number + 1])
        for dimension in (None, *(d.id for d in s.rubric.dimensions)):
            yield status(s, dimension)
            yield tips_for(s, dimension)
            yield explain(s, dimension)
            yield explain(s, dimension, shared=True)
        yield history(s)
        yield history(s, plain=True)


def homes(results: Results) -> Iterator[dict[str, Any]]:
    """The Home tab, of an admin and of somebody else."""
    for number in range(len(results)):
        s = standing(results[: number + 1])
        for admin in (True, False):
            yield home(Home("U0", (HomeTeam(s, False, admin),), guest=False))


def standing(results: Results) -> Status:
    """The team after the last of these check-ins."""
    levelled = [replace(r, gaps=()) for r in results if r.profile is not None]
    last = results[-1]
    found = levelled[-1] if levelled else None
    return Status(last.team, last.rubric, found, None, last.round)


PUBLISHERS: tuple[Callable[[Results], Iterator[Message | dict[str, Any]]], ...] = (
    channel_messages,
    threads,
    questions,
    homes,
)


def publication(results: Results) -> str:
    """All of it as one text."""
    return json.dumps(
        [
            [said.text, said.blocks] if isinstance(said, Message) else said
            for publish in PUBLISHERS
            for said in publish(results)
        ]
    )
