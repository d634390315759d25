"""Ask any time: the slash command, *Share in channel*, and mentions in threads."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from world import BOTH, CHANNEL, ONCE, PEOPLE, World

from sandbox import Message

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
SECOND = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def on_level_two(rung: World) -> Message:
    """A team that has just ended a month on level 2; the round's channel message."""
    rung.invite()
    rung.set_up()
    rung.travel(FIRST)
    for name in PEOPLE:
        rung.answer(name, rung.on_level(2))
    rung.travel(timedelta(hours=1))
    closed = rung.wait_for("Maturity check-in, closed")
    rung.until(lambda: len(rung.thread(closed.ts)) == 6)
    return closed


def buttons(node: Any) -> Iterator[str]:
    """The texts of all buttons in some blocks."""
    if isinstance(node, list):
        for item in node:
            yield from buttons(item)
    elif isinstance(node, dict):
        if node.get("type") == "button":
            yield node["text"]["text"]
        for item in node.values():
            yield from buttons(item)


@BOTH
def test_every_question_is_answered_only_to_the_person_who_asks(rung: World) -> None:
    on_level_two(rung)
    posted = len(rung.channel())
    choice = rung.rubric.criterion("model-release/process").choice
    expected = {
        "": ["Level 2: Automated Training", "Model Release: 2", "People: 2"],
        "status": [f"<!date^{int(SECOND.timestamp())}^", "4 of 4 people answered."],
        "status release": ["Model Release: level 2", "What holds it at 2", choice("manual").name],
        "tips": ["Next steps", "Done when:", "The first of "],
        "tips release": ["Model Release: next steps", "How:", "2 → 3"],
        "explain": ["People: 2", "Overall: level 2", "The lowest one counts",
                    "These thresholds are ours", "is a band"],
        "explain release": ["Model Release: 2", "and this holds it", "Level 2 at most"],
        "history": ["Levels over time", "One check-in so far"],
        "help": ["type `/maturity`", "`status [dimension]`", "`history`", "`resume`"],
        "statsu": ["I don't know `statsu`.", "Did you mean `/maturity status`?"],
        "tips model": ["Do you mean Model Creation or Model Release?",
                       "`/maturity tips model-release`"],
        "explain banana": ["I don't know a dimension `banana`.", "There are 4:"],
    }  # fmt: skip
    for words, lines in expected.items():
        told = rung.ask("cleo", words)
        assert told.ephemeral_to == rung.person("cleo").id
        assert [line for line in lines if line not in told.text] == [], words
    assert len(rung.channel()) == posted


@ONCE
def test_a_share_button_posts_the_answer_once_for_everybody(rung: World) -> None:
    on_level_two(rung)
    posted = len(rung.channel())
    told = rung.ask("bo", "explain release")
    assert list(buttons(told.blocks)) == ["Share in channel"]
    rung.person("bo").click(told, text="Share in channel")
    shared = rung.wait_for(f"Shared by <@{rung.person('bo').id}>")
    assert shared.text.startswith("Model Release, answer by answer")
    assert shared.thread_ts is None
    assert not list(buttons(shared.blocks))
    rung.tick()
    assert len(rung.channel()) == posted + 1


@BOTH
def test_a_mention_is_answered_in_its_thread_once_however_often_it_comes(rung: World) -> None:
    ts = on_level_two(rung).ts
    rung.person("dan").mention(CHANNEL, "@Rung why is release 1?", ts)
    told = rung.wait_for("Model Release, answer by answer")
    assert told.thread_ts == ts
    assert told.body.get("subtype") != "thread_broadcast"
    rung.slack.wait_for_events()
    (delivered,) = [d for d in rung.slack.acks if "app_mention" in str(d.payload.get("event"))]
    for _ in range(2):
        assert rung.person("dan").send_raw(delivered.payload, "events_api").ok
    asked = rung.person("dan").mention(CHANNEL, "@Rung tips, please")
    told = rung.wait_for("The first of")
    assert told.thread_ts == asked.ts
    rung.slack.wait_for_events()
    rung.tick()
    assert sum("Model Release, answer by answer" in m.text for m in rung.thread(ts)) == 1
    assert len(rung.thread(asked.ts)) == 2


@ONCE
def test_a_mention_never_runs_a_round_from_within_a_sentence(rung: World) -> None:
    on_level_two(rung)
    asked = rung.person("ana").mention(CHANNEL, "@Rung start thinking about tests")
    rung.until(lambda: len(rung.thread(asked.ts)) == 2)
    assert "I don't know" in rung.thread(asked.ts)[1].text
    rung.tick()
    assert not [m for m in rung.channel() if "Open until" in m.text]


@ONCE
def test_a_channel_without_a_team_is_told_how_to_begin(rung: World) -> None:
    rung.invite()
    told = rung.ask("bo", "status")
    assert "There are no check-ins in" in told.text
    assert list(buttons(told.blocks)) == ["Set up check-ins"]
    assert "/maturity setup" in rung.ask("bo", "start").text
