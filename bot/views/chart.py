"""The trend of a team's levels: Slack's native line chart, and the same in words."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.rounds import Point
from bot.views.text import plural
from rubric.model import Rubric

FEWEST_POINTS = 2
# Slack takes 20; a year of monthly rounds is what the labels have room for on a phone.
MOST_POINTS = 12
# From short to long: the first form that tells all points apart is used. Slack takes 20 characters.
_LABELS = ("%b %Y", "%-d %b", "%-d %b %Y", "%-d %b %Y %H:%M")


def trend_chart(rubric: Rubric, trend: Sequence[Point], zone: str = "UTC") -> dict[str, Any] | None:
    """A data_visualization block with one line per dimension; None where there is none to draw.

    Every series must have every category, so only rounds with exactly the rubric's dimensions, all
    measured, are drawn; fewer than two are no line. Dates are those of `zone`.
    https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
    """
    points = [point for point in trend if _drawable(rubric, point)][-MOST_POINTS:]
    if len(points) < FEWEST_POINTS:
        return None
    labels = _labels(points, zone)
    series = [
        {"name": d.short_name, "data": _data(labels, [p.levels[d.id] for p in points])}
        for d in rubric.dimensions
    ]
    return {
        "type": "data_visualization",
        "title": f"Levels of the last {plural(len(points), 'check-in')}",
        "chart": {
            "type": "line",
            "series": series,
            "axis_config": {"categories": labels, "x_label": "Check-in", "y_label": "Level"},
        },
    }


def trend_lines(rubric: Rubric, trend: Sequence[Point], zone: str = "UTC") -> list[str]:
    """One unescaped line per round: `Sep 2026  overall 1 · People 1 · …`, – where not measured."""
    lines = []
    for label, point in zip(_labels(trend, zone), trend, strict=True):
        levels = [("overall", point.overall)]
        levels += [(d.short_name, point.levels.get(d.id)) for d in rubric.dimensions]
        words = (f"{name} {'–' if level is None else level}" for name, level in levels)
        lines.append(f"{label}  {' · '.join(words)}")
    return lines


def _drawable(rubric: Rubric, point: Point) -> bool:
    same = set(point.levels) == {dimension.id for dimension in rubric.dimensions}
    return same and None not in point.levels.values()


def _data(labels: Sequence[str], levels: Sequence[int | None]) -> list[dict[str, Any]]:
    return [{"label": a, "value": b} for a, b in zip(labels, levels, strict=True)]


def _labels(points: Sequence[Point], zone: str) -> list[str]:
    times = [point.closed_at.astimezone(ZoneInfo(zone)) for point in points]
    for form in _LABELS:
        labels = [time.strftime(form) for time in times]
        if len(set(labels)) == len(labels):
            return labels
    return _numbered([time.strftime(_LABELS[1]) for time in times])


def _numbered(labels: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    numbered = []
    for label in labels:
        seen[label] += 1
        numbered.append(f"{label} ({seen[label]})")
    return numbered
