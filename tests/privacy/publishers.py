"""Everything that a confidential team publishes. Whatever shows results to anybody belongs here.

A publisher takes what the services give for a team's check-ins, oldest first, and yields what
people see or get: messages, modals, files. Add one function for each new thing, and name it in
PUBLISHERS.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from small_team import FIRST, still_open

from bot.domain.export import Export, TeamPart, as_json
from bot.domain.export_csv import as_csv
from bot.domain.export_parts import round_part
from bot.domain.overview import Row, overview_of
from bot.domain.past import Past, PastRound, compared
from bot.domain.rounds import Home, HomeTeam, Invitation, Result, Status
from bot.domain.targets import Target, progress
from bot.domain.whatif import begin
from bot.views.explain import explain
from bot.views.falls import why_it_fell
from bot.views.history import history
from bot.views.home import home
from bot.views.invitation import invitation
from bot.views.overview import overview, overview_modal
from bot.views.status import status, tips_for
from bot.views.summary import summary
from bot.views.talk import talk
from bot.views.targets import targets
from bot.views.text import Message
from bot.views.tips import tips
from bot.views.whatif import whatif

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
        past = past_of(results[: number + 1])
        yield history(s, past)
        yield history(s, past, plain=True)
        yield targets(s)
        yield whatif(begin("C1", s.rubric, s.result.profile if s.result else None))


def homes(results: Results) -> Iterator[dict[str, Any]]:
    """The Home tab, of an admin and of somebody else."""
    for number in range(len(results)):
        s = standing(results[: number + 1])
        for admin in (True, False):
            yield home(Home("U0", (HomeTeam(s, False, admin),), guest=False))


def files(results: Results) -> Iterator[dict[str, Any]]:
    """The export, in both formats, after the last check-in."""
    past = past_of(results)
    made = Export(
        format="rung-export",
        version=1,
        made_at=FIRST,
        team=TeamPart(channel="C1", name="team", time_zone="UTC"),
        rounds=[round_part(each, []) for each in past.rounds],
        commitments=[],
        targets=[],
    )
    rubric = results[-1].rubric
    yield {"json": as_json(made).decode(), "csv": as_csv(made, lambda _key: rubric).decode()}


def overviews(results: Results) -> Iterator[Message | dict[str, Any]]:
    """The team beside itself under another name: what many share is told from two teams on."""
    for number in range(len(results)):
        last = past_of(results[: number + 1]).rounds[-1]
        team = results[-1].team
        rows = [
            Row(team, name, last.rubric, last.profile, last.round.closed_at, last.comparison)
            for name in ("one", "two")
        ]
        yield overview(overview_of(rows))
        yield overview_modal(overview_of(rows))


def standing(results: Results) -> Status:
    """The team after the last of these check-ins, with a target of the top level."""
    levelled = [replace(r, gaps=()) for r in results if r.profile is not None]
    last = results[-1]
    found = levelled[-1] if levelled else None
    status = Status(last.team, last.rubric, found, None, last.round)
    if found is None or found.profile is None:
        return status
    goals = [Target(d, last.rubric.top_level, None, "U0") for d in ("", *_dimensions(last))]
    made = tuple(
        progress(goal, last.rubric, found.profile, FIRST.date(), last.rubric) for goal in goals
    )
    return replace(status, targets=made)


def past_of(results: Results) -> Past:
    """The team's past after the last of these check-ins."""
    rounds: list[PastRound] = []
    before: PastRound | None = None
    for r in results:
        rounds.append(compared(PastRound(r.round, r.rubric, r.profile), before))
        before = rounds[-1] if r.profile else before
    return Past(results[-1].team, tuple(rounds))


def _dimensions(r: Result) -> list[str]:
    return [dimension.id for dimension in r.rubric.dimensions]


PUBLISHERS: tuple[Callable[[Results], Iterator[Message | dict[str, Any]]], ...] = (
    channel_messages,
    threads,
    questions,
    homes,
    files,
    overviews,
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
