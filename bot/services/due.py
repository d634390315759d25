"""What is due now, claimed so that replicas do not work on the same."""

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.lifecycle import LATE
from bot.domain.spreading import LONGEST, MOST_COUNTED, pause_before_posting
from storage import checkins, inbox, pace, teams
from storage.database import Database, database_now
from storage.health import Standing, standing

# How many teams are claimed at a time, and for how long: longer than asking Slack who is there.
BATCH = 50
CLAIM = timedelta(seconds=60)
# How long a team waits whose channel Slack would not tell us about.
AGAIN = 5.0
# How long Slack's deliveries are remembered; it delivers again within an hour.
REMEMBERED = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """A team whose round is due, and how long its invitation is to wait."""

    workspace_id: int
    team_id: int
    channel: str
    pause: timedelta


class DueRounds:
    """Claims, for so long. Each method is one transaction. Posts are spread over `longest_spread`
    at most.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        claim: timedelta = CLAIM,
        longest_spread: timedelta = LONGEST,
    ) -> None:
        self._database = database
        self._clock = clock
        self._claim = claim
        self._longest_spread = longest_spread

    def claim_to_open(self) -> list[Due]:
        """Some teams whose next date has come, the longest overdue first; nobody else gets them."""
        now = self._clock()
        with self._database.transaction() as session:
            claimed = teams.claim_due(
                session, now, missed=now - LATE, moment=database_now(session), lease=self._claim,
                limit=BATCH,
            )  # fmt: skip
            if not claimed:
                return []
            count = teams.count_due(session, now, MOST_COUNTED + 1)
        return [
            Due(
                workspace_id,
                team_id,
                channel,
                pause_before_posting(team_id, count, self._longest_spread),
            )
            for workspace_id, team_id, channel in claimed
        ]

    def to_close(self) -> list[tuple[int, int]]:
        """(workspace id, check-in id) of some open rounds whose closing time has come."""
        with self._database.transaction() as session:
            return checkins.due_to_close(session, self._clock(), BATCH)

    def postpone(self, due: Due, seconds: float, *, whole_workspace: bool) -> None:
        """Try a team again later; after a rate limit, all of its workspace, by every replica."""
        with self._database.transaction() as session:
            now = database_now(session)
            until = now + timedelta(seconds=max(seconds, AGAIN))
            teams.postpone(session, due.workspace_id, due.team_id, until)
            if whole_workspace:
                until = now + timedelta(seconds=seconds)
                pace.rest(session, due.workspace_id, teams.READ, until)

    def standing(self) -> Standing:
        """How the work stands."""
        with self._database.transaction() as session:
            return standing(session, self._clock())

    def forget_deliveries(self) -> int:
        """Forget what Slack delivered long ago; how much."""
        with self._database.transaction() as session:
            return inbox.forget(session, database_now(session) - REMEMBERED)
