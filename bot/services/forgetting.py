"""`forget me` and `forget team`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.domain.forgetting import Footprint, NotNamed, is_named
from bot.domain.permissions import Action, Actor, check
from bot.domain.team import Privacy, Team
from bot.services.kept import keep_numbers, keep_what_may_stay
from bot.services.reading import need_team, need_team_by_id, team_of
from storage import answers, audit, checkins, erasing, forgetting, messages, teams
from storage import models as tables
from storage.database import Database

# Messages of a round that tell of its results.
RESULTS = ("invitation", "summary", "tips", "talk", "fall", "voices")
ERASED_ANSWERS, ERASED_TEAM = "answers_erased", "team_erased"


class Forgetting:
    """Use cases of somebody who wants to have something erased. Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def footprint(self, workspace_id: int, user_id: str) -> Footprint:
        """What is known of somebody. Anybody may know that of themselves."""
        with self._database.transaction() as session:
            known = forgetting.teams_with(session, workspace_id, user_id)
            return Footprint(
                check_ins=forgetting.count_answered(session, workspace_id, user_id),
                steps=forgetting.count_steps(session, workspace_id, user_id),
                admin_of=tuple(team.channel_id for team in known if user_id in team.admins),
            )

    def forget_me(self, workspace_id: int, user_id: str) -> None:
        """Erase everything that somebody said and did, in all teams. Anybody may, for themselves.

        Rounds are locked before teams, as whoever closes one does.
        """
        with self._database.transaction() as session:
            touched = _Person(session, workspace_id, user_id)
            for row in forgetting.rounds_with(session, workspace_id, user_id):
                touched.leave(row)
            for team in forgetting.teams_with(session, workspace_id, user_id):
                touched.step_down(team)
            touched.vanish()
            for channel in sorted(touched.channels()):
                self._note(session, workspace_id, ERASED_ANSWERS, "", channel)

    def look_at_team(self, actor: Actor, workspace_id: int, channel: str) -> Team:
        """The team that somebody wants to erase. Raises NotAllowed, NoTeam."""
        with self._database.transaction() as session:
            row, schedule = need_team(session, workspace_id, channel)
            check(actor, Action.FORGET_TEAM, row.admins)
            return team_of(row, schedule)

    def forget_team(self, actor: Actor, workspace_id: int, team_id: int, typed: object) -> None:
        """Erase a team with everything of it, and tell the channel. Raises NotAllowed, NoTeam,
        and NotNamed where the channel's name was not typed.
        """
        with self._database.transaction() as session:
            row, _ = need_team_by_id(session, workspace_id, team_id)
            check(actor, Action.FORGET_TEAM, row.admins)
            name, channel = row.channel_name or row.channel_id, row.channel_id
            if not is_named(typed, name):
                raise NotNamed(name)
            erasing.team(session, workspace_id, team_id, channel)
            self._note(session, workspace_id, ERASED_TEAM, actor.user_id, channel)
            messages.enqueue(
                session,
                workspace_id=workspace_id,
                key=f"team:{team_id}:erased",
                kind=ERASED_TEAM,
                channel=channel,
                about={"by": actor.user_id},
                now=self._clock(),
            )

    def _note(
        self, session: Session, workspace_id: int, action: str, actor: str, channel: str
    ) -> None:
        now = self._clock()
        audit.note(session, workspace_id, action, actor=actor, channel=channel, at=now)


class _Person:
    """Somebody who is taken out of a workspace, and which messages have to show it."""

    def __init__(self, session: Session, workspace_id: int, user_id: str) -> None:
        self._session, self._workspace_id, self._user_id = session, workspace_id, user_id
        self._again: dict[str, set[int]] = defaultdict(set)  # kind → ids of rounds
        self._team_ids: set[int] = set()

    def leave(self, row: tables.CheckIn) -> None:
        """Take them out of a round."""
        session, user_id = self._session, self._user_id
        if user_id in (row.started_by, row.closed_by):
            self._show(row.id, ["invitation"])
        if user_id == row.fall_by:
            self._show(row.id, ["fall"])
        person = answers.participant(session, row.workspace_id, row.id, user_id)
        if person is None:
            return
        self._team_ids.add(row.team_id)
        gave, wrote = forgetting.wrote(session, person)
        if row.state == checkins.OPEN:
            session.delete(person)
            session.flush()
            self._show(row.id, ["invitation"])
            return
        keep_numbers(session, row)
        session.delete(person)
        session.flush()
        self._after(row, gave=gave, wrote=wrote)

    def step_down(self, team: tables.Team) -> None:
        """Take them out of a team's settings."""
        user_id = self._user_id
        self._team_ids.add(team.id)
        team.admins = [admin for admin in team.admins if admin != user_id]
        if team.picked is not None:
            team.picked = [person for person in team.picked if person != user_id]
        if f"<@{user_id}>" in team.paused_reason:
            team.paused_reason = forgetting.SOMEBODY_PAUSED
        team.revision += 1  # a form that is open now would bring them back
        current = checkins.open_of(self._session, self._workspace_id, team.id)
        if current is not None and team.created_by == user_id:
            self._show(current.id, ["invitation"])

    def vanish(self) -> None:
        """Take their id out of everything that is left, and have the messages edited."""
        session, workspace_id, user_id = self._session, self._workspace_id, self._user_id
        for round_id in forgetting.done_by(session, workspace_id, user_id):
            self._show(round_id, ["summary"])
        session.flush()
        forgetting.unname(session, workspace_id, user_id)
        forgetting.direct_messages(session, workspace_id, user_id)
        forgetting.unname_messages(
            session, workspace_id, user_id, lambda about: _without(about, user_id)
        )
        session.flush()
        for kind, rounds in self._again.items():
            forgetting.show_again(session, workspace_id, rounds, [kind])

    def channels(self) -> set[str]:
        """The channels of the teams that they were in."""
        found = (teams.get(self._session, self._workspace_id, id_) for id_ in self._team_ids)
        return {pair[0].channel_id for pair in found if pair is not None}

    def _after(self, row: tables.CheckIn, *, gave: bool, wrote: bool) -> None:
        """What a closed round, in which they answered or not, shows from now on."""
        named = Privacy(row.privacy) is Privacy.OPEN and gave
        self._show(row.id, ["talk"] * named + ["voices"] * wrote)
        if not gave:
            return
        enough = row.enough
        if keep_what_may_stay(self._session, row):
            self._show(row.id, RESULTS if not row.enough else ["summary"])
        if enough and not row.enough:
            for later in forgetting.later_rounds(self._session, row):
                self._show(later, ["summary", "fall"])

    def _show(self, round_id: int, kinds: Iterable[str]) -> None:
        for kind in kinds:
            self._again[kind].add(round_id)


def _without(about: Any, user_id: str) -> Any:
    """What a message is about, without somebody's id."""
    if isinstance(about, dict):
        return {key: _without(value, user_id) for key, value in about.items()}
    if isinstance(about, list):
        return [_without(value, user_id) for value in about if value != user_id]
    return "" if about == user_id else about
