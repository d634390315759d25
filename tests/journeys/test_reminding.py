"""Reminders: only who has not finished, at their own hours, and what they choose holds."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from world import BOTH, CHANNEL, ONCE, START, World

from sandbox import Message
from storage.models import Commitment, Team
from storage.models import Message as Row

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
THURSDAY, FRIDAY = FIRST + timedelta(days=3), FIRST + timedelta(days=4)
SATURDAY = FIRST + timedelta(days=5)  # when the round closes
HOUR = timedelta(hours=1)


def opened(rung: World, by: str = "ana") -> None:
    """A team whose round has just opened, until Saturday."""
    rung.invite()
    rung.set_up(by=by)
    rung.travel(FIRST)
    rung.invitation()


def reminders(rung: World, name: str) -> list[Message]:
    """What somebody was reminded with, as it stands now."""
    return rung.person(name).direct_messages()


def counts(rung: World) -> list[int]:
    return [len(reminders(rung, name)) for name in ("ana", "bo", "cleo", "dan")]


def press(rung: World, name: str, text: str, then: str) -> Message:
    """Press a button of somebody's newest reminder; the message once it says so."""
    rung.person(name).click(reminders(rung, name)[-1], text=text)
    rung.until(lambda: then in reminders(rung, name)[-1].text)
    return reminders(rung, name)[-1]


@BOTH
def test_only_who_has_not_finished_is_reminded_and_what_they_choose_holds(rung: World) -> None:
    opened(rung)
    rung.answer("ana", 2)
    rung.travel(THURSDAY - HOUR)
    assert counts(rung) == [0, 0, 0, 0]
    rung.travel(THURSDAY)
    assert counts(rung) == [0, 1, 1, 1]
    posted = len(rung.channel())

    rung.person("bo").click(reminders(rung, "bo")[0], text="Answer")
    rung.until(rung.person("bo").view)
    rung.person("bo").close_view()
    rung.answer("bo", 2)
    rung.until(lambda: "your answers" in reminders(rung, "bo")[0].text)
    press(rung, "cleo", "Skip this one", "Skipped: no more reminders")
    told = press(rung, "dan", "Don't remind me", "No more reminders, in any of your teams")
    assert "open my Home tab and press *Turn reminders on*" in told.text

    rung.travel(FRIDAY)
    assert counts(rung) == [0, 1, 1, 1]
    assert len(rung.channel()) == posted
    assert not any("<@" in m.text for m in rung.channel() if "reminder" in m.text.lower())
    rung.answer("cleo", 2)  # who skipped may still answer
    rung.until(lambda: "Thank you" in reminders(rung, "cleo")[0].text)


@BOTH
def test_two_reminders_at_most_and_the_close_settles_them(rung: World) -> None:
    opened(rung)
    for moment in (THURSDAY, THURSDAY + HOUR, FRIDAY, FRIDAY + HOUR, SATURDAY - HOUR):
        rung.travel(moment)
    first, second = reminders(rung, "bo")
    assert first.text.startswith("There is still time")
    assert second.text.startswith("Last call")
    rung.travel(SATURDAY)
    rung.until(lambda: all("has closed" in m.text for m in reminders(rung, "bo")))
    assert counts(rung) == [2, 2, 2, 2]
    answered = rung.person("bo").click(second, text="Skip this one").text
    assert "nothing left to skip" in answered
    rung.travel(SATURDAY + timedelta(days=2))
    assert counts(rung) == [2, 2, 2, 2]


@ONCE
def test_everybody_is_reminded_at_their_own_hours(rung: World) -> None:
    user = rung.slack.workspace.user
    user("ana").tz, user("bo").tz = "Asia/Tokyo", "America/New_York"
    opened(rung, by="cleo")
    rung.travel(FIRST + timedelta(days=2, hours=11, minutes=59))
    assert counts(rung) == [0, 0, 0, 0]
    rung.travel(FIRST + timedelta(days=2, hours=12))  # half-way: 15:00 in New York
    assert counts(rung) == [0, 1, 0, 0]
    rung.travel(FIRST + timedelta(days=2, hours=16))  # 09:00 in Tokyo, on Thursday
    assert counts(rung) == [1, 1, 0, 0]
    rung.travel(THURSDAY)
    assert counts(rung) == [1, 1, 1, 1]
    rung.travel(FRIDAY - HOUR)  # 16:00 in Tokyo, where the Friday is almost over
    assert counts(rung) == [2, 1, 1, 1]
    rung.travel(FRIDAY)  # 03:00 in New York
    assert counts(rung) == [2, 1, 2, 2]
    rung.travel(FRIDAY + timedelta(hours=6))
    assert counts(rung) == [2, 2, 2, 2]


