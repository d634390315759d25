"""The Home tab: what waits for a person, and how their teams stand."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock, HeaderBlock, SectionBlock
from slack_sdk.models.views import View

from bot.domain.rounds import Home, HomeTeam, Status
from bot.views.home_own import commitments, reminders
from bot.views.levels import level_text
from bot.views.overview import overview_row
from bot.views.round_words import end
from bot.views.standing import SECTION, level_title, measured, next_line
from bot.views.stopped import stopped
from bot.views.text import escape, joined, plural
from rubric.model import Rubric
from rubric.scoring import Profile

# A Home tab takes 100 blocks and 250 kB.
MOST_TEAMS = 25
_GUEST = (
    "Rung is for the full members of this workspace, so there is nothing for you to do here. "
    "Ask a member of your team if you would like to see its results."
)
_NO_TEAM = (
    "None of your channels has check-ins yet. Invite me to the channel where your team talks, "
    "with `/invite @Rung`, and type `/maturity setup` there."
)


def home(h: Home) -> dict[str, Any]:
    """The Home view: check-ins that wait for an answer, the teams, what the person took on."""
    if h.guest:
        blocks: list[Block] = [SectionBlock(text=_GUEST)]
    elif not h.teams:
        blocks = [HeaderBlock(text="No check-ins yet"), SectionBlock(text=_NO_TEAM)]
        blocks += [*stopped(h.stopped), *([] if h.reminders else reminders(False))]
    else:
        blocks = [*_waiting(h.teams), HeaderBlock(text="Your teams"), *_teams(h.teams)]
        blocks += [*stopped(h.stopped), *commitments(h.commitments), *reminders(h.reminders)]
    return View(type="home", blocks=[*blocks, *overview_row(h)]).to_dict()


def _waiting(teams: Sequence[HomeTeam]) -> list[Block]:
    rows = [_ask(team.status) for team in teams if team.waiting]
    waiting = [row for row in rows if row is not None]
    if not waiting:
        return []
    left = len(waiting) - MOST_TEAMS
    more = [SectionBlock(text=f"… and {left} more, in their channels.")] if left > 0 else []
    return [HeaderBlock(text="Waiting for your answer"), *waiting[:MOST_TEAMS], *more]


def _ask(s: Status) -> Block | None:
    if s.open is None:
        return None
    until = f", open until {end(s.open)}" if end(s.open) else ""
    button = ButtonElement(
        text="Answer",
        action_id=f"answer:{s.open.id}",  # one view may hold several: Slack wants them unique
        value=str(s.open.id),
        style="primary",
    )
    return SectionBlock(text=f"The check-in of <#{s.team.channel}>{until}.", accessory=button)


def _teams(teams: Sequence[HomeTeam]) -> list[Block]:
    blocks: list[Block] = []
    for team in teams[:MOST_TEAMS]:
        blocks += [DividerBlock(), _team(team)]
    left = len(teams) - MOST_TEAMS
    if left > 0:
        blocks.append(SectionBlock(text=f"… and {plural(left, 'more team')}."))
    return blocks


def _team(team: HomeTeam) -> Block:
    s = team.status
    lines = [f"*<#{s.team.channel}>*", *_level(s), next_line(s.team)]
    settings = ButtonElement(text="Settings", action_id=f"set_up:{s.team.id}", value=s.team.channel)
    button = settings if team.may_change_settings else None
    return SectionBlock(text=joined(lines, SECTION), accessory=button)


def _level(s: Status) -> list[str]:
    found = measured(s)
    if found is None:
        return ["No level yet"]
    result, profile = found
    return [escape(level_title(result.rubric, profile)), _profile(result.rubric, profile)]


def _profile(rubric: Rubric, profile: Profile) -> str:
    levels = [
        f"{escape(dimension.short_name)} {level_text(profile.dimension(dimension.id))}"
        for dimension in rubric.dimensions
    ]
    return " · ".join(levels)
