"""Channels are archived, left, renamed, moved, deleted: check-ins follow, and nothing is lost."""

from datetime import timedelta

from sqlalchemy import select
from world import BOTH, CHANNEL, ONCE, World

from sandbox import payloads
from storage.models import Message, Schedule, Team

STARTED = {"options": ["Start the first one now"]}


def direct(rung: World, name: str, words: str) -> list[str]:
    """The direct messages to somebody with these words, once everything has been handled."""
    rung.slack.wait_for_events()
    rung.tick()
    return [str(m.text) for m in rung.person(name).direct_messages() if words in str(m.text)]


def team(rung: World) -> Team:
    with rung.database.transaction() as session:
        return session.scalars(select(Team)).one()


def is_scheduled(rung: World) -> bool:
    with rung.database.transaction() as session:
        return session.scalars(select(Schedule.next_due_at)).one() is not None


def paused_for(rung: World, reason: str) -> None:
    rung.until(lambda: team(rung).paused_reason == reason)
    assert is_scheduled(rung) is (reason == "")


@BOTH
def test_an_archived_channel_gets_its_summary_when_it_is_back_and_goes_on(rung: World) -> None:
    workspace = rung.slack.workspace
    rung.invite()
    rung.set_up(**STARTED)
    for name in ("ana", "bo", "cleo"):
        rung.answer(name, 1)
    workspace.archive(CHANNEL, by="dan")
    paused_for(rung, "is_archived")
    told = direct(rung, "ana", "I have paused the check-ins")
    assert told == [
        "I have paused the check-ins of #ml-platform: the channel was archived. All answers are "
        "kept. To go on, unarchive the channel: I then start again by myself."
    ]
    assert "the channel was archived" in str(rung.person("ana").open_home().body)
    assert "the channel was archived" not in str(rung.person("bo").open_home().body)
    rung.travel(timedelta(days=5, hours=1))  # over the deadline: closed, and told to nobody yet
    assert "Next steps" not in rung.texts()
    assert direct(rung, "dan", "check-in") == []  # and nobody is reminded
    rung.now += timedelta(days=1)
    workspace.unarchive(CHANNEL, by="dan")
    rung.wait_for("This channel is back, and so am I: the check-ins go on, monthly")
    paused_for(rung, "")
    rung.slack.wait_for_events()
    rung.tick()
    texts = [str(m.text) for m in rung.channel()]
    assert sum(text.startswith("Level 0: No MLOps") for text in texts) == 1
    assert sum("check-in, closed" in text for text in texts) == 1
    assert texts[-1].startswith("This channel is back")
    assert len(direct(rung, "ana", "I have paused the check-ins")) == 1


@BOTH
def test_a_bot_that_is_removed_says_so_and_goes_on_when_it_is_invited_again(rung: World) -> None:
    workspace = rung.slack.workspace
    rung.invite()
    rung.set_up()
    workspace.remove_bot(CHANNEL, by="dan")
    paused_for(rung, "not_in_channel")
    assert len(direct(rung, "ana", "I was removed from the channel. All answers are kept.")) == 1
    assert "invite me again" in str(rung.ask("bo").text)
    assert "I cannot resume: I was removed" in str(rung.ask("ana", "resume").text)
    workspace.invite_bot(CHANNEL, by="bo")
    rung.wait_for("Thank you for having me back: the check-ins go on")
    paused_for(rung, "")
    assert rung.texts().count("Hello, I'm Rung") == 1
    assert len(direct(rung, "ana", "I have paused")) == 1


@BOTH
def test_a_channel_keeps_its_team_under_another_name_and_another_id(rung: World) -> None:
    workspace = rung.slack.workspace
    hello = rung.invite()
    rung.set_up(**STARTED)
    rung.answer("ana", 1)
    workspace.rename(CHANNEL, "ml-shared")
    rung.until(lambda: team(rung).channel_name == "ml-shared")
    new = workspace.change_channel_id("ml-shared")
    rung.until(lambda: team(rung).channel_id == new)
    assert [m.channel for m in _rows(rung)] == [new] * len(_rows(rung))
    rung.slack.wait_for_events()
    rung.answer("bo", 1, channel="ml-shared")
    rung.until(lambda: "2 of 4" in str(rung.invitation("ml-shared").body))
    ana = rung.person("ana")
    ana.click(rung.message_at(hello.ts, "ml-shared"), action_id="set_up")
    assert rung.slack.wait_until(lambda: ana.view())
    ana.close_view()
    rung.person("ana").command("/maturity close", channel="ml-shared").message()
    rung.wait_for("2 of 4 people answered", "ml-shared")
    assert team(rung).paused_reason == ""
    assert rung.texts("ml-shared").count("Hello, I'm Rung") == 1


