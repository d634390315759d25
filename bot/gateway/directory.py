"""Reads of Slack about people and channels, remembered for a short while."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import BotError, ChannelGone, SlackUnavailable
from bot.gateway.memory import AFRESH, Memory
from bot.gateway.slack import NO_ANSWER, Clients, Later, Refused, answered

# Rights are checked on what Slack said within the last seconds: who leaves loses them at once.
RIGHTS_FOR = 10.0
# Whom to ask may rest on an older answer, and so may everything while Slack does not answer.
KNOWN_FOR = 600.0
# Whether others read along in a channel is never believed for longer, whatever Slack answers now.
FRESH_FOR = 30.0
PAGE = 200
# So many whom we do not know are not looked up one by one, 100 a minute, but a page at a time;
# of a large company no more pages than Slack grants in a minute:
# https://docs.slack.dev/reference/methods/users.list
MANY, MOST_PAGES = 40, 20
# Slack's answers that waiting does not mend: https://docs.slack.dev/reference/methods
GONE = {
    "account_inactive",
    "channel_not_found",
    "invalid_auth",
    "is_archived",
    "method_not_supported_for_channel_type",
    "missing_scope",
    "not_authed",
    "not_in_channel",
    "team_not_found",
    "token_expired",
    "token_revoked",
}
_NOBODY = {"user_not_found", "user_not_visible"}


@dataclass(frozen=True)
class Person:
    """Somebody in Slack. `stranger`: of another organisation (Slack Connect)."""

    id: str
    name: str
    zone: str
    is_bot: bool
    guest: bool
    stranger: bool
    admin: bool
    deleted: bool

    @property
    def may_be_asked(self) -> bool:
        return not (self.is_bot or self.guest or self.stranger or self.deleted)


@dataclass(frozen=True)
class Channel:
    """A channel in Slack; `shared` with another organisation or not; `member`: the bot is in it."""

    id: str
    name: str
    private: bool
    archived: bool
    shared: bool
    member: bool


class Directory:
    """Who is where. Raises SlackUnavailable when Slack does not answer, ChannelGone for good.

    `org_wide` tells of which installation Slack wants to be told the workspace that is meant:
    https://docs.slack.dev/enterprise/developing-for-enterprise-orgs
    `home` tells where a workspace's people are at home: its enterprise's id and its own, as Slack
    names them, empty where that is not known.
    """

    def __init__(
        self,
        clients: Clients,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        org_wide: Callable[[int], bool] = lambda _workspace_id: False,
        home: Callable[[int], tuple[str, str]] = lambda _workspace_id: ("", ""),
    ) -> None:
        self._clients = clients
        self._org_wide = org_wide
        self._home = home
        self._memory = Memory(monotonic, KNOWN_FOR)
        self._fresh = Memory(monotonic, FRESH_FOR)

    def members(self, workspace_id: int, channel: str) -> frozenset[str]:
        """The ids of everybody in the channel, people and bots."""
        key = ("members", workspace_id, channel)
        return self._memory.recall(
            key, RIGHTS_FOR, lambda: self._read_members(workspace_id, channel)
        )

    def person(self, workspace_id: int, user_id: str, within: float = RIGHTS_FOR) -> Person:
        """Somebody, as Slack described them `within` so many seconds.

        Raises BotError when the workspace does not know them.
        """
        key = ("person", workspace_id, user_id)
        return self._memory.recall(key, within, partial(self._read_person, workspace_id, user_id))

    def channel(self, workspace_id: int, channel: str) -> Channel:
        """A channel's name and kind, on which rights hang: Slack tells no app of a new kind."""
        key = ("channel", workspace_id, channel)
        return self._memory.recall(
            key, RIGHTS_FOR, lambda: self._read_channel(workspace_id, channel)
        )

    def forget(self, workspace_id: int, channel: str) -> None:
        """Something happened to the channel: what was known of it is not true any more."""
        for what in ("members", "channel"):
            self._memory.forget((what, workspace_id, channel))

    def admins(self, workspace_id: int) -> tuple[str, ...]:
        """Some admins of the workspace: those on the first page of its people that has any."""
        for number, page in enumerate(self._pages_of_teams(workspace_id, "users_list"), 1):
            people = self._people(workspace_id, page["members"])
            found = tuple(p.id for p in people if p.admin and p.may_be_asked)
            if found or number == MOST_PAGES:
                return found
        return ()

    def channel_now(self, workspace_id: int, channel: str, within: float = FRESH_FOR) -> Channel:
        """A channel as Slack described it `within` so many seconds, and never longer ago."""
        read = partial(self._read_channel, workspace_id, channel)
        return self._fresh.recall((workspace_id, channel), within, read)

    def channels_of(self, workspace_id: int, user_id: str) -> tuple[str, ...]:
        """The channels that somebody is in, as far as the bot may know."""
        pages = self._pages_of_teams(
            workspace_id, "users_conversations", user=user_id,
            types="public_channel,private_channel", exclude_archived=True,
        )  # fmt: skip
        return tuple(dict.fromkeys(found["id"] for page in pages for found in page["channels"]))

    def own_channels(self, workspace_id: int) -> tuple[Channel, ...]:
        """The channels that the bot is in, but for archived ones."""
        pages = self._pages_of_teams(
            workspace_id, "users_conversations", types="public_channel,private_channel",
            exclude_archived=True,
        )  # fmt: skip
        found = (_channel(found) for page in pages for found in page["channels"])
        return tuple({channel.id: channel for channel in found}.values())

    def people_to_ask(self, workspace_id: int, channel: str) -> tuple[str, ...]:
        """The full members of the workspace in the channel: no bots, guests or outsiders."""
        members = sorted(self.members(workspace_id, channel))
        meet = partial(self._meet, workspace_id, members)
        self._memory.recall(("meet", workspace_id, channel), AFRESH, meet)
        people = [self.person(workspace_id, user_id, KNOWN_FOR) for user_id in members]
        return tuple(p.id for p in people if p.may_be_asked)

    def zones(self, workspace_id: int, channel: str, people: Collection[str]) -> dict[str, str]:
        """Those of the people who are full members in the channel, with their zones' names."""
        here = sorted(self.members(workspace_id, channel).intersection(people))
        self._meet(workspace_id, here)
        found = [self.person(workspace_id, user_id, KNOWN_FOR) for user_id in here]
        return {p.id: p.zone for p in found if p.may_be_asked}

    def _meet(self, workspace_id: int, people: Collection[str]) -> None:
        """Read many whom we do not know by the page; who is on none is looked up alone later."""
        unknown = {
            user_id
            for user_id in people
            if not self._memory.knows(("person", workspace_id, user_id), KNOWN_FOR)
        }
        if len(unknown) < MANY:
            return
        for number, page in enumerate(self._pages_of_teams(workspace_id, "users_list"), 1):
            for person in self._people(workspace_id, page["members"]):
                self._memory.keep(("person", workspace_id, person.id), person)
                unknown.discard(person.id)
            if not unknown or number == MOST_PAGES:
                return

    def _read_members(self, workspace_id: int, channel: str) -> frozenset[str]:
        pages = self._pages(workspace_id, "conversations_members", channel=channel)
        return frozenset(member for page in pages for member in page["members"])

    def _read_person(self, workspace_id: int, user_id: str) -> Person:
        user = self._call(workspace_id, "users_info", user=user_id)["user"]
        return next(self._people(workspace_id, [user]))

    def _people(self, workspace_id: int, users: Iterable[dict[str, Any]]) -> Iterator[Person]:
        home = self._home(workspace_id)
        return (_person(user, home) for user in users)

    def _read_channel(self, workspace_id: int, channel: str) -> Channel:
        answer = self._call(workspace_id, "conversations_info", channel=channel)
        return _channel(answer["channel"])

    def _pages_of_teams(
        self, workspace_id: int, method: str, **arguments: Any
    ) -> Iterator[dict[str, Any]]:
        """Every page; of an organisation's installation those of each of its workspaces."""
        if not self._org_wide(workspace_id):
            yield from self._pages(workspace_id, method, **arguments)
            return
        key = ("teams", workspace_id)
        for team in self._memory.recall(key, KNOWN_FOR, lambda: self._read_teams(workspace_id)):
            with suppress(BotError):  # not everybody is in each of them
                yield from self._pages(workspace_id, method, **arguments, team_id=team)

    def _read_teams(self, workspace_id: int) -> tuple[str, ...]:
        pages = self._pages(workspace_id, "auth_teams_list")
        return tuple(team["id"] for page in pages for team in page["teams"])

    def _pages(self, workspace_id: int, method: str, **arguments: Any) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            paged = arguments | ({"cursor": cursor} if cursor else {})
            page = self._call(workspace_id, method, limit=PAGE, **paged)
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _call(self, workspace_id: int, method: str, **arguments: Any) -> dict[str, Any]:
        client: WebClient = self._clients(workspace_id)
        try:
            data = getattr(client, method)(**arguments).data
        except SlackApiError as error:
            raise _sorted(error) from error
        except NO_ANSWER as error:
            raise SlackUnavailable(f"{method}: {type(error).__name__}") from error
        if not isinstance(data, dict):
            raise SlackUnavailable(f"{method}: no JSON")
        return data


