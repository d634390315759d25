"""Secrets at rest: encrypted, and bound to the place in the database where they lie."""

import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Unopenable(Exception):
    """No key opens it, or it lies where it was not put: in another workspace or column."""


class Vault:
    """Seals with the first key, opens with any. Keys are Fernet's, the newest first.

    What is sealed names its workspace and column, so that a row's secret that is copied into
    another row opens nothing there. https://cryptography.io/en/latest/fernet/
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, workspace_id: int, column: str, secret: str) -> str:
        """The secret as it may be stored in this place; no secret stays none."""
        if not secret:
            return ""
        content = {"workspace": workspace_id, "column": column, "secret": secret}
        return self._fernet.encrypt(json.dumps(content).encode()).decode()

    def open(self, workspace_id: int, column: str, sealed: str) -> str:
        """What was sealed for this place. Raises Unopenable."""
        if not sealed:
            return ""
        try:
            content = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken as error:
            raise Unopenable("none of RUNG_ENCRYPTION_KEYS opens it") from error
        if (content["workspace"], content["column"]) != (workspace_id, column):
            raise Unopenable("it was sealed for another workspace or column")
        return str(content["secret"])


def new_key() -> str:
    """A key that was never used."""
    return Fernet.generate_key().decode()


def is_key(text: str) -> bool:
    """Whether this is a key."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True
