"""What is known of teams and rounds, read for the views. Nothing here changes anything."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.clock import Clock, system_clock
from bot.domain.commands import Verb
from bot.domain.commitments import Commitment
from bot.domain.confirmation import Confirmation, confirmations
from bot.domain.past import Past
from bot.domain.permissions import Action, Actor, check, may_administer
from bot.domain.privacy import shows_comments
from bot.domain.rounds import Home, HomeTeam, Invitation, Point, Result, Status, Voice
from bot.domain.team import Privacy, Team
from bot.errors import BotError
from bot.services.pasts import past_of
from bot.services.plans import commitment_of, plans_of
from bot.services.profiles import gaps_of, published_profiles
from bot.services.reading import need_round, need_team, need_team_by_id, round_of, team_of
from bot.services.targets import day_in, standings
from rubric.catalogue import Rubrics
from rubric.comparison import compare
from rubric.recommendations import recommend
from rubric.scoring import Profile
from storage import answers, checkins, commitments, teams
from storage import models as tables
from storage.database import Database


class Results:
    """Reads. Each method is one transaction."""

    def __init__(self, database: Database, rubrics: Rubrics, clock: Clock = system_clock) -> None:
        self._database = database
        self._rubrics = rubrics
        self._clock = clock

    def invitation(self, workspace_id: int, check_in_id: int) -> Invitation:
        """What a round's channel message tells. Raises BotError when the round is gone."""
        with self._database.transaction() as session:
            row = need_round(session, workspace_id, check_in_id)
            team = team_of(*need_team_by_id(session, workspace_id, row.team_id))
            profile = published_profiles(session, [row]).get(row.id)
            return Invitation(
                team=team,
                round=round_of(session, row),
                rubric=self._rubrics.get(row.rubric),
                overall=profile.overall if profile else None,
                plans=plans_of(session, team, self._rubrics, self._clock()),
            )

    def result(self, workspace_id: int, check_in_id: int) -> Result:
        """A closed round. Raises BotError when it is gone or still open."""
        with self._database.transaction() as session:
            row = need_round(session, workspace_id, check_in_id)
            if row.state != checkins.CLOSED:
                raise BotError("This check-in is still open; results come when it closes.")
            team = team_of(*need_team_by_id(session, workspace_id, row.team_id))
            result = self._with_targets(session, row, self._result(session, row, team))
            return replace(result, gaps=gaps_of(session, row))

    def status(self, workspace_id: int, channel: str) -> Status:
        """A team right now. Raises NoTeam."""
        with self._database.transaction() as session:
            return self._status(session, team_of(*need_team(session, workspace_id, channel)))

    def past_for(self, verb: Verb, workspace_id: int, channel: str) -> Past | None:
        """A team's rounds that are over, where the question is about them. Raises NoTeam."""
        if verb is not Verb.HISTORY:
            return None
        with self._database.transaction() as session:
            team = team_of(*need_team(session, workspace_id, channel))
            return past_of(session, self._rubrics, team)

    def look(self, actor: Actor, workspace_id: int, channel: str) -> Status:
        """A team right now, for somebody who asks. Raises NotAllowed, NoTeam."""
        check(actor, Action.LOOK)
        return self.status(workspace_id, channel)

    def commitment(self, workspace_id: int, commitment_id: int) -> tuple[Commitment, Team]:
        """A step that somebody took on, and the team. Raises BotError when it is gone."""
        with self._database.transaction() as session:
            row = commitments.get(session, workspace_id, commitment_id)
            if row is None:
                raise BotError("This is no longer planned.")
            team = team_of(*need_team_by_id(session, workspace_id, row.team_id))
            return commitment_of(row, team, self._rubrics, self._clock()), team

    def home(self, actor: Actor, workspace_id: int, channels: Collection[str]) -> Home:
        """Somebody's Home tab: the teams of the channels they are in."""
        if actor.outsider or not actor.human:
            return Home(actor.user_id, (), guest=True)
        with self._database.transaction() as session:
            found = teams.in_channels(session, workspace_id, channels)
            own = tuple(self._home_team(session, actor, team_of(*pair)) for pair in found)
            return Home(actor.user_id, own, guest=False, sees_overview=actor.workspace_admin)

    def _home_team(self, session: Session, actor: Actor, team: Team) -> HomeTeam:
        status = self._status(session, team)
        waiting = False
        if status.open:
            person = answers.participant(session, team.workspace_id, status.open.id, actor.user_id)
            waiting = person is None or not (person.finished_at or person.skipped_at)
        here = replace(actor, in_channel=True)  # the teams are those of the person's channels
        return HomeTeam(status, waiting, may_administer(here, team.admins))

    def _status(self, session: Session, team: Team) -> Status:
        levelled = checkins.with_level(session, team.workspace_id, team.id)
        current = checkins.open_of(session, team.workspace_id, team.id)
        last = checkins.last_closed(session, team.workspace_id, team.id)
        result = self._result(session, levelled[-1], team) if levelled else None
        asked = self._rubrics.get(team.settings.rubric)
        rubric = result.rubric if result else asked
        profile = result.profile if result else None
        today = day_in(team.settings.rule.zone, self._clock())
        return Status(
            team=team,
            rubric=rubric,
            targets=standings(session, team, asked, rubric, profile, today),
            result=result,
            open=round_of(session, current) if current else None,
            last_closed=round_of(session, last) if last else None,
            plans=plans_of(session, team, self._rubrics, self._clock()),
        )

    def _with_targets(self, session: Session, row: tables.CheckIn, result: Result) -> Result:
        """The result with the team's targets, as they stood when the round closed."""
        if row.closed_at is None:
            return result
        today = day_in(result.team.settings.rule.zone, row.closed_at)
        rubric = result.rubric
        found = standings(session, result.team, rubric, rubric, result.profile, today)
        return replace(result, targets=found)

    def _result(self, session: Session, row: tables.CheckIn, team: Team) -> Result:
        rubric = self._rubrics.get(row.rubric)
        rounds = _up_to(row, checkins.with_level(session, row.workspace_id, row.team_id))
        profiles = published_profiles(session, rounds)
        profile = profiles.get(row.id)
        earlier = [r for r in rounds if r.id != row.id]
        before = earlier[-1] if earlier and profile else None
        return Result(
            team=team,
            round=round_of(session, row),
            rubric=rubric,
            profile=profile,
            steps=recommend(rubric, profile) if profile else (),
            comparison=compare(rubric, profiles[before.id], profile)
            if before and profile
            else None,
            compared_with=before.closed_at if before else None,
            trend=tuple(_point(r, profiles[r.id]) for r in rounds),
            voices=_voices(session, row),
            votes=_votes(session, row),
            plans=plans_of(session, team, self._rubrics, self._clock()).as_of(row.id),
            confirmed=_confirmed(session, row, rounds, profiles),
        )


