"""Worth a talk: split answers and roles that see it differently; and why a level fell."""

from datetime import UTC, datetime, timedelta

from world import BOTH, CHANNEL, ONCE, PEOPLE, World

from sandbox import Message

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
SECOND = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def month(rung: World, start: datetime, *sheets: dict[str, str], roles: str = "dddd") -> None:
    """Everybody answers; the check-in closes, and its thread is told everything."""
    rung.travel(start)
    names = {"d": "Data scientist", "s": "Software engineer"}
    for name, sheet, role in zip(PEOPLE, sheets, roles, strict=False):
        rung.answer(name, sheet, role=names[role])
    rung.travel(timedelta(hours=1))


def ids(rung: World) -> list[str]:
    return [f"<@{rung.person(name).id}>" for name in PEOPLE]


def place(thread: list[Message], words: str) -> int:
    """Where a message with these words stands in a thread."""
    (found,) = [n for n, message in enumerate(thread) if words in message.text]
    return found


@BOTH
def test_an_open_team_reads_who_sees_it_how_and_whom_to_ask_first(rung: World) -> None:
    rung.invite()
    rung.set_up(privacy="Open")
    low, high = rung.on_level(2), rung.on_level(2, process="automatic", owner="cd-pipeline")
    month(rung, FIRST, low, high, high, low, roles="sdds")
    talk = rung.wait_for("Worth a talk\n")
    ana, bo, cleo, dan = ids(rung)
    process = rung.rubric.criterion("model-release/process").choice
    manual, automatic = (f"“{process(c).name}”" for c in ("manual", "automatic"))
    assert f"Ask {ana} and {dan}, who said {manual}, to tell what they see" in talk.text
    assert f"then {bo} and {cleo} ({automatic})." in talk.text
    summary = rung.wait_for("Worth talking about:")
    assert summary.ts != talk.ts
    assert "You see 1 question differently. “Worth a talk” in this thread" in summary.text
    assert "• Data scientists see Model Release at 3, software engineers at 2" in summary.text
    told = rung.ask("bo", "explain release").text
    assert "2 of the 4 who know say so, so you see it differently." in told
    thread = rung.thread(str(talk.thread_ts))
    assert place(thread, "What holds you") < place(thread, "Model Release: next steps")
    assert place(thread, "Model Release: next steps") < place(thread, "Worth a talk\n")


@ONCE
def test_a_confidential_team_reads_the_question_and_never_who_or_what(rung: World) -> None:
    rung.invite()
    rung.set_up()
    low, high = rung.on_level(0), rung.on_level(0, process="automatic")
    month(rung, FIRST, low, high, high, low)
    talk = rung.wait_for("Worth a talk\n")
    assert "Ask those who lean towards" in talk.text
    assert not [i for i in ids(rung) if i in talk.text]
    assert "You see it differently." in rung.ask("bo", "explain release").text


@ONCE
def test_one_who_differs_in_a_confidential_team_is_not_told_from_none(rung: World) -> None:
    rung.invite()
    rung.set_up()
    low, high = rung.on_level(0), rung.on_level(0, process="automatic")
    month(rung, FIRST, low, low, low, high)
    rung.wait_for("Model Release: next steps")
    rung.tick()
    assert "Worth" not in rung.texts()
    assert "differently" not in rung.ask("bo", "explain release").text


@ONCE
def test_a_newcomer_alone_does_not_move_what_a_confidential_team_is_shown(rung: World) -> None:
    rung.invite()
    rung.set_up()
    low, high = rung.on_level(2), rung.on_level(2, process="automatic")
    rung.travel(FIRST)
    for name, sheet in zip(PEOPLE, (low, high, high), strict=False):
        rung.answer(name, sheet)
    rung.travel(FIRST + timedelta(days=5))
    process = rung.rubric.criterion("model-release/process")
    assert process.choice("automatic").name in rung.ask("bo", "explain release").text
    month(rung, SECOND, low, high, high, low)
    rung.wait_for("Every answer is the same as last time.")
    assert process.choice("automatic").name in rung.ask("bo", "explain release").text


@BOTH
def test_a_fall_asks_why_and_keeps_what_somebody_says(rung: World) -> None:
    rung.invite()
    rung.set_up()
    before = rung.on_level(2)
    month(rung, FIRST, *[before] * 4)
    after = rung.on_level(2, application_tests="none")
    month(rung, SECOND, *[after] * 4)
    asked = rung.wait_for("A level fell")
    assert "Application Integration fell from 2 to 0 and the overall level fell" in asked.text
    assert "has the work got worse" in asked.text
    bo, cleo, ana = (rung.person(name) for name in ("bo", "cleo", "ana"))
    bo.click(asked, text="We read it more strictly")
    rung.wait_for(f"<@{bo.id}> says: we read it more strictly.")
    cleo.click(rung.message_at(asked.ts), text="We read it more strictly")
    rung.tick()
    assert f"<@{bo.id}> says" in rung.message_at(asked.ts).text
    ana.click(rung.message_at(asked.ts), text="It has got worse")
    told = rung.wait_for(f"<@{ana.id}> says: it has got worse.")
    assert told.ts == asked.ts
    assert "has the work got worse" not in told.text
    assert sum("A level fell" in m.text for m in rung.channel()) == 1


@ONCE
def test_only_full_members_of_the_channel_say_why_a_level_fell(rung: World) -> None:
    rung.invite()
    rung.set_up()
    month(rung, FIRST, *[rung.on_level(2)] * 4)
    month(rung, SECOND, *[rung.on_level(2, application_tests="none")] * 4)
    asked = rung.wait_for("A level fell")
    rung.slack.workspace.add_person("gus", guest="multi")
    rung.slack.workspace.join("gus", CHANNEL)
    refused = rung.person("gus").click(asked, text="It has got worse").message()
    assert "only full members of this workspace can say why a level fell" in refused.text
    rung.slack.wait_for_events()
    rung.tick()
    assert "says" not in rung.message_at(asked.ts).text
