"""The bot with a token for each workspace, handed to it rather than got by OAuth."""

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.application import Bot


class BotOfMany(Bot):
    """Knows the workspaces that were admitted, and acts in each with its own token."""

    _tokens: dict[int, str] = {}  # noqa: RUF012 - one bot per test
    _known: dict[str, AuthorizeResult] = {}  # noqa: RUF012

    def admit(self, token: str) -> int:
        """Make a workspace known by its token; its id."""
        me = self._with(token).auth_test()
        found = self._workspaces.remember("", me["team_id"], me["team"], me["user_id"])
        self._tokens[found] = token
        self._known[me["team_id"]] = AuthorizeResult.from_auth_test_response(
            auth_test_response=me, bot_token=token
        )
        return found

    def _client_of(self, workspace_id: int) -> WebClient:
        return self._with(self._tokens[workspace_id])

    def _with(self, token: str) -> WebClient:
        client = self._web_client()
        client.token = token
        return client

    def _bolt(self) -> App:
        def authorize(team_id: str) -> AuthorizeResult | None:
            return self._known.get(team_id)

        return App(
            client=self._client,
            authorize=authorize,
            signing_secret="s",  # noqa: S106
            listener_executor=self._listeners,
            request_verification_enabled=False,
            raise_error_for_unhandled_request=True,
        )
