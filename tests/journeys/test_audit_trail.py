"""The audit trail: who changed what, for admins."""

from world import BOTH, CHANNEL, World


@BOTH
def test_admins_read_who_changed_what_and_nobody_else_does(rung: World) -> None:
    rung.invite()
    rung.set_up(by="ana")
    rung.set_up(by="dan", days_open="4", privacy="Open")
    rung.ask("ana", "pause")
    rung.ask("ana", "resume")
    rung.ask("ana", "start")
    rung.invitation()
    rung.ask("ana", "target overall 2 by 2026-12-31")
    rung.ask("bo", "export json")
    rung.ask("dan", "close")
    rung.wait_for("closed")
    told = rung.ask("ana", "audit").text
    ana, bo, dan = (f"<@{rung.person(name).id}>" for name in ("ana", "bo", "dan"))
    lines = told.split("\n")[1:]
    assert [line.split(": ", 1)[1] for line in lines] == [
        f"{dan} closed a check-in",
        f"{bo} exported the history as json",
        f"{ana} set a target: overall at level 2 by 31 Dec 2026",
        f"{ana} started a check-in",
        f"{ana} resumed the check-ins",
        f"{ana} paused the check-ins",
        f"{dan} changed the settings: days to answer: 5 → 4; privacy: confidential → open",
        f"{ana} set up the check-ins",
    ]
    assert told == rung.ask("dan", "audit").text
    assert "Only the team's admins can see who changed what" in rung.ask("bo", "audit").text
    assert "audit" not in rung.texts(CHANNEL)
