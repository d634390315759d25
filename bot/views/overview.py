"""Teams side by side: the answer to `overview`, and the same as a modal, opened from Home."""

from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    DividerBlock,
    HeaderBlock,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.domain.overview import Obstacle, Overview, Row
from bot.domain.rounds import Home
from bot.views.levels import change_text, level_text, place_text
from bot.views.standing import SECTION
from bot.views.text import (
    Message,
    cut,
    escape,
    joined,
    message,
    message_text,
    one_line,
    plain_day,
    plural,
)

TITLE = "Teams side by side"
SHARED = "What many teams share"
# So many lines fit into the text of a message, with what the teams share below them.
TEAMS_A_PAGE = 15
MOST_OBSTACLES = 3
LONGEST_NAME = 80
HEADS = ("Team", "Level", "Profile", "Since the check-in before", "Last result")
NOBODY = (
    "No team that you can see shows its levels yet. A team's admins can: `/maturity setup`, "
    "“Show our levels in the workspace's overview”."
)


def overview(o: Overview, page: int = 1) -> Message:
    """The teams as a native table, in alphabetical order, and what many of them share.

    `page` counts from 1; one that is not there means the nearest.
    """
    if not o.rows:
        return message(NOBODY, SectionBlock(text=NOBODY))
    rows, lines = _page(o, page)
    shared = [_obstacle(o, obstacle, "") for obstacle in o.obstacles[:MOST_OBSTACLES]]
    return message(
        message_text([TITLE, *lines, *map(_line, rows), *([SHARED, *shared] if shared else [])]),
        HeaderBlock(text=TITLE),
        SectionBlock(text=joined(lines, SECTION)),
        _table(rows),
        *_shared(o),
    )


def overview_modal(o: Overview) -> dict[str, Any]:
    """The same for a modal, which takes no table: a section for each team."""
    blocks: list[Block] = [SectionBlock(text=NOBODY)]
    if o.rows:
        rows, lines = _page(o, 1)
        teams = [SectionBlock(text=cut(_line(row), SECTION)) for row in rows]
        blocks = [SectionBlock(text=joined(lines, SECTION)), DividerBlock(), *teams, *_shared(o)]
    return View(type="modal", title=TITLE, close="Close", blocks=blocks).to_dict()


def overview_row(h: Home) -> list[Block]:
    """The button on Home that opens the modal, for those who look after more than one team."""
    if not h.sees_overview:
        return []
    return [
        ActionsBlock(
            elements=[ButtonElement(text="Overview of teams", action_id="overview", value="all")]
        )
    ]


def _page(o: Overview, page: int) -> tuple[tuple[Row, ...], list[str]]:
    """The rows of a page, and the lines above them."""
    pages = -(-len(o.rows) // TEAMS_A_PAGE)
    shown = min(max(page, 1), pages)
    rows = o.rows[(shown - 1) * TEAMS_A_PAGE : shown * TEAMS_A_PAGE]
    lines = [
        f"{plural(len(o.rows), 'team shows its', 'teams show their')} levels here, in alphabetical "
        "order. Teams start from different places, so this is no ranking."
    ]
    if pages > 1:
        another = shown % pages + 1
        lines.append(
            f"Page {shown} of {pages}. `/maturity overview {another}` shows page {another}."
        )
    return rows, lines


def _table(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Slack's table: https://docs.slack.dev/reference/block-kit/blocks/table-block"""
    cells = [HEADS, *(_cells(row) for row in rows)]
    return {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": text} for text in row] for row in cells],
        "column_settings": [{"is_wrapped": True} for _ in HEADS],
    }


def _cells(row: Row) -> tuple[str, ...]:
    level = _level(row).removeprefix("level ")  # the column says so
    return (_name(row), level, _profile(row), _change(row), _date(row))


def _line(row: Row) -> str:
    """A team's row for reading aloud, escaped."""
    if row.profile is None:
        return escape(f"{_name(row)}: no level yet")
    told = [_level(row), _profile(row), _change(row), _date(row)]
    return escape(f"{_name(row)}: {'; '.join(told)}")


def _name(row: Row) -> str:
    return f"#{cut(one_line(row.name) or row.team.channel, LONGEST_NAME)}"


def _level(row: Row) -> str:
    if row.profile is None or row.profile.overall is None:
        return "no level yet"
    mark = " (provisional)" if row.profile.provisional else ""
    return f"level {row.profile.overall}{mark}"


def _profile(row: Row) -> str:
    if row.profile is None:
        return "–"
    names = {d.id: d.short_name for d in row.rubric.dimensions}
    levels = (f"{names[s.dimension]} {level_text(s)}" for s in row.profile.dimensions)
    return one_line(" · ".join(levels))


def _change(row: Row) -> str:
    if row.profile is None:
        return "–"
    if row.comparison is None:
        return "other questions than before" if row.other_questions else "first result"
    pairs = {"overall": row.comparison.overall}
    pairs |= {d.short_name: row.comparison.dimensions[d.id] for d in row.rubric.dimensions}
    moved = [
        f"{one_line(name)} {change_text(*pair)}"
        for name, pair in pairs.items()
        if pair[0] != pair[1]
    ]
    return ", ".join(moved) or "unchanged"


def _date(row: Row) -> str:
    if row.closed_at is None:
        return "–"
    return plain_day(row.closed_at, row.team.settings.rule.zone)


def _shared(o: Overview) -> list[Block]:
    sections = [_obstacle(o, obstacle, "*") for obstacle in o.obstacles[:MOST_OBSTACLES]]
    if not sections:
        return []
    return [
        HeaderBlock(text=SHARED),
        *(SectionBlock(text=joined(section.split("\n"), SECTION)) for section in sections),
    ]


def _obstacle(o: Overview, obstacle: Obstacle, bold: str) -> str:
    """A question that holds several teams, and the step to help them with, escaped."""
    rubric = obstacle.rubric
    held = f"holds back {obstacle.teams} of {plural(o.measured, 'team')}"
    tip = rubric.criterion(obstacle.criterion).tip(obstacle.to_choice)
    return "\n".join(
        [
            f"{bold}{place_text(rubric, obstacle.criterion)}{bold} {held}.",
            f"Where help would reach them all: {escape(tip.title)}. {escape(tip.why)}",
        ]
    )
