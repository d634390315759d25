"""What the log says of a check-in: each step, by its ids; never what anybody said."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from world import World

from bot.logs import JsonLines

COMMENT = "our-secret-comment"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that is logged from now on, as the operator sees it."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, ours = logging.getLogger(), logging.getLogger("bot")
    levels = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.INFO)
    yield stream
    for logger, level in zip((root, ours), levels, strict=True):
        logger.setLevel(level)
    root.removeHandler(handler)


def test_each_step_of_a_check_in_is_a_line_with_its_ids_and_without_an_answer(
    rung: World, log: StringIO
) -> None:
    rung.invite()
    rung.set_up(options=["Start the first one now"])
    rung.answer("ana", 2, comment=COMMENT)
    entries = [json.loads(line) for line in log.getvalue().splitlines()]
    steps = [entry for entry in entries if entry["message"] == "step"]
    assert {"command", "view_submission", "block_actions"} <= {step["from"] for step in steps}
    pages = _named(steps, "answer_page")
    assert len(pages) == 4
    opened = next(entry for entry in entries if "invitation" in entry.get("message_key", ""))
    for step in [*pages, *_named(steps, "answer")]:
        assert step["check_in"] == opened["check_in"]
        assert step["workspace"] == opened["workspace"]
    assert COMMENT not in log.getvalue()
    for path in rung.rubric.paths():
        assert path not in log.getvalue()


def _named(steps: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [step for step in steps if step["step"] == name]
