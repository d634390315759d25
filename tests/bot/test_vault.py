"""Tokens at rest: what is sealed for one place opens in no other."""

import pytest

from bot.vault import Unopenable, Vault, is_key, new_key

TOKEN = "sandbox-secret-token"


def test_what_was_sealed_opens_in_its_own_place_and_does_not_show_the_secret() -> None:
    vault = Vault([new_key()])
    sealed = vault.seal(1, "bot_token", TOKEN)
    assert vault.open(1, "bot_token", sealed) == TOKEN
    assert TOKEN not in sealed


@pytest.mark.parametrize(("workspace", "column"), [(2, "bot_token"), (1, "refresh_token")])
def test_a_secret_that_was_moved_to_another_place_does_not_open(
    workspace: int, column: str
) -> None:
    vault = Vault([new_key()])
    with pytest.raises(Unopenable, match="another workspace or column"):
        vault.open(workspace, column, vault.seal(1, "bot_token", TOKEN))


def test_an_older_key_still_opens_and_the_newest_seals() -> None:
    old, new = new_key(), new_key()
    sealed = Vault([old]).seal(1, "bot_token", TOKEN)
    both = Vault([new, old])
    assert both.open(1, "bot_token", sealed) == TOKEN
    assert Vault([new]).open(1, "bot_token", both.seal(1, "bot_token", TOKEN)) == TOKEN


@pytest.mark.parametrize("sealed", ["garbage", "gAAAAA", "ü"])
def test_what_no_key_opens_is_told_apart(sealed: str) -> None:
    with pytest.raises(Unopenable, match="RUNG_ENCRYPTION_KEYS"):
        Vault([new_key()]).open(1, "bot_token", sealed)


def test_no_secret_stays_none() -> None:
    vault = Vault([new_key()])
    assert vault.open(1, "refresh_token", vault.seal(1, "refresh_token", "")) == ""


@pytest.mark.parametrize("text", ["", "short", "x" * 44, "ü" * 44, "A" * 42])
def test_what_is_no_key_is_told(text: str) -> None:
    assert not is_key(text)
    assert is_key(new_key())
