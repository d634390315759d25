"""Proof 4: whatever Slack answers, a message is there once, later once, or refused and told."""

from datetime import datetime, timedelta

import pytest
from post_office import PostOffice
from sqlalchemy import delete, select
from world import CHANNEL, world

from bot.domain.channels import may_come_back
from storage import messages
from storage.database import Database, database_now
from storage.models import Message, Pace

# Nobody can know what became of these; the last one lands after the caller has hung up.
UNKNOWN = [
    "500_before", "500_after", "html_502", "drop_before", "drop_after", "timeout_before",
    "timeout_after", "ok_without_ts", "lands_late", "error:fatal_error", "error:internal_error",
    "error:service_unavailable", "error:request_timeout",
]  # fmt: skip
LANDED = {"500_after", "drop_after", "timeout_after", "ok_without_ts", "lands_late"}
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
PERMANENT = [
    "access_denied", "account_inactive", "as_user_not_supported", "cannot_reply_to_message",
    "channel_not_found", "deprecated_endpoint", "duplicate_channel_not_found", "ekm_access_denied",
    "enterprise_is_restricted", "invalid_arg_name", "invalid_arguments", "invalid_array_arg",
    "invalid_auth", "invalid_blocks", "invalid_blocks_format", "invalid_charset",
    "invalid_form_data", "invalid_metadata_format", "invalid_metadata_schema",
    "invalid_post_type",
    "is_archived", "message_limit_exceeded", "messages_tab_disabled",
    "metadata_must_be_sent_from_app",
    "metadata_too_large", "method_deprecated", "missing_post_type", "missing_scope",
    "msg_blocks_too_long", "msg_too_long", "no_permission", "no_text", "not_allowed_token_type",
    "not_authed", "not_in_channel", "org_login_required", "restricted_action",
    "restricted_action_non_threadable_channel", "restricted_action_read_only_channel",
    "restricted_action_thread_locked", "restricted_action_thread_only_channel",
    "slack_connect_blocked_file_type", "slack_connect_canvas_sharing_blocked",
    "slack_connect_file_link_sharing_blocked", "team_access_not_granted", "team_added_to_org",
    "team_not_found", "token_expired", "token_revoked", "too_many_attachments",
    "too_many_contact_cards", "two_factor_setup_required", "an_error_that_nobody_knows_yet",
]  # fmt: skip


def test_a_message_whose_fate_is_unknown_is_there_once_in_the_end(office: PostOffice) -> None:
    channels = {kind: office.add_channel(f"c{n}") for n, kind in enumerate(UNKNOWN)}
    for kind, channel in channels.items():
        where = lambda call, channel=channel: call.get("channel") == channel  # noqa: E731
        office.slack.faults.add("chat.postMessage", kind, delay=0.4, where=where)
        office.put(kind, channel)
    office.outbox.drain()
    assert office.states() == {"unknown"}
    office.slack.wait_until(lambda: _landed(office) == LANDED)
    office.recover()
    assert office.states() == {"sent"}
    for kind, channel in channels.items():
        assert office.posted(channel) == [f"{kind} v0"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_whole_bot_sends_a_post_once_whose_answer_is_lost(database: Database) -> None:
    with world(database, "socket") as rung:
        rung.slack.faults.add("chat.postMessage", "drop_after")
        rung.run_bot()
        rung.slack.workspace.invite_bot(CHANNEL, by="ana")

        def tried() -> bool:
            with database.transaction() as session:
                return session.scalar(select(Message.state)) in ("unknown", "sent")

        rung.until(tried)
        assert len(rung.channel()) == 1


def test_an_answer_that_trickles_in_is_an_answer(office: PostOffice) -> None:
    office.slack.faults.add("chat.postMessage", "trickle", delay=0.5)
    office.put("a")
    office.outbox.drain()
    assert (office.row("a").state, office.posted()) == ("sent", ["a v0"])


@pytest.mark.parametrize(
    ("kind", "given", "seconds"),
    [("429", 0, 1), ("429", 1, 1), ("429", 30, 30), ("429", None, 1),
     ("retry_after_garbage", None, 1), ("error:ratelimited", None, 1)],
)  # fmt: skip
def test_a_rate_limit_is_obeyed_whatever_it_says_and_the_message_comes_afterwards(
    office: PostOffice, kind: str, given: int | None, seconds: int
) -> None:
    office.slack.faults.add("chat.postMessage", kind, retry_after=given)
    office.put("a")
    before = _now(office)
    assert office.outbox.deliver_one()
    row, wait = office.row("a"), timedelta(seconds=seconds)
    assert row.not_before is not None
    assert before + wait <= row.not_before <= _now(office) + wait
    assert (row.state, office.posted()) == ("pending", [])
    _end_of_the_wait(office)
    office.outbox.drain()
    assert (office.row("a").state, office.posted()) == ("sent", ["a v0"])


def _now(office: PostOffice) -> datetime:
    with office.database.transaction() as session:
        return database_now(session)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_refusal_for_good_is_never_tried_again_whatever_its_name(office: PostOffice) -> None:
    for n, error in enumerate(PERMANENT):
        channel = office.add_channel(f"c{n}")
        where = lambda call, channel=channel: call.get("channel") == channel  # noqa: E731
        office.slack.faults.add("chat.postMessage", f"error:{error}", times=None, where=where)
        office.put(error, channel)
    office.outbox.drain()
    office.recover()
    # What is wrong with the channel alone waits until the channel is back; nothing else does.
    waiting = {error for error in PERMANENT if office.row(error).state == "pending"}
    assert waiting == {error for error in PERMANENT if may_come_back(error)}
    assert {office.row(error).state for error in PERMANENT if error not in waiting} == {"failed"}
    assert all(office.row(error).error.endswith(error) for error in PERMANENT)
    assert office.asked("chat.postMessage") == len(PERMANENT)


def _landed(office: PostOffice) -> set[str | None]:
    calls = [call for call in office.slack.log if call.method == "chat.postMessage"]
    return {call.fault for call in calls if call.landed}


def _end_of_the_wait(office: PostOffice) -> None:
    with office.database.transaction() as session:
        session.execute(delete(Pace))
        session.query(Message).update({"not_before": messages.EVER})
