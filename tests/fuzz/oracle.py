"""What must hold after anything at all was sent: no error of ours, nothing half done or told."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from io import StringIO
from typing import Any

from doors import Answer
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from world import World

from bot.domain.answer_form import LONGEST_COMMENT
from bot.logs import JsonLines
from rubric.scoring import is_offered
from storage import models as tables

ACKNOWLEDGED = 3.0  # seconds: https://docs.slack.dev/interactivity/handling-user-interaction
COMMENT = "a comment"
# What people gave and decided; the outbox and the inbox may grow whatever comes of it.
GIVEN = (
    tables.Team, tables.Schedule, tables.CheckIn, tables.Participant, tables.Answer,
    tables.Comment, tables.Commitment, tables.Target,
)  # fmt: skip


class Log:
    """All that is logged, as the operator sees it."""

    def __init__(self) -> None:
        self._stream = StringIO()
        self._handler = logging.StreamHandler(self._stream)
        self._handler.setFormatter(JsonLines())

    def __enter__(self) -> "Log":
        logging.getLogger().addHandler(self._handler)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self._handler)

    def take(self) -> str:
        """What was logged since it was last taken."""
        text = self._stream.getvalue()
        self._stream.seek(0)
        self._stream.truncate()
        return text


def faults_of_answer(answer: Answer, *, refused_is_fine: bool) -> Iterator[str]:
    """What is wrong with how a delivery was answered."""
    if answer.status is None and refused_is_fine:
        return
    if answer.status is None:
        yield "it was not acknowledged"
    if answer.status is not None and answer.status >= 500:
        yield f"it was answered with {answer.status}"
    if answer.seconds > ACKNOWLEDGED:
        yield f"it was acknowledged after {answer.seconds:.1f} s"
    for word in ("Traceback", "site-packages", 'File "', "went wrong on our side"):
        if word in answer.text:
            yield f"the answer holds {word!r}"


def faults_of_log(text: str, rung: World) -> Iterator[str]:
    """What should not be in the log: errors, secrets, and what people said."""
    for line in text.splitlines():
        if '"level": "ERROR"' in line or '"level": "CRITICAL"' in line:
            yield f"logged: {line[:3000]}"
    for secret in (rung.slack.bot_token, rung.slack.signing_secret, "/response/", COMMENT):
        if secret in text:
            yield f"the log holds {secret!r}"


def counts(session: Session) -> Counter[str]:
    """How many rows each table of what people gave has."""
    return Counter(
        {t.__tablename__: session.scalar(select(func.count()).select_from(t)) or 0 for t in GIVEN}
    )


def faults_of_store(session: Session, rung: World) -> Iterator[str]:
    """What is half done, or crosses from one workspace into another."""
    yield from _half_pages(session, rung)
    yield from _strangers(session)
    for comment in session.scalars(select(tables.Comment)):
        if len(comment.body) > LONGEST_COMMENT or "\x00" in comment.body:
            yield f"a comment of {len(comment.body)} characters"
    open_ones = Counter(
        session.scalars(select(tables.CheckIn.team_id).where(tables.CheckIn.state == "open"))
    )
    if open_ones and max(open_ones.values()) > 1:
        yield "two rounds of a team are open at once"
    for message in session.scalars(select(tables.Message).where(tables.Message.state == "failed")):
        if message.error.startswith("invalid") or "too_long" in message.error:
            yield f"Slack refused {message.kind} {message.key}: {message.error}"


def _half_pages(session: Session, rung: World) -> Iterator[str]:
    pages: dict[int, set[str]] = defaultdict(set)
    for answer in session.scalars(select(tables.Answer)):
        pages[answer.participant_id].add(answer.criterion)
        if not is_offered(rung.rubric.criterion(answer.criterion), answer.choice):
            yield f"an answer that was never offered: {answer.choice}"
    for participant, given in pages.items():
        for dimension in rung.rubric.dimensions:
            paths = set(dimension.paths())
            if given & paths and not paths <= given:
                yield f"half a page of {participant}: {given & paths}"


def _strangers(session: Session) -> Iterator[str]:
    """Rows whose parent is of another workspace; the database should not even take them."""
    pairs: list[tuple[Any, Any, Any]] = [
        (tables.CheckIn, tables.Team, tables.CheckIn.team_id),
        (tables.Participant, tables.CheckIn, tables.Participant.check_in_id),
        (tables.Answer, tables.Participant, tables.Answer.participant_id),
        (tables.Comment, tables.Participant, tables.Comment.participant_id),
        (tables.Commitment, tables.Team, tables.Commitment.team_id),
        (tables.Target, tables.Team, tables.Target.team_id),
    ]
    for child, parent, key in pairs:
        joined = select(func.count()).select_from(child).join(parent, parent.id == key)
        if session.scalar(joined.where(parent.workspace_id != child.workspace_id)):
            yield f"{child.__tablename__} of another workspace"
