"""`/maturity forget me` and `forget team`: what goes, what stays, and what everybody then sees."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import String, cast, func, select
from world import BOTH, CHANNEL, ONCE, World

from sandbox import View
from storage import models as tables
from storage.models import Base

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
SECOND = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ALL = ("ana", "bo", "cleo", "dan")


def ask_to_forget(rung: World, name: str, what: str, channel: str = CHANNEL) -> View:
    """The form that `/maturity forget …` opens."""
    person = rung.person(name)
    person.command(f"/maturity forget {what}", channel=channel)
    view = rung.until(person.view)
    assert view is not None
    return view


def be_forgotten(rung: World, name: str, channel: str = CHANNEL) -> str:
    """Have somebody forgotten; what the form said before."""
    said = "\n".join(ask_to_forget(rung, name, "me", channel).texts())
    person = rung.person(name)
    assert not person.submit().errors
    view = person.view()
    assert view is not None
    assert "are erased" in "\n".join(view.texts())
    person.close_view()
    rung.tick()
    return said


def tables_that_name(rung: World, user_id: str) -> set[str]:
    """The tables that hold somebody's id anywhere."""
    every = Base.metadata.tables.items()
    with rung.database.transaction() as session:
        return {
            name
            for name, table in every
            for column in table.columns
            if session.scalar(select(func.count()).where(cast(column, String).contains(user_id)))
        }


def count(rung: World, table: type[Base]) -> int:
    with rung.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def deeds(rung: World) -> set[str]:
    """What the audit trail tells of."""
    with rung.database.transaction() as session:
        return set(session.scalars(select(tables.Audit.action)))


def said_in(rung: World) -> str:
    """All texts and blocks of the bot's in the channel and its threads."""
    workspace = rung.slack.workspace
    every = [m for first in rung.channel() for m in workspace.thread(CHANNEL, first.ts)]
    return "\n".join(f"{m.text}{m.blocks}" for m in every if m.user == workspace.bot_user_id)


def whole_check_in(rung: World, at: datetime) -> str:
    """Ask everybody, close; the time stamp of the check-in's message."""
    rung.travel(at)
    for name in ALL:
        rung.answer(name, rung.on_level(2), comment=f"so says {name}")
    rung.travel(at + timedelta(days=5))
    closed = rung.wait_for("Maturity check-in, closed")
    rung.until(lambda: "so says" in rung.thread(closed.ts)[-1].text)
    return closed.ts


@BOTH
def test_somebody_who_is_forgotten_is_nowhere_any_more(rung: World) -> None:
    rung.invite()
    rung.set_up(by="cleo", privacy="Open")
    ts = whole_check_in(rung, FIRST)
    rung.travel(SECOND)
    rung.answer("cleo", 1)
    cleo = rung.person("cleo").id
    level = rung.ask("bo").text
    assert {"answer", "team", "message"} - tables_that_name(rung, cleo) == {"answer"}
    asks = be_forgotten(rung, "cleo")
    assert "in 2 check-ins" in asks
    assert f"an admin of <#{rung.slack.workspace.channel(CHANNEL).id}>" in asks
    # That she set the team up, as docs/privacy.md says.
    assert tables_that_name(rung, cleo) == {"audit"}
    rung.until(lambda: cleo not in said_in(rung))
    assert "so says cleo" not in said_in(rung)
    assert "so says bo" in rung.thread(ts)[-1].text
    assert "0 of 3 people have answered" in rung.invitation().text
    assert rung.ask("bo").text.replace("0 of 3", "1 of 4") == level
    explained = rung.ask("bo", "explain release").text
    assert "Somebody has had their answers erased" in explained
    with rung.database.transaction() as session:
        erased = select(tables.Audit).where(tables.Audit.action == "answers_erased")
        entry = session.scalars(erased).one()
        assert (entry.action, entry.actor) == ("answers_erased", "")


@BOTH
def test_a_level_goes_when_too_few_are_left_and_is_not_worked_out_anew(rung: World) -> None:
    rung.invite()
    rung.set_up()
    ts = whole_check_in(rung, FIRST)
    be_forgotten(rung, "bo")
    assert "Level 2" in rung.ask("ana").text
    assert "4 of 4 people answered" in rung.ask("ana", "history").text
    rung.slack.workspace.leave("dan", CHANNEL)
    rung.slack.workspace.add_channel("elsewhere", members=["dan"])
    be_forgotten(rung, "dan", "elsewhere")
    assert "no level yet" in rung.ask("ana").text
    assert count(rung, tables.Score) == 0
    rung.until(lambda: "Level 2" not in said_in(rung))
    assert "too few are left to show a level" in rung.thread(ts)[1].text
    assert "so says" not in said_in(rung)


@ONCE
def test_a_team_is_forgotten_by_its_admins_who_type_its_name(rung: World) -> None:
    rung.invite()
    rung.set_up()
    whole_check_in(rung, FIRST)
    rung.travel(SECOND)
    invitation = rung.invitation()
    assert "Only the team's admins can erase this team" in rung.ask("bo", "forget team").text
    ana = rung.person("ana")
    ask_to_forget(rung, "ana", "team")
    ana.fill({"name": "another"})
    assert "Type ml-platform" in str(ana.submit().errors)
    ana.fill({"name": "#ML-platform"})
    assert not ana.submit().errors
    ana.close_view()
    told = rung.wait_for("erased this team")
    assert ana.id in told.text
    of_a_team = (tables.Team, tables.Schedule, tables.CheckIn, tables.Answer, tables.Score)
    assert [count(rung, table) for table in of_a_team] == [0] * 5
    assert {"set_up", "team_erased"} <= deeds(rung)
    assert "no longer there" in rung.person("bo").click(invitation, action_id="answer").text
    assert "no check-ins" in rung.ask("bo").text
    rung.travel(SECOND + timedelta(days=40))
    assert rung.texts().count("erased this team") == 1
