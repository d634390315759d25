"""One place where an error becomes a sentence, there where the user is."""

import http.client
import logging
import secrets
from collections.abc import Mapping
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.domain.answer_form import InvalidPage
from bot.domain.commitments import InvalidCommitment
from bot.domain.forgetting import NotNamed
from bot.domain.settings_form import InvalidSettings
from bot.errors import BotError, ChannelGone, SlackUnavailable
from bot.gateway.directory import GONE
from bot.listeners.payloads import OUTDATED, channel_of, text_of, user_of
from bot.listeners.response_urls import ResponseUrls
from bot.listeners.shapes import is_whole
from bot.views.questionnaire import notice
from bot.views.text import cut

log = logging.getLogger(__name__)

TITLE = "Rung"
NOT_HERE = "I can't see this channel. Invite me with `/invite @Rung`, then try again."
NOT_WHOLE = "That did not reach me as a whole. Please try again."
SLACK_BUSY = "Slack did not answer in time. Nothing was lost; please try again in a minute."
# What the SDK raises when Slack cannot be reached or answers something else than JSON.
_NO_ANSWER = (OSError, http.client.HTTPException, SlackClientError)
_TOO_LATE = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}


def sentence_for(error: Exception, body: Mapping[str, Any]) -> str:
    """The sentence that a user reads. An unexpected error is logged under a reference.

    Over a payload that is not as Slack makes them, any error is to be expected.
    """
    if isinstance(error, BotError):
        return error.sentence
    if isinstance(error, ChannelGone) or _named(error) in GONE:
        return NOT_HERE
    if isinstance(error, SlackUnavailable):
        return SLACK_BUSY
    if not is_whole(body):
        log.warning("a payload of another shape", extra={"type": text_of(body, "type")[:40]})
        return NOT_WHOLE
    reference = secrets.token_hex(4)
    log.error("unexpected error", extra={"reference": reference}, exc_info=error)
    return (
        f"Something went wrong on our side (reference {reference}). What you had saved is kept; "
        "please try again."
    )


class Errors:
    """Answers errors; in a message or after a command, at one of Slack's `response_urls`."""

    def __init__(self, response_urls: ResponseUrls) -> None:
        self._response_urls = response_urls

    def handle(self, error: Exception, body: Mapping[str, Any], client: WebClient) -> BoltResponse:
        """Bolt's error listener: answers where the user is, and always acknowledges."""
        # An error may come before the guard of response URLs has looked.
        if not self._response_urls.are_slacks(body.get("response_url")):
            return BoltResponse(status=400, body="response_url is not Slack's")
        return _handle(error, body, client)


def _handle(error: Exception, body: Mapping[str, Any], client: WebClient) -> BoltResponse:
    if isinstance(error, BoltUnhandledRequestError):
        log.info("nothing listens to this", extra={"type": text_of(body, "type")})
        error = BotError(OUTDATED)
    if isinstance(error, InvalidPage | InvalidSettings | InvalidCommitment | NotNamed):
        return _answer({"response_action": "errors", "errors": dict(error.errors)})
    if _named(error) in _TOO_LATE:
        log.info("a trigger expired before the modal could open")
        return BoltResponse(status=200, body="")
    sentence = sentence_for(error, body)
    if body.get("type") == "view_submission":
        return _answer({"response_action": "update", "view": notice(TITLE, sentence)})
    if body.get("type") == "block_suggestion":
        return _answer({"options": []})
    _tell(sentence, body, client)
    return BoltResponse(status=200, body="")


def _named(error: Exception) -> str:
    """Slack's name for an error, empty where it is not Slack's."""
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else ""


def _tell(sentence: str, body: Mapping[str, Any], client: WebClient) -> None:
    trigger = text_of(body, "trigger_id")
    try:
        if text_of(body, "response_url"):
            _ephemeral(text_of(body, "response_url"), sentence)
        elif text_of(body, "container", "type") == "view" and trigger:
            modal = text_of(body, "view", "type") == "modal"
            opened = client.views_push if modal else client.views_open
            opened(trigger_id=trigger, view=notice(TITLE, sentence))
        elif text_of(body, "event", "type") == "app_mention":
            event = body["event"]
            client.chat_postEphemeral(
                channel=text_of(event, "channel"),
                user=text_of(event, "user"),
                text=sentence,
                thread_ts=text_of(event, "thread_ts") or None,
            )
    except _NO_ANSWER as refused:
        log.warning(
            "could not tell the user what went wrong",
            extra={"user": user_of(body), "channel": channel_of(body), "why": refused},
        )


def _ephemeral(response_url: str, sentence: str) -> None:
    WebhookClient(response_url, retry_handlers=[]).send(
        text=cut(sentence, 3000), response_type="ephemeral", replace_original=False
    )


def _answer(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=body)
