"""One person's way through the questionnaire: pages, saved one by one, until the close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.domain import lifecycle
from bot.domain.answer_form import PageAnswers, read_page
from bot.domain.permissions import Action, Actor, check
from bot.domain.rounds import Page, Receipt
from bot.domain.team import Team
from bot.errors import BotError
from bot.services.reading import GONE, need_round, need_team_by_id, round_of, team_of
from rubric.catalogue import Rubrics
from rubric.model import Rubric
from rubric.scoring import DONT_KNOW, Respondent, score
from storage import answers, checkins, messages
from storage import models as tables
from storage.database import Database

OVER = (
    "This check-in has closed, so answers can no longer be changed. The results are in its thread."
)
RELOAD = "This form is out of date. Close it and press *Answer* again; what you saved is kept."


@dataclass(frozen=True)
class _SoFar:
    """What a person has given in a round: criterion path → choice, dimension → comment."""

    person: tables.Participant | None
    given: dict[str, str]
    comments: Mapping[str, str]


class Questionnaire:
    """Use cases of somebody who answers. Each method is one transaction."""

    def __init__(self, database: Database, rubrics: Rubrics, clock: Clock) -> None:
        self._database = database
        self._rubrics = rubrics
        self._clock = clock

    def open(self, actor: Actor, workspace_id: int, check_in_id: int) -> Page:
        """The page where the person stopped; the first one for a newcomer or who has finished.

        Raises NotAllowed, and BotError when the round is over or gone.
        """
        with self._database.transaction() as session:
            row, team, rubric = self._round(session, actor, workspace_id, check_in_id)
            person = answers.participant(session, workspace_id, check_in_id, actor.user_id)
            so_far = _so_far(session, person)
            index = _first_unanswered(rubric, so_far.given)
            return self._page(session, row, team, rubric, actor.user_id, index, so_far)

    def save_page(
        self,
        actor: Actor,
        workspace_id: int,
        check_in_id: int,
        index: int,
        values: Mapping[str, object],
    ) -> Page | Receipt:
        """Store a submitted page; the next page, or after the last one the receipt.

        Raises InvalidPage with a sentence per field, NotAllowed, and BotError when the round is
        over; then nothing is stored.
        """
        with self._database.transaction() as session:
            row, team, rubric = self._lock(session, actor, workspace_id, check_in_id)
            if not 0 <= index < len(rubric.dimensions):
                raise BotError(RELOAD)
            dimension = rubric.dimensions[index]
            filled = read_page(rubric, dimension.id, values, first=index == 0)
            person = answers.take_part(session, workspace_id, check_in_id, actor.user_id)
            so_far = _so_far(session, person)
            self._store(session, so_far, dimension.id, filled)
            if index + 1 < len(rubric.dimensions):
                return self._page(session, row, team, rubric, actor.user_id, index + 1, so_far)
            self._finish(session, row, person, rubric)
            return self._receipt(session, row, team, rubric, person)

    def repeat_last(self, actor: Actor, workspace_id: int, check_in_id: int) -> Receipt:
        """Give last time's answers again. Raises BotError when they do not fit this edition."""
        with self._database.transaction() as session:
            row, team, rubric = self._lock(session, actor, workspace_id, check_in_id)
            last = answers.last_time(session, workspace_id, row.team_id, actor.user_id, row)
            if last is None or not _complete(rubric, last.answers):
                raise BotError(
                    "There are no complete answers from last time. Please answer the pages."
                )
            person = answers.take_part(session, workspace_id, check_in_id, actor.user_id)
            person.role = last.role
            answers.save(session, person, last.answers, self._clock())
            self._finish(session, row, person, rubric)
            return self._receipt(session, row, team, rubric, person)

    def _round(
        self, session: Session, actor: Actor, workspace_id: int, check_in_id: int
    ) -> tuple[tables.CheckIn, Team, Rubric]:
        row = need_round(session, workspace_id, check_in_id)
        check(actor, Action.ANSWER)
        if row.state != checkins.OPEN:
            raise BotError(OVER)
        team = team_of(*need_team_by_id(session, workspace_id, row.team_id))
        return row, team, self._rubrics.get(row.rubric)

    def _lock(
        self, session: Session, actor: Actor, workspace_id: int, check_in_id: int
    ) -> tuple[tables.CheckIn, Team, Rubric]:
        """Like `_round`, and from now on nobody closes it before the transaction ends."""
        found = checkins.begin_saving(session, workspace_id, check_in_id)
        if found is None:
            raise BotError(GONE)
        row, team, schedule = found
        check(actor, Action.ANSWER)
        if row.state != checkins.OPEN:
            raise BotError(OVER)
        return row, team_of(team, schedule), self._rubrics.get(row.rubric)

    def _store(
        self, session: Session, so_far: _SoFar, dimension_id: str, filled: PageAnswers
    ) -> None:
        person = so_far.person
        assert person is not None  # noqa: S101 - somebody who takes part
        answers.save(session, person, filled.answers, self._clock())
        if filled.comment != so_far.comments.get(dimension_id, ""):
            answers.comment(session, person, dimension_id, filled.comment)
        if filled.role is not None:
            person.role = filled.role
        so_far.given.update(filled.answers)

    def _finish(
        self,
        session: Session,
        row: tables.CheckIn,
        person: tables.Participant,
        rubric: Rubric,
    ) -> None:
        """Note that a person has finished, and when everybody asked has: the round closes soon."""
        if person.finished_at is None and _complete(rubric, answers.of_person(session, person)):
            person.finished_at = self._clock()
            session.flush()
            messages.want_edit(session, row.workspace_id, f"round:{row.id}:invitation")
        counts = checkins.counts(session, row.id)
        if row.finished_at is None and counts.asked and counts.asked_answered == counts.asked:
            row.finished_at = self._clock()
            row.closing_at = lifecycle.closing_time(_deadline(row), row.finished_at)

    def _page(
        self,
        session: Session,
        row: tables.CheckIn,
        team: Team,
        rubric: Rubric,
        user_id: str,
        index: int,
        so_far: _SoFar,
    ) -> Page:
        person, given = so_far.person, so_far.given
        last = answers.last_time(session, row.workspace_id, row.team_id, user_id, row)
        dimension = rubric.dimensions[index]
        fits = last is not None and _complete(rubric, last.answers) and not given
        return Page(
            team=team,
            round=round_of(session, row),
            rubric=rubric,
            dimension=dimension,
            index=index,
            count=len(rubric.dimensions),
            chosen={**(last.answers if last else {}), **given},
            role=(person.role if person else "") or (last.role if last else ""),
            comment=so_far.comments.get(dimension.id, ""),
            unchanged_since=last.answered_at if last and fits and index == 0 else None,
            finished=person is not None and person.finished_at is not None,
        )

    def _receipt(
        self,
        session: Session,
        row: tables.CheckIn,
        team: Team,
        rubric: Rubric,
        person: tables.Participant,
    ) -> Receipt:
        given = answers.of_person(session, person)
        own = score(rubric, [Respondent(role=person.role, answers=given)])
        unsure = sum(answer == DONT_KNOW for answer in given.values())
        return Receipt(team, round_of(session, row), rubric, own, unsure)


def _so_far(session: Session, person: tables.Participant | None) -> _SoFar:
    if person is None:
        return _SoFar(None, {}, {})
    return _SoFar(person, answers.of_person(session, person), answers.comments_of(session, person))


def _deadline(row: tables.CheckIn) -> datetime:
    assert row.deadline is not None  # noqa: S101 - every open round has one
    return row.deadline


def _complete(rubric: Rubric, given: Mapping[str, str]) -> bool:
    return all(path in given for path in rubric.paths())


def _first_unanswered(rubric: Rubric, given: Mapping[str, str]) -> int:
    for index, dimension in enumerate(rubric.dimensions):
        if any(path not in given for path in dimension.paths()):
            return index
    return 0
