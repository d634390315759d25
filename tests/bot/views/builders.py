"""Teams, rounds and results for the tests of views: sensible defaults, override what matters."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.domain.cadence import Cadence, Rule
from bot.domain.past import Past, PastRound
from bot.domain.rounds import Page, Point, Receipt, Result, Round, Status, Voice
from bot.domain.team import Privacy, Settings, Team
from bot.views.text import TEXT_LIMIT, Message
from rubric.comparison import compare
from rubric.loader import bundled
from rubric.model import Choice, Criterion, Dimension, Tip
from rubric.recommendations import recommend
from rubric.scoring import DONT_KNOW, Profile, Respondent, score
from sandbox.blockkit import check_message, check_view

BUNDLED = bundled().get("mlops")
OPENED = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "golden"
HOSTILE = (
    "<!channel> <https://evil.example|here> *bold* _x_ `code` & </b> \u202e\u200b\x00\n> quote",
    "x" * 10_000,
    "<&>" * 1_000,
)


def _words(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def _reworded_choice(choice: Choice) -> Choice:
    how = tuple(f"Step {number} towards it." for number in (1, 2, 3))
    tip = Tip(title=f"Get to {choice.id}", why="It pays.", how=how, done_when="It is seen.")
    texts = {"name": _words(choice.id), "description": None, "tip": choice.tip and tip}
    return choice.model_copy(update=texts)


def _reworded_criterion(criterion: Criterion) -> Criterion:
    name = _words(criterion.id)
    choices = tuple(map(_reworded_choice, criterion.choices))
    return criterion.model_copy(
        update={"name": name, "question": f"{name}: how today?", "choices": choices}
    )


def _reworded_dimension(dimension: Dimension) -> Dimension:
    return dimension.model_copy(
        update={
            "name": _words(dimension.id).title(),
            "short_name": _words(dimension.id).replace("Application", "App"),
            "summary": f"What {dimension.id} is about.",
            "criteria": tuple(map(_reworded_criterion, dimension.criteria)),
        }
    )


# The bundled ids and ceilings in words of our own: better content never breaks a test of a view.
RUBRIC = BUNDLED.model_copy(
    update={"dimensions": tuple(map(_reworded_dimension, BUNDLED.dimensions))}
)

# One profile per level of the source model, in its own words of choices.
LEVEL_0 = {
    "people/data-scientists": "siloed",
    "people/data-engineers": "siloed",
    "people/software-engineers": "siloed",
    "model-creation/data-gathering": "manual",
    "model-creation/compute": "unmanaged",
    "model-creation/experiments": "untracked",
    "model-creation/versioning": "file-handoff",
    "model-creation/retraining": "on-request",
    "model-release/process": "manual",
    "model-release/scoring-script": "unversioned",
    "model-release/owner": "data-team-alone",
    "application-integration/expertise": "heavy",
    "application-integration/releases": "manual",
    "application-integration/model-tests": "none",
    "application-integration/application-tests": "none",
}
LEVEL_1 = LEVEL_0 | {
    "model-creation/data-gathering": "pipeline",
    "model-release/scoring-script": "versioned",
    "model-release/owner": "handed-to-software-engineers",
    "application-integration/releases": "automated",
    "application-integration/model-tests": "basic-integration",
    "application-integration/application-tests": "unit",
}
TOP = {path: RUBRIC.criterion(path).choices[-1].id for path in RUBRIC.paths()}


def team(**changes: Any) -> Team:
    rule = Rule(Cadence.MONTHLY_ON_DAY, time(9), "Europe/Berlin", day=1)
    made = Team(
        id=7,
        workspace_id=1,
        channel="C0TEAM",
        channel_name="ml-team",
        settings=Settings(rubric=RUBRIC.key, rule=rule),
        admins=("U0ADA",),
        revision=1,
        created_by="U0ADA",
        next_due_at=OPENED + timedelta(days=30),
        paused_reason="",
    )
    return replace(made, **changes)


def open_round(**changes: Any) -> Round:
    """Asked six people, three of whom have finished."""
    made = Round(
        id=42,
        period="2026-09",
        state="open",
        privacy=Privacy.CONFIDENTIAL,
        minimum=3,
        due_at=OPENED,
        opened_at=OPENED,
        deadline=OPENED + timedelta(days=5),
        closing_at=None,
        closed_at=None,
        asked=6,
        answered=3,
        asked_answered=3,
        respondents=3,
        enough=False,
        started_by="",
        closed_by="",
    )
    return replace(made, **changes)


def closed_round(**changes: Any) -> Round:
    """Five of six people asked have answered."""
    made = open_round(
        state="closed",
        closed_at=OPENED + timedelta(days=5),
        answered=5,
        asked_answered=5,
        respondents=5,
        enough=True,
    )
    return replace(made, **changes)


def unison(answers: Mapping[str, str], people: int = 5) -> list[Respondent]:
    """That many people who answer the same."""
    return [Respondent(role="data-scientist", answers=dict(answers)) for _ in range(people)]


def profile(people: Iterable[Respondent], minimum: int = 3) -> Profile:
    return score(RUBRIC, people, minimum)


def point(when: datetime, made: Profile) -> Point:
    levels = {s.dimension: s.level for s in made.dimensions}
    return Point(when, made.overall, levels, RUBRIC.key, Privacy.CONFIDENTIAL)


def result(
    people: Sequence[Respondent] | None = None,
    before: Sequence[Respondent] | None = None,
    voices: tuple[Voice, ...] = (),
    **changes: Any,
) -> Result:
    """A closed round in which `people` (default: five at level 1) answered, after `before`."""
    now = profile(unison(LEVEL_1) if people is None else people)
    then = None if before is None else profile(before)
    closed = OPENED + timedelta(days=5)
    earlier = closed - timedelta(days=31)
    trend = (point(closed, now),) if then is None else (point(earlier, then), point(closed, now))
    made = Result(
        team=team(),
        round=closed_round(respondents=now.respondents),
        rubric=RUBRIC,
        profile=now,
        steps=recommend(RUBRIC, now),
        comparison=None if then is None else compare(RUBRIC, then, now),
        compared_with=None if then is None else earlier,
        trend=trend,
        voices=voices,
        votes={},
    )
    return replace(made, **changes)


def past(found: Result, *earlier: PastRound) -> Past:
    """A team whose last round over is `found`, after what `earlier` holds."""
    last = PastRound(found.round, found.rubric, found.profile, found.comparison)
    return Past(found.team, (*earlier, last))


def past_round(people: Sequence[Respondent] | None, when: datetime, **changes: Any) -> PastRound:
    """A closed round in which `people` answered; None: too few did."""
    made = None if people is None else profile(people)
    closed = closed_round(closed_at=when, enough=made is not None)
    return replace(PastRound(closed, RUBRIC, made), **changes)


def not_enough(**changes: Any) -> Result:
    """A closed confidential round that two people answered."""
    few = closed_round(answered=2, asked_answered=2, respondents=2, enough=False)
    empty = replace(result(), round=few, profile=None, steps=(), trend=())
    return replace(empty, **changes)


def page(index: int = 0, **changes: Any) -> Page:
    made = Page(
        round=open_round(),
        zone=team().settings.rule.zone,
        rubric=RUBRIC,
        dimension=RUBRIC.dimensions[index],
        index=index,
        count=len(RUBRIC.dimensions),
        chosen={},
        role="",
        comment="",
        unchanged_since=None,
        finished=False,
    )
    return replace(made, **changes)


def receipt(answers: Mapping[str, str] = LEVEL_1, **changes: Any) -> Receipt:
    unknown = sum(answer == DONT_KNOW for answer in answers.values())
    own = profile(unison(answers, people=1), minimum=0)
    return replace(Receipt(open_round(), RUBRIC, own, unknown, True), **changes)


def standing(found: Result | None, **changes: Any) -> Status:
    """A team whose last result is `found`; None: it has none yet."""
    last = found.round if found else None
    made = Status(team=team(), rubric=RUBRIC, result=found, open=None, last_closed=last)
    return replace(made, **changes)


def buttons(rendered: Message | Mapping[str, Any]) -> list[tuple[str, str]]:
    """The buttons of a message or view in order: (action_id, value)."""
    blocks = rendered.blocks if isinstance(rendered, Message) else rendered["blocks"]
    elements = [e for b in blocks for e in [*b.get("elements", []), b.get("accessory", {})]]
    return [(e["action_id"], e["value"]) for e in elements if e.get("type") == "button"]


def texts(value: Any) -> str:
    """Everything written in a block, a modal or a message, one text per line."""
    if isinstance(value, Message):
        return "\n".join([value.text, texts(value.blocks)])
    if isinstance(value, Mapping):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return "\n".join([*own, *(texts(v) for k, v in value.items() if not isinstance(v, str))])
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(texts, value)))
    return ""


def marked_up(value: Any) -> list[str]:
    """Every text that Slack reads as markup: a message's `text`, and mrkdwn objects."""
    if isinstance(value, Message):
        return [value.text, *marked_up(value.blocks)]
    if isinstance(value, Mapping):
        own = [value["text"]] if value.get("type") == "mrkdwn" else []
        return own + [text for inner in value.values() for text in marked_up(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in marked_up(inner)]
    return []


def assert_inert(rendered: Message | Mapping[str, Any]) -> None:
    """Nothing that somebody typed has become a mention, a link or a hidden character."""
    for text in marked_up(rendered):
        assert "<!channel>" not in text
        assert "<https:" not in text
    assert not set("\u202e\u200b\x00") & set(texts(rendered))


def assert_takeable(rendered: Message | Mapping[str, Any]) -> None:
    """Slack would take the message, or the view, and it keeps to what is advised."""
    if not isinstance(rendered, Message):
        check_view(dict(rendered))
        return
    check_message({"text": rendered.text, "blocks": list(rendered.blocks)})
    assert 0 < len(rendered.text.encode()) <= TEXT_LIMIT
    assert len(rendered.text) + len(texts(rendered.blocks)) <= 10_000


def assert_golden(name: str, rendered: Message | Mapping[str, Any]) -> None:
    """Compares with golden/<name>.json; `RUNG_GOLDEN=write pytest …` writes it anew."""
    plain = (
        {"text": rendered.text, "blocks": list(rendered.blocks)}
        if isinstance(rendered, Message)
        else rendered
    )
    found = json.dumps(plain, indent=1, ensure_ascii=False) + "\n"
    path = GOLDEN / f"{name}.json"
    if os.environ.get("RUNG_GOLDEN") == "write":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")
