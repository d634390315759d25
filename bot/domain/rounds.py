"""What is known of a round and of a team's results: plain values that the views are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain.channels import Stopped
from bot.domain.commitments import NOTHING, Plans
from bot.domain.confirmation import Confirmation
from bot.domain.role_gaps import Gap
from bot.domain.targets import Progress
from bot.domain.team import Privacy, Team
from rubric.comparison import Comparison
from rubric.model import Dimension, Rubric
from rubric.recommendations import Recommendation
from rubric.scoring import Profile


@dataclass(frozen=True)
class Terms:
    """What somebody who answers a check-in is told of it: until when, and who will see what."""

    id: int
    privacy: Privacy
    minimum: int
    deadline: datetime | None
    closing_at: datetime | None


@dataclass(frozen=True)
class Round(Terms):
    """A check-in. Times are aware UTC; `answered` counts people who finished, asked or not.

    `asked_answered` counts those of the people asked who finished. `state` is open, closed or
    missed; `enough` says whether a closed round may show a level.
    """

    period: str
    state: str
    due_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    asked: int
    answered: int
    asked_answered: int
    respondents: int
    enough: bool
    started_by: str
    closed_by: str
    fall: str = ""  # how the team reads a fall: a bot.domain.falls.Reading; empty: nobody said
    fall_by: str = ""
    erased_at: datetime | None = None  # when all of its answers had been kept long enough
    incomplete: bool = False  # whether somebody had theirs erased

    @property
    def everyone_answered(self) -> bool:
        return self.asked > 0 and self.asked_answered == self.asked


@dataclass(frozen=True)
class Invitation:
    """What the channel message of a round tells."""

    team: Team
    round: Round
    rubric: Rubric
    overall: int | None  # the level a closed round ended with; None: open, or no level shown
    plans: Plans = NOTHING
    held: bool = False  # the result is not shown, because others read along

    @property
    def shows_results(self) -> bool:
        """Whether it tells of a level, or of what the team has taken on after one."""
        return self.round.state != "open" or self.plans != NOTHING

    def without_results(self) -> "Invitation":
        """The same for a channel in which people of other organisations read along."""
        return replace(self, overall=None, plans=NOTHING, held=True)


@dataclass(frozen=True)
class Point:
    """One closed round in a trend: levels by dimension id (None: not measured)."""

    closed_at: datetime
    overall: int | None
    levels: Mapping[str, int | None]
    rubric: str
    privacy: Privacy


@dataclass(frozen=True)
class Voice:
    """A comment; `user_id` is empty where names are not shown."""

    dimension: str
    text: str
    user_id: str = ""


@dataclass(frozen=True)
class Result:
    """A closed round: its profile (None: not enough answers), and what can be said about it.

    `steps` are all recommendations in order; `trend` ends with this round (oldest first, only
    rounds that show a level); `comparison` is with the team's last round before this one that
    showed a level, which closed at `compared_with`. `votes` holds, for open teams only, who gave
    which answer: criterion path → choice → user ids. `plans` holds what was done in this round,
    and what is open now.
    which answer: criterion path → choice → user ids. `gaps` are filled in for what a round's
    thread tells; `confirmed` says by criterion path when the team's answer was last known.
    """

    team: Team
    round: Round
    rubric: Rubric
    profile: Profile | None
    steps: tuple[Recommendation, ...]
    comparison: Comparison | None
    compared_with: datetime | None
    trend: tuple[Point, ...]
    voices: tuple[Voice, ...]
    votes: Mapping[str, Mapping[str, tuple[str, ...]]]
    plans: Plans = NOTHING
    targets: tuple[Progress, ...] = ()  # as they stand by this round, on the day it closed
    gaps: tuple[Gap, ...] = ()
    confirmed: Mapping[str, Confirmation] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """One page of the questionnaire for one person; `index` counts from 0.

    `chosen` holds what is preselected (criterion path → choice, dont_know or not_applicable),
    `role` the person's remembered role (first page only matters), `comment` the text saved.
    `unchanged_since` is set on the first page for somebody whose last answers fit this edition;
    days are those of the team's `zone`.
    """

    round: Terms
    zone: str
    rubric: Rubric
    dimension: Dimension
    index: int
    count: int
    chosen: Mapping[str, str]
    role: str
    comment: str
    unchanged_since: datetime | None
    finished: bool


@dataclass(frozen=True)
class Receipt:
    """What the last page tells: the person's own profile, and until when answers can change.

    `finished_now` is false for somebody who had finished before.
    """

    round: Terms
    rubric: Rubric
    profile: Profile
    dont_know: int
    finished_now: bool


@dataclass(frozen=True)
class Status:
    """A team right now: its last round that showed a level, the open one, the last closed one."""

    team: Team
    rubric: Rubric
    result: Result | None  # the last round that showed a level
    open: Round | None
    last_closed: Round | None
    plans: Plans = NOTHING
    targets: tuple[Progress, ...] = ()  # as they stand today


@dataclass(frozen=True)
class HomeTeam:
    """A team on somebody's Home tab."""

    status: Status
    waiting: bool  # an open round in which this person has not finished
    may_change_settings: bool


@dataclass(frozen=True)
class OwnCommitment:
    """A step that the person took on; `due_on` is a day in the team's zone, `overdue`: passed."""

    title: str
    channel: str
    due_on: date
    overdue: bool


@dataclass(frozen=True)
class Home:
    """Somebody's Home tab; `guest` people are told that Rung is for full members.

    `sees_overview`: an admin of the workspace, who may care for more than their own teams.
    """

    user_id: str
    teams: tuple[HomeTeam, ...]
    guest: bool
    sees_overview: bool = False
    commitments: tuple[OwnCommitment, ...] = ()
    reminders: bool = True  # whether they want any
    stopped: tuple[Stopped, ...] = ()  # their teams whose channels cannot be reached
