"""The app is taken out of a workspace: silence, and then either everything again, or nothing."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from world import BOTH, CHANNEL, ONCE, World

from storage import models as tables

FIRST = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)  # the first Monday, 09:00 in Berlin
SECOND = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def rows(rung: World) -> dict[str, int]:
    """How many rows each table holds."""
    with rung.database.transaction() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables.Base.metadata.tables.items()
        }


def left(rung: World) -> bool:
    with rung.database.transaction() as session:
        return session.scalars(select(tables.Workspace.left_at)).one() is not None


def open_a_check_in(rung: World) -> None:
    rung.invite()
    rung.set_up()
    rung.travel(FIRST)
    for name in ("ana", "bo", "cleo"):
        rung.answer(name, rung.on_level(2))


def take_out(rung: World, first: str = "tokens_revoked") -> None:
    """Take the app out, and let its two events come."""
    rung.slack.places[0].uninstall(first=first)  # type: ignore[arg-type]
    rung.slack.wait_for_events()
    rung.until(lambda: left(rung))
    rung.tick()  # what was under way has ended then


def put_back(rung: World) -> None:
    """Install it again; who runs it starts it with the new token."""
    assert rung.bot is not None
    rung.bot.stop()
    rung.slack.places[0].grant()
    rung.slack.workspace.invite_bot(CHANNEL, by="ana")
    rung.run_bot()


@BOTH
def test_a_workspace_that_comes_back_in_time_finds_everything(rung: World) -> None:
    open_a_check_in(rung)
    take_out(rung, first="app_uninstalled" if rung.transport == "http" else "tokens_revoked")
    asked, before = len(rung.slack.log), rows(rung)
    assert rung.bot is not None
    assert not rung.bot.ready()["slack"]
    for _ in range(3):
        rung.travel(4 * DAY)
    assert len(rung.slack.log) == asked, "Slack was asked though the app is gone"
    assert rows(rung) == before

    put_back(rung)
    assert rung.bot.ready()["slack"]
    rung.tick()
    rung.wait_for("Level 2")
    assert "Maturity check-in, closed" in rung.texts()
    assert rung.texts().count("Hello") == 1
    rung.travel(SECOND)
    rung.invitation()


@BOTH
def test_after_two_weeks_nothing_of_it_is_left(rung: World) -> None:
    open_a_check_in(rung)
    take_out(rung)
    rung.travel(14 * DAY + timedelta(hours=1))
    assert {name: count for name, count in rows(rung).items() if count} == {}
    put_back(rung)
    assert "no check-ins" in rung.ask("ana").text


@ONCE
def test_that_the_app_is_gone_is_also_learned_from_slacks_answers(rung: World) -> None:
    open_a_check_in(rung)
    rung.slack.subscriptions = set()
    rung.slack.places[0].revoke_token()
    rung.travel(6 * DAY)  # the round closes, and its result cannot be posted
    assert left(rung)
    with rung.database.transaction() as session:
        assert session.scalars(select(tables.Team.paused_at)).all() == [None]
    rung.now += 2 * DAY
    put_back(rung)
    rung.tick()
    rung.wait_for("Level 2")


@ONCE
def test_what_people_revoke_for_themselves_changes_nothing(rung: World) -> None:
    open_a_check_in(rung)
    ana = rung.person("ana")
    event = {"type": "tokens_revoked", "tokens": {"oauth": [ana.id], "bot": []}}
    rung.slack.places[0].tell(event)
    rung.slack.wait_for_events()
    rung.travel(6 * DAY)
    rung.wait_for("Level 2")
    assert not left(rung)
