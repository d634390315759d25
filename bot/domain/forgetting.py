"""What somebody wants to have forgotten, and whether they mean it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

# The block and the field of the form in which the channel's name is typed.
NAME = "name"
_SMALL_WORDS = {"about", "all", "of", "please", "the", "this"}
_ME = {"me", "mine", "my", "myself"}
_TEAM = {"channel", "our", "team", "us"}


class NotNamed(Exception):
    """Somebody did not type the channel's name; `errors` holds a sentence by the field's block."""

    def __init__(self, name: str) -> None:
        self.errors = {NAME: f"Type {name} to erase this team, or close this form."}
        super().__init__(self.errors[NAME])


class Subject(StrEnum):
    """Whose data is to be erased."""

    ME = "me"
    TEAM = "team"


@dataclass(frozen=True)
class Footprint:
    """What is known of somebody: in how many check-ins they answered, how many steps they took on,
    and the channels of the teams that they are an admin of.
    """

    check_ins: int
    steps: int
    admin_of: tuple[str, ...]


def subject_of(text: str) -> Subject | None:
    """What `/maturity …` wants to have forgotten; None when it is about something else."""
    plain = unicodedata.normalize("NFKC", text[:200]).casefold()
    words = [word for word in re.findall(r"[a-z]+", plain) if word not in _SMALL_WORDS]
    if words[:1] != ["forget"]:
        return None
    named = words[1] if len(words) > 1 else ""
    if named in _ME:
        return Subject.ME
    return Subject.TEAM if named in _TEAM else None


def is_named(typed: object, channel_name: str) -> bool:
    """Whether somebody typed the channel's name, with or without `#`."""
    given = typed if isinstance(typed, str) else ""
    return bool(channel_name) and given.strip().lstrip("#").casefold() == channel_name.casefold()
