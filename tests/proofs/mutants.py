"""`make mutants`: takes out one guard after another; the tests that hold it must turn red.

A command, not a test. Each mutant is a replacement in a copy of the tree, and names the tests
that are to notice. It ends with 1 when one survives, or when its text is no longer in the source.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("app.py", "pyproject.toml", "rubric", "storage", "bot", "sandbox", "migrations", "tests")
# For one mutant's tests, and for all of them on the source as it is.
PATIENCE, PATIENCE_AT_FIRST = 300, 1200
MOST_TOLD = 4000  # characters of what the tests say, when they fail without any mutant
GREEN, RED = 0, 1
SURVIVED, KILLED = "SURVIVED", "killed"

STORED, OUTBOX = "tests/storage/test_messages.py", "tests/bot/delivery/test_outbox.py"
RECONCILE = "tests/bot/delivery/test_reconcile.py"
MACHINE = "tests/proofs/test_proof_12_message_machine.py"
WHO, INPUT = "tests/journeys/test_who_may.py", "tests/journeys/test_bad_input.py"


@dataclass(frozen=True)
class Mutant:
    """A guard, and the source without it. `old` stands in `file` exactly once."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def fits(self) -> bool:
        """Whether its text is still in the source."""
        return not self.old or (ROOT / self.file).read_text().count(self.old) == 1

    def apply(self, tree: Path) -> None:
        path = tree / self.file
        path.write_text(path.read_text().replace(self.old, self.new))


