"""What happens in each of the three workspaces: everything that the bot can be made to do."""

from collections.abc import Callable
from datetime import timedelta

from three_workspaces import There, Three

from bot.domain.answer_form import comment_block
from sandbox import Message, View

DAYS_TO_REMIND = timedelta(days=3)
SOON = "2026-01-27"  # and so overdue by then


def tell(three: Three) -> None:
    """Three teams with rounds that closed, one that is open, and everything around them."""
    for part in (_set_up, _first_round, _take_on, _look, _second_round):
        _in_all(three, part)
    _confidential_round(three.places[-1])
    _in_all(three, open_round)
    three.travel(DAYS_TO_REMIND)
    for there in three.places:
        _be_reminded(there)
    three.tick()


def _in_all(three: Three, part: Callable[[There], None]) -> None:
    for there in three.places:
        part(there)
    three.watched()
    three.travel(timedelta(minutes=1))


def _set_up(there: There) -> None:
    ana = there.person("ana")
    ana.click(there.invite(there.name), text="Set up check-ins")
    there.until(ana.view)
    ana.fill({"cadence": "Every two weeks", "zone": "Europe/Berlin", "at": there.has.at})
    ana.fill({"asked": "People I pick", "picked": ["ana", "bo", "cleo"]})
    ana.fill({"minimum": "9", "options": ["Show our levels in the workspace's overview"]})
    ana.fill({"keep_months": there.has.kept})
    assert not ana.submit().errors
    ana.click(text="Make it open")
    there.until(lambda: "Make it open" not in str(ana.view().body))
    ana.close_view()
    say(there, "pause", "paused")
    say(there, "resume", "on again")


def say(there: There, words: str, answer: str) -> None:
    """A command of an admin's, and what is answered."""
    assert answer in there.ask("ana", words, there.name).text


def _first_round(there: There) -> None:
    say(there, "start", "on its way")
    said = f"Secret of {there.has.word}"
    there.answer("bo", there.on_level(there.has.level), there.name, comment=said)
    say(there, f"target overall {there.has.level}", "target is set")
    say(there, "close", "is closed")


def _tips(there: There) -> list[Message]:
    """Two messages with next steps, once they are there."""
    tips = [m for m in there.channel(there.name) if "next steps" in m.text]
    return tips[:2] if len(tips) > 1 else []


def _take_on(there: There) -> None:
    bo = there.person("bo")
    for tips in there.until(lambda: _tips(there)):
        bo.click(tips, action_id="take_on:1")
        there.until(bo.view)
        bo.fill({"due": there.has.done_by.isoformat()})
        assert not bo.submit().errors
        bo.close_view()
    listed = there.ask("bo", "commitments", there.name)
    _change_first(there, listed)
    _drop_second(there, listed)


def _change_first(there: There, listed: Message) -> None:
    bo, button = there.person("bo"), _buttons(listed, "commitment")[0]
    bo.click(listed, action_id=button)
    there.until(bo.view)
    bo.fill({"owner": "cleo", "due": SOON})
    assert not bo.submit().errors
    bo.close_view()


def _drop_second(there: There, listed: Message) -> None:
    bo, button = there.person("bo"), _buttons(listed, "commitment")[1]
    bo.click(listed, action_id=button)
    there.until(bo.view)
    bo.click(action_id="drop")
    there.until(lambda: "drop" not in _buttons(bo.view(), "drop"))
    bo.close_view()


def _buttons(message: Message | View, begin: str) -> list[str]:
    elements = [e for block in message.blocks for e in block.get("elements", [])]
    accessories = [b["accessory"] for b in message.blocks if "accessory" in b]
    ids = [str(e.get("action_id")) for e in (*elements, *accessories)]
    return [action_id for action_id in ids if action_id.startswith(begin)]


def _look(there: There) -> None:
    bo, dan = there.person("bo"), there.person("dan")
    bo.click(there.wait_for(f"Level {there.has.level}: ", there.name), action_id="why").message()
    bo.click(there.ask("bo", "status", there.name), action_id="share")
    bo.mention(there.name, "@Rung status")
    due = there.has.target_by.isoformat()
    say(there, f"target release {there.has.level + 1} by {due}", "target is set")
    say(there, f"target people {there.has.level + 1}", "target is set")
    say(there, "target people off", "is off")
    there.ask("ana", "export json", there.name)
    dan.click(dan.open_home(), text="Overview of teams")
    there.until(dan.view)
    dan.close_view()
    _suppose(there)


def _suppose(there: There) -> None:
    bo = there.person("bo")
    bo.command("/maturity whatif", channel=there.name)
    there.until(bo.view)
    bo.choose("whatif:model-release/process", "manual")
    bo.click(action_id="whatif_reset")
    there.slack.wait_for_events()
    bo.close_view()


def _second_round(there: There) -> None:
    say(there, "start", "on its way")
    bo = there.person("bo")
    bo.click(there.invitation(there.name), action_id="answer")
    there.until(bo.view)
    bo.click(action_id="unchanged")
    there.until(lambda: "unchanged" not in str(bo.view().body))
    bo.close_view()
    lower = there.on_level(there.has.level, application_tests="none")
    there.answer("ana", lower, there.name, comment="Said too much.")
    _answer_page(there, "ana", {comment_block(there.rubric.dimensions[0].id): ""})
    say(there, "close", "is closed")
    asked = there.wait_for("A level fell", there.name)
    bo.click(asked, text="We read it more strictly")


def _confidential_round(there: There) -> None:
    """In one workspace there is a round in which nobody is told who said what."""
    there.set_up(channel=there.name, privacy="Confidential", minimum="3")
    say(there, "start", "on its way")
    for name in ("ana", "bo", "cleo"):
        there.answer(name, there.on_level(there.has.level), there.name)
    say(there, "close", "is closed")


def open_round(there: There) -> None:
    """It stays open: somebody began who was not asked."""
    say(there, "start", "on its way")
    dimension = there.rubric.dimensions[0]
    said = {path: there.rubric.criterion(path).choices[0].name for path in dimension.paths()}
    comment = {comment_block(dimension.id): f"Open secret of {there.has.word}"}
    _answer_page(there, "dan", {"role": "Data scientist", **said, **comment})


def _answer_page(there: There, name: str, fields: dict[str, str]) -> None:
    person = there.person(name)
    person.click(there.invitation(there.name), action_id="answer")
    there.until(person.view)
    person.fill(fields)
    assert not person.submit().errors
    person.close_view()


def _be_reminded(there: There) -> None:
    bo, cleo = there.person("bo"), there.person("cleo")
    bo.click(_told(there, "bo", "There is still time"), text="Skip this one")
    cleo.click(_told(there, "cleo", "There is still time"), text="Don't remind me")
    _told(there, "cleo", "planned for")
    cleo.click(cleo.open_home(), text="Turn reminders on")


def _told(there: There, name: str, words: str) -> Message:
    """The direct message with these words."""
    sent = there.person(name).direct_messages
    return there.until(lambda: [m for m in sent() if words in m.text])[-1]
