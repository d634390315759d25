"""Looking back and beyond the team: history, the export as a file, and teams side by side."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

from world import BOTH, CHANNEL, ONCE, PEOPLE, World

from sandbox import Message

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
SECOND = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def month(rung: World, when: datetime, level: int, channel: str = CHANNEL) -> None:
    """A round that everybody answers, closed."""
    rung.travel(when)
    for name in PEOPLE[:3]:
        rung.answer(name, rung.on_level(level), channel=channel)
    rung.travel(when + timedelta(days=5))
    rung.until(lambda: level_shown(rung, level, channel))


def level_shown(rung: World, level: int, channel: str) -> bool:
    return any(m.text.startswith(f"Level {level}:") for m in rung.channel(channel))


def file_for(rung: World, name: str) -> Message:
    """The direct message with the file that somebody asked for."""

    def found() -> list[Message]:
        return [m for m in rung.person(name).direct_messages() if m.files]

    return rung.until(found)[-1]


def content(rung: World, message: Message) -> bytes:
    stored = rung.slack.files.get(message.files[0]["id"]).content
    assert stored is not None
    return stored


@BOTH
def test_two_months_are_told_drawn_and_taken_along(rung: World) -> None:
    rung.invite()
    rung.set_up()
    month(rung, FIRST, 1)
    month(rung, SECOND, 2)
    told = rung.ask("cleo", "history")
    assert [b["type"] for b in told.blocks].count("data_visualization") == 1
    assert "2 check-ins, the newest first." in told.text
    assert told.text.index("Level 2") < told.text.index("Level 1")
    assert "went up: from" in told.text

    assert "CSV file is on its way" in rung.ask("bo", "export").text
    sent = file_for(rung, "bo")
    assert "2 check-ins. It opens in any spreadsheet" in sent.text
    assert "nobody's own answers are in it" in sent.text
    assert sent.files[0]["name"] == "ml-platform-2026-03-07.csv"
    text = content(rung, sent).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert [r["level"] for r in rows if r["row"] == "check-in"] == ["1", "2"]
    assert not [r for r in rows if r["person_id"]]

    assert "JSON file is on its way" in rung.ask("ana", "export json").text
    raw = json.loads(content(rung, file_for(rung, "ana")))
    assert [r["overall"]["level"] for r in raw["rounds"]] == [1, 2]
    assert not [m for m in rung.channel() if m.files]


@ONCE
def test_an_open_teams_export_says_by_name_who_answered_what(rung: World) -> None:
    rung.invite()
    rung.set_up(privacy="Open")
    month(rung, FIRST, 2)
    rung.ask("dan", "export")
    sent = file_for(rung, "dan")
    assert "share it with care" in sent.text
    rows = list(csv.DictReader(io.StringIO(content(rung, sent).decode("utf-8-sig"), newline="")))
    assert {r["person"] for r in rows if r["row"] == "person's answer"} == {
        "Ana Example",
        "Bo Example",
        "Cleo Example",
    }


@ONCE
def test_a_command_that_comes_twice_sends_one_file_and_trouble_is_told(rung: World) -> None:
    rung.invite()
    rung.set_up()
    assert "I can't write `xlsx`" in rung.ask("bo", "export xlsx").text
    rung.ask("bo", "export")
    file_for(rung, "bo")
    (delivered,) = [d for d in rung.slack.acks if d.payload.get("text") == "export"]
    rung.person("bo").send_raw(delivered.payload, "slash_commands")
    rung.tick()
    assert len([m for m in rung.person("bo").direct_messages() if m.files]) == 1

    def trouble(words: str) -> None:
        reply = rung.person("cleo").command("/maturity export", channel=CHANNEL)
        rung.until(lambda: len(reply.replies) == 2)
        assert words in reply.text

    rung.slack.faults.add("upload", "drop_after")
    trouble("Slack did not say whether the file arrived")
    rung.slack.faults.add("files.getUploadURLExternal", "429")
    trouble("please try again in a minute")
    rung.slack.faults.add("files.completeUploadExternal", "error:file_uploads_disabled")
    trouble("takes no such files")
    rung.slack.scopes.discard("files:write")
    trouble("I lack the permission `files:write`")
    assert not [m for m in rung.person("cleo").direct_messages() if m.files]


@BOTH
def test_teams_that_opted_in_stand_side_by_side_for_those_who_may_know_them(rung: World) -> None:
    workspace = rung.slack.workspace
    workspace.add_channel("alpha", members=list(PEOPLE[:3]), private=True)
    for channel in (CHANNEL, "alpha"):
        rung.invite(channel)
        rung.set_up(channel=channel)
    assert "No team that you can see shows its levels yet." in rung.ask("dan", "overview").text
    for channel in (CHANNEL, "alpha"):
        opt_in(rung, channel)
        rung.wait_for("shown in the workspace's overview: no → yes", channel)
    rung.travel(FIRST)
    for channel, level in ((CHANNEL, 1), ("alpha", 2)):
        rung.until(lambda: rung.invitation(channel))  # noqa: B023 - called at once
        for name in PEOPLE[:3]:
            rung.answer(name, rung.on_level(level), channel=channel)
    rung.travel(FIRST + timedelta(days=5))
    for channel, level in ((CHANNEL, 1), ("alpha", 2)):
        rung.until(lambda: level_shown(rung, level, channel))  # noqa: B023 - called at once

    both = rung.ask("bo", "overview")
    [table] = [b for b in both.blocks if b["type"] == "table"]
    assert [row[0]["text"] for row in table["rows"]] == ["Team", "#alpha", "#ml-platform"]
    assert [row[1]["text"] for row in table["rows"]][1:] == ["2", "1"]
    assert "holds back 2 of 2 teams" in both.text
    one = rung.ask("dan", "overview")
    assert "#alpha" not in json.dumps(one.body)
    assert "#ml-platform: level 1" in one.text

    dan = rung.person("dan")
    dan.click(dan.open_home(), text="Overview of teams")
    view = rung.until(dan.view)
    assert view is not None
    assert "#ml-platform: level 1" in "\n".join(view.texts())
    assert "Overview of teams" not in "\n".join(rung.person("bo").open_home().texts())


def opt_in(rung: World, channel: str) -> None:
    """An admin ticks the box in the settings."""
    ana = rung.person("ana")
    ana.command("/maturity setup", channel=channel)
    rung.slack.wait_until(ana.view)
    weekends = "On a weekend, move to the next working day"
    ana.fill({"options": [weekends, "Show our levels in the workspace's overview"]})
    assert not ana.submit().errors
    ana.close_view()
