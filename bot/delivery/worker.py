"""The clock's side of the system: what one tick does, and how often ticks come."""

import logging
import threading
from datetime import UTC, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import system_clock
from bot.delivery.outbox import Outbox
from bot.delivery.reconcile import Reconciler
from bot.errors import ChannelGone, SlackUnavailable
from bot.gateway.directory import Directory
from bot.services.checkins import CheckIns
from bot.services.teams import Teams

log = logging.getLogger(__name__)

JOB = "tick"


class Worker:
    """Opens what is due, closes what is over, delivers, and finds out what became of the unknown.

    `tick()` does all of it once. `start()` has APScheduler call it at an interval; `wake()` asks
    for a tick at once; `stop()` ends after the tick under way.
    """

    def __init__(
        self,
        checkins: CheckIns,
        teams: Teams,
        directory: Directory,
        outbox: Outbox,
        reconciler: Reconciler,
        *,
        interval: float,
    ) -> None:
        self._checkins = checkins
        self._teams = teams
        self._directory = directory
        self._outbox = outbox
        self._reconciler = reconciler
        self._interval = interval
        self._ticking = threading.Lock()
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self.last_tick = system_clock()

    def start(self) -> None:
        """Tick now and then at the interval; never two at once."""
        self._scheduler.add_job(
            self._run,
            "interval",
            seconds=self._interval,
            id=JOB,
            next_run_time=system_clock(),
            coalesce=True,
            max_instances=2,  # the second waits for the first: what wakes us during a tick counts
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Wait for the tick under way, and tick no more."""
        self._outbox.stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def wake(self) -> None:
        """Tick as soon as possible: something is there to be delivered."""
        if self._scheduler.running:
            self._scheduler.modify_job(JOB, next_run_time=system_clock())

    def is_ticking(self) -> bool:
        """Whether the last tick ended not much longer ago than the interval."""
        return system_clock() - self.last_tick < timedelta(seconds=3 * self._interval + 60)

    def tick(self) -> None:
        """One look at everything that is due. What fails is logged and left for the next tick."""
        for workspace_id, team_id in self._checkins.due():
            self._open_guarded(workspace_id, team_id)
        for workspace_id, check_in_id in self._checkins.due_to_close():
            self._checkins.close_due(workspace_id, check_in_id)
        self._reconciler.reconcile()
        self._outbox.drain()
        self.last_tick = system_clock()

    def _run(self) -> None:
        with self._ticking:
            self.tick()

    def _open(self, workspace_id: int, team_id: int) -> None:
        team = self._checkins.to_open(workspace_id, team_id)
        if team is None:
            return
        people = self._directory.people_to_ask(workspace_id, team.channel)
        self._checkins.open_due(workspace_id, team_id, people)

    def _open_guarded(self, workspace_id: int, team_id: int) -> None:
        """One team's trouble must not keep the others from being asked."""
        try:
            self._open(workspace_id, team_id)
        except ChannelGone as gone:
            self._teams.stop(workspace_id, team_id, gone.reason)
        except SlackUnavailable as busy:
            log.warning("team %s waits for Slack: %s", team_id, busy)
