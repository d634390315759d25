"""The Home tab: what waits, how the teams stand, and for admins the settings."""

from datetime import UTC, datetime, timedelta

import pytest
from world import CHANNEL, ONCE, PEOPLE, World

from sandbox.views import View

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
SECOND = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

BOTH_TRANSPORTS = pytest.mark.parametrize(
    ("database_url", "transport"),
    [("sqlite", "http"), ("postgresql", "socket")],
    indirect=["database_url"],
)


def read(view: View) -> str:
    return "\n".join(view.texts())


@BOTH_TRANSPORTS
def test_home_shows_what_waits_then_how_the_team_stands(rung: World) -> None:
    rung.invite()
    rung.set_up()
    bo = rung.person("bo")
    assert "No level yet" in read(bo.open_home())
    rung.travel(FIRST)
    waiting = bo.open_home()
    assert "Waiting for your answer" in read(waiting)
    bo.click(waiting, text="Answer")
    rung.until(bo.view)
    bo.close_view()

    for name in PEOPLE:
        rung.answer(name, rung.on_level(2))
    assert "Waiting for your answer" not in read(bo.open_home())
    rung.travel(timedelta(hours=1))
    rung.wait_for("Maturity check-in, closed")
    shown = read(bo.open_home())
    assert f"<#{rung.slack.workspace.channel(CHANNEL).id}>" in shown
    assert "Level 2: Automated Training" in shown
    assert "Model release 2" in shown
    assert f"The next check-in opens <!date^{int(SECOND.timestamp())}^" in shown


@ONCE
def test_only_admins_find_the_settings_on_home_and_a_pause_says_why(rung: World) -> None:
    rung.invite()
    rung.set_up()
    ana, bo, dan = (rung.person(name) for name in ("ana", "bo", "dan"))
    assert "Settings" not in read(bo.open_home())
    assert "Settings" in read(dan.open_home())  # an admin of the workspace
    ana.click(ana.open_home(), text="Settings")
    view = rung.until(ana.view)
    assert view is not None
    assert view.title == "Check-in settings"
    before = read(ana.home())
    ana.fill({"at": "10:00"})
    assert not ana.submit().errors
    rung.until(lambda: read(ana.home()) != before)  # it follows without being opened again
    ana.close_view()
    rung.ask("ana", "pause")
    rung.wait_for("paused the check-ins")
    assert f"Check-ins are paused: <@{ana.id}> paused them." in read(ana.open_home())


@ONCE
def test_guests_and_people_of_other_organisations_are_politely_told_no(rung: World) -> None:
    workspace = rung.slack.workspace
    workspace.add_person("gus", guest="multi")
    workspace.add_person("sam", stranger=True)
    for name in ("gus", "sam"):
        workspace.join(name, CHANNEL)
    rung.invite()
    rung.set_up()
    rung.travel(FIRST)
    invitation = rung.invitation()
    assert "0 of 4 people" in invitation.text
    gus, sam = rung.person("gus"), rung.person("sam")
    assert "full members of this workspace" in read(gus.open_home())
    assert CHANNEL not in read(gus.home())
    for person in (gus, sam):
        refused = person.click(invitation, action_id="answer")
        assert "only full members of this workspace can answer check-ins" in refused.text
        assert person.view() is None
    assert "only full members" in rung.ask("gus", "status").text
    assert "only full members" in rung.ask("gus", "close").text
    gus.mention(CHANNEL, "@Rung status", invitation.ts)
    rung.until(lambda: gus.ephemerals(CHANNEL))
    assert len(rung.thread(invitation.ts)) == 2
