"""What closed rounds show, and who said what in them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from bot.domain.privacy import published, shows_level, without_counts
from bot.domain.role_gaps import Gap, Levels
from bot.domain.settlement import Settled
from bot.domain.steadiness import People
from bot.domain.team import Privacy
from rubric.scoring import DimensionScore, Profile, Respondent, assemble
from storage import answers, checkins
from storage import models as tables

# Beside a dimension's score, in the same column: its levels by role, where they may be shown.
GAP = "gap"


def published_profiles(session: Session, rounds: Sequence[tables.CheckIn]) -> dict[int, Profile]:
    """The profiles of rounds that show a level, by round id, as anybody may see them."""
    by_round: dict[int, list[DimensionScore]] = {}
    for row in _scores(session, rounds):
        detail = {key: value for key, value in row.detail.items() if key != GAP}
        by_round.setdefault(row.check_in_id, []).append(DimensionScore.model_validate(detail))
    return {
        r.id: published(assemble(r.rubric, by_round[r.id], r.respondents), Privacy(r.privacy))
        for r in rounds
        if r.id in by_round
    }


def published_gaps(
    session: Session, rounds: Sequence[tables.CheckIn]
) -> dict[int, dict[str, Levels]]:
    """The levels by role that those rounds show, by round id and dimension id."""
    gaps: dict[int, dict[str, Levels]] = {r.id: {} for r in rounds}
    for row in _scores(session, rounds):
        if row.detail.get(GAP):
            gaps[row.check_in_id][row.dimension] = row.detail[GAP]
    return gaps


def store(session: Session, row: tables.CheckIn, settled: Settled) -> None:
    """Keep what a round shows."""
    gaps: Mapping[str, Levels] = {gap.dimension: gap.levels for gap in settled.gaps}
    session.add_all(
        tables.Score(
            workspace_id=row.workspace_id,
            check_in_id=row.id,
            dimension=score.dimension,
            level=score.level,
            detail=score.model_dump(mode="json") | _gap(gaps.get(score.dimension)),
        )
        for score in settled.profile.dimensions
    )


def gaps_of(session: Session, row: tables.CheckIn) -> tuple[Gap, ...]:
    """The gaps that a round shows, in the rubric's order."""
    found = published_gaps(session, [row])[row.id]
    return tuple(Gap(dimension, levels) for dimension, levels in found.items())


def people_in(session: Session, row: tables.CheckIn) -> People:
    """Everybody's role and answers in a round; people without an answer are left out."""
    return {
        given.user_id: Respondent(role=given.role, answers=dict(given.answers))
        for given in answers.in_round(session, row.workspace_id, row.id)
    }


def earlier_alike(session: Session, row: tables.CheckIn) -> list[tables.CheckIn]:
    """The team's rounds before this closed one that can be compared with it, the newest first.

    Enough people answered them, by the same edition of the rubric and with the same privacy; one
    that differs ends the series.
    """
    alike: list[tables.CheckIn] = []
    for each in checkins.closed_before(session, row):
        if (each.rubric, each.privacy) != (row.rubric, row.privacy):
            break
        if shows_level(each.respondents, Privacy(each.privacy), each.minimum):
            alike.append(each)
    return alike


def keep_without_counts(session: Session, row: tables.CheckIn) -> bool:
    """What a round shows stays, though some of its answers are gone: its levels, and no counts.

    Levels by role stay where enough people of each role are left. Whether any went.
    """
    mode = Privacy(row.privacy)
    left = Counter(given.role for given in answers.in_round(session, row.workspace_id, row.id))
    went = False
    for kept in _scores(session, [row]):
        gap: Levels = kept.detail.get(GAP) or {}
        enough = all(shows_level(left[role], mode, row.minimum) for role in gap)
        detail = {key: value for key, value in kept.detail.items() if key != GAP}
        bare = without_counts(DimensionScore.model_validate(detail), mode)
        kept.detail = bare.model_dump(mode="json") | (_gap(gap) if enough else {})
        went = went or not enough
    return went


def _scores(session: Session, rounds: Sequence[tables.CheckIn]) -> list[tables.Score]:
    """The scores of rounds, all of one workspace, each round's in the rubric's order."""
    if not rounds:
        return []
    stored = checkins.scores(session, rounds[0].workspace_id, [r.id for r in rounds])
    return sorted(stored, key=lambda score: score.id)


def _gap(levels: Levels | None) -> dict[str, Levels]:
    return {GAP: dict(levels)} if levels else {}
