"""Which installation a delivery is for: said by Slack's authorization, never by a person's team."""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize

from bot.domain.installation import Access

# (enterprise id, team id) → the way in; an organisation's installation has no team id.
Find = Callable[[str, str], Access | None]


class Authorizing(Authorize):
    """Bolt's question, answered from our own table: without a request to Slack each time.

    Where there is no way in, the result has no token; what comes in is then turned away.
    """

    def __init__(self, find: Find) -> None:
        self._find = find

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_actor: Any,
    ) -> AuthorizeResult | None:
        team = "" if context.is_enterprise_install else team_id or ""
        access = self._find(enterprise_id or "", team)
        if access is None:
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team or None)
        return AuthorizeResult(
            enterprise_id=access.enterprise_id or None,
            team_id=access.slack_team_id or None,
            bot_id=access.bot_id,
            bot_user_id=access.bot_user_id,
            bot_token=access.token or None,
            user_id=user_id,
        )
