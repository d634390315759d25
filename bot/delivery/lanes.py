"""Work side by side: so many jobs at once, and one that takes long holds up no other."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")

# How soon free lanes look for new work while others are still busy, in seconds.
_LOOK = 0.1


class Lanes:
    """At most `count` jobs at once, and so many claimed `ahead` that no lane waits for a claim."""

    def __init__(self, count: int, name: str, *, ahead: int = 0) -> None:
        self._count, self._name, self._most = count, name, count + ahead

    def work(
        self,
        claim: Callable[[int], Sequence[T]],
        do: Callable[[T], object],
        go_on: Callable[[], bool],
    ) -> int:
        """Claim, at most as many as there is room for, and do; how many were done.

        Ends when nothing is left to be claimed or `go_on` says no; jobs that were begun are
        finished. What a job raised is raised once all have ended: one must not stop the others.
        """
        done = 0
        failed: list[BaseException] = []
        busy: set[Future[object]] = set()
        with ThreadPoolExecutor(self._count, thread_name_prefix=self._name) as pool:
            while go_on():
                free = self._most - len(busy)
                claimed = claim(free) if free else ()
                busy |= {pool.submit(do, job) for job in claimed}
                if not busy:
                    break
                ended, busy = wait(busy, None if not free else _LOOK, FIRST_COMPLETED)
                done += len(ended)
                failed += _errors(ended)
            ended, _ = wait(busy)
        if failed := [*failed, *_errors(ended)]:
            raise failed[0]
        return done + len(ended)


def _errors(ended: set[Future[object]]) -> list[BaseException]:
    return [error for future in ended if (error := future.exception())]
