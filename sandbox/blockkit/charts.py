"""The data_visualization block.

https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.blockkit.objects import identifier
from sandbox.blockkit.refusal import fault
from sandbox.blockkit.schema import Json, array, number, positive, record, string, tagged

SERIES = 6
POINTS = 20

_label = string(1, 20)
_series = array(
    record(
        {
            "name": _label,
            "data": array(record({"label": _label, "value": number}), 1, POINTS),
        }
    ),
    1,
    SERIES,
)
_axes = record(
    {"categories": array(_label, 1, POINTS)}, {"x_label": string(1, 50), "y_label": string(1, 50)}
)


def _unique_names(chart: Json, pointer: str) -> Iterator[str]:
    names = [series["name"] for series in chart["series"]]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield fault("series names must be unique", f"{pointer}/series/{index}/name")


def _labels_are_categories(chart: Json, pointer: str) -> Iterator[str]:
    categories = chart["axis_config"]["categories"]
    if len(set(categories)) < len(categories):
        yield fault("categories must be unique", f"{pointer}/axis_config/categories")
    for index, series in enumerate(chart["series"]):
        if [point["label"] for point in series["data"]] != categories:
            yield fault(
                "labels must match the categories of axis_config", f"{pointer}/series/{index}/data"
            )


_plotted = record(
    {"series": _series, "axis_config": _axes}, {}, _unique_names, _labels_are_categories
)
_pie = record({"segments": array(record({"label": _label, "value": positive}), 1, SERIES)})
_chart = tagged({"line": _plotted, "bar": _plotted, "area": _plotted, "pie": _pie})

data_visualization = record({"title": string(1, 50), "chart": _chart}, {"block_id": identifier})
