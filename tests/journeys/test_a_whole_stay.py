"""A company's whole stay, from the first page to the last row, while another one stays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from many import Company, ManyWorkspaces, many
from sqlalchemy import func, select

from storage.database import Database
from storage.models import Base, Installation, Workspace

DAY = timedelta(days=1)
NEXT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # the first Monday of March, 09:00 in Berlin


@pytest.fixture
def everybody(database: Database) -> Iterator[ManyWorkspaces]:
    with many(database) as made:
        yield made


def settle_in(company: Company, level: int) -> None:
    """Install, invite, set up, and go through the first check-in."""
    assert company.place.install("dan").status == 200
    company.invite()
    company.set_up(options=["Start the first one now"])
    for name in ("ana", "bo", "cleo"):
        company.answer(name, company.on_level(level))
    company.ask("ana", "close")
    company.wait_for(f"Level {level}: ")


def take_out(company: Company, first: str) -> None:
    company.place.uninstall(first=first)  # type: ignore[arg-type]
    company.slack.slack.wait_for_events()  # type: ignore[attr-defined]
    company.until(lambda: has_no_token(company))


def id_of(company: Company) -> int | None:
    """The id under which the company is known, None when it is not."""
    mine = Workspace.slack_team_id == company.place.workspace.team_id
    with company.database.transaction() as session:
        return session.scalar(select(Workspace.id).where(mine))


def has_no_token(company: Company) -> bool:
    mine = Installation.workspace_id == id_of(company)
    with company.database.transaction() as session:
        return session.scalar(select(Installation.id).where(mine)) is None


def rows(database: Database, workspace_id: int) -> dict[str, int]:
    """How many rows of a workspace there are, by table."""
    with database.transaction() as session:
        counted = {
            name: session.scalar(
                select(func.count()).select_from(table).where(table.c.workspace_id == workspace_id)
            )
            for name, table in Base.metadata.tables.items()
            if "workspace_id" in table.c
        }
    return {name: count for name, count in counted.items() if count}


def test_a_company_comes_goes_comes_back_and_is_erased_while_another_stays(
    everybody: ManyWorkspaces,
) -> None:
    stays, goes = everybody.company("Stays"), everybody.company("Goes")
    settle_in(stays, 3)
    settle_in(goes, 1)
    known = id_of(goes)
    assert known is not None

    take_out(goes, "app_uninstalled")
    asked = [call for call in everybody.slack.log if call.team == goes.place.workspace.team_id]
    everybody.travel(5 * DAY)
    assert "Level 3" in stays.ask("bo").text
    calls = [call for call in everybody.slack.log if call.team == goes.place.workspace.team_id]
    assert len(calls) == len(asked), "something was asked of a workspace that had left"

    assert goes.place.install("dan").status == 200
    assert id_of(goes) == known
    goes.place.workspace.invite_bot("ml-platform", by="ana")
    goes.until(lambda: "Level 1" in goes.ask("bo").text)
    everybody.travel(NEXT)
    goes.invitation()

    take_out(goes, "tokens_revoked")
    everybody.travel(14 * DAY + timedelta(hours=1))
    assert id_of(goes) is None
    assert rows(everybody.database, known) == {}
    assert "Level 3" in stays.ask("bo").text
