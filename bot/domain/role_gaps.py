"""Where people of different roles see a dimension differently, from how many of each said what."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.privacy import chosen, countable
from bot.domain.team import ROLES, Privacy
from rubric.model import Rubric
from rubric.scoring import Tally, team_answer

# How many of each role gave which answer; the empty role is that of people who named none.
RoleTally: TypeAlias = Mapping[str, Tally]
# The level that each role's people alone would have; empty where there is no gap.
Levels: TypeAlias = Mapping[str, int]


@dataclass(frozen=True)
class Gap:
    """A dimension that roles see a level or more apart."""

    dimension: str
    levels: Levels


def together(said: RoleTally, roles: Iterable[str] | None = None) -> Tally:
    """What the people of some roles, or all, said together."""
    counts: dict[str, Counter[str]] = {}
    for role in said if roles is None else roles:
        for path, given in said.get(role, {}).items():
            counts.setdefault(path, Counter()).update(given)
    return counts


def levels_apart(
    rubric: Rubric, dimension_id: str, said: RoleTally, privacy: Privacy, minimum: int
) -> Levels:
    """The levels of the roles in a dimension where they are a level or more apart; else none.

    In a confidential team only where enough people of each role, and enough of all others or
    none, gave a choice to every question of the dimension.
    """
    whole = countable(together(said), privacy, minimum)
    paths = [p for p in rubric.paths_of(dimension_id) if _is_known(rubric, p, whole)]
    roles = [role for role in ROLES if any(said.get(role, {}).get(path) for path in paths)]
    if privacy is Privacy.CONFIDENTIAL:
        roles = _told(paths, said, roles, minimum)
    levels = {
        role: min(ceilings)
        for role in roles
        if (ceilings := list(_ceilings(rubric, paths, said[role])))
    }
    return levels if len(set(levels.values())) > 1 else {}


def _is_known(rubric: Rubric, path: str, counts: Tally) -> bool:
    return team_answer(path, rubric.criterion(path), counts.get(path, {})).state == "known"


def _told(paths: Sequence[str], said: RoleTally, roles: Sequence[str], minimum: int) -> list[str]:
    """Those of the roles whose people may have a level of their own; none if others are few."""

    def enough(counts: Tally) -> bool:
        return all(chosen(counts.get(path, {})) >= minimum for path in paths)

    told = [role for role in roles if enough(said[role])]
    rest = together(said, [role for role in said if role not in told])
    nobody_else = not any(rest.get(path) for path in paths)
    return told if nobody_else or enough(rest) else []


def _ceilings(rubric: Rubric, paths: Sequence[str], counts: Tally) -> Iterator[int]:
    for path in paths:
        ceiling = team_answer(path, rubric.criterion(path), counts.get(path, {})).ceiling
        if ceiling is not None:
            yield ceiling
