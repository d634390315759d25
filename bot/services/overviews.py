"""The teams of a workspace side by side, for somebody who may know their channels."""

from collections import defaultdict
from collections.abc import Mapping

from bot.domain.overview import Overview, Row, overview_of
from bot.domain.permissions import Action, Actor, check
from bot.domain.team import Team
from bot.services.profiles import published_profiles
from bot.services.reading import team_of
from rubric.catalogue import Rubrics
from rubric.comparison import compare
from rubric.scoring import Profile
from storage import models as tables
from storage import overview
from storage.database import Database

Told = tuple[tables.CheckIn, Profile]


class Overviews:
    """Reads. Each method is one transaction."""

    def __init__(self, database: Database, rubrics: Rubrics) -> None:
        self._database = database
        self._rubrics = rubrics

    def overview(self, actor: Actor, workspace_id: int, names: Mapping[str, str]) -> Overview:
        """The teams that opted in, of the channels that the actor may know. Raises NotAllowed.

        `names` are those channels: id → name.
        """
        check(actor, Action.OVERVIEW)
        with self._database.transaction() as session:
            found = overview.opted_in(session, workspace_id)
            teams = [team_of(*pair) for pair in found if pair[0].channel_id in names]
            rounds = overview.last_two(session, workspace_id, [team.id for team in teams])
            profiles = published_profiles(session, rounds)
            told: dict[int, list[Told]] = defaultdict(list)
            for row in rounds:
                if row.id in profiles:
                    told[row.team_id].append((row, profiles[row.id]))
            return overview_of(self._row(t, names[t.channel], told[t.id]) for t in teams)

    def _row(self, team: Team, name: str, told: list[Told]) -> Row:
        """A team's row; `told` holds its last rounds, the newest first."""
        if not told:
            return Row(team, name, self._rubrics.get(team.settings.rubric))
        (now, profile), *earlier = told
        rubric = self._rubrics.get(now.rubric)
        same = [before for before in earlier if before[0].rubric == now.rubric]
        return Row(
            team,
            name,
            rubric,
            profile,
            now.closed_at,
            comparison=compare(rubric, same[0][1], profile) if same else None,
            other_questions=bool(earlier) and not same,
        )
