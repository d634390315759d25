"""Profiles, rebuilt from the scores that were stored when their rounds closed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from rubric.scoring import DimensionScore, Profile, assemble
from storage import checkins
from storage import models as tables


def profiles_of(session: Session, rounds: Sequence[tables.CheckIn]) -> dict[int, Profile]:
    """The profiles of rounds of one workspace that show a level, by round id."""
    by_round: dict[int, list[DimensionScore]] = {}
    if not rounds:
        return {}
    stored = checkins.scores(session, rounds[0].workspace_id, [r.id for r in rounds])
    for row in sorted(stored, key=lambda s: s.id):
        by_round.setdefault(row.check_in_id, []).append(DimensionScore.model_validate(row.detail))
    return {
        r.id: assemble(r.rubric, by_round[r.id], r.respondents) for r in rounds if r.id in by_round
    }
