"""What happens around one of the three workspaces: its admins, its channel, and how it ends."""

from datetime import timedelta

from three_workspaces import There
from workspace_story import open_round, say

from sandbox import Message, payloads

# More than six months, which one team keeps its answers, and less than any other one does; at work.
LONG_AFTER = timedelta(days=222)
# For private channels, and for one that is deleted: Slack tells, and the channel looks as before.
ALSO_TOLD = (
    "channel_deleted", "group_archive", "group_deleted", "group_left", "group_unarchive",
)  # fmt: skip


def choose_admins(there: There) -> None:
    """Two admins instead of one."""
    ana = there.person("ana")
    ana.command("/maturity admins", channel=there.name)
    there.until(ana.view)
    ana.fill({"admins": ["ana", "dan"]})
    assert not ana.submit().errors
    ana.close_view()
    there.wait_for("chose who looks after", there.name)


def be_shared(there: There) -> None:
    """Others read along: a result is held back, shown, and the consent is withdrawn."""
    workspace, ana = there.place.workspace, there.person("ana")
    workspace.share(there.name)
    _direct(there, "Would you like to show results")
    say(there, "close", "is closed")
    there.wait_for("its result is not shown here", there.name)
    apart = _direct(there, "result only to the team's admins")
    ana.click(apart, action_id="allow_sharing").message()
    there.wait_for("allowed results to be shown here", there.name)
    answer = there.ask("ana", "sharing", there.name)
    ana.click(answer, action_id="withdraw_sharing").message()
    workspace.unshare(there.name)
    there.slack.wait_for_events()
    open_round(there)


def _direct(there: There, words: str) -> Message:
    """The direct message to an admin with these words, once it is there."""
    told = there.until(
        lambda: [m for m in there.person("ana").direct_messages() if words in m.text]
    )
    return told[-1]


def be_archived(there: There) -> None:
    """Archived and back, left and back."""
    workspace = there.place.workspace
    workspace.archive(there.name, by="dan")
    _direct(there, "the channel was archived")
    workspace.unarchive(there.name, by="dan")
    there.wait_for("This channel is back", there.name)
    workspace.remove_bot(there.name, by="dan")
    _direct(there, "I was removed from the channel")
    workspace.invite_bot(there.name, by="dan")
    there.wait_for("Thank you for having me back", there.name)


def be_told(there: There) -> None:
    """Everything else that Slack tells of a channel, though nothing has come of it."""
    channel = there.place.workspace.channel(there.name)
    about = {"id": channel.id, "name": channel.name}
    events = [{"type": kind, "channel": channel.id} for kind in ALSO_TOLD]
    for event in (*events, {"type": "group_rename", "channel": about}):
        told = payloads.event(there.place.workspace, there.now, event, shared=False)
        assert there.person("dan").send_raw(told, "events_api").ok
    there.slack.wait_for_events()


def be_moved(there: There) -> None:
    """Another name, and another id."""
    workspace, name = there.place.workspace, f"our-{there.has.word.lower()}"
    workspace.rename(there.name, name)
    there.name = name
    there.slack.wait_for_events()
    workspace.change_channel_id(name)
    there.slack.wait_for_events()
    there.until(lambda: "to the admins" in there.ask("ana", "audit", name).text)


def not_quite_forget(there: There) -> None:
    """Both forms are opened, and nothing is erased: the name is wrong."""
    ana, bo = there.person("ana"), there.person("bo")
    bo.command("/maturity forget me", channel=there.name)
    there.until(bo.view)
    bo.close_view()
    ana.command("/maturity forget team", channel=there.name)
    there.until(ana.view)
    ana.fill({"name": "another"})
    assert ana.submit().errors
    ana.close_view()


CHANGES = (choose_admins, be_shared, be_archived, be_told, be_moved, not_quite_forget)


def forget_person(there: There) -> None:
    """Whoever said most is forgotten."""
    bo = there.person("bo")
    bo.command("/maturity forget me", channel=there.name)
    there.until(bo.view)
    assert not bo.submit().errors
    bo.close_view()


def forget_team(there: There) -> None:
    """The whole team goes."""
    ana = there.person("ana")
    ana.command("/maturity forget team", channel=there.name)
    there.until(ana.view)
    ana.fill({"name": there.place.workspace.channel(there.name).name})
    assert not ana.submit().errors
    ana.close_view()
    there.wait_for("erased this team", there.name)


def come_and_go(there: There) -> None:
    """The app is taken out, put back, and taken out for good."""
    there.place.uninstall()
    there.slack.wait_for_events()
    assert there.place.install(by="dan").status == 200
    there.place.workspace.invite_bot(there.name, by="ana")
    there.slack.wait_for_events()
    there.place.uninstall(first="app_uninstalled")
    there.slack.wait_for_events()
