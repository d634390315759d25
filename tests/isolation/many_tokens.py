"""The bot with a token for each workspace, handed to it rather than got by OAuth."""

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.application import Bot


class BotOfMany(Bot):
    """Knows the workspaces that were admitted, and acts in each with its own token."""

    _tokens: dict[str, str] = {}  # noqa: RUF012 - one bot per test
    _teams: dict[int, str] = {}  # noqa: RUF012

    def admit(self, token: str) -> int:
        """Make a workspace known by its token; its id."""
        me = self._with(token).auth_test()
        found = self._workspaces.remember("", me["team_id"], me["team"], me["user_id"])
        self._tokens[me["team_id"]], self._teams[found] = token, me["team_id"]
        return found

    def _client_of(self, workspace_id: int) -> WebClient:
        return self._with(self._tokens[self._teams[workspace_id]])

    def _with(self, token: str) -> WebClient:
        client = self._web_client()
        client.token = token
        return client

    def _bolt(self) -> App:
        def authorize(team_id: str, logger: object) -> AuthorizeResult | None:  # noqa: ARG001
            token = self._tokens.get(team_id)
            return token and AuthorizeResult.from_auth_test_response(
                auth_test_response=self._with(token).auth_test(), bot_token=token
            )

        return App(
            client=self._client,
            authorize=authorize,
            signing_secret="s",  # noqa: S106
            listener_executor=self._listeners,
            request_verification_enabled=False,
            raise_error_for_unhandled_request=True,
        )