def _up_to(row: tables.CheckIn, rounds: list[tables.CheckIn]) -> list[tables.CheckIn]:
    if row.closed_at is None:
        return []
    return [r for r in rounds if r.closed_at is not None and r.closed_at <= row.closed_at]


def _confirmed(
    session: Session,
    row: tables.CheckIn,
    rounds: Sequence[tables.CheckIn],
    profiles: Mapping[int, Profile],
) -> dict[str, Confirmation]:
    closings = checkins.closings_until_next_level(session, row)
    shown = [(r.closed_at, profiles[r.id]) for r in rounds if r.closed_at is not None]
    return confirmations(shown, closings)


def _point(row: tables.CheckIn, profile: Profile) -> Point:
    assert row.closed_at is not None  # noqa: S101 - only closed rounds have a profile
    return Point(
        closed_at=row.closed_at,
        overall=profile.overall,
        levels={d.dimension: d.level for d in profile.dimensions},
        rubric=row.rubric,
        privacy=Privacy(row.privacy),
    )


def _voices(session: Session, row: tables.CheckIn) -> tuple[Voice, ...]:
    mode = Privacy(row.privacy)
    left = row.respondents
    if row.answered is not None:  # some of them are erased
        left = answers.respondents(session, row.workspace_id, row.id)
    if not shows_comments(left, mode, row.minimum):
        return ()
    named = mode is Privacy.OPEN
    return tuple(
        Voice(dimension, body, user if named else "")
        for user, dimension, body in answers.comments(session, row.workspace_id, row.id)
    )


def _votes(session: Session, row: tables.CheckIn) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Who gave which answer, for open rounds only: criterion path → choice → user ids."""
    if Privacy(row.privacy) is not Privacy.OPEN:
        return {}
    votes: dict[str, dict[str, tuple[str, ...]]] = {}
    for given in answers.in_round(session, row.workspace_id, row.id):
        for path, choice in given.answers.items():
            of_choice = votes.setdefault(path, {})
            of_choice[choice] = (*of_choice.get(choice, ()), given.user_id)
    return votes
