"""What if: other answers than the team's, and the levels they would give. Nothing is stored.

What is chosen stands in the modal itself: in its fields, and for dimensions that are not shown at
the moment in its metadata.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rubric.model import Rubric
from rubric.scoring import NOT_APPLICABLE, Profile, Respondent, is_offered, offered, score

# So many criteria are shown together; of a larger rubric, one dimension at a time.
MOST_TOGETHER = 40
_NOTHING = "."


@dataclass(frozen=True)
class WhatIf:
    """Answers supposed for a channel's team: criterion path → choice, don't know or not applicable.

    `before` is the team's published profile (None: no level yet), `own` its answers. `dimension`
    is the id of the one shown, None where all are. `turn` counts how often the fields were made
    anew: Slack keeps what was chosen in a field as long as it is called the same.
    """

    channel: str
    rubric: Rubric
    before: Profile | None
    chosen: Mapping[str, str]
    dimension: str | None
    turn: int = 0

    @property
    def own(self) -> dict[str, str]:
        return own_answers(self.before)

    @property
    def after(self) -> Profile:
        return score(self.rubric, [Respondent(answers=self.chosen)])


def begin(channel: str, rubric: Rubric, before: Profile | None, turn: int = 0) -> WhatIf:
    """A what-if that still supposes what the team says."""
    first = rubric.dimensions[0].id if len(rubric.paths()) > MOST_TOGETHER else None
    return WhatIf(channel, rubric, before, own_answers(before), first, turn)


def go_on(
    channel: str,
    rubric: Rubric,
    before: Profile | None,
    metadata: Mapping[str, object],
    state: Mapping[str, object],
) -> WhatIf:
    """The what-if that a modal shows; one of another edition of the rubric begins anew.

    `metadata` is what `noted` gave, `state` the modal's fields; whatever they hold, only answers
    that the rubric offers are taken.
    """
    turn = metadata.get("turn")
    turn = turn if isinstance(turn, int) and 0 <= turn < 10**6 else 0
    fresh = begin(channel, rubric, before, turn)
    if metadata.get("rubric") != rubric.key:
        return begin(channel, rubric, before, turn + 1)
    wanted, dimension = metadata.get("dimension"), fresh.dimension
    if dimension is not None:
        dimension = next((d.id for d in rubric.dimensions if d.id == wanted), dimension)
    chosen = _hidden(rubric, metadata.get("hidden")) | _shown(rubric, state, turn)
    return WhatIf(channel, rubric, before, _answers(chosen), dimension, turn)


def noted(w: WhatIf) -> dict[str, object]:
    """What the modal's metadata holds: small enough for Slack, and nothing that people answered.

    `hidden` has a digit per criterion where a dimension at a time is shown: which of the answers
    offered is supposed.
    """
    small = {"channel": w.channel, "rubric": w.rubric.key, "turn": w.turn}
    return small | ({"dimension": w.dimension, "hidden": _packed(w)} if w.dimension else {})


def own_answers(profile: Profile | None) -> dict[str, str]:
    """What a team says, as far as it is known: criterion path → choice or NOT_APPLICABLE."""
    scores = profile.dimensions if profile else ()
    return {
        answer.criterion: answer.choice or NOT_APPLICABLE
        for part in scores
        for answer in part.answers
        if answer.state != "unknown"
    }


def field(path: str, turn: int) -> str:
    """The block id of a criterion's field."""
    return f"{path}#{turn}"


def _answers(chosen: Mapping[str, str | None]) -> dict[str, str]:
    return {path: answer for path, answer in chosen.items() if answer is not None}


def _shown(rubric: Rubric, state: Mapping[str, object], turn: int) -> dict[str, str | None]:
    """What the fields on view hold, None where nothing is chosen; others are left out."""
    return {
        path: _picked(rubric, path, state[field(path, turn)])
        for path in rubric.paths()
        if field(path, turn) in state
    }


def _picked(rubric: Rubric, path: str, block: object) -> str | None:
    for element in block.values() if isinstance(block, dict) else ():
        option = element.get("selected_option") if isinstance(element, dict) else None
        value = option.get("value") if isinstance(option, dict) else None
        if isinstance(value, str) and is_offered(rubric.criterion(path), value):
            return value
    return None


def _packed(w: WhatIf) -> str:
    def sign(path: str) -> str:
        answers = offered(w.rubric.criterion(path))
        chosen = w.chosen.get(path)
        return str(answers.index(chosen)) if chosen in answers else _NOTHING

    return "".join(map(sign, w.rubric.paths()))


def _hidden(rubric: Rubric, packed: object) -> dict[str, str | None]:
    if not isinstance(packed, str):
        return {}
    return {
        path: answers[int(sign)]
        for path, sign in zip(rubric.paths(), packed, strict=False)
        for answers in [offered(rubric.criterion(path))]
        if sign.isascii() and sign.isdigit() and int(sign) < len(answers)
    }
