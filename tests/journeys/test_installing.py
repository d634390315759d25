"""Installing by OAuth, as people do: in a browser, once, again, in several workspaces."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from many import Company, ManyWorkspaces, many
from sqlalchemy import select
from world import CHANNEL

from bot.listeners import NO_ACCESS
from sandbox.oauth.browser import AUTHORIZE, Browser, Page
from storage.database import Database
from storage.models import Audit, Installation, OAuthState, Workspace

ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def everybody(database: Database) -> Iterator[ManyWorkspaces]:
    with many(database) as made:
        yield made


def install(company: Company, by: str = "dan", **how: bool) -> Page:
    page = company.place.install(by, **how)
    assert company.bot is not None
    return page


def begin(company: Company) -> None:
    """Set a team up, and start its first check-in."""
    company.set_up()
    company.ask("ana", "start")


def stored(everybody: ManyWorkspaces) -> list[Installation]:
    with everybody.database.transaction() as session:
        return list(session.scalars(select(Installation).order_by(Installation.id)))


def test_two_workspaces_install_are_welcomed_and_ask_their_teams_apart(
    everybody: ManyWorkspaces,
) -> None:
    beta, gamma = everybody.company("Beta"), everybody.company("Gamma")
    for company in (beta, gamma):
        page = install(company)
        assert page.status == 200
        assert f"added to {company.place.workspace.team_name}" in page.text
        assert f"team={company.place.workspace.team_id}" in page.text
        company.until(lambda: "Thank you for adding me" in company.direct("dan"))  # noqa: B023
        company.invite()
    begin(beta)
    beta.invitation()
    assert "Open until" not in gamma.texts()
    begin(gamma)
    gamma.answer("bo", 2)
    assert "Open until" in gamma.texts()
    teams = {company.place.workspace.team_id for company in (beta, gamma)}
    posts = [c for c in everybody.slack.log if c.method == "chat.postMessage"]
    assert {call.team for call in posts} == teams
    tokens = [row.bot_token for row in stored(everybody)]
    assert len(tokens) == 2
    assert not any("xox" in token for token in tokens)
    with everybody.database.transaction() as session:
        assert [note.action for note in session.scalars(select(Audit))].count("installed") == 2


def test_installing_again_brings_everything_up_to_date_and_says_hello_only_once(
    everybody: ManyWorkspaces,
) -> None:
    everybody.slack.token_rotation = True
    beta = everybody.company("Beta")
    install(beta)
    beta.invite()
    [before] = stored(everybody)
    beta.place.workspace.team_name = "Beta & Sons"
    page = install(beta, "ana")
    assert "Beta &amp; Sons" in page.text
    [after] = stored(everybody)
    assert (after.id, after.installed_by != before.installed_by) == (before.id, True)
    assert after.bot_token != before.bot_token
    everybody.tick()
    assert "/maturity setup" in str(beta.ask("ana").text)
    assert beta.direct("dan").count("Thank you for adding me") == 1
    assert "Thank you" not in beta.direct("ana")
    with everybody.database.transaction() as session:
        assert session.scalars(select(Workspace.name)).all() == ["Beta & Sons"]


def test_one_installation_serves_every_workspace_of_an_organisation(
    everybody: ManyWorkspaces,
) -> None:
    group = everybody.slack.enterprise("Group")
    north, south = everybody.company("North", group), everybody.company("South", group)
    page = group.install("dan")
    assert page.status == 200
    everybody.tick()
    for company in (north, south):
        company.invite()
        begin(company)
        company.invitation()
    view = south.person("ana").open_home()
    assert south.place.workspace.channel(CHANNEL).id in str(view.body)
    with everybody.database.transaction() as session:
        [workspace] = session.scalars(select(Workspace))
    assert (workspace.enterprise_id, workspace.slack_team_id) == (group.id, "")
    assert workspace.org_wide


@ONE_DATABASE
def test_who_cancels_is_told_that_nothing_was_installed(everybody: ManyWorkspaces) -> None:
    page = install(everybody.company("Beta"), allow=False)
    assert "You cancelled" in page.text
    assert stored(everybody) == []


@ONE_DATABASE
def test_a_way_back_works_once_in_its_own_browser_and_for_ten_minutes(
    everybody: ManyWorkspaces,
) -> None:
    beta = everybody.company("Beta")
    page = install(beta)
    again = page.url
    assert "Please start again" in Browser().open(again).text  # nobody's browser
    replay = Browser()
    replay.open(f"{everybody.base}/slack/install")
    assert "began in another browser" in replay.open(again).text  # another one's state
    late = Browser()
    form = late.open(f"{everybody.base}/slack/install")
    everybody.now += timedelta(minutes=11)
    state = form.text.partition("state=")[2].partition("&")[0].partition('"')[0]
    page = late.open(f"{everybody.base}/slack/oauth_redirect?code=x&state={state}")
    assert (page.status, "older than ten minutes" in page.text) == (401, True)
    assert len(stored(everybody)) == 1
    late.open(f"{everybody.base}/slack/install")
    with everybody.database.transaction() as session:
        assert len(session.scalars(select(OAuthState)).all()) == 1  # those that expired are gone


@ONE_DATABASE
def test_a_used_code_and_an_unknown_one_end_on_a_page_that_starts_again(
    everybody: ManyWorkspaces,
) -> None:
    beta = everybody.company("Beta")
    used = install(beta).url.partition("code=")[2].partition("&")[0]
    for code in (used, "unknown"):
        browser = Browser()
        form = browser.open(f"{everybody.base}/slack/install")
        state = form.text.partition("state=")[2].partition('"')[0].partition("&")[0]
        page = browser.open(f"{everybody.base}/slack/oauth_redirect?code={code}&state={state}")
        assert (page.status, "Start again" in page.text) == (400, True)
    assert len(stored(everybody)) == 1


@ONE_DATABASE
def test_optional_scopes_may_be_left_out_and_needed_ones_may_not(
    everybody: ManyWorkspaces,
) -> None:
    beta, gamma = everybody.company("Beta"), everybody.company("Gamma")
    assert install(beta, approve_optional=False).status == 200
    [row] = stored(everybody)
    assert "chat:write" in row.scopes
    assert "channels:history" not in row.scopes
    everybody.slack.bot_optional = {"groups:read"}
    page = install(gamma, approve_optional=False)
    assert (page.status, "groups:read" in page.text) == (400, True)
    assert len(stored(everybody)) == 1


@ONE_DATABASE
def test_where_rung_has_no_access_people_are_told_and_nothing_is_done(
    everybody: ManyWorkspaces,
) -> None:
    everybody.slack.workspace.add_person("zoe", tz="UTC")
    everybody.slack.workspace.add_channel("elsewhere", members=["zoe"])
    reply = everybody.slack.person("zoe").command("/maturity", channel="elsewhere")
    assert str(reply.message().text) == NO_ACCESS
    everybody.slack.workspace.invite_bot("elsewhere", by="zoe")
    everybody.slack.wait_for_events()
    everybody.tick()
    assert [c for c in everybody.slack.log if c.method != "response_url"] == []


@ONE_DATABASE
def test_the_page_asks_for_what_the_manifest_asks_for_and_runs_no_scripts(
    everybody: ManyWorkspaces,
) -> None:
    page = Browser().open(f"{everybody.base}/slack/install?team=T1&x=%22%3E")
    assert AUTHORIZE in page.text
    assert "team=T1" in page.text
    assert "<script" not in page.text
    sly = Browser().open(f"{everybody.base}/slack/install?team=T1%26scope%3Dadmin")
    assert "admin&" not in sly.text.replace("&amp;", "&")


@ONE_DATABASE
def test_a_scope_that_got_lost_is_named_to_the_admins_with_what_helps(
    everybody: ManyWorkspaces,
) -> None:
    beta = everybody.company("Beta")
    install(beta)
    beta.invite()
    beta.set_up("ana")
    assert everybody.bot is not None
    everybody.bot.stop()
    everybody.public = "https://rung.example.com"
    everybody.run_bot()
    beta.place.scopes.discard("channels:read")
    beta.travel(timedelta(days=40))
    beta.until(lambda: "I have paused" in beta.direct("ana"))
    told = beta.direct("ana")
    assert "I lack a permission that I need (`channels:read" in told
    assert f"install the app again at {everybody.public}/slack/install" in told