MUTANTS = (
    Mutant(
        "the unique key of a message",
        "storage/messages.py",
        'once = row.on_conflict_do_nothing(index_elements=["workspace_id", "key"])',
        'once = row.values(key=f"{key}:{now.timestamp()}:{id(about)}")',
        (STORED, OUTBOX),
    ),
    Mutant(
        "the lease, checked right before sending",
        "storage/messages.py",
        "return _settle(session, message, attempt, Message.lease_until > now)",
        "return _settle(session, message, attempt)",
        (STORED, OUTBOX),
    ),
    Mutant(
        "the fencing",
        "storage/messages.py",
        "mine = and_(ours, Message.lease_token == message.lease_token, *also)",
        "mine = and_(ours, *also)",
        (STORED, OUTBOX),
    ),
    Mutant(
        "the reconciliation before a repeat",
        "bot/delivery/reconcile.py",
        "            if copies:\n                mine = messages.found",
        "            if not messages:\n                mine = messages.found",
        (RECONCILE,),
    ),
    Mutant(
        "the save before the acknowledgement",
        "bot/listeners/answering.py",
        "        metadata = metadata_of(view)\n",
        "        ack()\n        metadata = metadata_of(view)\n",
        (INPUT,),
    ),
    Mutant(
        "the minimum of respondents",
        "bot/domain/privacy.py",
        "return respondents >= (minimum if privacy is Privacy.CONFIDENTIAL else 1)",
        "return respondents >= 1",
        ("tests/bot/domain/test_privacy.py",),
    ),
    Mutant(
        "the membership of the channel",
        "bot/domain/permissions.py",
        "    if not actor.in_channel and action not in ANYWHERE:\n",
        "    if not actor.human:\n",
        ("tests/bot/domain/test_permissions.py", WHO),
    ),
    Mutant(
        "the wait until a lost request can no longer land",
        "storage/messages.py",
        "where(Message.state == UNKNOWN, Message.not_before <= now, free, may_look)",
        "where(Message.state == UNKNOWN, free, may_look)",
        (STORED, RECONCILE),
    ),
    Mutant(
        "no repeats by Slack's own library",
        "bot/application.py",
        '            "retry_handlers": [CountRateLimits(self.metrics.rate_limited)],\n',
        '            "retry_handlers": list(WebClient().retry_handlers),\n',
        ("tests/proofs/test_proof_04_answers.py",),
    ),
    Mutant(
        "an answer that may mean anything counts as unknown",
        "bot/gateway/slack.py",
        'return Unknown(f"no answer: {type(reason).__name__}")',
        "return Later(self.backoff)",
        ("tests/bot/gateway/test_sender.py",),
    ),
    Mutant(
        "the rest after a rate limit, for every replica",
        "bot/delivery/outbox.py",
        "        if isinstance(outcome, Later) and outcome.scope:\n",
        "        if not isinstance(outcome, Later) and outcome.scope:\n",
        (OUTBOX,),
    ),
    Mutant(
        "one check-in per team and date",
        "bot/services/checkins.py",
        "            self._advance(session, row, schedule)\n            return True\n",
        "            return True\n",
        ("tests/journeys/test_a_month.py",),
    ),
    Mutant(
        "an answer is scored or refused, never lost",
        "bot/services/questionnaire.py",
        "        if row.state != checkins.OPEN:\n            raise BotError(OVER)\n"
        "        said = answers.of_person(",
        "        said = answers.of_person(",
        ("tests/proofs/test_proof_01_replicas.py",),
    ),
    Mutant(
        "the metadata key that a post is found by",
        "bot/gateway/slack.py",
        "                metadata=_metadata(post.key),\n                unfurl_links",
        "                unfurl_links",
        (RECONCILE,),
    ),
    Mutant(
        "a close happens once",
        "storage/checkins.py",
        "CheckIn.id == check_in_id, CheckIn.state == OPEN\n",
        "CheckIn.id == check_in_id\n",
        ("tests/proofs/test_proof_01_replicas.py",),
    ),
    Mutant(
        "nothing is posted to an address that is not Slack's",
        "bot/listeners/response_urls.py",
        "        return all(not a or origin_of(a) in self._allowed for a in addresses)",
        "        return True",
        (INPUT,),
    ),
    Mutant(
        "a round is told in order",
        "storage/waiting.py",
        "return and_(Message.state == PENDING, ~waits, ~busy, ~orphaned(),",
        "return and_(Message.state == PENDING, ~busy, ~orphaned(),",
        (STORED,),
    ),
    Mutant(
        "the wait after a lease ran out while sending",
        "storage/messages.py",
        'values = {"state": UNKNOWN, "not_before": settled_by, "error": "the process died',
        'values = {"state": UNKNOWN, "not_before": now, "error": "the process died',
        (MACHINE,),
    ),
    Mutant(
        "the wait after no answer came",
        "storage/messages.py",
        'values = {"state": UNKNOWN, "not_before": settled_by, "error": reason[:500]}',
        'values = {"state": UNKNOWN, "not_before": EVER, "error": reason[:500]}',
        (MACHINE,),
    ),
    Mutant(
        "a lease holds until it is over",
        "storage/messages.py",
        "where = and_(Message.state == SENDING, Message.lease_until <= now)",
        "where = Message.state == SENDING",
        (MACHINE,),
    ),
    Mutant(
        "what Slack delivers again acts once",
        "storage/inbox.py",
        'key=("workspace_id", "delivery")) == 1',
        'key=("workspace_id", "delivery")) >= 0',
        ("tests/journeys/test_again.py",),
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The process's exit code: 0, or 1 when a mutant survives or no longer fits."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("words", nargs="*", help="only mutants whose names contain one of these")
    words = parser.parse_args(arguments).words
    chosen = [m for m in MUTANTS if not words or any(word in m.name for word in words)]
    begun, tests = time.monotonic(), sorted({test for m in chosen for test in m.tests})
    verdict, said = _outcome(Mutant("", "app.py", "", "", tuple(tests)), PATIENCE_AT_FIRST)
    if verdict != SURVIVED:
        print(f"{said[-MOST_TOLD:]}\nThe tests fail without any mutant.")
        return 1
    print(f"green           {time.monotonic() - begun:5.0f} s  without any mutant", flush=True)
    verdicts = [_try(mutant) for mutant in chosen]
    print(f"{verdicts.count('killed')} of {len(chosen)} mutants were noticed")
    return 0 if set(verdicts) == {KILLED} else 1


def _try(mutant: Mutant) -> str:
    begun = time.monotonic()
    verdict = _outcome(mutant)[0] if mutant.fits() else "no longer fits"
    print(f"{verdict:15} {time.monotonic() - begun:5.0f} s  {mutant.name}", flush=True)
    return verdict


def _outcome(mutant: Mutant, patience: float = PATIENCE) -> tuple[str, str]:
    return outcome(mutant.apply, mutant.tests, patience)


def outcome(
    change: Callable[[Path], None], tests: Sequence[str], patience: float
) -> tuple[str, str]:
    """What became of a change to a copy of the tree, and what its tests said."""
    with tempfile.TemporaryDirectory(prefix="rung-mutant-") as folder:
        tree = Path(folder)
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, tree / name)
        change(tree)
        command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *tests]
        environment = {**os.environ, "PYTHONPATH": str(tree)}
        try:
            ended = subprocess.run(
                command,
                cwd=tree,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=patience,
            )
        except subprocess.TimeoutExpired:
            return KILLED, "The tests hang."  # which nobody overlooks
    return {GREEN: SURVIVED, RED: KILLED}.get(ended.returncode, "NOT TESTED"), ended.stdout


if __name__ == "__main__":
    sys.exit(main())
