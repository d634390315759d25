"""Tokens as they lie in the database: sealed, and read as the way into one workspace."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.installation import Access, Tokens
from bot.vault import Unopenable, Vault
from storage import installations
from storage.database import database_now

log = logging.getLogger(__name__)

BOT, REFRESH = "bot_token", "refresh_token"


class TokenChest:
    """Puts tokens into the columns of an installation, and takes them out again."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._told: set[int] = set()

    def columns(self, workspace_id: int, tokens: Tokens, now: datetime) -> dict[str, Any]:
        """What is stored of tokens that were given out at `now`."""
        lasts = None if tokens.lifetime is None else timedelta(seconds=tokens.lifetime)
        return {
            BOT: self._vault.seal(workspace_id, BOT, tokens.bot),
            REFRESH: self._vault.seal(workspace_id, REFRESH, tokens.refresh),
            "expires_at": None if lasts is None else now + lasts,
        }

    def read(self, session: Session, workspace_id: int) -> Access | None:
        """The way into a workspace, None when there is none (any more).

        A token that no key opens is told once in the log; the others go on.
        """
        found = installations.known(session, workspace_id)
        if found is None:
            return None
        workspace, row = found
        token, refresh = self._opened(workspace_id, row.bot_token, row.refresh_token)
        leased = row.lease_until is not None and row.lease_until > database_now(session)
        return Access(
            workspace_id=workspace_id,
            enterprise_id=workspace.enterprise_id,
            slack_team_id=workspace.slack_team_id,
            bot_id=row.bot_id,
            bot_user_id=workspace.bot_user_id,
            token=token,
            refresh=refresh,
            expires_at=row.expires_at,
            renewing=leased and bool(row.lease_token),
            resting=leased and not row.lease_token,
        )

    def _opened(self, workspace_id: int, token: str, refresh: str) -> tuple[str, str]:
        try:
            opened = (
                self._vault.open(workspace_id, BOT, token),
                self._vault.open(workspace_id, REFRESH, refresh),
            )
        except Unopenable as error:
            if workspace_id not in self._told:
                log.error("no access: a token does not open: %s", error, extra=_of(workspace_id))
            self._told.add(workspace_id)
            return "", ""
        self._told.discard(workspace_id)
        return opened


def _of(workspace_id: int) -> dict[str, object]:
    return {"workspace": workspace_id}
