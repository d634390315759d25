"""Taking a step on, moving it, dropping it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.domain.commitments import (
    DROPPED,
    OPEN,
    Commitment,
    Offer,
    Plan,
    Step,
    is_reached,
    is_step,
    proposed_day,
    read_plan,
    today_in,
)
from bot.domain.permissions import Action, Actor, check
from bot.domain.team import Team
from bot.errors import BotError
from bot.services.plans import commitment_of
from bot.services.reading import need_round, need_team_by_id, team_of
from rubric.catalogue import Rubrics
from rubric.scoring import DimensionScore, assemble
from storage import checkins, commitments, messages
from storage import models as tables
from storage.database import Database

NOT_ASKED = "The questions no longer hold this step. Type `/maturity tips` for those they do."
REACHED = "Your team has made this step already. Type `/maturity tips` for what comes next."
OVER = "This is no longer planned. Type `/maturity commitments` to see what is."
# After everything else that is said in a round's thread when it closes.
LAST_IN_THE_THREAD = 90


class Commitments:
    """Use cases of somebody who takes on a step. Each method is one transaction.

    All raise NotAllowed, and BotError where what was pressed is out of date.
    """

    def __init__(self, database: Database, rubrics: Rubrics, clock: Clock) -> None:
        self._database = database
        self._rubrics = rubrics
        self._clock = clock

    def offer(
        self, actor: Actor, workspace_id: int, check_in_id: int, step: Step
    ) -> Offer | Commitment:
        """The step, to be taken on; or who has taken on one about the same criterion."""
        check(actor, Action.COMMIT)
        with self._database.transaction() as session:
            team = self._team_of_round(session, workspace_id, check_in_id)
            if taken := self._taken(session, team, step):
                return taken
            return self._offer(session, actor, team, check_in_id, step)

    def take_on(
        self,
        actor: Actor,
        owner: Actor | None,
        workspace_id: int,
        check_in_id: int,
        step: Step,
        values: Mapping[str, object],
    ) -> Commitment:
        """Save what the form says and tell the thread; or who was quicker, and nothing is saved.

        `owner` is the person chosen, as Slack describes them now. Raises InvalidCommitment.
        """
        check(actor, Action.COMMIT)
        with self._database.transaction() as session:
            team = self._team_of_round(session, workspace_id, check_in_id)
            if taken := self._taken(session, team, step):
                return taken
            offer = self._offer(session, actor, team, check_in_id, step)
            plan = read_plan(values, owner, self._today(team))
            made = commitments.add(session, self._columns(actor, team, offer, plan))
            if made is not None:
                _show_in_tips(session, team, step)
                self._tell(session, team, check_in_id, made, "made", actor, plan)
            taken = self._taken(session, team, step)
            if taken is None:
                raise BotError(OVER)
            return taken

    def find(self, actor: Actor, workspace_id: int, commitment_id: int) -> Commitment:
        """An open one, to be changed."""
        check(actor, Action.COMMIT)
        with self._database.transaction() as session:
            row, team = self._need_open(session, workspace_id, commitment_id)
            return self._value(row, team)

    def change(
        self,
        actor: Actor,
        owner: Actor | None,
        workspace_id: int,
        commitment_id: int,
        values: Mapping[str, object],
    ) -> Commitment:
        """Give it another owner or day, and tell the thread. Raises InvalidCommitment."""
        check(actor, Action.COMMIT)
        with self._database.transaction() as session:
            row, team = self._need_open(session, workspace_id, commitment_id)
            plan = read_plan(values, owner, self._today(team))
            if plan != Plan(row.owner, row.due_on):
                did = "moved" if plan.owner == row.owner else "handed_over"
                row.owner, row.due_on, row.overdue_told_at = plan.owner, plan.due_on, None
                self._tell_in_last_round(session, team, row.id, did, actor, plan)
            return self._value(row, team)

    def drop(self, actor: Actor, workspace_id: int, commitment_id: int) -> Commitment:
        """It is no longer planned; the thread is told."""
        check(actor, Action.COMMIT)
        with self._database.transaction() as session:
            row, team = self._need_open(session, workspace_id, commitment_id)
            row.state, row.ended_at, row.ended_by = DROPPED, self._clock(), actor.user_id
            plan = Plan(row.owner, row.due_on)
            _show_in_tips(session, team, Step(row.criterion, row.choice))
            self._tell_in_last_round(session, team, row.id, "dropped", actor, plan)
            return self._value(row, team)

    def channel_of(self, workspace_id: int, commitment_id: int) -> str:
        """The channel of the team that has taken it on. Raises BotError when there is none."""
        with self._database.transaction() as session:
            row = commitments.get(session, workspace_id, commitment_id)
            if row is None:
                raise BotError(OVER)
            return need_team_by_id(session, workspace_id, row.team_id)[0].channel_id

    def _offer(
        self, session: Session, actor: Actor, team: Team, check_in_id: int, step: Step
    ) -> Offer:
        rubric = self._rubrics.get(team.settings.rubric)
        if not is_step(rubric, step):
            raise BotError(NOT_ASKED)
        if self._is_reached(session, team, step):
            raise BotError(REACHED)
        tip = rubric.criterion(step.criterion).tip(step.choice)
        return Offer(
            check_in_id=check_in_id,
            step=step,
            title=tip.title,
            place=rubric.dimension(step.dimension).name,
            done_when=tip.done_when,
            plan=Plan(actor.user_id, proposed_day(self._today(team))),
        )

    def _is_reached(self, session: Session, team: Team, step: Step) -> bool:
        """Whether the team's last result shows the step as made: old tips keep their buttons."""
        rounds = checkins.with_level(session, team.workspace_id, team.id)[-1:]
        stored = checkins.scores(session, team.workspace_id, [row.id for row in rounds])
        scores = [DimensionScore.model_validate(row.detail) for row in stored]
        rubric = self._rubrics.get(team.settings.rubric)
        same = [row for row in rounds if row.rubric == rubric.key]
        return any(
            is_reached(rubric, assemble(rubric.key, scores, row.respondents), step) for row in same
        )

    def _taken(self, session: Session, team: Team, step: Step) -> Commitment | None:
        row = commitments.open_about(session, team.workspace_id, team.id, step.criterion)
        return self._value(row, team) if row else None

    def _need_open(
        self, session: Session, workspace_id: int, commitment_id: int
    ) -> tuple[tables.Commitment, Team]:
        row = commitments.get(session, workspace_id, commitment_id, lock=True)
        if row is None or row.state != OPEN:
            raise BotError(OVER)
        return row, team_of(*need_team_by_id(session, workspace_id, row.team_id))

    def _team_of_round(self, session: Session, workspace_id: int, check_in_id: int) -> Team:
        row = need_round(session, workspace_id, check_in_id)
        return team_of(*need_team_by_id(session, workspace_id, row.team_id))

    def _columns(self, actor: Actor, team: Team, offer: Offer, plan: Plan) -> dict[str, object]:
        return {
            "workspace_id": team.workspace_id,
            "team_id": team.id,
            "rubric": self._rubrics.get(team.settings.rubric).key,
            "criterion": offer.step.criterion,
            "choice": offer.step.choice,
            "title": offer.title,
            "owner": plan.owner,
            "due_on": plan.due_on,
            "created_by": actor.user_id,
            "created_at": self._clock(),
        }

    def _tell_in_last_round(
        self, session: Session, team: Team, commitment_id: int, did: str, actor: Actor, plan: Plan
    ) -> None:
        """Say it in the thread that the team looks at: of the open check-in, or else the last."""
        place = team.workspace_id, team.id
        row = checkins.open_of(session, *place) or checkins.last_closed(session, *place)
        if row is not None:
            self._tell(session, team, row.id, commitment_id, did, actor, plan)

    def _tell(
        self,
        session: Session,
        team: Team,
        check_in_id: int,
        commitment_id: int,
        did: str,
        actor: Actor,
        plan: Plan,
    ) -> None:
        now = self._clock()
        about = {"commitment": commitment_id, "did": did, "by": actor.user_id}
        messages.enqueue(
            session,
            workspace_id=team.workspace_id,
            team_id=team.id,
            check_in_id=check_in_id,
            key=f"commitment:{commitment_id}:{did}:{plan.owner}:{plan.due_on}:{now.timestamp():.0f}",
            kind="commitment",
            channel=team.channel,
            about=about | {"owner": plan.owner, "due_on": plan.due_on.isoformat()},
            position=LAST_IN_THE_THREAD,
            now=now,
        )

    def _value(self, row: tables.Commitment, team: Team) -> Commitment:
        return commitment_of(row, team, self._rubrics, self._clock())

    def _today(self, team: Team) -> date:
        return today_in(team.settings.rule.zone, self._clock())


def _show_in_tips(session: Session, team: Team, step: Step) -> None:
    """The button under the tip says whether the step is taken on."""
    row = checkins.last_closed(session, team.workspace_id, team.id)
    if row is not None:
        key = f"round:{row.id}:tips:{step.dimension}"
        messages.want_edit(session, team.workspace_id, key)
