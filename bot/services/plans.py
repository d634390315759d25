"""What teams have taken on, read for others; and what a check-in that closes makes of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.commitments import (
    DONE,
    OPEN,
    Commitment,
    Plan,
    Plans,
    Step,
    is_reached,
    is_step,
    today_in,
)
from bot.domain.team import Team
from rubric.catalogue import Rubrics
from rubric.model import Rubric
from rubric.scoring import Profile
from storage import checkins, commitments
from storage import models as tables


def plans_of(session: Session, team: Team, rubrics: Rubrics, now: datetime) -> Plans:
    """Everything that the team has taken on and not dropped."""
    rows = commitments.of_team(session, team.workspace_id, team.id)
    known = [commitment_of(row, team, rubrics, now) for row in rows]
    return Plans(
        open=tuple(c for c in known if c.state == OPEN),
        done=tuple(c for c in known if c.state == DONE),
    )


def commitment_of(
    row: tables.Commitment, team: Team, rubrics: Rubrics, now: datetime
) -> Commitment:
    """A row as a plain value, whatever became of the rubric that it was made under."""
    zone, step = team.settings.rule.zone, Step(row.criterion, row.choice)
    return Commitment(
        id=row.id,
        step=step,
        title=row.title,
        place=_place(rubrics, (team.settings.rubric, row.rubric), step),
        plan=Plan(row.owner, row.due_on),
        zone=zone,
        state=row.state,
        created_by=row.created_by,
        gone=not is_asked(rubrics.get(team.settings.rubric), row.rubric, step),
        overdue=row.state == OPEN and row.due_on < today_in(zone, now),
        ended_at=row.ended_at,
        done_in=row.done_in,
        level_before=row.level_before,
        level_after=row.level_after,
    )


def is_asked(rubric: Rubric, made_under: str, step: Step) -> bool:
    """Whether `rubric` is an edition of the one that a step was taken on under, and has it still.

    Another rubric may have a criterion of the same name that means something else.
    """
    return made_under.partition("@")[0] == rubric.id and is_step(rubric, step)


def fulfil(
    session: Session, row: tables.CheckIn, rubric: Rubric, profile: Profile, now: datetime
) -> None:
    """Close what the team has reached by its answers in a round that closes with a level."""
    reached = [
        (taken, step)
        for taken in commitments.open_of(session, row.workspace_id, row.team_id)
        for step in [Step(taken.criterion, taken.choice)]
        if is_asked(rubric, taken.rubric, step) and is_reached(rubric, profile, step)
    ]
    before = _levels_before(session, row) if reached else {}
    for taken, step in reached:
        taken.state, taken.ended_at, taken.done_in = DONE, now, row.id
        taken.level_before = before.get(step.dimension)
        taken.level_after = profile.dimension(step.dimension).level


def _levels_before(session: Session, row: tables.CheckIn) -> dict[str, int | None]:
    """The levels of the team's last round before this one that shows one, by dimension id."""
    rounds = checkins.with_level(session, row.workspace_id, row.team_id)
    earlier = [r.id for r in rounds if r.id != row.id][-1:]
    return {s.dimension: s.level for s in checkins.scores(session, row.workspace_id, earlier)}


def _place(rubrics: Rubrics, editions: tuple[str, ...], step: Step) -> str:
    """The dimension's name in the first of the editions that has it; empty where none does."""
    for edition in editions:
        try:
            return rubrics.get(edition).dimension(step.dimension).name
        except LookupError:
            continue  # an edition without it, or one whose file is gone
    return ""
