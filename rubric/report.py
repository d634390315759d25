"""A profile as the `score` command prints it: for programs (JSON) and for people (text)."""

from collections.abc import Iterable, Sequence
from typing import Any

from rubric.model import Rubric
from rubric.recommendations import Recommendation
from rubric.scoring import DimensionScore, Profile


def as_json(profile: Profile, recommendations: Iterable[Recommendation]) -> dict[str, Any]:
    """What `score --json` prints, ready for json.dumps; *not measured* is None."""
    return {
        "overall": profile.overall,
        "provisional": profile.provisional,
        "dimensions": {score.dimension: _dimension(score) for score in profile.dimensions},
        "recommendations": [_recommendation(step) for step in recommendations],
    }


def as_text(rubric: Rubric, profile: Profile, recommendations: Sequence[Recommendation]) -> str:
    """What `score` prints for people: levels, what holds them, next steps; lines without markup."""
    lines = [
        f"{rubric.name} ({rubric.key}), respondents: {profile.respondents}",
        f"Overall: {_level(rubric, profile.overall)}{_mark(profile.provisional)}",
        "",
    ]
    for score in profile.dimensions:
        lines += _dimension_lines(rubric, score)
    if recommendations:
        lines += ["", "Next steps"]
    for number, step in enumerate(recommendations, 1):
        lines += _step_lines(rubric, number, step)
    if profile.provisional:
        lines += ["", "Provisional: something is not known, or too few people answered."]
    return "\n".join(lines)


def _dimension(score: DimensionScore) -> dict[str, Any]:
    return {
        "level": score.level,
        "band": None if score.band is None else list(score.band),
        "holding": list(score.holding),
        "unknown": list(score.unknown),
    }


def _recommendation(step: Recommendation) -> dict[str, Any]:
    return {
        "criterion": step.criterion,
        "from": step.from_choice,
        "to": step.to_choice,
        "effect": list(step.effect),
    }


def _level(rubric: Rubric, level: int | None) -> str:
    return "not measured" if level is None else f"{level} – {rubric.level(level).name}"


def _mark(provisional: bool) -> str:
    return " (provisional)" if provisional else ""


def _dimension_lines(rubric: Rubric, score: DimensionScore) -> list[str]:
    level = "not measured" if score.level is None else str(score.level)
    if score.band is not None and score.band[0] != score.band[1]:
        level += f" ({score.band[0]}–{score.band[1]})"
    name = rubric.dimension(score.dimension).name
    lines = [f"{name}: {level}{_mark(score.provisional)}"]
    for title, paths in (("held by", score.holding), ("unknown", score.unknown)):
        if paths:
            lines.append(f"  {title}: {', '.join(rubric.criterion(p).name for p in paths)}")
    return lines


def _step_lines(rubric: Rubric, number: int, step: Recommendation) -> list[str]:
    criterion = rubric.criterion(step.criterion)
    here, there = criterion.choice(step.from_choice), criterion.choice(step.to_choice)
    tip, (now, then) = criterion.tip(step.to_choice), step.effect
    dimension = rubric.dimension(step.dimension).name
    return [
        f"{number}. {dimension}, {criterion.name}: {tip.title}",
        f"   from “{here.name}” to “{there.name}”; {dimension} {now} → {then}",
    ]
