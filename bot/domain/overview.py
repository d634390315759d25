"""The teams of a workspace that show their levels, side by side: never ranked, never averaged."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.team import Team
from rubric.comparison import Comparison
from rubric.model import Rubric
from rubric.recommendations import recommend
from rubric.scoring import Profile

# What a single team lacks is its own affair, not what many share.
FEWEST_TEAMS = 2


@dataclass(frozen=True)
class Row:
    """A team: its last round that showed a level (None: there is none), against the one before.

    `comparison` is None for a first result, and where the one before asked other questions.
    """

    team: Team
    name: str
    rubric: Rubric
    profile: Profile | None = None
    closed_at: datetime | None = None
    comparison: Comparison | None = None
    other_questions: bool = False


@dataclass(frozen=True)
class Obstacle:
    """A question that holds back several teams, and the step that most of them have to make."""

    rubric: Rubric
    criterion: str
    to_choice: str
    teams: int


@dataclass(frozen=True)
class Overview:
    """Teams in alphabetical order, and what holds back many of them, most teams first."""

    rows: tuple[Row, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def measured(self) -> int:
        """How many of the teams have a level."""
        return sum(row.profile is not None for row in self.rows)


def overview_of(rows: Iterable[Row]) -> Overview:
    """The rows put in order, and what they share."""
    in_order = tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.team.id)))
    return Overview(in_order, obstacles(in_order))


def obstacles(rows: Iterable[Row]) -> tuple[Obstacle, ...]:
    """The questions that hold a dimension of FEWEST_TEAMS teams or more; equal ones as the rubric
    has them. Of several steps the one of most teams counts, then the lowest.
    """
    steps: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    rubrics: dict[str, Rubric] = {}
    for row in rows:
        if row.profile is None:
            continue
        rubrics[row.rubric.key] = row.rubric
        for step in recommend(row.rubric, row.profile):
            steps[row.rubric.key, step.criterion][step.to_choice] += 1
    found = [
        Obstacle(rubrics[key], path, _common(rubrics[key], path, made), made.total())
        for key, path in _in_order(rubrics)
        if (made := steps[key, path]).total() >= FEWEST_TEAMS
    ]
    return tuple(sorted(found, key=lambda obstacle: -obstacle.teams))


def _in_order(rubrics: dict[str, Rubric]) -> list[tuple[str, str]]:
    return [(key, path) for key in sorted(rubrics) for path in rubrics[key].paths()]


def _common(rubric: Rubric, path: str, made: Counter[str]) -> str:
    criterion = rubric.criterion(path)
    return min(made, key=lambda choice: (-made[choice], criterion.position(choice)))