def _channel(found: dict[str, Any]) -> Channel:
    """From a conversation object: https://docs.slack.dev/reference/objects/conversation-object."""
    return Channel(
        id=found["id"],
        name=str(found.get("name") or ""),
        private=bool(found.get("is_private")),
        archived=bool(found.get("is_archived")),
        shared=bool(found.get("is_ext_shared")),
        member=bool(found.get("is_member")),
    )


def _person(user: dict[str, Any], home: tuple[str, str]) -> Person:
    """From a user object: https://docs.slack.dev/reference/objects/user-object."""
    return Person(
        id=user["id"],
        name=str(user.get("real_name") or user.get("name") or ""),
        zone=str(user.get("tz") or ""),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        stranger=bool(user.get("is_stranger")) or _is_elsewhere(user, home),
        admin=bool(user.get("is_admin") or user.get("is_owner")),
        deleted=bool(user.get("deleted")),
    )


def _is_elsewhere(user: dict[str, Any], home: tuple[str, str]) -> bool:
    """Whether the account belongs to another organisation than the app's workspace.

    Slack's `is_stranger` does not say so of those who share a channel with the app: they differ by
    their team only. https://docs.slack.dev/apis/slack-connect
    """
    enterprise, team = home
    if not team and not enterprise:
        return False
    theirs = {str(user.get("team_id") or "")}
    if isinstance(at := user.get("enterprise_user"), dict):
        theirs.add(str(at.get("enterprise_id") or ""))
    return not theirs & ({enterprise, team} - {""})


def _sorted(error: SlackApiError) -> Exception:
    outcome = answered(error.response, scope="")
    if isinstance(outcome, Refused) and outcome.error in GONE:
        return ChannelGone(outcome.reason)
    if isinstance(outcome, Refused) and outcome.error in _NOBODY:
        return BotError("Slack does not know this person in this workspace.")
    if isinstance(outcome, Later):
        return SlackUnavailable(str(outcome), seconds=outcome.seconds, limited=True)
    return SlackUnavailable(str(outcome))