@ONCE
def test_events_that_are_lost_are_made_up_for_by_errors_and_by_a_look_a_day(rung: World) -> None:
    workspace = rung.slack.workspace
    rung.invite()
    rung.set_up()
    rung.slack.subscriptions.clear()
    workspace.archive(CHANNEL, by="dan")
    rung.travel(timedelta(days=5, hours=2))  # the first Monday in February: the check-in is due
    paused_for(rung, "is_archived")
    assert len(direct(rung, "ana", "I have paused the check-ins")) == 1
    rung.travel(timedelta(hours=25))
    assert len(direct(rung, "ana", "I have paused the check-ins")) == 1
    workspace.unarchive(CHANNEL, by="dan")
    rung.travel(timedelta(hours=25))
    paused_for(rung, "")
    rung.wait_for("This channel is back")
    assert rung.invitation()  # it was opened in time, and waited


@ONCE
def test_a_check_in_that_nobody_could_see_is_not_posted_after_it_has_closed(rung: World) -> None:
    workspace = rung.slack.workspace
    rung.invite()
    rung.set_up(days_open="1")
    rung.slack.subscriptions.remove("channel_archive")
    workspace.archive(CHANNEL, by="dan")
    rung.travel(timedelta(days=5, hours=2))
    paused_for(rung, "is_archived")
    rung.travel(timedelta(hours=25))  # closed
    workspace.unarchive(CHANNEL, by="dan")
    rung.wait_for("This channel is back")
    rung.slack.wait_for_events()
    rung.tick()
    assert "check-in, closed" not in rung.texts()
    assert "people answered" not in rung.texts()
    assert rung.ask("ana").text
    assert {row.state for row in _rows(rung)} == {"sent", "failed"}


@ONCE
def test_what_somebody_paused_only_somebody_resumes(rung: World) -> None:
    workspace = rung.slack.workspace
    rung.invite()
    rung.set_up()
    rung.ask("ana", "pause")
    reason = team(rung).paused_reason
    workspace.archive(CHANNEL, by="dan")
    workspace.unarchive(CHANNEL, by="dan")
    workspace.remove_bot(CHANNEL, by="dan")
    workspace.invite_bot(CHANNEL, by="dan")
    rung.slack.wait_for_events()
    assert (team(rung).paused_reason, is_scheduled(rung)) == (reason, False)
    assert direct(rung, "ana", "I have paused") == []
    rung.ask("ana", "resume")
    paused_for(rung, "")


@ONCE
def test_events_come_twice_and_late_and_where_no_admin_is_left_a_workspace_admin_hears(
    rung: World,
) -> None:
    workspace = rung.slack.workspace
    rung.invite()
    rung.set_up()
    late = _event(rung, {"type": "channel_archive", "channel": workspace.channel(CHANNEL).id})
    assert rung.person("ana").send_raw(late, "events_api").ok
    rung.slack.wait_for_events()
    rung.travel(timedelta(minutes=2))
    assert team(rung).paused_reason == ""
    workspace.user("ana").deleted = True
    gone = workspace.channel(CHANNEL).id
    workspace.delete_channel(CHANNEL, by="dan")
    again = _event(rung, {"type": "channel_deleted", "channel": gone})
    for _ in range(3):
        assert rung.person("bo").send_raw(again, "events_api").ok
    paused_for(rung, "channel_deleted")
    assert direct(rung, "dan", "I have paused") == [
        "I have paused the check-ins of #ml-platform: the channel was deleted. To go on, set up "
        "check-ins in another channel: a deleted one does not come back."
    ]
    assert direct(rung, "bo", "I have paused") == []


def _rows(rung: World) -> list[Message]:
    with rung.database.transaction() as session:
        rows = session.scalars(select(Message)).all()
        return [row for row in rows if row.channel.startswith("C")]


def _event(rung: World, inner: dict[str, str]) -> dict[str, object]:
    return payloads.event(rung.slack.workspace, rung.now, inner, shared=False)
