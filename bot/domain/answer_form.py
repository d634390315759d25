"""What a submitted page of the questionnaire says: answers, or one sentence beside each field."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.team import ROLES
from rubric.model import Rubric
from rubric.scoring import is_offered

ROLE = "role"
COMMENT = "comment"
LONGEST_COMMENT = 1000

_MISSING = "Please choose an answer; “I don't know” is one too."
_NOT_OFFERED = "Please choose one of the answers offered here."
_NO_ROLE = "Please choose your role; “Something else” is one too."
_NO_TEXT = "Please write the comment as text."


class InvalidPage(Exception):
    """A page that cannot be saved; `errors` holds a sentence for each block id."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{block}: {text}" for block, text in errors.items()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class PageAnswers:
    """A valid page: criterion path → choice id, dont_know or not_applicable.

    `role` is None on all pages but the first; `comment` is empty when nothing was written.
    """

    answers: dict[str, str]
    role: str | None
    comment: str


def comment_block(dimension_id: str) -> str:
    """The block id of a page's comment, different on every page.

    Slack carries what was typed from one page to the next when both ids of an input stay the same.
    https://docs.slack.dev/reference/views/modal-views
    """
    return f"{COMMENT}:{dimension_id}"


def read_page(rubric: Rubric, dimension_id: str, state_values: object, first: bool) -> PageAnswers:
    """The answers of a submitted page; `state_values` is `view.state.values` as it came.

    Raises InvalidPage where anything is missing or was never offered, and LookupError when the
    rubric has no such dimension.
    """
    errors: dict[str, str] = {}
    answers: dict[str, str] = {}
    for path in rubric.paths_of(dimension_id):
        picked = _picked(_field(state_values, path))
        if picked is not None and is_offered(rubric.criterion(path), picked):
            answers[path] = picked
        else:
            errors[path] = _MISSING if picked is None else _NOT_OFFERED
    role = _picked(_field(state_values, ROLE)) if first else None
    if first and role not in ROLES:
        errors[ROLE] = _NO_ROLE
    block = comment_block(dimension_id)
    comment, fault = _comment(_field(state_values, block))
    if fault:
        errors[block] = fault
    if errors:
        raise InvalidPage(errors)
    return PageAnswers(answers, role, comment)


def _field(values: object, block_id: str) -> object:
    """What was put into an input block; it has exactly one element, whatever its action id."""
    block = _inside(values, block_id)
    return next(iter(block.values())) if isinstance(block, dict) and len(block) == 1 else None


def _inside(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _picked(field: object) -> str | None:
    value = _inside(_inside(field, "selected_option"), "value")
    return value if isinstance(value, str) else None


def _comment(field: object) -> tuple[str, str]:
    """The comment and an empty fault, or the fault."""
    value = _inside(field, "value")
    if value is None:
        return "", ""
    if not isinstance(value, str):
        return "", _NO_TEXT
    comment = _storable(value)
    if len(comment) > LONGEST_COMMENT:
        return "", (
            f"This comment has {len(comment):,} characters; please shorten it "
            f"to {LONGEST_COMMENT:,}."
        )
    return comment, ""


def _storable(text: str) -> str:
    # Databases refuse NUL and lone surrogates; the other control characters mean nothing here.
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()
