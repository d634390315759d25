"""The what-if modal: other answers than today's, and the levels that they would give."""

import json
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    Option,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import InteractiveElement
from slack_sdk.models.views import View

from bot.domain.whatif import WhatIf, field, noted
from bot.views.levels import NOT_MEASURED, choice_text, level_text, place_text
from bot.views.standing import overall_words, score_of
from bot.views.text import Message, cut, escape, listed, message, monospaced, plural
from rubric.model import Criterion, Dimension
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, Profile, offered

MOST_NAMES = 3
LONGEST_QUESTION = 300
_EXTRAS = {DONT_KNOW: "Not known", NOT_APPLICABLE: "Doesn't apply to us"}
_INTRODUCTION = (
    "Change some answers of <#{channel}> and see what the levels would be. Nothing is saved, and "
    "nobody else sees it: close this whenever you like."
)
_BY_COMMAND = "“What if” opens as a form for you alone. Type `/maturity whatif` in the channel."


def whatif(w: WhatIf) -> dict[str, Any]:
    """The modal `whatif`: the levels now and with these choices, and a menu per criterion."""
    shown = [d for d in w.rubric.dimensions if w.dimension in (None, d.id)]
    fields = [block for dimension in shown for block in _fields(w, dimension)]
    return View(
        type="modal",
        callback_id="whatif",
        private_metadata=json.dumps(noted(w)),
        title="What if …?",
        close="Close",
        blocks=[
            SectionBlock(text=_INTRODUCTION.format(channel=w.channel)),
            SectionBlock(text="\n".join(_outcome(w))),
            monospaced(_levels(w)),
            ActionsBlock(block_id=f"whatif_actions#{w.turn}", elements=_controls(w)),
            *fields,
        ],
    ).to_dict()


def by_command() -> Message:
    """For somebody who asks where no modal can be opened."""
    return message(_BY_COMMAND, SectionBlock(text=_BY_COMMAND))


def _outcome(w: WhatIf) -> list[str]:
    """The overall level with these choices, what would hold it, and what is left out."""
    after = w.after
    title = f"*With these choices: {overall_words(w.rubric, after)}*"
    lines = [f"{title}{_now(w, after)}", *_held(w, after)]
    unknown = sum(len(score.unknown) for score in after.dimensions)
    if unknown:
        lines.append(f"Not counted: {plural(unknown, 'question')} for which nothing is known.")
    return lines


def _now(w: WhatIf, after: Profile) -> str:
    if w.before is None:
        return ". The team has no level yet."
    if w.before.overall == after.overall:
        return ", as it is today."
    return f". Today: {overall_words(w.rubric, w.before)}."


def _held(w: WhatIf, after: Profile) -> list[str]:
    if after.overall is None or after.overall == w.rubric.top_level:
        return []
    lowest = [score for score in after.dimensions if score.level == after.overall]
    names = [place_text(w.rubric, path) for score in lowest for path in score.holding]
    left = len(names) - MOST_NAMES
    named = [*names[:MOST_NAMES], *([f"{left} more"] if left > 0 else [])]
    return [f"What would hold it there: {listed(named)}."]


def _levels(w: WhatIf) -> list[str]:
    """One unescaped line per dimension: the level today, and with these choices."""
    after = w.after
    width = max(len(dimension.short_name) for dimension in w.rubric.dimensions)
    return [
        f"{d.short_name:<{width}}  {_change(_level(w.before, d.id), _level(after, d.id))}"
        for d in w.rubric.dimensions
    ]


def _change(before: str, after: str) -> str:
    return f"{after}, unchanged" if before == after else f"{before} → {after}"


def _level(profile: Profile | None, dimension: str) -> str:
    score = score_of(profile, dimension) if profile else None
    return level_text(score) if score else NOT_MEASURED


def _controls(w: WhatIf) -> list[InteractiveElement]:
    reset = ButtonElement(text="Reset to today's answers", action_id="whatif_reset", value="reset")
    if w.dimension is None:
        return [reset]
    options = {d.id: Option(text=d.name, value=d.id) for d in w.rubric.dimensions}
    menu = StaticSelectElement(
        action_id="whatif_dimension",
        placeholder="Dimension",
        options=list(options.values()),
        initial_option=options[w.dimension],
    )
    return [menu, reset]


def _fields(w: WhatIf, dimension: Dimension) -> list[Block]:
    fields = [_field(w, path) for path in dimension.paths()]
    return [DividerBlock(), HeaderBlock(text=dimension.name), *fields]


def _field(w: WhatIf, path: str) -> Block:
    criterion = w.rubric.criterion(path)
    lines = [f"*{escape(criterion.name)}*", escape(cut(criterion.question, LONGEST_QUESTION))]
    if path in w.own:
        lines.append(f"Today: {_today(w, path)}")
    options = {answer: _option(criterion, answer) for answer in offered(criterion)}
    return SectionBlock(
        block_id=field(path, w.turn),
        text="\n".join(lines),
        accessory=StaticSelectElement(
            action_id=f"whatif:{path}",
            placeholder="Nothing chosen",
            options=list(options.values()),
            initial_option=options.get(w.chosen.get(path, "")),
        ),
    )


def _today(w: WhatIf, path: str) -> str:
    answer = w.own[path]
    if answer == NOT_APPLICABLE:
        return "doesn't apply to you"
    return choice_text(w.rubric, path, answer)


def _option(criterion: Criterion, answer: str) -> Option:
    return Option(text=_EXTRAS.get(answer) or criterion.choice(answer).name, value=answer)
