"""A team's admins: chosen by its admins, lost at once by who leaves, and never out of reach."""

from test_who_may import command
from world import CHANNEL, ONCE, World

from sandbox import View


def ready(rung: World) -> None:
    rung.invite()
    rung.set_up(by="ana")


def ask_slack_anew(rung: World) -> None:
    """What Slack said some seconds ago is still believed; a new process has heard nothing yet."""
    assert rung.bot is not None
    rung.bot.stop()
    rung.run_bot()


def form(rung: World, name: str) -> View:
    """The form that `/maturity admins` opens."""
    person = rung.person(name)
    person.command("/maturity admins", channel=CHANNEL)
    view = rung.slack.wait_until(lambda: person.view())
    assert view is not None
    return view


def choose(rung: World, name: str, *admins: str) -> dict[str, str]:
    """Choose as a person does; the errors beside the fields."""
    person = rung.person(name)
    form(rung, name)
    person.fill({"admins": list(admins)})
    reply = person.submit()
    if not reply.errors:
        person.close_view()
    return dict(reply.errors)


@ONCE
def test_an_admin_names_another_who_then_may_what_admins_may(rung: World) -> None:
    ready(rung)
    assert "Only the team's admins can pause" in rung.ask("bo", "pause").text
    assert choose(rung, "ana", "ana", "bo") == {}
    told = rung.wait_for("chose who looks after these check-ins")
    ana, bo = (rung.person(name).id for name in ("ana", "bo"))
    assert f"<@{ana}> chose" in told.text
    assert f"<@{ana}> and <@{bo}>." in told.text
    assert "paused" in rung.ask("bo", "pause").text
    assert choose(rung, "bo", "bo") == {}
    assert "Only the team's admins can pause or resume" in rung.ask("ana", "resume").text


@ONCE
def test_only_full_members_of_the_channel_can_be_admins(rung: World) -> None:
    workspace = rung.slack.workspace
    workspace.add_person("gus", guest="multi")
    workspace.add_person("sam", stranger=True)
    workspace.add_person("olga")
    for name in ("gus", "sam"):
        workspace.join(name, CHANNEL)
    ready(rung)
    for wrong in ("gus", "sam", "olga"):
        errors = choose(rung, "ana", "ana", wrong)
        assert errors["admins"].endswith(f"take out {wrong.title()}."), wrong
        rung.person("ana").close_view()


@ONCE
def test_an_admin_who_left_has_lost_the_right_and_is_shown_as_gone(rung: World) -> None:
    ready(rung)
    assert choose(rung, "ana", "ana", "bo") == {}
    workspace = rung.slack.workspace
    workspace.leave("ana", CHANNEL)
    ask_slack_anew(rung)
    assert "Join the channel first" in command(rung, "ana", "pause")
    view = form(rung, "bo")
    assert f"<@{rung.person('ana').id}> is no longer here as a full member" in str(view.body)
    assert rung.person("bo").submit().errors == {}
    rung.person("bo").close_view()
    workspace.leave("bo", CHANNEL)
    ask_slack_anew(rung)
    assert choose(rung, "dan", "cleo") == {}, "an admin of the workspace takes over"
    assert "paused" in rung.ask("cleo", "pause").text


@ONCE
def test_two_admins_at_once_do_not_undo_each_other(rung: World) -> None:
    ready(rung)
    assert choose(rung, "ana", "ana", "bo") == {}
    form(rung, "bo")
    assert choose(rung, "ana", "ana", "bo", "cleo") == {}
    bo = rung.person("bo")
    bo.fill({"admins": ["bo"]})
    assert bo.submit().errors == {}
    view = bo.view()
    assert view is not None
    assert "Somebody else changed the settings" in str(view.body)
