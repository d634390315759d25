"""`make fuzz`: sends the running bot whatever may come, and prints what it stood, as figures.

ARGS: --seconds N (default 600), --cases N (instead), --seed N (default: the time).
"""

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import coverage

ROOT = Path(__file__).resolve().parents[2]
MEASURED = ("bot", "rubric")
# The shares of the time: what comes over HTTP, over Socket Mode, and as files.
SHARES = {"http": 0.6, "socket": 0.2, "files": 0.2}
AT_ONCE = 50
MOST_SHOWN = 20


def main() -> int:
    """Run, print the figures and the findings; 1 when there are any."""
    options = _options()
    meter = coverage.Coverage(
        branch=True, source=[str(ROOT / name) for name in MEASURED], data_file=None
    )
    meter.start()
    begun = time.monotonic()
    cases, findings = _run(options)
    seconds = time.monotonic() - begun
    meter.stop()
    print(f"seed      {options.seed}\nseconds   {seconds:.0f}")
    for name, count in cases.items():
        print(f"{name:9} {count:,} cases")
    for name in MEASURED:
        print(f"coverage  {_covered(meter, name)}")
    print(f"findings  {len(findings)}")
    for finding in findings[:MOST_SHOWN]:
        print(f"\n{finding}")
    return 1 if findings else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--cases", type=int, help="for each of the three, instead of seconds")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


def _run(options: argparse.Namespace) -> tuple[dict[str, int], list[str]]:
    # Only now, so that what runs at import is measured, too.
    from campaign import attack, campaign

    cases: dict[str, int] = {}
    findings: list[str] = []
    for name, share in SHARES.items():
        limits = (options.seconds * share, options.cases)
        if name == "files":
            cases[name] = _repeat(partial(_files, findings), limits, options)
            continue
        with campaign(name) as made:
            for delivery in made.real:
                made.send(delivery)
            _repeat(partial(attack, made), limits, options)
            cases[name] = made.cases
            findings += made.findings
    return cases, findings


def _files(findings: list[str], cases: int, seed: int) -> None:
    from campaign import attack_files

    findings += attack_files(cases, seed)


def _repeat(
    attack: Callable[[int, int], Any], limits: tuple[float, int | None], options: argparse.Namespace
) -> int:
    """Attack until time is up, or so many cases were sent; how many they were."""
    seconds, most = limits
    begun, sent = time.monotonic(), 0
    while time.monotonic() - begun < seconds if most is None else sent < most:
        attack(min(AT_ONCE, most - sent) if most else AT_ONCE, options.seed + sent)
        sent += AT_ONCE
    return sent


def _covered(meter: coverage.Coverage, package: str) -> str:
    """The share of a package's lines and branches that were run."""
    lines = missed = branches = missed_branches = 0
    for path in sorted((ROOT / package).rglob("*.py")):
        numbers = meter._analyze(str(path)).numbers
        lines += numbers.n_statements
        missed += numbers.n_missing
        branches += numbers.n_branches
        missed_branches += numbers.n_missing_branches
    return (
        f"{package}/: {100 * (lines - missed) / lines:.1f} % of {lines:,} lines, "
        f"{100 * (branches - missed_branches) / max(branches, 1):.1f} % of {branches:,} branches"
    )


if __name__ == "__main__":
    sys.exit(main())
