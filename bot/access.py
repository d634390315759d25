"""The ways into workspaces: one token from the environment, or an installation in each."""

from collections.abc import Callable
from typing import Any, Protocol

from slack_bolt.authorization.authorize import Authorize
from slack_bolt.oauth import OAuthFlow
from slack_sdk import WebClient

from bot.clock import Clock
from bot.domain.installation import Access
from bot.gateway.clients import WorkspaceClient
from bot.gateway.dead_tokens import DeadTokens
from bot.gateway.oauth import OAuth
from bot.listeners.authorizing import Authorizing
from bot.listeners.installing import INSTALL_PATH, REDIRECT_PATH, Installing, Wanted
from bot.manifest import OPTIONAL_SCOPES, SCOPES
from bot.services.installations import Installations
from bot.services.oauth_states import OAuthStates
from bot.services.posts import Workspaces
from bot.services.renewals import Renewals
from bot.services.tokens import TokenChest
from bot.settings import Environment
from bot.vault import Vault
from storage.database import Database


class Ways(Protocol):
    """How the bot gets in. `client` is Bolt's; `flow` is None where nobody can install."""

    client: WebClient
    authorize: Authorize
    flow: OAuthFlow | None

    def introduce(self) -> int | None:
        """Learn what has to be known before anything is done; the only workspace, if it is one.

        Raises what the SDK raises.
        """
        ...

    def client_of(self, workspace_id: int) -> WebClient:
        """The client that acts in a workspace."""
        ...

    def is_org_wide(self, workspace_id: int) -> bool:
        """Whether it is an installation for every workspace of an organisation."""
        ...


class OneWorkspace:
    """The workspace that the token in the environment belongs to, which `client` has."""

    flow: OAuthFlow | None = None

    def __init__(self, client: WebClient, workspaces: Workspaces) -> None:
        self._client = client
        # Bolt warns of a token that it is not to use: it gets one with each authorization.
        self.client = WebClient(base_url=client.base_url)
        self.authorize: Authorize = Authorizing(lambda _enterprise, _team: self._access)
        self._workspaces = workspaces
        self._access: Access | None = None

    def introduce(self) -> int:
        """Ask Slack which workspace that is, and remember it."""
        me = self._client.auth_test()
        enterprise, team = me.get("enterprise_id") or "", me["team_id"]
        self._access = Access(
            workspace_id=self._workspaces.remember(
                enterprise, team, me.get("team", ""), me["user_id"]
            ),
            enterprise_id=enterprise,
            slack_team_id=team,
            bot_id=me.get("bot_id") or "",
            bot_user_id=me["user_id"],
            token=self._client.token or "",
        )
        return self._access.workspace_id

    def client_of(self, _workspace_id: int) -> WebClient:
        """There is only one."""
        return self._client

    def is_org_wide(self, _workspace_id: int) -> bool:
        return False


class ManyWorkspaces:
    """The workspaces that Rung was installed in by OAuth; `settings` are those of every client.

    `on_dead` hears that Slack no longer knows a workspace's token, and why.
    """

    def __init__(
        self,
        environment: Environment,
        database: Database,
        clock: Clock,
        settings: Callable[[], dict[str, Any]],
        *,
        on_installed: Callable[[int], object] = lambda _workspace_id: None,
        on_dead: Callable[[int, str], None] = lambda _workspace_id, _error: None,
    ) -> None:
        self._settings, self._on_dead = settings, on_dead
        self.client = WebClient(**settings())
        oauth = _oauth(environment, self.client)
        chest = TokenChest(Vault(environment.encryption_keys))
        renewals = Renewals(database, chest, clock, oauth.refresh)
        self.installations = Installations(
            database, chest, renewals, clock, on_installed=on_installed
        )
        self.authorize: Authorize = Authorizing(self.installations.find)
        states = OAuthStates(database, clock)
        wanted = Wanted(environment.slack_api_url, SCOPES, OPTIONAL_SCOPES)
        self.flow: OAuthFlow | None = Installing(oauth, states, self.installations.install, wanted)

    def introduce(self) -> None:
        """Each installation has introduced itself."""
        return

    def client_of(self, workspace_id: int) -> WebClient:
        """A client with the workspace's token as it is now."""

        def renewed(token: str) -> str:
            return self.installations.after_expiry(workspace_id, token)

        token = self.installations.token(workspace_id)

        def died(error: str) -> None:
            if self.installations.is_newest(workspace_id, token):
                self._on_dead(workspace_id, error)

        settings = self._settings()
        settings["retry_handlers"].append(DeadTokens(died))
        return WorkspaceClient(token, renewed, **settings)

    def is_org_wide(self, workspace_id: int) -> bool:
        """As the installation says."""
        access = self.installations.access(workspace_id)
        return access is not None and access.org_wide


def install_address(environment: Environment) -> str:
    """Where Rung is installed again; empty where nobody said where browsers reach us."""
    known = environment.slack_client_id and environment.rung_public_url
    return known + INSTALL_PATH if known else ""


def _oauth(environment: Environment, client: WebClient) -> OAuth:
    secret, address = environment.slack_client_secret, environment.rung_public_url
    return OAuth(
        client,
        environment.slack_client_id or "",
        secret.get_secret_value() if secret else "",
        # Without one, Slack sends people back to the first address of the app's settings.
        redirect_uri=address and address + REDIRECT_PATH,
    )
