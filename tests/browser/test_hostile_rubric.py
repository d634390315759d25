"""A rubric whose every text tries to be markup is shown as text, from the question to the tips."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect
from visitor import Visitor, assert_inert

from rubric.loader import bundled
from sandbox import Message, Sandbox
from sandbox.demo.answering import answer, set_up
from sandbox.demo.hosting import hosted, without_proxies

OWNED = "<img src=x onerror=document.title='owned'>"
SHORT = "<svg onload=x>"
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
PEOPLE = ("ana", "bo", "cleo")


def hostile_rubric(folder: Path) -> Path:
    """A copy of the bundled rubric, with hostile names and texts, in the folder."""
    source = files("rubric") / "content" / "mlops-2020-01.yaml"
    rubric = yaml.safe_load(source.read_text(encoding="utf-8"))
    rubric |= {"id": "hostile", "edition": "1", "default": False, "name": OWNED}
    for number, dimension in enumerate(rubric["dimensions"]):
        dimension |= {"name": f"{SHORT}{number}", "summary": OWNED}
        for criterion in dimension["criteria"]:
            _spoil(criterion)
    (folder / "hostile.yaml").write_text(yaml.safe_dump(rubric), encoding="utf-8")
    return folder


def _spoil(criterion: dict[str, Any]) -> None:
    criterion |= {"name": f"{SHORT}{len(criterion['id'])}", "question": OWNED}
    for number, choice in enumerate(criterion["choices"]):
        choice |= {"name": f"{SHORT}{number}", "description": f"<b>{number}</b>"}
        if tip := choice.get("tip"):
            tip |= {"title": OWNED, "why": OWNED, "done_when": OWNED}
            tip["how"] = [OWNED for _ in tip["how"]]


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Sandbox]:
    """A workspace whose team answers by the hostile rubric; the check-in is open."""
    with (
        without_proxies(),
        Sandbox(clock=lambda: NOW, rate_scale=0.001) as slack,
        hosted(slack, lambda: NOW, 3600, hostile_rubric(tmp_path)),
    ):
        for name in PEOPLE:
            slack.workspace.add_person(name, real_name=f"{OWNED} {name}")
        slack.workspace.add_channel("ml", members=list(PEOPLE))
        slack.workspace.invite_bot("ml", by="ana")
        slack.wait_for_events()
        set_up(slack, "ana", "ml", {"rubric": "hostile@1", "options": ["start_now"]})
        slack.wait_until(lambda: _invitation(slack), 20)
        yield slack


def test_a_hostile_rubric_is_shown_as_text_from_the_question_to_the_tips(
    hostile: Sandbox, page: Page
):
    visitor = Visitor(page, hostile)
    visitor.open("ana", "ml")
    invitation = visitor.message("Open until")
    invitation.get_by_role("button", name="Answer").click()
    expect(visitor.modal).to_contain_text(OWNED)
    assert_inert(page)
    visitor.close()
    _answer_and_close(hostile)
    expect(visitor.message("What holds you")).to_contain_text(SHORT)
    expect(visitor.open_thread().get_by_role("article").last).to_contain_text(OWNED)
    visitor.write("/maturity explain")
    expect(visitor.message("answer by answer")).to_contain_text(SHORT)
    assert_inert(page)
    assert visitor.troubles == []


def _invitation(slack: Sandbox) -> list[Message]:
    return [post for post in slack.workspace.messages("ml") if "Open until" in post.text]


def _answer_and_close(slack: Sandbox) -> None:
    rubric = bundled().get("mlops")
    lowest = {path: rubric.criterion(path).choices[0].id for path in rubric.paths()}
    for name in PEOPLE:
        answer(slack, name, _invitation(slack)[0], {"role": "other", **lowest})
    slack.person("ana").command("/maturity close", channel="ml")
