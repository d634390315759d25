"""Replicas whose threads all want a token at the same instant, as processes of their own."""

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.access import ManyWorkspaces
from bot.domain.installation import Grant, Tokens
from bot.settings import Environment
from sandbox import Sandbox
from storage.database import Database


@dataclass(frozen=True)
class Order:
    """`threads` of a replica ask who they are in a workspace, at the product's time `now`."""

    database_url: str
    environment: dict[str, Any]
    workspace_id: int
    now: datetime
    threads: int


def environment(slack: Sandbox, key: str) -> dict[str, Any]:
    """The settings of a bot for many workspaces."""
    return {
        "_env_file": None,
        "slack_client_id": slack.client_id,
        "slack_client_secret": slack.client_secret,
        "slack_signing_secret": slack.signing_secret,
        "slack_api_url": slack.api_url,
        "rung_encryption_keys": key,
    }


def granted(slack: Sandbox) -> Grant:
    """A new workspace that the app was installed in: what Slack gave."""
    place = slack.add_workspace()
    place.grant()
    tokens = place.installation.tokens
    refresh = next(reversed(tokens.refresh))
    lifetime = int(slack.token_lifetime)
    return Grant(
        app_id=place.workspace.app_id,
        enterprise_id="",
        slack_team_id=place.workspace.team_id,
        name=place.workspace.team_name,
        bot_id=place.workspace.bot_id,
        bot_user_id=place.workspace.bot_user_id,
        scopes=tuple(sorted(tokens.scopes)),
        installed_by="U1",
        tokens=Tokens(tokens.bot, refresh, lifetime),
    )


def ways(database: Database, settings: dict[str, Any], now: datetime) -> ManyWorkspaces:
    """The ways into workspaces of one replica."""
    made = Environment(**settings)
    clients = {"base_url": made.slack_api_url, "timeout": 10, "retry_handlers": []}
    return ManyWorkspaces(made, database, lambda: now, lambda: dict(clients))


def replica(order: Order, together: Any) -> list[str]:
    """What each thread was answered: `ok`, or Slack's error. They begin together."""
    database = Database(order.database_url)
    into = ways(database, order.environment, order.now)

    def ask(_number: int) -> str:
        together.wait(30)
        try:
            into.client_of(order.workspace_id).auth_test()
        except SlackApiError as error:
            return str(error.response["error"])
        return "ok"

    try:
        with ThreadPoolExecutor(order.threads) as pool:
            return list(pool.map(ask, range(order.threads)))
    finally:
        database.close()


def _report(order: Order, together: Any, answers: Any) -> None:
    answers.put(replica(order, together))


def in_processes(order: Order, count: int) -> list[str]:
    """The answers of all threads of so many replicas, each a process."""
    context = multiprocessing.get_context("spawn")
    together, answers = context.Barrier(count * order.threads), context.Queue()
    processes = [
        context.Process(target=_report, args=(order, together, answers), daemon=True)
        for _ in range(count)
    ]
    for process in processes:
        process.start()
    found = [answer for _ in processes for answer in answers.get(timeout=60)]
    for process in processes:
        process.join(10)
    return found


def in_threads(order: Order) -> list[str]:
    """The answers of all threads of one replica, in this process."""
    return replica(order, threading.Barrier(order.threads))
