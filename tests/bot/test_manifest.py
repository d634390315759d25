"""The manifest asks for what the bot calls and listens to, and for nothing more."""

import ast
import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.application import Bot
from bot.domain.commands import Verb
from bot.manifest import EVENTS, OPTIONAL_SCOPES, REDIRECT_PATH, SCOPES, manifest
from bot.settings import Environment
from bot.web import SLACK_PATH
from rubric.loader import bundled
from sandbox.events import SUBSCRIPTIONS, heard_with
from sandbox.methods import METHODS
from sandbox.tokens import DEFAULT_SCOPES
from storage.database import Database

ADDRESS = "https://rung.example.com"
BOT = Path(__file__).resolve().parent.parent.parent / "bot"
ASKED = {*SCOPES, *OPTIONAL_SCOPES}
BOTH_WAYS = pytest.mark.parametrize("address", [None, ADDRESS])


def _calls_of(client_method: str) -> set[str]:
    """The Web API methods behind a method of the SDK's client: `files_upload_v2` calls two."""
    source = inspect.getsource(getattr(WebClient, client_method))
    further = {name for name in re.findall(r"self\.([a-z]+_\w+)\(", source) if name in SDK}
    found = set(re.findall(r'self\.api_call\(\s*"([\w.]+)"', source))
    return found.union(*(_calls_of(name) for name in further - {client_method}))


SDK = {
    name
    for name, method in inspect.getmembers(WebClient, inspect.isfunction)
    if not name.startswith("_") and "self" in inspect.signature(method).parameters
} - {"api_call"}


def _named(path: Path) -> set[str]:
    """What a module takes from an object, and its words: `client.x`, `getattr(client, "x")`."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {
        node.attr if isinstance(node, ast.Attribute) else str(node.value)
        for node in tree
        if isinstance(node, ast.Attribute)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    }


# Hands every request on to the SDK, whatever it is.
PASSES_ON = BOT / "gateway" / "clients.py"


def _called() -> set[str]:
    """The Web API methods that the bot's source calls."""
    sources = set(BOT.rglob("*.py")) - {PASSES_ON}
    names = set().union(*(_named(path) for path in sources))
    assert "api_call" not in names, "a call past the SDK's own methods is not seen by this test"
    return set().union(*(_calls_of(name) for name in names & SDK))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, set[str]]:
    """What the whole bot registers with Bolt: event types, commands, shortcuts and functions."""
    found: dict[str, set[str]] = {}
    kinds = ("event", "command", "shortcut", "global_shortcut", "message_shortcut", "function",
             "message")  # fmt: skip

    def noting(kind: str) -> Any:
        register = getattr(App, kind)

        def noted(self: App, what: Any = "", *others: Any, **more: Any) -> Any:
            found.setdefault(kind, set()).add(what["type"] if isinstance(what, dict) else what)
            return register(self, what, *others, **more)

        return noted

    for kind in kinds:
        monkeypatch.setattr(App, kind, noting(kind))
    tokens = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
    environment = Environment(_env_file=None, port=0, **tokens)
    database = Database(f"sqlite:///{tmp_path / 'rung.db'}")
    Bot(environment, database, bundled())
    database.close()
    return found


def _addresses(node: Any) -> list[str]:
    """Every value whose key ends in `url`."""
    if isinstance(node, list):
        return [url for item in node for url in _addresses(item)]
    if not isinstance(node, dict):
        return []
    own = [value for key, value in node.items() if key.endswith("url")]
    return own + [url for value in node.values() for url in _addresses(value)]


def test_the_source_is_read_rightly() -> None:
    called = _called()
    assert {"chat.postMessage", "users.info", "files.completeUploadExternal"} <= called
    assert "chat.scheduleMessage" not in called


def test_every_method_that_the_bot_calls_is_one_that_the_stand_in_plays() -> None:
    assert _called() - METHODS.keys() == set()


def test_every_method_that_the_bot_calls_has_a_scope_in_the_manifest() -> None:
    needing = {name: METHODS[name].scopes for name in _called() if METHODS[name].scopes}
    assert {name: s for name, s in needing.items() if ASKED.isdisjoint(s)} == {}


