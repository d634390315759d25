"""The questionnaire: one modal page per dimension, the receipt at its end, and small notices."""

import json
from functools import lru_cache
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.answer_form import LONGEST_COMMENT, ROLE, comment_block
from bot.domain.rounds import Page, Receipt, Terms
from bot.domain.team import ROLES, Privacy
from bot.views.levels import overall_text, profile_lines
from bot.views.round_words import end, privacy_sentence
from bot.views.text import clean, cut, escape, monospaced, plain_day, plural
from rubric.model import Criterion, Dimension
from rubric.scoring import DONT_KNOW, NOT_APPLICABLE, offered

TITLE_LENGTH = 24
# A field refuses an initial value that is longer once escaped; a comment saved must open again.
LONGEST_VALUE = 3000
EXTRAS = {DONT_KNOW: "I don't know", NOT_APPLICABLE: "Doesn't apply to us"}


def page(p: Page) -> dict[str, Any]:
    """The modal `answer_page`: one input per criterion, whose block id is the criterion's path.

    An input's action id is its block id, and so unique in the view.
    """
    frame = _frame(p.round, p.dimension, p.index, p.count)
    *introduction, footer = frame["blocks"]
    opening = [block.to_dict() for block in _opening(p)] if p.index == 0 else []
    questions = [_question(p, path) for path in p.rubric.paths_of(p.dimension.id)]
    return {**frame, "blocks": [*introduction, *opening, *questions, _comment(p), footer]}


@lru_cache(maxsize=1_000)  # the same for everybody who answers a round, and slow to make
def _frame(round_: Terms, dimension: Dimension, index: int, count: int) -> dict[str, Any]:
    """The page without what is asked: its last block is the footer. Nobody may change it."""
    place = f"Page {index + 1} of {count} · open until {end(round_)}"
    return View(
        type="modal",
        callback_id="answer_page",
        private_metadata=json.dumps({"check_in": round_.id, "page": index}),
        title=_title(dimension),
        submit="Save and finish" if index == count - 1 else "Save and continue",
        close="Close",
        blocks=[
            ContextBlock(elements=[MarkdownTextObject(text=place)]),
            SectionBlock(text=escape(dimension.summary)),
            ContextBlock(elements=[MarkdownTextObject(text=privacy_sentence(round_))]),
        ],
    ).to_dict()


def receipt(r: Receipt) -> dict[str, Any]:
    """The last page, without inputs: what was saved, until when it can change, who sees what."""
    own_view = (
        f"*Your own view*, not the team's: {overall_text(r.rubric, r.profile.overall)}, "
        "because the lowest dimension decides."
    )
    sentences = [_saved(r), privacy_sentence(r.round), *_dont_know(r.dont_know)]
    return View(
        type="modal",
        title="Thank you",
        close="Done",
        blocks=[
            *(SectionBlock(text=sentence) for sentence in sentences),
            SectionBlock(text=own_view),
            monospaced(profile_lines(r.rubric, r.profile, None)),
        ],
    ).to_dict()


def notice(title: str, sentence: str) -> dict[str, Any]:
    """A modal that only says something, such as that the round is over.

    `title` is plain text, cut to what a title holds; `sentence` is mrkdwn, already escaped.
    """
    return View(
        type="modal",
        title=cut(clean(title), TITLE_LENGTH),
        close="Close",
        blocks=[SectionBlock(text=sentence)],
    ).to_dict()


def _title(dimension: Dimension) -> str:
    fits = len(escape(dimension.name)) <= TITLE_LENGTH
    return dimension.name if fits else dimension.short_name


def _opening(p: Page) -> list[Block]:
    """What only the first page has."""
    advice = "Answer for how work is done today, not for how it is planned."
    if p.finished:
        advice = "Your answers are saved; change what you like."
    elif p.chosen:
        advice += " Your last answers are already chosen."
    blocks: list[Block] = [SectionBlock(text=advice)]
    if p.unchanged_since is not None:
        since = plain_day(p.unchanged_since, p.zone)
        button = ButtonElement(
            text=f"Nothing has changed since {since}",
            action_id="unchanged",
            value=str(p.round.id),
        )
        blocks.append(ActionsBlock(elements=[button]))
    return [*blocks, _role(p)]


def _role(p: Page) -> InputBlock:
    options = {role: Option(text=name, value=role) for role, name in ROLES.items()}
    return InputBlock(
        block_id=ROLE,
        label="What is your role?",
        element=StaticSelectElement(
            action_id=ROLE,
            placeholder="Choose one",
            options=list(options.values()),
            initial_option=options.get(p.role),
        ),
    )


def _question(p: Page, path: str) -> dict[str, Any]:
    return _asked(path, p.rubric.criterion(path), p.chosen.get(path, ""))


@lru_cache(maxsize=10_000)  # a page is rendered while somebody waits, and a rubric never changes
def _asked(path: str, criterion: Criterion, chosen: str) -> dict[str, Any]:
    """The block of a question; shared by all who see it, so nobody may change it."""
    options = {answer: _option(criterion, answer) for answer in offered(criterion)}
    return InputBlock(
        block_id=path,
        label=criterion.question,
        element=RadioButtonsElement(
            action_id=path,
            options=list(options.values()),
            initial_option=options.get(chosen),
        ),
    ).to_dict()


def _option(criterion: Criterion, answer: str) -> Option:
    if answer in EXTRAS:
        return Option(text=EXTRAS[answer], value=answer)
    choice = criterion.choice(answer)
    return Option(text=choice.name, value=answer, description=choice.description)


def _comment(p: Page) -> dict[str, Any]:
    hint = _comment_hint(p.round)
    written = cut(clean(p.comment)[:LONGEST_COMMENT], LONGEST_VALUE)
    if written:  # what people write is not kept in memory
        return _comment_input(p.dimension.id, hint, written)
    return _empty_comment(p.dimension.id, hint)


def _comment_input(dimension_id: str, hint: str, written: str) -> dict[str, Any]:
    block_id = comment_block(dimension_id)
    return InputBlock(
        block_id=block_id,
        label="Anything to add?",
        hint=hint,
        optional=True,
        element=PlainTextInputElement(
            action_id=block_id,
            multiline=True,
            max_length=max(LONGEST_COMMENT, len(escape(written))),
            initial_value=written or None,
        ),
    ).to_dict()


@lru_cache(maxsize=1_000)
def _empty_comment(dimension_id: str, hint: str) -> dict[str, Any]:
    return _comment_input(dimension_id, hint, "")


def _comment_hint(round_: Terms) -> str:
    if round_.privacy is Privacy.OPEN:
        return "Your team reads this with your name when the check-in closes."
    return (
        "Your team reads this word for word, without your name, when at least "
        f"{plural(round_.minimum, 'person has', 'people have')} answered. "
        "Leave out what would show who wrote it."
    )


def _saved(r: Receipt) -> str:
    return (
        f"Your answers are saved. You can change them until {end(r.round)}: "
        "press *Answer* in the channel again."
    )


def _dont_know(count: int) -> list[str]:
    if not count:
        return []
    questions = plural(count, "question")
    return [
        f"You chose “I don't know” for {questions}. That is useful to know, too; "
        "a level it touches is called provisional."
    ]
