"""Who sees what: nothing of a level with too few answers, names only in open teams."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from world import BOTH, PEOPLE, World

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
SECOND = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DEADLINE = FIRST + timedelta(days=5)
QUESTIONS = (
    "status", "status release", "explain", "explain release", "explain people", "history", "tips",
    "tips release",
)  # fmt: skip
OPEN = {"privacy": "Open"}

ONCE = pytest.mark.parametrize(
    ("database_url", "transport"), [("sqlite", "http")], indirect=["database_url"]
)


def closed_round(rung: World) -> str:
    """Let the deadline pass; the time stamp of the round's channel message."""
    rung.travel(DEADLINE)
    closed = rung.wait_for("Maturity check-in, closed")
    rung.until(lambda: len(rung.thread(closed.ts)) > 1)
    return closed.ts


def everybody_asks_everything(rung: World, thread: str) -> None:
    """Every way of looking that there is, by those who answered and those who did not."""
    for name in PEOPLE:
        for question in QUESTIONS:
            rung.ask(name, question)
        rung.person(name).open_home()
    for question in QUESTIONS:
        before = len(rung.thread(thread))
        rung.person("dan").mention("ml-platform", f"@Rung {question}", thread)
        rung.until(lambda: len(rung.thread(thread)) >= before + 2)  # noqa: B023 - called at once


def all_that_left(rung: World) -> str:
    """Everything the bot ever sent but people's own questionnaires: texts, blocks, values, hidden
    fields, whether it landed or not."""
    sent = [c.arguments for c in rung.slack.log if c.method != "views.open"]
    acknowledged = [d.body for d in rung.slack.acks if d.payload.get("type") != "view_submission"]
    return json.dumps([sent, acknowledged], ensure_ascii=False).replace("\\u25a0", "■")


def revealing(rung: World, said: str) -> list[str]:
    """What in a text tells a level: names of levels, bars, numbers of levels, choices."""
    names = [level.name for level in rung.rubric.levels]
    criteria = [rung.rubric.criterion(path) for path in rung.rubric.paths()]
    choices = [json.dumps(c.name, ensure_ascii=False)[1:-1] for k in criteria for c in k.choices]
    told = [words for words in (*names, *choices, "■") if words in said]
    return told + re.findall(r"[Ll]evel \d", said)


@BOTH
def test_two_answers_of_a_confidential_team_show_no_level_anywhere(rung: World) -> None:
    rung.invite()
    rung.set_up()
    rung.travel(FIRST)
    rung.answer("ana", rung.on_level(2), comment="We are short of hands")
    rung.answer("bo", rung.on_level(3))
    ts = closed_round(rung)
    everybody_asks_everything(rung, ts)
    closed, summary, *_ = rung.thread(ts)
    assert "not enough answers" in closed.text
    assert summary.text.startswith("Not enough answers this time")
    assert "2 of 4 people answered." in summary.text
    said = all_that_left(rung)
    assert "The check-in that closed" in said
    assert not revealing(rung, said)
    assert "short of hands" not in said


@BOTH
def test_a_page_that_only_two_of_three_finished_is_not_measured(rung: World) -> None:
    rung.invite()
    rung.set_up()
    rung.travel(FIRST)
    rung.answer("ana", rung.on_level(3))
    rung.answer("bo", rung.on_level(3))
    rung.answer("cleo", rung.on_level(3), pages=2)
    ts = closed_round(rung)
    summary = rung.thread(ts)[1]
    assert summary.text.startswith("Level 3: Automated Model Deployment (provisional)")
    assert "People: 3" in summary.text
    assert "Model Release: not measured" in summary.text
    assert "Application Integration: not measured" in summary.text
    everybody_asks_everything(rung, ts)
    said = all_that_left(rung)
    criteria = [rung.rubric.criterion(p) for d in rung.rubric.dimensions[2:] for p in d.paths()]
    assert not [c.name for k in criteria for c in k.choices if c.name in said]
    assert "Model Release 3" not in said
    assert "nobody could say" not in said  # two people could
    assert "too few people could say how things stand with" in said


@ONCE
def test_an_open_team_of_one_sees_a_provisional_level_and_who_answered_what(rung: World) -> None:
    rung.invite()
    rung.set_up(**OPEN)
    rung.travel(FIRST)
    rung.answer("ana", rung.on_level(2), comment="Alone, *for now*")
    ts = closed_round(rung)
    rung.wait_for("Alone")
    closed, summary, *_ = rung.thread(ts)
    assert "Level 2: Automated Training." in closed.text
    assert summary.text.startswith("Level 2: Automated Training (provisional)")
    assert "only 1 person answered" in summary.text
    ana = f"<@{rung.person('ana').id}>"
    process = rung.rubric.criterion("model-release/process").choice("manual").name
    assert f"{ana}: “{process}”" in rung.ask("bo", "explain release").text
    (voices,) = [m for m in rung.thread(ts) if "In your own words" in m.text]
    assert f"{ana}: Alone, *for now*" in voices.text
    assert {"■", "Level 2", "Automated Training"} <= set(revealing(rung, all_that_left(rung)))


@ONCE
def test_a_small_confidential_team_is_told_so_and_can_become_open(rung: World) -> None:
    rung.slack.workspace.add_channel("pair", members=["ana", "bo"])
    rung.invite("pair")
    ana = rung.person("ana")
    ana.command("/maturity setup", channel="pair")
    rung.slack.wait_until(ana.view)
    assert not ana.submit().errors
    view = ana.view()
    assert view is not None
    assert "Only 2 people would be asked." in "\n".join(view.texts())
    ana.click(text="Make it open")

    def shown() -> str:
        now = ana.view()
        return "\n".join(now.texts()) if now else ""

    rung.until(lambda: "Answers are open" in shown())
    assert "Only 2 people" not in shown()
    rung.wait_for("confidential → open", "pair")
    ana.close_view()
    rung.travel(FIRST)
    assert "Open: your team can see who answered what." in rung.invitation("pair").text


@ONCE
def test_roles_are_remembered_and_confidential_comments_have_no_names(rung: World) -> None:
    rung.invite()
    rung.set_up()
    rung.travel(FIRST)
    hostile = "<!channel> <@U0SBX00005> *we* & you"
    rung.answer("ana", rung.on_level(2), role="Software engineer", comment=hostile)
    rung.answer("bo", rung.on_level(2), comment="More time for tests")
    assert "More time for tests" not in all_that_left(rung)
    rung.answer("cleo", rung.on_level(2))
    ts = closed_round(rung)
    voices = rung.wait_for("In your own words")
    assert voices.thread_ts == ts
    assert "More time for tests" in voices.text
    assert "&lt;!channel&gt; &lt;@U0SBX00005&gt; *we* &amp; you" in voices.text
    quotes = json.dumps(voices.blocks)
    assert "<!channel> <@U0SBX00005> *we* & you" in quotes  # a text element: never markup
    ids = [rung.person(name).id for name in PEOPLE]
    assert not [i for i in ids if i in voices.text.replace("&lt;@U0SBX00005&gt;", "")]
    assert '"user_id"' not in quotes

    rung.travel(SECOND)
    for name, role in (("ana", "software-engineer"), ("bo", "data-scientist")):
        person = rung.person(name)
        person.click(rung.invitation(), action_id="answer")
        view = rung.until(person.view)
        assert view is not None
        assert view.state["role"]["role"]["selected_option"]["value"] == role
        person.close_view()
