"""What is erased because its time is over: some rows at a time, by any number of replicas."""

from datetime import datetime

from bot.clock import Clock
from bot.domain import retention
from bot.services.kept import keep_numbers
from bot.services.profiles import keep_without_counts
from storage import erasing, forgetting, retaining
from storage import models as tables
from storage.database import Database, database_now

# How many rows one transaction deletes, and how many rounds one takes the people from.
ROWS, ROUNDS = 500, 20


class Purging:
    """Each method is one transaction, and may be repeated. They give how much they erased."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def old_answers(self) -> int:
        """Take answers, comments and names from rounds whose teams wanted them for so long."""
        now = self._clock()
        with self._database.transaction() as session:
            rounds = retaining.old_rounds(session, _cutoffs(now), ROUNDS)
            for row in rounds:
                keep_numbers(session, row)
                forgetting.remove_people(session, row)
                session.flush()
                if row.enough:
                    keep_without_counts(session, row)
                _unname(row, now)
            return len(rounds)

    def old_rows(self) -> dict[str, int]:
        """Forget messages, entries and names that nobody needs any more; how many of which."""
        now = self._clock()
        with self._database.transaction() as session:
            moment = database_now(session)
            return {
                "commitments": retaining.unname_old_commitments(session, _cutoffs(now), ROWS),
                "messages": retaining.forget_messages(session, now - retention.MESSAGES, ROWS),
                "audit": retaining.forget_audit(session, now - retention.AUDIT, ROWS),
                "pace": retaining.forget_pace(session, moment - retention.PACE, ROWS),
                "oauth_states": retaining.forget_states(session, now, ROWS),
            }

    def left_workspaces(self) -> list[int]:
        """Some workspaces that took the app out so long ago that everything of them is to go."""
        with self._database.transaction() as session:
            return erasing.left_before(session, self._clock() - retention.AFTER_LEAVING, ROUNDS)

    def give_up(self, workspace_id: int) -> None:
        """From now on nobody finds the workspace again: erasing it can begin."""
        with self._database.transaction() as session:
            erasing.give_up(session, workspace_id)

    def some_of(self, workspace_id: int) -> int:
        """Erase some rows of a workspace that was given up; 0: nothing is left of it."""
        with self._database.transaction() as session:
            return erasing.some_of_workspace(session, workspace_id, ROWS)

    def named(self, slack_id: str) -> list[tuple[int, str]]:
        """(id, name) of the workspaces that Slack calls so."""
        with self._database.transaction() as session:
            return erasing.named(session, slack_id)


def _cutoffs(now: datetime) -> dict[int, datetime]:
    return {months: retention.months_before(now, months) for months in retention.KEEP_MONTHS}


def _unname(row: tables.CheckIn, now: datetime) -> None:
    row.started_by = row.closed_by = row.fall_by = ""
    row.erased_at = now
