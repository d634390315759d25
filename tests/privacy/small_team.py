"""A small confidential team, what it is asked, and what becomes of it from check-in to check-in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias

from bot.domain.cadence import Cadence, Rule
from bot.domain.rounds import Round
from bot.domain.team import Privacy, Settings, Team
from rubric.model import Choice, Criterion, Dimension, Level, Rubric, Tip

# user id → role, for each check-in of a story: who took part.
Story: TypeAlias = tuple[Mapping[str, str], ...]

FIRST = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
TIP = Tip(title="Do it", why="It helps.", how=("One", "Two", "Three"), done_when="It is done.")
DS, SWE, DE = "data-scientist", "software-engineer", "data-engineer"


def criterion(name: str, *ceilings: int, may_be_not_applicable: bool = False) -> Criterion:
    """A question with a choice `c0`, `c1`, … per ceiling."""
    choices = tuple(
        Choice(id=f"c{i}", name=f"{name} {i}", ceiling=ceiling, tip=TIP if i else None)
        for i, ceiling in enumerate(ceilings)
    )
    return Criterion(
        id=name,
        name=name.title(),
        question=f"How is {name}?",
        may_be_not_applicable=may_be_not_applicable,
        choices=choices,
    )


def rubric_of(*dimensions: tuple[str, tuple[Criterion, ...]], top: int = 4) -> Rubric:
    """A rubric with levels up to `top`."""
    names = [(n, f"Level {n}") for n in range(top + 1)]
    return Rubric(
        id="made",
        edition="1",
        name="Made",
        source="made for tests",
        levels=tuple(
            Level(number=n, name=name, short_name=name, marks="Marks.") for n, name in names
        ),
        dimensions=tuple(
            Dimension(id=name, name=name, short_name=name, summary="Sum.", criteria=criteria)
            for name, criteria in dimensions
        ),
    )


# Choices far apart, as most of the bundled rubric's are; with a step between; several questions.
TWO = rubric_of(("release", (criterion("process", 0, 4),)))
THREE = rubric_of(("release", (criterion("owner", 0, 2, 4, may_be_not_applicable=True),)))
PAIR = rubric_of(("release", (criterion("process", 0, 4), criterion("owner", 1, 4))))
WIDE = rubric_of(
    ("release", (criterion("process", 0, 4), criterion("owner", 1, 2, 4))),
    ("people", (criterion("together", 1, 4),)),
)


def some(count: int, role: str = DS, start: int = 0) -> dict[str, str]:
    """So many people of a role, `U0`, `U1`, …"""
    return {f"U{n}": role for n in range(start, start + count)}


def team() -> Team:
    rule = Rule(Cadence.MONTHLY_ON_DAY, time(9), "Europe/Berlin", day=1)
    return Team(
        id=1, workspace_id=1, channel="C1", channel_name="ml",
        settings=Settings(rubric="made@1", rule=rule), admins=("U0",), revision=1,
        created_by="U0", next_due_at=FIRST + timedelta(days=90), paused_reason="",
    )  # fmt: skip


def round_of(number: int, people: int, privacy: Privacy, minimum: int) -> Round:
    """The check-in of a month, closed, in which so many of as many answered."""
    opened = FIRST + timedelta(days=30 * number)
    closed = opened + timedelta(days=5)
    return Round(
        id=number + 1, privacy=privacy, minimum=minimum, deadline=closed, closing_at=closed,
        period=f"2026-{9 + number:02}", state="closed", due_at=opened, opened_at=opened,
        closed_at=closed, asked=people, answered=people, asked_answered=people,
        respondents=people, enough=people >= minimum, started_by="", closed_by="",
    )  # fmt: skip


def still_open(closed: Round) -> Round:
    """The same check-in an hour before its end."""
    return replace(closed, state="open", closed_at=None, enough=False, respondents=0)


@dataclass(frozen=True)
class Play:
    """A story, and by which rubric its people are asked."""

    rubric: Rubric
    story: Story
