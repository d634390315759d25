"""The manifest asks for what the bot uses, and for no more."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.manifest import EVENTS, OPTIONAL_SCOPES, SCOPES, manifest
from bot.web import SLACK_PATH
from sandbox.methods import METHODS

ADDRESS = "https://rung.example.com"
BOT = Path(__file__).resolve().parent.parent.parent / "bot"
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(BOT.rglob("*.py")))
# Scopes of what Slack sends, not of what the bot calls.
SCOPES_OF_DELIVERIES = {"app_mentions:read", "commands"}


def _called() -> dict[str, tuple[str, ...]]:
    """The Web API methods that the bot's source names, and the scopes of which one is needed."""
    found = {
        method.name: method.scopes
        for method in METHODS.values()
        if re.search(rf"\b{re.escape(method.name.replace('.', '_'))}\b", SOURCE)
    }
    assert "chat.postMessage" in found
    return found


def _listened_to() -> set[str]:
    return set(re.findall(r'app\.event\("(\w+)"\)', SOURCE))


def _addresses(node: Any) -> list[str]:
    """Every value whose key ends in `url`."""
    if isinstance(node, list):
        return [url for item in node for url in _addresses(item)]
    if not isinstance(node, dict):
        return []
    own = [value for key, value in node.items() if key.endswith("url")]
    return own + [url for value in node.values() for url in _addresses(value)]


def test_every_method_that_the_bot_calls_has_a_scope_in_the_manifest() -> None:
    asked = {*SCOPES, *OPTIONAL_SCOPES}
    missing = {name: scopes for name, scopes in _called().items() if scopes}
    assert {name: s for name, s in missing.items() if not asked & set(s)} == {}


def test_no_scope_is_asked_for_that_nothing_needs() -> None:
    needed = {scope for scopes in _called().values() for scope in scopes} | SCOPES_OF_DELIVERIES
    assert {*SCOPES, *OPTIONAL_SCOPES} - needed == set()


def test_the_manifest_subscribes_to_exactly_the_events_that_are_listened_to() -> None:
    assert _listened_to() == set(EVENTS)
    settings = manifest(None)["settings"]
    assert settings["event_subscriptions"]["bot_events"] == list(EVENTS)


def test_every_command_that_is_listened_to_is_in_the_manifest() -> None:
    commands = {c["command"] for c in manifest(None)["features"]["slash_commands"]}
    assert commands == set(re.findall(r'app\.command\("(/\w+)"\)', SOURCE))


def test_optional_scopes_are_among_those_that_are_asked_for() -> None:
    scopes = manifest(None)["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) <= set(scopes["bot"])
    assert len(set(scopes["bot"])) == len(scopes["bot"])


def test_in_socket_mode_no_address_is_named() -> None:
    made = manifest(None)
    assert made["settings"]["socket_mode_enabled"] is True
    assert _addresses(made) == []


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/"])
def test_over_http_events_buttons_menus_and_commands_come_to_one_address(address: str) -> None:
    made = manifest(address)
    assert made["settings"]["socket_mode_enabled"] is False
    assert _addresses(made) == [ADDRESS + SLACK_PATH] * 4
    assert "message_menu_options_url" in made["settings"]["interactivity"]


@pytest.mark.parametrize("address", [None, ADDRESS])
def test_the_manifest_keeps_slacks_limits(address: str | None) -> None:
    made = manifest(address)
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert len(made["features"]["bot_user"]["display_name"]) <= 80
    assert all(len(c["description"]) <= 2000 for c in made["features"]["slash_commands"])
    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize("address", [None, ADDRESS])
def test_the_home_tab_and_interactivity_are_on(address: str | None) -> None:
    made = manifest(address)
    assert made["features"]["app_home"]["home_tab_enabled"] is True
    assert made["settings"]["interactivity"]["is_enabled"] is True
