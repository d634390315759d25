"""A coming or a going alone never moves what a confidential team is shown.

If everybody answers as before and the team's answer moves when one person joins, then that person
moved it, and everybody would know what they said. So what is shown moves only when somebody who
answered both times has changed an answer, or when so many came and went that no single one of them
can be made out; and else it stays what it was. Whether it may move by numbers alone depends on who
took part, which is no secret, and never on what they said: so that it stays tells nothing, either.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.deniability import Answers, Figure, crowd_like, deniable, figure
from bot.domain.privacy import countable
from bot.domain.role_gaps import Levels
from bot.domain.team import ROLES, Privacy
from rubric.model import Rubric
from rubric.scoring import Profile, Respondent, Tally, tally

# Who took part in a round: user id → role and answers.
People: TypeAlias = Mapping[str, Respondent]
Group: TypeAlias = frozenset[str]
UNKNOWN: Figure = ("unknown", None, False)


@dataclass(frozen=True)
class Earlier:
    """A closed confidential round that enough people answered, and who they were, by their ids.

    `whole` is False where some of them had their answers erased: they are not in `who` any more.
    `shown` is its published profile, None where too little was known to show a level; `gaps` are
    the levels by role that it showed, by dimension id.
    """

    shown: Profile | None
    gaps: Mapping[str, Levels]
    minimum: int
    who: Group
    people: Callable[[], People]
    whole: bool = True


@dataclass(frozen=True)
class Closing:
    """A confidential round that closes, and the team's last ones of its kind, the newest first."""

    rubric: Rubric
    minimum: int
    who: Group
    people: Callable[[], People]
    earlier: Sequence[Earlier]


def steady_answers(c: Closing, counts: Tally) -> Tally:
    """The countable answers with those put back that must not move yet.

    An answer that is put back is what it was when the people last said so themselves.
    """
    steadied: dict[str, Mapping[str, int]] = dict(counts)
    for path in c.rubric.paths() if c.earlier else ():
        own = _figure(c, path, counts, c.minimum)
        if own == _shown(c.earlier[0], path) or _may_move(c, path, own):
            continue
        bases = _back_to_own(c, path)
        if not all(_changed(c.people(), base.people(), [path]) for base in bases):
            old = _kept(c, path, bases)
            steadied.pop(path, None)
            steadied.update({path: old} if old else {})
    return steadied


def steady_gap(c: Closing, dimension_id: str, levels: Levels) -> Levels:
    """The levels by role that may be shown; `levels` are those of the round itself, if any."""
    paths = c.rubric.paths_of(dimension_id)
    last = c.earlier[0] if c.earlier else None
    shown = last.gaps.get(dimension_id, {}) if last else {}
    if not levels and not shown:
        return {}
    if last and not _changed(c.people(), last.people(), paths) and not _as_apart(c):
        return shown if all(_has_enough(c, role) for role in shown) else {}
    return levels if all(_deniable(c, path) for path in paths) else {}


def _may_move(c: Closing, path: str, own: Figure) -> bool:
    """Whether who took part is reason enough to show the people's own answer.

    It never is where nobody can tell any more who took part.
    """
    if not all(each.whole for each in c.earlier):
        return False
    told: dict[Group, bool] = {}
    parts: list[Group] = []
    for each in reversed(c.earlier):
        if _is_free(c, each.who, told, parts):
            told[each.who] = told.get(each.who, False) or _shown(each, path) != UNKNOWN
        parts += _parts_told(each, path)
    if c.who not in told and _turns(c, path, own):
        return not any(c.who & group for group in [*told, *parts])
    return _is_free(c, c.who, told, parts)


def _parts_told(each: Earlier, path: str) -> Iterable[Group]:
    """The groups of people whose level in a criterion's dimension was told; or may have been."""
    return _by_role(each.people()) if each.gaps.get(path.partition("/")[0]) else ()


