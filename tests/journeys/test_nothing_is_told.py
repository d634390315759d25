"""Secrets, answers and personal data are planted everywhere; none comes out where operators look.

At DEBUG, through a month with all the trouble there is: Slack down or garbled, the database
refusing rows, forms and payloads that are wrong.
"""

import io
import json
import urllib.request
from urllib.error import HTTPError

import pytest
from forging import hand_in, interaction, page_of
from sqlalchemy import text
from world import BOTH, CHANNEL, World

from sandbox import payloads

REAL_NAME, EMAIL = "Quirinius Zwetschge", "quirinius@personal.example"
COMMENT, MESSAGE = "our-comment-nobody-else-reads", "our-mention-of-lunch"
TYPED, METADATA = "our-typed-command", "our-private-metadata"
TOKENS = ("xoxe-1-planted", "xoxe.xoxb-1-planted", "xoxp-planted", "xapp-1-planted")
PLANTED = (REAL_NAME, EMAIL, COMMENT, MESSAGE, TYPED, METADATA, "Zwetschge", "-planted")


@BOTH
def test_what_is_secret_or_personal_never_reaches_the_operator(
    rung: World, operators_log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    rung.slack.workspace.user("ana").real_name = REAL_NAME
    rung.invite()
    rung.set_up(privacy="Open", options=["Start the first one now"])
    rung.answer("ana", rung.on_level(2), comment=COMMENT)
    _ask_and_mention(rung)
    _send_what_is_wrong(rung)
    _while_slack_is_in_trouble(rung)
    told = [*_while_the_database_refuses(rung), *_pages_of_the_operator(rung)]
    rung.person("ana").command("/maturity close", channel=CHANNEL)
    rung.slack.wait_for_events()
    rung.tick()
    seen = capfd.readouterr()
    log = operators_log.getvalue()
    assert "unexpected error" in log
    assert '"level": "WARNING"' in log
    _holds_nothing("\n".join([log, seen.out, seen.err, *told]), rung)


def _holds_nothing(all_told: str, rung: World) -> None:
    slack, choices = rung.slack, rung.on_level(2).values()
    secrets = (slack.bot_token, slack.app_token, slack.signing_secret, "/response/", "xoxe")
    given = [d.payload.get("trigger_id") for d in slack.acks]
    hashes = [(d.payload.get("view") or {}).get("hash") for d in slack.acks]
    ids = [known for known in {*given, *hashes} if isinstance(known, str) and len(known) > 8]
    for planted in (*PLANTED, *TOKENS, *secrets, *ids, *rung.rubric.paths(), "parameters: ("):
        assert planted not in all_told, planted
    for choice in choices:
        assert f'"{choice}"' not in all_told
        assert f"'{choice}'" not in all_told


def _ask_and_mention(rung: World) -> None:
    ana = rung.person("ana")
    for words in ("export", "export json", f"status {TYPED}", f"target {TYPED} 3", TYPED):
        ana.command(f"/maturity {words}", channel=CHANNEL)
    ana.mention(CHANNEL, f"@Rung why is {MESSAGE}?")
    rung.slack.wait_for_events()
    rung.tick()


def _send_what_is_wrong(rung: World) -> None:
    """Payloads with secrets in them that are refused, unknown, or of another shape."""
    view, ana = page_of(rung, "ana"), rung.person("ana")
    planted = {"token": TOKENS[0], "secrets": list(TOKENS), "email": EMAIL}
    hand_in(rung, "ana", view, private_metadata=METADATA, **planted)
    hand_in(rung, "ana", view, callback_id="another-age", **planted)
    hand_in(rung, "ana", view, state={"values": {COMMENT: {COMMENT: {"value": COMMENT}}}})
    for change in ({"actions": [{"value": COMMENT}]}, {"team": EMAIL}, {"user": {"email": EMAIL}}):
        ana.send_raw(interaction(rung, "ana", "block_actions", **planted, **change))
    event = {"type": "app_mention", "text": MESSAGE, "user": [EMAIL], "channel": 7}
    ana.send_raw(payloads.event(rung.slack.workspace, rung.now, event, shared=False) | planted)


def _while_slack_is_in_trouble(rung: World) -> None:
    ana = rung.person("ana")
    for method, kind in (("views.open", "drop_before"), ("views.open", "html_502"),
                         ("response_url", "html_502"), ("response_url", "drop_after"),
                         ("chat.postMessage", "ok_without_ts"), ("users.info", "500_before"),
                         ("files.getUploadURLExternal", "429"), ("views.publish", "html_502"),
                         ("*", "error:invalid_arguments")):  # fmt: skip
        rung.slack.faults.add(method, kind)
        for words in ("setup", "status", f"export {TYPED}"):
            ana.command(f"/maturity {words}", channel=CHANNEL)
        ana.mention(CHANNEL, f"@Rung {MESSAGE}")
        rung.slack.wait_for_events()
        rung.tick()
    rung.slack.faults.clear()


def _while_the_database_refuses(rung: World) -> list[str]:
    """What the person is shown whose answers the database does not take."""
    view = page_of(rung, "bo")
    sqlite = rung.database.engine.dialect.name == "sqlite"
    refuse = (
        "CREATE TRIGGER no BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'no'); END"
        if sqlite
        else "ALTER TABLE answer ADD CONSTRAINT no CHECK (choice IS NULL) NOT VALID"
    )
    with rung.database.transaction() as session:
        session.execute(text(refuse))
    shown = [hand_in(rung, "bo", view)]
    assert "went wrong on our side" in shown[0]
    with rung.database.transaction() as session:
        session.execute(text("ALTER TABLE comment RENAME TO gone"))
    shown.append(hand_in(rung, "bo", view))
    with rung.database.transaction() as session:
        session.execute(text("ALTER TABLE gone RENAME TO comment"))
        lift = "DROP TRIGGER no" if sqlite else "ALTER TABLE answer DROP CONSTRAINT no"
        session.execute(text(lift))
    assert not [s for s in shown if "sqlite3" in s or "psycopg" in s or "INSERT" in s]
    return [json.loads(s)["view"]["title"]["text"] for s in shown]


def _pages_of_the_operator(rung: World) -> list[str]:
    assert rung.bot is not None
    pages = []
    for path in ("/metrics", "/readyz", "/healthz", f"/{TYPED[:3]}"):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{rung.bot.web.port}{path}") as answer:
                pages.append(answer.read().decode())
        except HTTPError as refused:
            pages.append(refused.read().decode())
    return pages
