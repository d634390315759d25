"""Every other rule of the Web API: a call that keeps to it, and one that gets Slack's error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from blockkit_payloads import home, modal
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox import Sandbox
from sandbox.methods import METHODS

Arguments = dict[str, Any]


class Town:
    """A stand-in with a channel, a message, a person, a view of every kind that a rule is about.

    The fields are ids, and the time stamps of messages.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        ws = sandbox.workspace
        self.team, self.bot, self.bot_id = ws.team_id, ws.bot_user_id, ws.bot_id
        self.ana = ws.add_person("ana")
        self.bo = ws.add_person("bo")
        self.outsider = ws.add_person("out")
        self.gone = ws.add_person("gone", deleted=True)
        self.ours = ws.add_channel("ours", members=["ana", "bo", self.bot])
        self.theirs = ws.add_channel("theirs", members=["ana"])
        self.secret = ws.add_channel("secret", members=["ana"], private=True)
        self.old = ws.add_channel("old", members=["ana", self.bot])
        self.client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        self.first = self.post(channel=self.ours, text="first")
        self.reply = self.post(channel=self.ours, text="second", thread_ts=self.first)
        self.said = sandbox.person("bo").say("ours", "by a person").ts
        self.past = self.post(channel=self.old, text="before it was archived")
        ws.archive("old", by="ana")
        shown = self.client.views_open(trigger_id=self.trigger(), view=modal(external_id="mine"))
        self.view, self.hash = shown["view"]["id"], shown["view"]["hash"]

    def post(self, **arguments: Any) -> str:
        """Post, and return the time stamp."""
        return str(self.client.chat_postMessage(**arguments)["ts"])

    def trigger(self) -> str:
        """A trigger that was not used yet."""
        return self.sandbox.triggers.issue(self.bo)

    def error_of(self, method: str, arguments: Arguments, token: str | None = None) -> str | None:
        """The error of a call, None if it is taken."""
        try:
            self.client.api_call(method, json=arguments, headers=_authorized(token))
        except SlackApiError as error:
            return str(error.response["error"])
        return None


def _authorized(token: str | None) -> dict[str, str]:
    return {} if token is None else {"Authorization": f"Bearer {token}"}


@pytest.fixture
def town() -> Iterator[Town]:
    with Sandbox(rate_scale=0) as sandbox:
        yield Town(sandbox)
        assert sandbox.errors == []


class Rule(NamedTuple):
    """What of a town a method takes, and what it refuses."""

    method: str
    error: str
    taken: Callable[[Town], Arguments]
    refused: Callable[[Town], Arguments]


def posting(error: str, refused: Callable[[Town], Arguments]) -> Rule:
    """A rule of chat.postMessage, for what differs from a sound message."""

    def sound(town: Town) -> Arguments:
        return {"channel": town.ours, "text": "Words"}

    return Rule("chat.postMessage", error, sound, lambda town: sound(town) | refused(town))


def told_to(error: str, refused: Callable[[Town], Arguments]) -> Rule:
    """A rule of chat.postEphemeral."""

    def sound(town: Town) -> Arguments:
        return {"channel": town.ours, "user": town.ana, "text": "Words"}

    return Rule("chat.postEphemeral", error, sound, lambda town: sound(town) | refused(town))


def on_message(method: str, error: str, refused: Callable[[Town], Arguments]) -> Rule:
    """A rule of chat.update or chat.delete."""

    def sound(town: Town) -> Arguments:
        written = {"text": "Words"} if method == "chat.update" else {}
        return {"channel": town.ours, "ts": town.first} | written

    return Rule(method, error, sound, lambda town: sound(town) | refused(town))


def reading(
    method: str, error: str, taken: Callable[[Town], Arguments], refused: Arguments
) -> Rule:
    """A rule of a method that reads, for what differs from a sound call."""
    return Rule(method, error, taken, lambda town: taken(town) | refused)