@ONCE
def test_a_restart_and_a_slack_that_does_not_answer_lose_nothing(rung: World) -> None:
    opened(rung)
    assert rung.bot is not None
    rung.bot.stop()
    rung.slack.workspace.leave("dan", CHANNEL)  # who left is not reminded
    rung.now = THURSDAY + HOUR
    rung.run_bot()
    rung.slack.faults.add("conversations.members", "500_before", times=1)
    rung.tick()
    assert counts(rung) == [0, 0, 0, 0]
    rung.travel(timedelta(minutes=1))
    assert counts(rung) == [0, 0, 0, 0]
    rung.travel(timedelta(minutes=2))
    assert counts(rung) == [1, 1, 1, 0]


@ONCE
def test_one_that_turned_pointless_while_it_waited_is_not_sent(rung: World) -> None:
    opened(rung)
    home = rung.person("bo").open_home()
    assert rung.bot is not None
    rung.now = THURSDAY
    rung.bot.worker._rounds.look()
    rung.person("bo").click(home, text="Turn reminders off")
    rung.until(lambda: counts(rung) == [1, 0, 1, 1])
    rung.now = THURSDAY + timedelta(hours=9)  # after hours
    rung.tick()
    with rung.database.transaction() as session:
        rows = session.scalars(select(Row).where(Row.kind == "reminder")).all()
        states = {row.channel: row.state for row in rows}
    assert states.pop(rung.person("bo").id) == "failed"
    assert set(states.values()) == {"sent"}


@BOTH
def test_reminders_are_turned_on_again_in_home_which_follows_what_one_does(rung: World) -> None:
    opened(rung)
    bo = rung.person("bo")
    assert "Reminders are on" in "\n".join(bo.open_home().texts())
    rung.travel(THURSDAY)
    press(rung, "bo", "Don't remind me", "No more reminders")
    rung.until(lambda: "Reminders are off" in "\n".join(bo.home().texts()))
    bo.click(bo.home(), text="Turn reminders on")
    rung.until(lambda: "Reminders are on" in "\n".join(bo.home().texts()))
    rung.until(lambda: "There is still time" in reminders(rung, "bo")[0].text)
    rung.travel(FRIDAY)
    assert counts(rung) == [2, 2, 2, 2]
    assert "Waiting for your answer" in "\n".join(bo.home().texts())
    rung.answer("bo", 2)
    rung.until(lambda: "Waiting for your answer" not in "\n".join(bo.home().texts()))


@ONCE
def test_home_shows_what_somebody_took_on_in_their_channels(rung: World) -> None:
    rung.invite()
    rung.set_up()
    bo = rung.person("bo")
    with rung.database.transaction() as session:
        team = session.scalars(select(Team)).one()
        for day, criterion, owner in ((27, "a", "bo"), (28, "b", "bo"), (28, "c", "ana")):
            session.add(
                Commitment(
                    workspace_id=team.workspace_id, team_id=team.id, rubric="mlops@2020-01",
                    criterion=criterion, choice="x", title=f"Do {criterion}",
                    owner=rung.person(owner).id, due_on=date(2026, 1, day), created_by="U1",
                    created_at=START,
                )
            )  # fmt: skip
    shown = "\n".join(bo.open_home().texts())
    where = f"<#{rung.slack.workspace.channel(CHANNEL).id}>"
    assert f"*Do a* in {where} was planned for 27 Jan 2026." in shown
    assert f"*Do b* in {where}, by 28 Jan 2026." in shown
    assert "Do c" not in shown
    rung.slack.workspace.leave("bo", CHANNEL)
    assert "Do a" not in "\n".join(bo.open_home().texts())


@ONCE
def test_only_who_was_asked_can_skip_and_a_forged_button_does_nothing(rung: World) -> None:
    opened(rung)
    rung.travel(THURSDAY)
    message = reminders(rung, "bo")[0]

    def skip(name: str, value: str) -> str:
        """Press *Skip this one* with another value; what the person is told."""
        forged = {"type": "button", "action_id": "skip_round", "block_id": "x", "value": value}
        place = rung.person(name)
        with_it = Message(message.channel, message.body | {"blocks": [
            {"type": "actions", "block_id": "x", "elements": [
                forged | {"text": {"type": "plain_text", "text": "Skip this one"}}]}]})  # fmt: skip
        return place.click(with_it, action_id="skip_round").text

    assert "out of date" in skip("bo", "x")
    assert "no longer there" in skip("bo", "99999")
    assert "There is still time" in reminders(rung, "bo")[0].text
