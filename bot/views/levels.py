"""Words for levels: the same ones in every message, so that people learn to read them once."""

from collections.abc import Sequence

from bot.views.text import escape, listed, plural
from rubric.comparison import Comparison
from rubric.model import Rubric
from rubric.recommendations import Recommendation
from rubric.scoring import DimensionScore, Profile, TeamAnswer

NOT_MEASURED = "not measured"


def level_text(score: DimensionScore) -> str:
    """A dimension's level with its band: `1 (0–1)`, `2`, or `not measured`."""
    if score.level is None or score.band is None:
        return NOT_MEASURED
    return banded(score.level, score.band)


def effect_text(rubric: Rubric, step: Recommendation) -> str:
    """What a step and its neighbours give, escaped: `Model Creation 1 → 3 (2–3)`."""
    dimension = rubric.dimension(step.dimension)
    before, after = (banded(level, dimension.band(level)) for level in step.effect)
    return f"{escape(dimension.name)} {before} → {after}"


def overall_text(rubric: Rubric, level: int | None) -> str:
    """The overall level with its name, escaped: `Level 1: DevOps but no MLOps`."""
    if level is None:
        return "Not measured"
    return f"Level {level}: {escape(rubric.level(level).name)}"


def bar(level: int | None, top: int) -> str:
    """One square per level up to `top`, the reached ones filled; dots where nothing is measured."""
    if level is None:
        return "·" * top
    return "■" * level + "□" * (top - level)


def change_text(before: int | None, after: int | None) -> str:
    """`up from 1`, `down from 3`, `unchanged`, `new` (first measured now), `was 2` (no longer)."""
    if before == after:
        return "unchanged"
    if before is None or after is None:
        return "new" if before is None else f"was {before}"
    return f"{'up' if after > before else 'down'} from {before}"


def profile_lines(rubric: Rubric, profile: Profile, comparison: Comparison | None) -> list[str]:
    """The profile as aligned plain lines for a monospaced block, unescaped, one per dimension.

    Each holds the short name, the level with its band, the bar, and, where there is something
    to say, the change (`comparison` is None on a first round: no changes) and `provisional`.
    """
    rows = [
        (d.short_name, level_text(score), bar(score.level, rubric.top_level), remark)
        for d in rubric.dimensions
        for score in [profile.dimension(d.id)]
        for remark in [_remark(score, comparison, d.id)]
    ]
    name_width = max(len(row[0]) for row in rows)
    level_width = max(len(row[1]) for row in rows)
    return [
        f"{name:<{name_width}}  {level:<{level_width}}  {squares}  {remark}".rstrip()
        for name, level, squares, remark in rows
    ]


def profile_words(rubric: Rubric, profile: Profile, comparison: Comparison | None) -> list[str]:
    """The profile for reading aloud, escaped: `People: 1 (0–1), up from 0`, one per dimension."""
    lines = []
    for dimension in rubric.dimensions:
        score = profile.dimension(dimension.id)
        remark = _remark(score, comparison, dimension.id)
        words = f"{escape(dimension.name)}: {level_text(score)}"
        lines.append(f"{words}, {remark}" if remark else words)
    return lines


def provisional_text(rubric: Rubric, profile: Profile, minimum: int) -> str:
    """Why the level is provisional, in plain words and escaped; empty when it is not."""
    if not profile.provisional:
        return ""
    reasons = []
    if profile.respondents < minimum:
        people = plural(profile.respondents, "person", "people")
        reasons.append(f"only {people} answered")
    answers = [answer for score in profile.dimensions for answer in score.answers]
    unknown = [answer for answer in answers if answer.state == "unknown"]
    if unknown:
        names = [f"“{escape(rubric.criterion(a.criterion).name)}”" for a in unknown]
        reasons.append(f"{who_could_say(unknown)} could say how things stand with {_first(names)}")
    unmeasured = [s.dimension for s in profile.dimensions if s.level is None and not s.unknown]
    if unmeasured:
        names = [escape(rubric.dimension(name).name) for name in unmeasured]
        reasons.append(f"nothing applies to you in {listed(names)}")
    return f"Provisional: {listed(reasons)}. The level may change once more is known."


def who_could_say(unknown: Sequence[TeamAnswer]) -> str:
    """Of unknown team answers: nobody, or too few people for what they said to be counted."""
    return "nobody" if all(answer.counts for answer in unknown) else "too few people"


def place_text(rubric: Rubric, path: str) -> str:
    """A criterion and where it belongs, escaped: `Scoring script (Model Release)`."""
    name, dimension = rubric.criterion(path).name, rubric.dimension_of(path).name
    return f"{escape(name)} ({escape(dimension)})"


def choice_text(rubric: Rubric, path: str, choice: str) -> str:
    """The name of a criterion's choice in quotes, escaped."""
    return f"“{escape(rubric.criterion(path).choice(choice).name)}”"


def banded(level: int, band: tuple[int, int]) -> str:
    """A level with its band: `1 (0–1)`, or `2` where it stands alone."""
    low, high = band
    return str(level) if low == high else f"{level} ({low}–{high})"


def _remark(score: DimensionScore, comparison: Comparison | None, dimension_id: str) -> str:
    remarks = []
    if comparison is not None:
        before, after = comparison.dimensions[dimension_id]
        remarks.append(change_text(before, after))
    if score.provisional and score.level is not None:
        remarks.append("provisional")
    return ", ".join(remarks)


def _first(names: list[str], limit: int = 3) -> str:
    if len(names) <= limit:
        return listed(names)
    return listed([*names[:limit], f"{plural(len(names) - limit, 'other question')}"])
