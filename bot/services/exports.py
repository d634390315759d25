"""A team's history, read as an export."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.domain.export import VERSION, CommitmentPart, Export, PersonPart, TargetPart, TeamPart
from bot.domain.export_csv import as_csv
from bot.domain.export_parts import round_part
from bot.domain.past import Past, PastRound
from bot.domain.permissions import Action, Actor, check
from bot.domain.team import Privacy, Team
from bot.services.pasts import past_of
from bot.services.reading import need_team, team_of
from rubric.catalogue import Rubrics
from storage import answers, audit, history, inbox
from storage.database import Database, database_now


class Exports:
    """Reads, and notes who took what out. Each method is one transaction."""

    def __init__(self, database: Database, rubrics: Rubrics, clock: Clock) -> None:
        self._database = database
        self._rubrics = rubrics
        self._clock = clock

    def export(
        self, actor: Actor, workspace_id: int, channel: str, form: str, delivery: str
    ) -> Export | None:
        """The history of the channel's team, without names; None: Slack delivered it before.

        Who took it out, as which `form`, is noted in the audit trail. Raises NotAllowed, NoTeam.
        """
        with self._database.transaction() as session:
            check(actor, Action.EXPORT)
            team = team_of(*need_team(session, workspace_id, channel))
            if not inbox.note(session, workspace_id, delivery, database_now(session)):
                return None
            audit.note(
                session, workspace_id, "exported", actor=actor.user_id, channel=channel,
                at=self._clock(), detail={"format": form},
            )  # fmt: skip
            past = past_of(session, self._rubrics, team)
            periods = {r.round.id: r.round.period for r in past.rounds}
            return Export(
                format="rung-export",
                version=VERSION,
                made_at=self._clock(),
                team=_team(team),
                rounds=[round_part(r, _people(session, team, r)) for r in past.rounds],
                commitments=_commitments(session, past, periods),
                targets=_targets(session, past, periods),
            )

    def csv(self, export: Export) -> bytes:
        """The export as a table."""
        return as_csv(export, self._rubrics.get)


def _team(team: Team) -> TeamPart:
    zone = team.settings.rule.zone
    return TeamPart(channel=team.channel, name=team.channel_name, time_zone=zone)


def _people(session: Session, team: Team, past: PastRound) -> list[PersonPart]:
    """Who answered what in an open round; of a confidential one nobody's answers are even read."""
    if past.round.privacy is not Privacy.OPEN:
        return []
    given = answers.in_round(session, team.workspace_id, past.round.id)
    return [
        PersonPart(person=g.user_id, name="", role=g.role, answers=dict(g.answers)) for g in given
    ]


def _commitments(session: Session, past: Past, periods: Mapping[int, str]) -> list[CommitmentPart]:
    return [
        CommitmentPart(
            criterion=row.criterion,
            choice=row.choice,
            rubric=row.rubric,
            title=row.title,
            owner=row.owner,
            owner_name="",
            made_at=row.created_at,
            due_on=row.due_on,
            state=row.state,
            ended_at=row.ended_at,
            done_in=periods.get(row.done_in or 0),
            level_before=row.level_before,
            level_after=row.level_after,
        )
        for row in history.commitments(session, past.team.workspace_id, past.team.id)
    ]


def _targets(session: Session, past: Past, periods: Mapping[int, str]) -> list[TargetPart]:
    return [
        TargetPart(
            dimension=row.dimension,
            level=row.level,
            due_on=row.due_on,
            set_at=row.set_at,
            reached_in=periods.get(row.reached_in or 0),
        )
        for row in history.targets(session, past.team.workspace_id, past.team.id)
    ]
