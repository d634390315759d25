"""Proof 12: whatever happens to a message, in whatever order, it is neither lost nor doubled.

Against the model in message_machine.py, in which a worker may hang at any step for any time.
"""

from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from long_form import LONG
from message_machine import FATES, MessageMachine

from storage.database import Database

# Within a flight, just over one, and just over a lease.
GAPS = (12, 16, 51)
# What the short form tries: the others end like one of these.
TELLING = ("posted", "answer lost", "late", "rate limited")
ENGINES = ["sqlite", "postgresql"]


@pytest.mark.timeout(1800 if LONG else 120)
def test_a_message_is_neither_lost_nor_doubled_in_any_order_of_steps(database: Database) -> None:
    run_state_machine_as_test(
        lambda: MessageMachine(database),
        settings=settings(
            max_examples=1500 if LONG else 6,
            stateful_step_count=50,
            deadline=None,
            derandomize=not LONG,
            phases=set(Phase) if LONG else {Phase.generate},  # shrinking takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("database_url", ENGINES if LONG else ["sqlite"], indirect=True)
@pytest.mark.timeout(1800 if LONG else 120)
def test_whatever_a_worker_hangs_at_and_however_long_nothing_is_lost_or_doubled(
    database: Database,
) -> None:
    """Every step, fate and order of gaps there is, one after another."""
    longest = 4 if LONG else 2
    waits = [gaps for count in range(longest) for gaps in product(GAPS, repeat=count + 1)]
    fates = FATES if LONG else TELLING
    for done, late, fate, gaps in product(range(1, 5), (0, 40), fates, waits):
        machine = MessageMachine(database)
        machine.begin_with_some(same_channel=False, count=1)
        for _ in range(done - 1):
            machine.go_on("one", fate)
        machine.let_pass(late)
        machine.go_on("one", fate)
        for gap in gaps:
            machine.does_all_that_is_due("two", gap)
        for _ in range(5 - done):
            machine.go_on("one", fate)
        machine.nothing_is_doubled()
        machine.what_is_settled_is_as_it_says()
        machine.teardown()
