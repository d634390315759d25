"""What a tick costs with very many teams, of which none or very many are due."""

from benchmarks.measure import alternately, postgresql, report, timed
from benchmarks.rows import NOW, add_teams, add_workspace
from benchmarks.slack import PEOPLE
from bot.delivery.rounds import Rounds
from bot.gateway.directory import Directory
from bot.services.checkins import CheckIns
from bot.services.due import DueRounds
from bot.services.teams import Teams
from rubric.loader import bundled
from storage.database import Database

MANY, FEW, MANY_DUE, FEW_DUE = 100_000, 1_000, 10_000, 100
LOOKS = 200
PER_WORKSPACE = 1_000


class Everybody(Directory):
    """Knows who is in a channel without asking: what is measured is our own work."""

    def __init__(self) -> None:
        super().__init__(lambda _workspace_id: None)  # type: ignore[arg-type, return-value]

    def people_to_ask(self, workspace_id: int, channel: str) -> tuple[str, ...]:  # noqa: ARG002
        return tuple(PEOPLE[:8])


def main() -> None:
    with postgresql() as new:
        many, few = _looker(new(), MANY, 0), _looker(new(), FEW, 0)
        ours, reference = alternately(5, lambda: _idle(many), lambda: _idle(few))
        report("tick, none due, 100,000 teams against 1,000", ours, reference, "ms per tick")
        databases = [(new(), MANY_DUE, 1), *((new(), FEW_DUE, 1) for _ in range(5))]
        seconds = [timed(_looker(*made).look) for made in databases[1:]]
        reference = 1000 * sorted(seconds)[2] / FEW_DUE
        ours = 1000 * timed(_looker(*databases[0]).look) / MANY_DUE
        report("tick, per due team, 10,000 due against 100", ours, reference, "ms per team")


def _looker(database: Database, count: int, due: int) -> Rounds:
    """The rounds of so many teams, all due or none, spread over workspaces."""
    for first in range(0, count, PER_WORKSPACE):
        workspace_id = add_workspace(database, f"T{first}")
        size = min(PER_WORKSPACE, count - first)
        add_teams(database, workspace_id, size, due=due * size, first=first)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")

    def clock():  # type: ignore[no-untyped-def]
        return NOW

    return Rounds(
        DueRounds(database, clock), CheckIns(database, bundled(), clock), Teams(database, clock),
        Everybody(), threads=8,
    )  # fmt: skip


def _idle(rounds: Rounds) -> float:
    """Milliseconds of a look at nothing."""
    return 1000 * timed(lambda: [rounds.look() for _ in range(LOOKS)]) / LOOKS


if __name__ == "__main__":
    main()
