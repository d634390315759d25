"""New keys for old ones: every stored token encrypted with the newest."""

from bot.services.tokens import BOT, REFRESH
from bot.vault import Unopenable, Vault
from storage import installations
from storage.database import Database

# How many rows are locked at a time.
BATCH = 50


class Keys:
    """Re-encrypts, a few rows at a time, while the bot runs."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def rotate(self) -> tuple[int, list[int]]:
        """How many installations are encrypted with the newest key now, and the ids of the
        workspaces whose tokens no key opens.
        """
        done, closed, last = 0, list[int](), 0
        while True:
            with self._database.transaction() as session:
                rows = installations.after(session, last, BATCH)
                for row in rows:
                    last = row.id
                    try:
                        sealed = [
                            self._anew(row.workspace_id, c, getattr(row, c)) for c in _COLUMNS
                        ]
                    except Unopenable:
                        closed.append(row.workspace_id)
                        continue
                    row.bot_token, row.refresh_token = sealed
                    done += 1
            if not rows:
                return done, closed

    def _anew(self, workspace_id: int, column: str, sealed: str) -> str:
        secret = self._vault.open(workspace_id, column, sealed)
        return self._vault.seal(workspace_id, column, secret)


_COLUMNS = (BOT, REFRESH)