def updating(
    error: str, taken: Callable[[Town], Arguments], refused: Callable[[Town], Arguments]
) -> Rule:
    """A rule of views.update."""
    return Rule(
        "views.update",
        error,
        lambda town: {"view": modal()} | taken(town),
        lambda town: {"view": modal()} | refused(town),
    )


PAGED: dict[str, Callable[[Town], Arguments]] = {
    "conversations.history": lambda t: {"channel": t.ours},
    "conversations.list": lambda t: {},
    "conversations.members": lambda t: {"channel": t.ours},
    "conversations.replies": lambda t: {"channel": t.ours, "ts": t.first},
    "users.conversations": lambda t: {"user": t.ana},
    "users.list": lambda t: {},
}
RULES: dict[str, Rule] = {
    # Where the app may write
    "a channel that exists": posting("channel_not_found", lambda t: {"channel": "C0NOWHERE"}),
    "a channel that the bot can see": posting("channel_not_found", lambda t: {"channel": t.secret}),
    "a channel that the bot is in": posting("not_in_channel", lambda t: {"channel": t.theirs}),
    "a channel that is not archived": posting("is_archived", lambda t: {"channel": t.old}),
    "direct messages with people": posting("cannot_dm_bot", lambda t: {"channel": t.bot}),
    "direct messages with members": posting("channel_not_found", lambda t: {"channel": t.gone}),
    "a note in a channel that is not archived": told_to(
        "is_archived", lambda t: {"channel": t.old}
    ),
    "a note to a member of the channel": told_to(
        "user_not_in_channel", lambda t: {"user": t.outsider}
    ),
    "a note in a thread that exists": told_to(
        "thread_not_found", lambda t: {"thread_ts": "1.000001"}
    ),
    # Threads
    "a thread that exists": posting("thread_not_found", lambda t: {"thread_ts": "1.000001"}),
    "a thread, not a reply in it": posting(
        "cannot_reply_to_message", lambda t: {"thread_ts": t.reply}
    ),
    "a thread in this channel": posting("thread_not_found", lambda t: {"thread_ts": t.past}),
    "a broadcast of a reply only": posting(
        "invalid_arguments", lambda t: {"reply_broadcast": True}
    ),
    "replies of a thread that exists": reading(
        "conversations.replies",
        "thread_not_found",
        PAGED["conversations.replies"],
        {"ts": "1.000001"},
    ),
    # Who the app writes as
    "the app's own name": posting("missing_scope", lambda t: {"username": "Santa"}),
    "the app's own self": posting("as_user_not_supported", lambda t: {"as_user": True}),
    # What the app may change
    "an edit of a message that exists": on_message(
        "chat.update", "message_not_found", lambda t: {"ts": "1.000001"}
    ),
    "an edit of the app's own message": on_message(
        "chat.update", "cant_update_message", lambda t: {"ts": t.said}
    ),
    "an edit where it is not archived": on_message(
        "chat.update", "is_inactive", lambda t: {"channel": t.old, "ts": t.past}
    ),
    "an edit that leaves a text": on_message("chat.update", "no_text", lambda t: {"text": ""}),
    "a deletion of a message that exists": on_message(
        "chat.delete", "message_not_found", lambda t: {"ts": "1.000001"}
    ),
    "a deletion of the app's own message": on_message(
        "chat.delete", "cant_delete_message", lambda t: {"ts": t.said}
    ),
    # What the app may read
    "information on a channel it can see": Rule(
        "conversations.info",
        "channel_not_found",
        lambda t: {"channel": t.theirs},
        lambda t: {"channel": t.secret},
    ),
    "members of a channel it can see": Rule(
        "conversations.members",
        "channel_not_found",
        lambda t: {"channel": t.theirs},
        lambda t: {"channel": t.secret},
    ),
    "the history of a channel it is in": Rule(
        "conversations.history",
        "not_in_channel",
        lambda t: {"channel": t.ours},
        lambda t: {"channel": t.theirs},
    ),
    "types of channels that there are": reading(
        "conversations.list", "invalid_types", lambda t: {}, {"types": "secret_channel"}
    ),
    **{
        f"a cursor of {name}": reading(name, "invalid_cursor", sound, {"cursor": "!"})
        for name, sound in PAGED.items()
    },
    **{
        f"a page of {name}, from one": Rule(
            name,
            "invalid_limit",
            lambda t, s=sound: s(t) | {"limit": 1},
            lambda t, s=sound: s(t) | {"limit": 0},
        )
        for name, sound in PAGED.items()
    },
    **{
        f"a page of {name}, to 999": Rule(
            name,
            "invalid_limit",
            lambda t, s=sound: s(t) | {"limit": 999},
            lambda t, s=sound: s(t) | {"limit": 1000},
        )
        for name, sound in PAGED.items()
    },
    # People
    "a person who exists": Rule(
        "users.info", "user_not_found", lambda t: {"user": t.ana}, lambda t: {"user": "U0NOBODY"}
    ),
    "channels of a person who exists": Rule(
        "users.conversations",
        "user_not_found",
        lambda t: {"user": t.ana},
        lambda t: {"user": "U0NOBODY"},
    ),
    "a bot that exists": Rule(
        "bots.info", "bot_not_found", lambda t: {"bot": t.bot_id}, lambda t: {"bot": "B0NOBODY"}
    ),
    "a conversation with somebody who exists": Rule(
        "conversations.open",
        "user_not_found",
        lambda t: {"users": t.ana},
        lambda t: {"users": "U0NOBODY"},
    ),
    "a conversation with somebody who is still there": Rule(
        "conversations.open",
        "user_disabled",
        lambda t: {"users": t.ana},
        lambda t: {"users": t.gone},
    ),
    "a conversation with somebody who is no bot": Rule(
        "conversations.open",
        "cannot_dm_bot",
        lambda t: {"users": t.ana},
        lambda t: {"users": t.bot},
    ),
    "a conversation with one person": Rule(
        "conversations.open",
        "missing_scope",
        lambda t: {"users": t.ana},
        lambda t: {"users": f"{t.ana},{t.bo}"},
    ),
    # Views
    "a trigger that was given out": Rule(
        "views.open",
        "invalid_trigger_id",
        lambda t: {"trigger_id": t.trigger(), "view": modal()},
        lambda t: {"trigger_id": "1.2.3", "view": modal()},
    ),
    "a view to lie on": Rule(
        "views.push",
        "not_found",
        lambda t: {"trigger_id": t.trigger(), "view": modal()},
        lambda t: {"trigger_id": t.sandbox.triggers.issue(t.ana), "view": modal()},
    ),
    "an external_id that is new": Rule(
        "views.push",
        "duplicate_external_id",
        lambda t: {"trigger_id": t.trigger(), "view": modal(external_id="another")},
        lambda t: {"trigger_id": t.trigger(), "view": modal(external_id="mine")},
    ),
    "a view that is open": updating(
        "not_found", lambda t: {"view_id": t.view}, lambda t: {"view_id": "V0NOWHERE"}
    ),
    "a view by its external_id": updating(
        "not_found", lambda t: {"external_id": "mine"}, lambda t: {"external_id": "yours"}
    ),
    "a view by one id": updating(
        "invalid_arguments",
        lambda t: {"view_id": t.view},
        lambda t: {"view_id": t.view, "external_id": "mine"},
    ),
    "a view as it was last seen": updating(
        "hash_conflict",
        lambda t: {"view_id": t.view, "hash": t.hash},
        lambda t: {"view_id": t.view, "hash": "1.stale"},
    ),
    "a Home for a member": Rule(
        "views.publish",
        "invalid_arguments",
        lambda t: {"user_id": t.ana, "view": home()},
        lambda t: {"user_id": t.gone, "view": home()},
    ),
    # Methods and arguments
    "a method that exists": Rule(
        "api.test", "unknown_method", lambda t: {}, lambda t: {"method": "chat.shout"}
    ),
    "an argument that is known": posting("invalid_arguments", lambda t: {"colour": "red"}),
    "an argument of its own type": posting("invalid_arguments", lambda t: {"blocks": 5}),
    "a time stamp that is text": posting("invalid_arguments", lambda t: {"thread_ts": 1.5}),
    "every argument that is needed": Rule(
        "users.info", "invalid_arguments", lambda t: {"user": t.ana}, lambda t: {}
    ),
    "the installation's workspace": posting("team_not_found", lambda t: {"team_id": "T0NOWHERE"}),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_call_that_keeps_to_a_rule_is_taken_and_one_that_does_not_is_refused_by_name(
    town: Town, rule: Rule
) -> None:
    refused = rule.refused(town)
    assert town.error_of(refused.pop("method", rule.method), refused) == rule.error
    assert town.error_of(rule.method, rule.taken(town)) is None


def test_the_installations_workspace_may_be_named(town: Town) -> None:
    named = {"channel": town.ours, "text": "Words", "team_id": town.team}
    assert town.error_of("chat.postMessage", named) is None


def test_three_views_lie_on_each_other_and_no_fourth(town: Town) -> None:
    def push() -> str | None:
        return town.error_of("views.push", {"trigger_id": town.trigger(), "view": modal()})

    assert [push(), push(), push()] == [None, None, "push_limit_reached"]


@pytest.mark.parametrize(
    "answer", [{"text": "Words", "response_type": "shout"}, {"delete_original": True}]
)
def test_a_response_is_of_a_known_type_and_deletes_what_there_is(
    town: Town, answer: Arguments
) -> None:
    urls = town.sandbox.response_urls
    token, _ = urls.issue(town.ours, town.ana, None)
    url = WebhookClient(f"{town.sandbox.page_url}response/{token}")
    refused = url.send_dict(answer)
    assert (refused.status_code, json.loads(refused.body)["error"]) == (400, "invalid_payload")
    assert url.send(text="Words", response_type="in_channel").status_code == 200


def test_a_conversation_of_several_is_not_opened_even_with_its_scope(town: Town) -> None:
    town.sandbox.scopes.add("mpim:write")
    assert town.error_of("conversations.open", {"users": town.ana}) is None
    both = {"users": f"{town.ana},{town.bo}"}
    assert town.error_of("conversations.open", both) == "too_many_users"


@pytest.mark.parametrize("method", ["files.upload", "chat.scheduleMessage", "rtm.start"])
def test_what_slack_took_away_or_never_posts_is_not_served(town: Town, method: str) -> None:
    assert town.error_of(method, {}) == "unknown_method"


def _scoped() -> list[str]:
    return sorted(name for name, method in METHODS.items() if method.scopes)


@pytest.mark.parametrize("method", _scoped())
def test_a_method_needs_one_of_its_scopes_and_names_them(town: Town, method: str) -> None:
    assert town.error_of(method, {}) != "missing_scope"
    town.sandbox.scopes.clear()
    with pytest.raises(SlackApiError) as caught:
        town.client.api_call(method, json={})
    answer = caught.value.response
    assert (answer["error"], answer["provided"]) == ("missing_scope", "")
    assert set(answer["needed"].split(",")) == set(METHODS[method].scopes)


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"api.test", "oauth.v2.access"}))
def test_a_method_takes_its_own_kind_of_token_alone(town: Town, method: str) -> None:
    tokens = [town.sandbox.bot_token, town.sandbox.app_token]
    if METHODS[method].token == "app":
        tokens.reverse()
    right, wrong = tokens
    auth = {"not_authed", "invalid_auth", "not_allowed_token_type"}
    assert town.error_of(method, {}, right) not in auth
    assert town.error_of(method, {}, wrong) == "not_allowed_token_type"
    assert town.error_of(method, {}, "xoxb-somebody-else") == "invalid_auth"
    assert town.error_of(method, {}, "") == "not_authed"


@pytest.mark.parametrize(
    ("dies", "error"), [("uninstall", "account_inactive"), ("revoke_token", "token_revoked")]
)
def test_a_token_works_until_it_dies(town: Town, dies: str, error: str) -> None:
    assert town.error_of("auth.test", {}) is None
    getattr(town.sandbox, dies)()
    assert town.error_of("auth.test", {}) == error
