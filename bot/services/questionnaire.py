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
from bot.errors import BotError
from bot.services.memory import Memory
from bot.services.reading import GONE, terms_of
from rubric.catalogue import Rubrics
from rubric.model import Rubric
from rubric.scoring import DONT_KNOW, Respondent, score
from storage import answers, checkins, messages, reminders
from storage import models as tables
from storage.checkins import Hold
from storage.database import Database

OVER = (
    "This check-in has closed, so answers can no longer be changed. The results are in its thread."
)
# How long it is remembered by which rubric a round asks, in seconds.
SURE_FOR = 600.0
RELOAD = "This form is out of date. Close it and press *Answer* again; what you saved is kept."


@dataclass
class Sheet:
    """One person's questionnaire: what the database says of it, and what is being saved.

    `given` and `comments` are this round's, `before` is what they answered last time.
    """

    user_id: str
    row: tables.CheckIn
    zone: str
    rubric: Rubric
    person: tables.Participant | None
    given: dict[str, str]
    comments: dict[str, str]
    before: answers.Given | None

    def page(self, index: int) -> Page:
        """The page with what is known already."""
        dimension, last, person = self.rubric.dimensions[index], self.before, self.person
        fits = last is not None and _complete(self.rubric, last.answers) and not self.given
        return Page(
            round=terms_of(self.row),
            zone=self.zone,
            rubric=self.rubric,
            dimension=dimension,
            index=index,
            count=len(self.rubric.dimensions),
            chosen={**(last.answers if last else {}), **self.given},
            role=(person.role if person else "") or (last.role if last else ""),
            comment=self.comments.get(dimension.id, ""),
            unchanged_since=last.answered_at if last and fits and index == 0 else None,
            finished=person is not None and person.finished_at is not None,
        )

    def receipt(self, *, finished_now: bool) -> Receipt:
        """What the last page tells."""
        role = self.person.role if self.person else ""
        own = score(self.rubric, [Respondent(role=role, answers=self.given)])
        unsure = sum(answer == DONT_KNOW for answer in self.given.values())
        return Receipt(terms_of(self.row), self.rubric, own, unsure, finished_now)


class Questionnaire:
    """Use cases of somebody who answers. Each method is one transaction."""

    def __init__(self, database: Database, rubrics: Rubrics, clock: Clock) -> None:
        self._database = database
        self._rubrics = rubrics
        self._clock = clock
        self._editions: Memory[tuple[int, int], str] = Memory(SURE_FOR)

    def open(self, actor: Actor, workspace_id: int, check_in_id: int) -> Page:
        """The page where the person stopped; the first one for a newcomer or who has finished.

        Raises NotAllowed, and BotError when the round is over or gone.
        """
        with self._database.transaction() as session:
            sheet = self._sheet(session, actor, workspace_id, check_in_id, Hold.NOT)
            return sheet.page(_first_unanswered(sheet.rubric, sheet.given))

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
            rubric = self._rubric(session, workspace_id, check_in_id)
            dimensions = rubric.dimensions
            last = index + 1 == len(dimensions)
            hold = Hold.ALONE if last else Hold.TOGETHER
            sheet = self._sheet(session, actor, workspace_id, check_in_id, hold)
            if not 0 <= index < len(dimensions):
                raise BotError(RELOAD)
            filled = read_page(rubric, dimensions[index].id, values, first=index == 0)
            person = _take_part(session, sheet)
            self._store(session, sheet, person, dimensions[index].id, filled)
            return self._finish(session, sheet, person) if last else sheet.page(index + 1)

    def repeat_last(self, actor: Actor, workspace_id: int, check_in_id: int) -> Receipt:
        """Give last time's answers again. Raises BotError when they do not fit this edition."""
        with self._database.transaction() as session:
            sheet = self._sheet(session, actor, workspace_id, check_in_id, Hold.ALONE)
            last = sheet.before
            if last is None or not _complete(sheet.rubric, last.answers):
                raise BotError(
                    "There are no complete answers from last time. Please answer the pages."
                )
            person = _take_part(session, sheet)
            person.role = last.role
            answers.save(session, person, last.answers, self._clock())
            sheet.given.update(last.answers)
            return self._finish(session, sheet, person)

    def _rubric(self, session: Session, workspace_id: int, check_in_id: int) -> Rubric:
        """The rubric that a round asks by; it never gets another."""

        def read() -> str | None:
            row = checkins.get(session, workspace_id, check_in_id)
            return row.rubric if row else None

        name = self._editions.recall((workspace_id, check_in_id), read)
        if name is None:
            raise BotError(GONE)
        return self._rubrics.get(name)

    def _sheet(
        self, session: Session, actor: Actor, workspace_id: int, check_in_id: int, hold: Hold
    ) -> Sheet:
        found = checkins.for_person(session, workspace_id, check_in_id, actor.user_id, hold)
        if found is None:
            raise BotError(GONE)
        check(actor, Action.ANSWER)
        row, zone, person = found
        if row.state != checkins.OPEN:
            raise BotError(OVER)
        said = answers.of_person(session, row, actor.user_id)
        return Sheet(
            user_id=actor.user_id,
            row=row,
            zone=zone,
            rubric=self._rubrics.get(row.rubric),
            person=person,
            given=said.answers,
            comments=said.comments,
            before=said.before,
        )

    def _store(
        self,
        session: Session,
        sheet: Sheet,
        person: tables.Participant,
        dimension_id: str,
        filled: PageAnswers,
    ) -> None:
        answers.save(session, person, filled.answers, self._clock())
        sheet.given.update(filled.answers)
        if filled.comment != sheet.comments.get(dimension_id, ""):
            answers.comment(session, person, dimension_id, filled.comment)
            sheet.comments[dimension_id] = filled.comment
        if filled.role is not None:
            person.role = filled.role

    def _finish(self, session: Session, sheet: Sheet, person: tables.Participant) -> Receipt:
        """Note that a person has finished, and when everybody asked has: the round closes soon."""
        row = sheet.row
        finished = person.finished_at is None and _complete(sheet.rubric, sheet.given)
        if finished:
            person.finished_at = self._clock()
            session.flush()
            messages.want_edit(session, row.workspace_id, f"round:{row.id}:invitation")
            if person.reminders:
                reminders.show_again(session, row.workspace_id, row.id, person.user_id)
        if row.finished_at is None:
            counts = checkins.counts(session, row.workspace_id, row.id)
            if counts.asked and counts.asked_answered == counts.asked:
                row.finished_at = self._clock()
                row.closing_at = lifecycle.closing_time(_deadline(row), row.finished_at)
        return sheet.receipt(finished_now=finished)


def _take_part(session: Session, sheet: Sheet) -> tables.Participant:
    """The person's row, made for somebody who was not asked."""
    if sheet.person is None:
        row = sheet.row
        sheet.person = answers.take_part(session, row.workspace_id, row.id, sheet.user_id)
    return sheet.person


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
