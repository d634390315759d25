"""A team's past, read for the views and for an export."""

from collections import defaultdict

from sqlalchemy.orm import Session

from bot.domain.past import Deed, Past, PastRound, compared
from bot.domain.team import Team
from bot.services.profiles import published_profiles
from bot.services.reading import round_with
from rubric.catalogue import Rubrics
from storage import checkins, history

NOBODY = checkins.Counts(0, 0, 0)


def past_of(session: Session, rubrics: Rubrics, team: Team) -> Past:
    """All rounds of the team that are over, each with what may be told of it."""
    rows = history.over(session, team.workspace_id, team.id)
    counts = history.counts(session, team.workspace_id, [row.id for row in rows])
    profiles = published_profiles(session, [row for row in rows if row.enough])
    deeds = _deeds(session, team)
    rounds: list[PastRound] = []
    before: PastRound | None = None
    for row in rows:
        made = PastRound(
            round=round_with(row, counts.get(row.id, NOBODY)),
            rubric=rubrics.get(row.rubric),
            profile=profiles.get(row.id),
            fall=row.fall,
            deeds=tuple(deeds[row.id]),
        )
        rounds.append(compared(made, before))
        before = rounds[-1] if made.profile else before
    return Past(team, tuple(rounds))


def _deeds(session: Session, team: Team) -> dict[int, list[Deed]]:
    """The commitments that were done, by the round that showed it."""
    done: dict[int, list[Deed]] = defaultdict(list)
    for row in history.commitments(session, team.workspace_id, team.id):
        if row.done_in is not None:
            done[row.done_in].append(Deed(row.title, row.owner))
    return done