def test_every_event_has_a_scope_in_the_manifest() -> None:
    needing = {event: heard_with(event) for event in EVENTS if heard_with(event)}
    assert {event: s for event, s in needing.items() if ASKED.isdisjoint(s)} == {}


def test_no_scope_is_asked_for_that_nothing_needs(heard: dict[str, set[str]]) -> None:
    by_calls = {scope for name in _called() for scope in METHODS[name].scopes}
    by_events = {scope for event in EVENTS for scope in heard_with(event)}
    by_commands = {"commands"} if heard["command"] else set()
    assert ASKED - by_calls - by_events - by_commands == set()


def test_the_manifest_subscribes_to_exactly_the_events_that_are_listened_to(
    heard: dict[str, set[str]],
) -> None:
    assert set(EVENTS) == heard["event"]
    for address in (None, ADDRESS):
        settings = manifest(address)["settings"]
        assert settings["event_subscriptions"]["bot_events"] == list(EVENTS)


def test_the_stand_in_sends_exactly_the_events_of_the_manifest() -> None:
    assert set(EVENTS) == SUBSCRIPTIONS


def test_the_stand_in_grants_exactly_the_scopes_of_the_manifest() -> None:
    assert DEFAULT_SCOPES == ASKED


def test_every_command_and_shortcut_that_is_listened_to_is_in_the_manifest(
    heard: dict[str, set[str]],
) -> None:
    features = manifest(None)["features"]
    assert {command["command"] for command in features["slash_commands"]} == heard["command"]
    kinds = ("shortcut", "global_shortcut", "message_shortcut")
    shortcuts = set().union(*(heard.get(kind, set()) for kind in kinds))
    assert {s["callback_id"] for s in features.get("shortcuts", [])} == shortcuts
    assert heard.get("function", set()) == set()
    assert heard.get("message", set()) == set()  # the bot reads no messages but its mentions


def test_the_hint_names_every_word_that_the_command_understands() -> None:
    (command,) = manifest(None, tuple(Verb))["features"]["slash_commands"]
    assert command["usage_hint"].strip("[]").split("|") == list(Verb)
    assert len(command["usage_hint"]) <= 1000


def test_optional_scopes_are_among_those_that_are_asked_for() -> None:
    scopes = manifest(None)["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) <= set(scopes["bot"])
    assert len(set(scopes["bot"])) == len(scopes["bot"])
    assert "user" not in scopes


def test_in_socket_mode_no_address_is_named_and_nobody_else_can_install_the_app() -> None:
    made = manifest(None)
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["org_deploy_enabled"] is False
    assert _addresses(made) == []
    assert "redirect_urls" not in made["oauth_config"]


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/"])
def test_over_http_events_buttons_menus_and_commands_come_to_one_address(address: str) -> None:
    made = manifest(address)
    assert made["settings"]["socket_mode_enabled"] is False
    assert _addresses(made) == [ADDRESS + SLACK_PATH] * 4
    assert "message_menu_options_url" in made["settings"]["interactivity"]


def test_over_http_the_app_can_be_installed_by_oauth_in_workspaces_and_organisations() -> None:
    made = manifest(f"{ADDRESS}/")
    assert made["oauth_config"]["redirect_urls"] == [ADDRESS + REDIRECT_PATH]
    assert made["settings"]["org_deploy_enabled"] is True


@BOTH_WAYS
def test_tokens_expire_only_where_that_is_asked_for(address: str | None) -> None:
    assert manifest(address)["settings"]["token_rotation_enabled"] is False
    assert manifest(address, rotate=True)["settings"]["token_rotation_enabled"] is True


@BOTH_WAYS
def test_the_manifest_keeps_slacks_limits(address: str | None) -> None:
    made = manifest(address)
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    assert 174 <= len(made["display_information"]["long_description"]) <= 4000
    assert len(made["features"]["bot_user"]["display_name"]) <= 80
    assert all(len(c["description"]) <= 2000 for c in made["features"]["slash_commands"])
    assert len(made["settings"]["event_subscriptions"]["bot_events"]) <= 100
    assert json.loads(json.dumps(made)) == made


@BOTH_WAYS
def test_the_home_tab_and_interactivity_are_on(address: str | None) -> None:
    made = manifest(address)
    assert made["features"]["app_home"]["home_tab_enabled"] is True
    assert made["settings"]["interactivity"]["is_enabled"] is True
