"""What a team takes with it: its history as JSON. docs/export.md says the same for its readers.

The models are the format: their JSON Schema is docs/export.schema.json. A change that a reader
could stumble over raises VERSION.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.team import Privacy

VERSION = 1
CSV, JSON = "csv", "json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TeamPart(_Part):
    """The team: a channel."""

    channel: str = Field(description="Slack's id of the channel")
    name: str = Field(description="the channel's name when the team was last set up")
    time_zone: str = Field(description="where the team's days begin and end")


class LevelPart(_Part):
    """A level; `null` where nothing was measured."""

    level: int | None
    name: str = Field(description="the level's name, empty where nothing was measured")
    provisional: bool = Field(description="too few answers, or something nobody could say")


class DimensionPart(_Part):
    """A dimension's level. `band`: the lowest and the highest level that the rubric cannot tell
    from it.
    """

    id: str
    name: str
    level: int | None
    band: tuple[int, int] | None
    provisional: bool
    holding: list[str] = Field(description="the criteria that hold the level down")


class TeamAnswerPart(_Part):
    """What the team as a whole answers. Counts and agreement are told for open rounds only."""

    criterion: str
    name: str
    state: Literal["known", "unknown", "not_applicable"]
    choice: str | None
    choice_name: str | None
    ceiling: int | None = Field(description="the highest level that still fits this answer")
    agreement: float | None = Field(description="0 to 1; null in a confidential round")
    counts: dict[str, int] | None = Field(description="by answer; null in a confidential round")


class PersonPart(_Part):
    """What one person answered, of an open round."""

    person: str = Field(description="Slack's id")
    name: str = Field(description="as Slack knew it at the time of the export, or empty")
    role: str
    answers: dict[str, str] = Field(description="criterion to choice, dont_know, not_applicable")


class RoundPart(_Part):
    """A check-in that is over. One that shows no level has no dimensions and no answers."""

    period: str
    state: Literal["level", "not_enough_answers", "missed"]
    due_at: datetime
    closed_at: datetime | None
    rubric: str = Field(description="the edition of the questions")
    privacy: Privacy
    minimum: int = Field(description="with fewer answers a confidential round shows no level")
    asked: int
    asked_answered: int = Field(description="how many of those asked answered")
    answered: int = Field(description="how many answered, asked or not")
    fall: str = Field(description="what the team said of a fall: worse, stricter, or nothing")
    overall: LevelPart | None
    dimensions: list[DimensionPart]
    answers: list[TeamAnswerPart]
    people: list[PersonPart] | None = Field(description="null in a confidential round")
    answers_erased_at: datetime | None = Field(
        default=None, description="when answers and names had been kept long enough, and went"
    )


class CommitmentPart(_Part):
    """A step that somebody took on."""

    criterion: str
    choice: str
    rubric: str
    title: str
    owner: str = Field(description="Slack's id")
    owner_name: str
    made_at: datetime
    due_on: date
    state: str = Field(description="open, done or dropped")
    ended_at: datetime | None
    done_in: str | None = Field(description="the period of the round that showed it")
    level_before: int | None
    level_after: int | None


class TargetPart(_Part):
    """A level that the team means to reach; `dimension` is empty for the overall level."""

    dimension: str
    level: int
    due_on: date | None
    set_at: datetime
    reached_in: str | None = Field(description="the period of the round that reached it first")


class Export(_Part):
    """The whole file. Rounds are in the order in which they ended."""

    format: Literal["rung-export"]
    version: Literal[1]
    made_at: datetime
    team: TeamPart
    rounds: list[RoundPart]
    commitments: list[CommitmentPart]
    targets: list[TargetPart]


def people_in(export: Export) -> set[str]:
    """The ids of everybody whom the export names."""
    owners = {commitment.owner for commitment in export.commitments}
    return owners.union(p.person for r in export.rounds for p in r.people or ())


def named(export: Export, names: Mapping[str, str]) -> Export:
    """The export with people's names, by id; those not known stay empty."""
    rounds = [
        r.model_copy(update={"people": [_named(p, names) for p in r.people]}) if r.people else r
        for r in export.rounds
    ]
    owned = [
        c.model_copy(update={"owner_name": names.get(c.owner, "")}) for c in export.commitments
    ]
    return export.model_copy(update={"rounds": rounds, "commitments": owned})


def _named(person: PersonPart, names: Mapping[str, str]) -> PersonPart:
    return person.model_copy(update={"name": names.get(person.person, "")})


def as_json(export: Export) -> bytes:
    """The file's bytes, UTF-8, indented for people who look inside."""
    return export.model_dump_json(indent=1).encode() + b"\n"
