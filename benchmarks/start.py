"""From the process's start until it is ready, and its memory then, against an empty Bolt app."""

import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.postgresql import address, postgresql
from benchmarks.processes import free_port, process, settings, slack, wait_until_ready
from benchmarks.report import report

STARTS = 7


def main() -> None:
    with ExitStack() as stack:
        database = stack.enter_context(postgresql()).database("start")
        api = stack.enter_context(slack(0))
        ours, bare = [], []
        for _ in range(STARTS):
            port = free_port()
            ours.append(_start(port, "app.py", **settings(address(database), api, port)))
            port = free_port()
            bare.append(_start(port, "-m", "benchmarks.bare", str(port), api))
    seconds, memory = zip(*ours, strict=True)
    bare_seconds, bare_memory = zip(*bare, strict=True)
    report("start", ours=seconds, reference=bare_seconds, unit="seconds until ready")
    report("memory", ours=memory, reference=bare_memory, unit="MB resident when ready")


def _start(port: int, *arguments: str, **environment: str) -> tuple[float, float]:
    """Seconds until ready, and megabytes then."""
    begun = time.perf_counter()
    with process(*arguments, **environment) as started:
        wait_until_ready(port)
        seconds = time.perf_counter() - begun
        return seconds, _resident(started.pid)


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(f"process {pid} has no memory")


if __name__ == "__main__":
    main()
