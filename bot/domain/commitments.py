"""Steps that somebody took on: what the form says, when one is done, when its owner is reminded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.permissions import Actor, is_full_member
from rubric.model import Rubric
from rubric.scoring import Profile

OWNER, DUE = "owner", "due"
OPEN, DONE, DROPPED = "open", "done", "dropped"
# What is proposed: to somebody who takes a step on, and where the day agreed on has passed.
USUAL, MORE_TIME = timedelta(weeks=4), timedelta(weeks=2)

_NO_OWNER = "Choose who takes this on."
_NOT_IN_THE_TEAM = "Choose somebody who is a full member of this channel."
_NO_DAY = "Choose a day."
_PAST = "Choose today or a later day."


class InvalidCommitment(Exception):
    """The form cannot be saved; `errors` holds one sentence by the id of the field's block."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Step:
    """A criterion, by its path, and the choice that a team means to give there."""

    criterion: str
    choice: str

    @property
    def dimension(self) -> str:
        """The id of the dimension that it lies in."""
        return self.criterion.partition("/")[0]


@dataclass(frozen=True)
class Plan:
    """Who takes a step on, and until which day in the team's zone."""

    owner: str
    due_on: date


@dataclass(frozen=True)
class Offer:
    """A step that nobody has taken on: its tip, and what the form proposes.

    `title`, `place` (the dimension's name) and `done_when` are as the rubric has them, unescaped.
    """

    check_in_id: int
    step: Step
    title: str
    place: str
    done_when: str
    plan: Plan


@dataclass(frozen=True)
class Commitment:
    """A step that somebody took on. `title` and `place` are unescaped.

    `place` is the name of its dimension, empty where no rubric knows it any more. `gone`: the
    team's questions no longer hold the step, so that it cannot close by itself. `overdue`: it is
    open, and its day has passed in the team's `zone`. Levels are those of the dimension before and
    after the check-in in which it was done, `done_in`; None where not measured, or not done.
    """

    id: int
    step: Step
    title: str
    place: str
    plan: Plan
    zone: str
    state: str
    created_by: str
    gone: bool
    overdue: bool
    ended_at: datetime | None = None
    done_in: int | None = None
    level_before: int | None = None
    level_after: int | None = None


@dataclass(frozen=True)
class Plans:
    """What a team has taken on: what is `open`, soonest first, and what is `done`, newest first."""

    open: tuple[Commitment, ...] = ()
    done: tuple[Commitment, ...] = ()

    def of(self, criterion: str) -> Commitment | None:
        """The open one about a criterion; there is one at most."""
        return next((c for c in self.open if c.step.criterion == criterion), None)

    def as_of(self, check_in_id: int) -> "Plans":
        """What is open, and only what was done when that check-in closed."""
        return Plans(self.open, tuple(c for c in self.done if c.done_in == check_in_id))


NOTHING = Plans()


def today_in(zone: str, now: datetime) -> date:
    """The day that it is in a zone at `now` (aware)."""
    return now.astimezone(ZoneInfo(zone)).date()


def proposed_day(today: date, due_on: date | None = None) -> date:
    """The day that the form proposes: the one agreed on, or a later one when that has passed."""
    if due_on is None:
        return today + USUAL
    return due_on if due_on >= today else today + MORE_TIME


def owner_in(values: object) -> str:
    """The person chosen in the form, empty where there is none; `values` is any JSON."""
    chosen = _inside(values, OWNER, OWNER, "selected_user")
    return chosen if isinstance(chosen, str) else ""


def read_plan(values: object, owner: Actor | None, today: date) -> Plan:
    """What the submitted form says; `values` is `view.state.values` as it came.

    `owner` is the person chosen, as Slack describes them now. Raises InvalidCommitment.
    """
    errors = {}
    if fault := _owner_fault(owner):
        errors[OWNER] = fault
    due_on = _day(_inside(values, DUE, DUE, "selected_date"))
    if due_on is None or due_on < today:
        errors[DUE] = _NO_DAY if due_on is None else _PAST
    if errors or owner is None or due_on is None:
        raise InvalidCommitment(errors)
    return Plan(owner.user_id, due_on)


def is_step(rubric: Rubric, step: Step) -> bool:
    """Whether the rubric has the criterion, and the choice as a step up with a tip."""
    try:
        return rubric.criterion(step.criterion).choice(step.choice).tip is not None
    except LookupError:
        return False


def is_reached(rubric: Rubric, profile: Profile, step: Step) -> bool:
    """Whether the team's answer in `profile` is the step's choice or one above it.

    False where `rubric`, the edition of the profile, no longer has the step, and where the answer
    is not known: nothing is ever closed on a guess.
    """
    if not is_step(rubric, step):
        return False
    criterion, answer = rubric.criterion(step.criterion), profile.answer(step.criterion)
    if answer.choice is None:
        return False
    return criterion.position(answer.choice) >= criterion.position(step.choice)


def _owner_fault(owner: Actor | None) -> str:
    if owner is None:
        return _NO_OWNER
    return "" if is_full_member(owner) else _NOT_IN_THE_TEAM


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _inside(value: object, *keys: str) -> object:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
