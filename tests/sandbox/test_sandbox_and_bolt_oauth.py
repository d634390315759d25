"""Bolt's own OAuth flow against the stand-in: what is played here is what Bolt expects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sandbox_forms import Connect
from slack_bolt import App
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore

from sandbox import Sandbox


@pytest.mark.parametrize("rotation", [False, True])
def test_bolt_installs_itself_answers_and_forgets(
    sandbox: Sandbox, over_http: Connect, tmp_path: Path, rotation: bool
) -> None:
    sandbox.token_rotation = rotation
    store = FileInstallationStore(base_dir=str(tmp_path), client_id=sandbox.client_id)
    settings = OAuthSettings(
        client_id=sandbox.client_id,
        client_secret=sandbox.client_secret,
        scopes=sorted(sandbox.app.bot_scopes),
        installation_store=store,
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(tmp_path)),
        authorization_url=f"{sandbox.page_url}oauth/v2/authorize",
    )
    web = WebClient(base_url=sandbox.api_url, retry_handlers=[])
    app = App(client=web, signing_secret=sandbox.signing_secret, oauth_settings=settings)
    app.enable_token_revocation_listeners()

    @app.command("/maturity")
    def answer(ack: Any, say: Any) -> None:
        ack()
        say("hello")

    base = over_http(app)
    sandbox.redirect_uris = [f"{base}/slack/oauth_redirect"]
    beta = sandbox.add_workspace("Beta")
    ws = beta.workspace
    ws.add_person("cy")
    ws.add_channel("ml", members=["cy"])
    page = beta.install("cy", start=f"{base}/slack/install")
    assert page.status == 200
    assert "Thank you" in page.text
    ws.invite_bot("ml", by="cy")
    beta.person("cy").command("/maturity", channel="ml")
    [message] = sandbox.wait_until(lambda: beta.workspace.messages("ml"))
    assert message.text == "hello"
    beta.uninstall()
    sandbox.wait_for_events()
    found = store.find_bot(enterprise_id=None, team_id=ws.team_id)
    assert found is None
