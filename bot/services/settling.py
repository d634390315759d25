"""Scoring a round that closes, and what its thread is asked about it."""

from functools import cache, partial
from itertools import takewhile

from sqlalchemy.orm import Session

from bot.domain.falls import falls
from bot.domain.privacy import published, shows_level
from bot.domain.settlement import settle_confidential, settle_open
from bot.domain.steadiness import Closing, Earlier
from bot.domain.team import Privacy
from bot.services.profiles import (
    earlier_alike,
    people_in,
    published_gaps,
    published_profiles,
    store,
)
from rubric.comparison import compare
from rubric.model import Rubric
from rubric.scoring import Profile
from storage import answers, messages
from storage import models as tables

# Positions in the round's thread: after the tips, before what people wrote.
TALK, FALL = 27, 28
# So many rounds are looked back for the one in which an answer was last the people's own.
LOOK_BACK = 12


def settle(session: Session, rubric: Rubric, row: tables.CheckIn) -> Profile | None:
    """Score a round that is closed now, and keep it; None when it can show no level."""
    mode = Privacy(row.privacy)
    if not shows_level(row.respondents, mode, row.minimum):
        return None
    said = answers.tally_by_role(session, row.workspace_id, row.id)
    if mode is Privacy.OPEN:
        settled = settle_open(rubric, said, row.respondents, row.minimum)
    else:
        settled = settle_confidential(_closing(session, rubric, row), said, row.respondents)
    if settled.profile.overall is None:
        return None
    store(session, row, settled)
    return settled.profile


def ask_about(
    session: Session, team: tables.Team, row: tables.CheckIn, rubric: Rubric, profile: Profile
) -> None:
    """Queue what the thread is asked: to talk about split answers, and why a level fell."""
    shown = published(profile, Privacy(row.privacy))
    if any(answer.split for score in shown.dimensions for answer in score.answers):
        _ask(session, team, row, "talk", TALK)
    before = [r for r in earlier_alike(session, row) if r.enough][:1]
    earlier = published_profiles(session, before)
    if before and falls(compare(rubric, earlier[before[0].id], shown)):
        _ask(session, team, row, "fall", FALL)


def _closing(session: Session, rubric: Rubric, row: tables.CheckIn) -> Closing:
    """A confidential round with those before it; who said what is read only where it matters.

    Nobody looks back further than answers are kept: half a year at least.
    """
    alike = earlier_alike(session, row)[:LOOK_BACK]
    rounds = list(takewhile(lambda earlier: earlier.erased_at is None, alike))
    shown, gaps = published_profiles(session, rounds), published_gaps(session, rounds)
    who = answers.who_answered(session, row.workspace_id, [row.id, *(r.id for r in rounds)])
    earlier = [
        Earlier(
            shown=shown.get(r.id),
            gaps=gaps[r.id],
            minimum=r.minimum,
            who=who[r.id],
            people=cache(partial(people_in, session, r)),
            whole=len(who[r.id]) >= r.respondents,
        )
        for r in rounds
    ]
    people = cache(partial(people_in, session, row))
    return Closing(rubric, row.minimum, who[row.id], people, earlier)


def _ask(
    session: Session, team: tables.Team, row: tables.CheckIn, kind: str, position: int
) -> None:
    assert row.closed_at is not None  # noqa: S101 - the round is being closed
    messages.enqueue(
        session,
        workspace_id=row.workspace_id,
        team_id=team.id,
        check_in_id=row.id,
        key=f"round:{row.id}:{kind}",
        kind=kind,
        channel=team.channel_id,
        about={},
        position=position,
        now=row.closed_at,
    )