def _turns(c: Closing, path: str, own: Figure) -> bool:
    """Whether a criterion begins or ceases to apply, or may have: that moves by few."""
    last = c.earlier[0]
    applied = _shown(last, path)[0] != "not_applicable"
    untold = last.shown is None and c.rubric.criterion(path).may_be_not_applicable
    return untold or applied != (own[0] != "not_applicable")


def _is_free(c: Closing, who: Group, told: Mapping[Group, bool], parts: Sequence[Group]) -> bool:
    """Whether figures of `who` and of all told of before leave everybody two answers.

    `told` are those who took part when something new was told, and whether it was known then. What
    was not may become so with newcomers: that it does tells only that they knew. `parts` are the
    roles told of.
    """
    if who in told:
        return True
    near = [group for group in told if not _apart(c, who, group)]
    by_joining = all(group < who and not told[group] for group in near)
    return by_joining and all(_apart(c, who, group) for group in parts)


def _apart(c: Closing, now: Group, before: Group) -> bool:
    """Whether nobody is in both groups, or else nobody or enough people came, and went.

    One more than stand behind an answer are enough: so tests/privacy counts it out.
    """
    few = range(1, c.minimum + 1)
    return not now & before or not {len(now - before), len(before - now)} & set(few)


def _as_apart(c: Closing) -> bool:
    """Whether all groups are those of each earlier round, or all of them apart from its groups."""
    now = {c.who, *_by_role(c.people())}
    return all(each.whole for each in c.earlier) and all(
        now == groups or all(_apart(c, a, b) for a in now for b in groups)
        for each in c.earlier
        for groups in [{each.who, *_by_role(each.people())}]
    )


def _figure(c: Closing, path: str, counts: Tally, minimum: int) -> Figure:
    return figure(c.rubric.criterion(path), counts.get(path, {}), minimum)


def _shown(earlier: Earlier, path: str) -> Figure:
    if earlier.shown is None:
        return UNKNOWN
    answer = earlier.shown.answer(path)
    return answer.state, answer.choice, answer.split


def _back_to_own(c: Closing, path: str) -> list[Earlier]:
    """The last round that showed what its people said, and not what was put back itself.

    Who had their answers erased took with them whether a round was such a one. So rounds that are
    not whole come with it: an answer moves only if somebody has changed it since each of them.
    """
    lost: list[Earlier] = []
    for each in c.earlier:
        own = _figure(c, path, tally(each.people().values()), each.minimum)
        if not each.whole:
            lost.append(each)
        elif each.shown is None or own == _shown(each, path):
            return [*lost, each]
    return lost or [c.earlier[-1]]


def _kept(c: Closing, path: str, bases: Sequence[Earlier]) -> Mapping[str, int]:
    """Answers of which the same is shown as the last time; none where nothing was.

    Those of the people who gave them, or where some are erased, such as might have been given.
    """
    if all(base.whole for base in bases):
        return _countable(bases[-1]).get(path, {})
    return crowd_like(c.rubric.criterion(path), _shown(c.earlier[0], path), c.minimum)


def _countable(each: Earlier) -> Tally:
    """What was said in a round, as far as it was shown."""
    if each.shown is None:
        return {}
    return countable(tally(each.people().values()), Privacy.CONFIDENTIAL, each.minimum)


def _changed(now: People, before: People, paths: Iterable[str]) -> bool:
    """Whether somebody who answered both times answers otherwise now."""
    both = [(now[user].answers, before[user].answers) for user in now.keys() & before.keys()]
    return any(a.get(path) != b.get(path) for path in paths for a, b in both)


def _deniable(c: Closing, path: str) -> bool:
    """Whether the figures of all and of each role leave everybody two answers to a criterion."""
    people = c.people()
    answers: Answers = {u: p.answers[path] for u, p in people.items() if path in p.answers}
    return deniable(c.rubric.criterion(path), answers, [c.who], list(_by_role(people)), c.minimum)


def _by_role(people: People) -> Iterator[Group]:
    for role in ROLES:
        group = frozenset(user for user, person in people.items() if person.role == role)
        if group:
            yield group


def _has_enough(c: Closing, role: str) -> bool:
    return sum(p.role == role for p in c.people().values()) >= c.minimum
