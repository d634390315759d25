"""docs/permissions.md says exactly what the code does: who may, through which door, checked where.

`RUNG_GOLDEN=write pytest …` writes its two tables anew.
"""

import ast
import importlib
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.permissions import Action, Actor, check
from bot.errors import NotAllowed

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "permissions.md"

# Columns of the matrix: somebody, as Slack describes them. U1 is an admin of the team, U2 is not.
ROLES = {
    "workspace admin": Actor("U2", in_channel=True, workspace_admin=True),
    "workspace admin, not in the channel, which is public": Actor(
        "U2", in_channel=False, workspace_admin=True
    ),
    "workspace admin, not in the channel, which is private": Actor("U2", in_channel=False),
    "team admin": Actor("U1", in_channel=True),
    "team admin who left the channel": Actor("U1", in_channel=False),
    "full member of the channel": Actor("U2", in_channel=True),
    "full member of the workspace": Actor("U2", in_channel=False),
    "guest, or of another organisation": Actor("U1", True, outsider=True, workspace_admin=True),
    "app, or deactivated": Actor("U1", True, workspace_admin=True, human=False),
}
NO_RIGHT = "none is needed"
SELF = "only about themselves"

# What somebody does, the door they come through, the right, and the function that asks for it.
DOORS: tuple[tuple[str, str, Action | str, str], ...] = (
    ("`/maturity`, `status`, `tips`, `explain`, `history`, `commitments`, `help`",
     "command '/maturity'", Action.LOOK, "bot.listeners.asking.Asking._reply"),
    ("`/maturity start`", "command '/maturity'", Action.START,
     "bot.services.checkins.CheckIns.start"),
    ("`/maturity close`", "command '/maturity'", Action.CLOSE,
     "bot.services.checkins.CheckIns.close"),
    ("`/maturity pause`, `resume`", "command '/maturity'", Action.PAUSE,
     "bot.services.teams.Teams._to_change"),
    ("`/maturity export`", "command '/maturity'", Action.EXPORT,
     "bot.services.exports.Exports.export"),
    ("`/maturity overview`", "command '/maturity'", Action.OVERVIEW,
     "bot.services.overviews.Overviews.overview"),
    ("`/maturity sharing`", "command '/maturity'", Action.ALLOW_SHARING,
     "bot.services.sharing.Sharing.team"),
    ("`/maturity audit`", "command '/maturity'", Action.AUDIT, "bot.services.trails.Trails.last"),
    ("`/maturity setup`: the form", "command '/maturity'", Action.CHANGE_SETTINGS,
     "bot.listeners.setting_up.SettingUp._check"),
    ("*Set up check-ins*, *Settings*: the form", "action re.compile('^set_up(:\\\\d+)?$')",
     Action.SET_UP, "bot.listeners.setting_up.SettingUp._check"),
    ("another cadence in the form", "action 'cadence'", Action.CHANGE_SETTINGS,
     "bot.listeners.setting_up.SettingUp._check"),
    ("time zones in the form", "options 'zone'", NO_RIGHT, ""),
    ("the form, submitted for a new team", "view 'settings'", Action.SET_UP,
     "bot.services.teams.Teams.save"),
    ("the form, submitted for a team", "view 'settings'", Action.CHANGE_SETTINGS,
     "bot.services.teams.Teams.save"),
    ("the form's consent for a shared channel", "view 'settings'", Action.ALLOW_SHARING,
     "bot.services.sharing.Sharing.decide"),
    ("*Make it open*", "action 'make_open'", Action.CHANGE_SETTINGS,
     "bot.services.teams.Teams.make_open"),
    ("`/maturity admins`: the form", "command '/maturity' _is_admins", Action.CHANGE_ADMINS,
     "bot.services.admins.Admins.team"),
    ("the admins' form, submitted", "view ADMINS", Action.CHANGE_ADMINS,
     "bot.services.admins.Admins.choose"),
    ("*Show results there*", "action views.ALLOW", Action.ALLOW_SHARING,
     "bot.services.sharing.Sharing.decide"),
    ("*Stop showing results*", "action views.WITHDRAW", Action.ALLOW_SHARING,
     "bot.services.sharing.Sharing.decide"),
    ("`/maturity forget me`: the form", "command '/maturity' _asks_to_forget", SELF, ""),
    ("`/maturity forget team`: the form", "command '/maturity' _asks_to_forget",
     Action.FORGET_TEAM, "bot.services.forgetting.Forgetting.look_at_team"),
    ("*Forget me*, submitted", "view 'forget_me'", SELF, ""),
    ("*Forget the team*, submitted", "view 'forget_team'", Action.FORGET_TEAM,
     "bot.services.forgetting.Forgetting.forget_team"),
    ("`/maturity target …`", "command '/maturity' _is_order", Action.SET_TARGETS,
     "bot.services.targets.Targets.order"),
    ("`/maturity whatif`", "command '/maturity' _is_whatif", Action.LOOK,
     "bot.services.results.Results.look"),
    ("a choice in what-if", "action re.compile('^whatif:')", Action.LOOK,
     "bot.services.results.Results.look"),
    ("*Reset* in what-if", "action 'whatif_reset'", Action.LOOK,
     "bot.services.results.Results.look"),
    ("another dimension in what-if", "action 'whatif_dimension'", Action.LOOK,
     "bot.services.results.Results.look"),
    ("*Answer*", "action re.compile('^answer(:\\\\d+)?$')", Action.ANSWER,
     "bot.services.questionnaire.Questionnaire._sheet"),
    ("a page of answers, submitted", "view 'answer_page'", Action.ANSWER,
     "bot.services.questionnaire.Questionnaire._sheet"),
    ("*Nothing has changed*", "action 'unchanged'", Action.ANSWER,
     "bot.services.questionnaire.Questionnaire._sheet"),
    ("*Share in channel*", "action 'share'", Action.LOOK, "bot.services.results.Results.look"),
    ("*Why this level?*", "action 'why'", Action.LOOK, "bot.listeners.asking.Asking.why"),
    ("a mention", "event 'app_mention'", Action.LOOK, "bot.listeners.asking.Asking.mention"),
    ("*We'll do this*", "action re.compile('^take_on(:\\\\d+)?$')", Action.COMMIT,
     "bot.services.commitments.Commitments.offer"),
    ("a step taken on, submitted", "view 'take_on'", Action.COMMIT,
     "bot.services.commitments.Commitments.take_on"),
    ("*Change* of a step", "action re.compile('^commitment(:\\\\d+)?$')", Action.COMMIT,
     "bot.services.commitments.Commitments.find"),
    ("another owner or day, submitted", "view 'commitment'", Action.COMMIT,
     "bot.services.commitments.Commitments.change"),
    ("*Drop it*", "action 'drop'", Action.COMMIT, "bot.services.commitments.Commitments.drop"),
    ("why a level fell", "action re.compile(f\"^fell:({'|'.join(Reading)})$\")",
     Action.EXPLAIN_FALL, "bot.services.falls.Falls.explain"),
    ("*Overview of teams* on Home", "action 'overview'", Action.OVERVIEW,
     "bot.services.overviews.Overviews.overview"),
    ("Home: their own channels' teams", "event 'app_home_opened'", SELF, ""),
    ("reminders on or off", "action REMINDERS", SELF, ""),
    ("*Skip this one*", "action SKIP", SELF, ""),
    ("*Don't remind me*", "action NO_MORE", SELF, ""),
    ("inviting Rung", "event 'member_joined_channel'", NO_RIGHT, ""),
    ("a channel is archived", "event 'channel_archive'", NO_RIGHT, ""),
    ("a private channel is archived", "event 'group_archive'", NO_RIGHT, ""),
    ("a channel is unarchived", "event 'channel_unarchive'", NO_RIGHT, ""),
    ("a private channel is unarchived", "event 'group_unarchive'", NO_RIGHT, ""),
    ("a channel is deleted", "event 'channel_deleted'", NO_RIGHT, ""),
    ("a private channel is deleted", "event 'group_deleted'", NO_RIGHT, ""),
    ("Rung is taken out of a channel", "event 'channel_left'", NO_RIGHT, ""),
    ("Rung is taken out of a private channel", "event 'group_left'", NO_RIGHT, ""),
    ("a channel gets another name", "event 'channel_rename'", NO_RIGHT, ""),
    ("a private channel gets another name", "event 'group_rename'", NO_RIGHT, ""),
    ("a channel gets another id", "event 'channel_id_changed'", NO_RIGHT, ""),
    ("the app is taken out of the workspace", "event 'app_uninstalled'", NO_RIGHT, ""),
    ("Rung's token is revoked", "event 'tokens_revoked'", NO_RIGHT, ""),
    ("a channel is shared", "event 'channel_shared'", NO_RIGHT, ""),
    ("a channel is no longer shared", "event 'channel_unshared'", NO_RIGHT, ""),
)  # fmt: skip


def may(role: str, action: Action) -> bool:
    try:
        check(ROLES[role], action, ["U1"])
    except NotAllowed:
        return False
    return True


def matrix() -> str:
    """Who may do what, as a table in Markdown."""
    rows = ["| | " + " | ".join(ROLES) + " |", "|---" * (len(ROLES) + 1) + "|"]
    for action in Action:
        marks = ["yes" if may(role, action) else "–" for role in ROLES]
        rows.append(f"| {action.value} | " + " | ".join(marks) + " |")
    return "\n".join(rows)


def doors() -> str:
    """Every way in, with its right and where that is asked for."""
    rows = ["| what | right | asked for in |", "|---|---|---|"]
    for does, _, action, where in DOORS:
        right = action.value if isinstance(action, Action) else action
        rows.append(f"| {does} | {right} | {f'`{where}`' if where else '–'} |")
    return "\n".join(rows)


def registered() -> Iterator[str]:
    """Everything that listens: the kind of payload, and what it must match."""
    for path in sorted((ROOT / "bot" / "listeners").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and ast.unparse(node.func.value) == "app"
                and node.func.attr in ("action", "command", "event", "options", "view")
            ):
                also = [ast.unparse(k.value).strip("[]") for k in node.keywords]
                yield " ".join([node.func.attr, ast.unparse(node.args[0]), *also])


def asks_for(where: str, action: Action) -> bool:
    module, cls, name = where.rsplit(".", 2)
    source = inspect.getsource(getattr(getattr(importlib.import_module(module), cls), name))
    return bool(re.search(rf"\bAction\.{action.name}\b", source)) and "check(" in source


def test_every_way_in_is_in_the_table_and_nothing_else() -> None:
    assert {door for _, door, _, _ in DOORS} == set(registered())


@pytest.mark.parametrize(("does", "action", "where"), [(d, a, w) for d, _, a, w in DOORS if w])
def test_the_right_is_asked_for_where_the_table_says(does: str, action: Action, where: str) -> None:
    assert asks_for(where, action), does


def test_the_document_holds_both_tables() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, table in {"matrix": matrix(), "doors": doors()}.items():
        block = f"<!-- {name} -->\n\n{table}\n\n<!-- end of {name} -->"
        found = re.search(rf"<!-- {name} -->.*?<!-- end of {name} -->", text, re.DOTALL)
        assert found is not None
        if os.environ.get("RUNG_GOLDEN") == "write":
            text = text.replace(found[0], block)
            DOCUMENT.write_text(text, encoding="utf-8")
        else:
            assert found[0] == block


def test_nobody_who_is_no_full_member_may_do_anything() -> None:
    refused = ("guest, or of another organisation", "app, or deactivated")
    assert not [(role, action) for role in refused for action in Action if may(role, action)]


def test_results_are_for_those_in_the_channel_whatever_else_they_are() -> None:
    see = {role for role in ROLES if may(role, Action.LOOK)}
    assert see == {"workspace admin", "team admin", "full member of the channel"}


def test_whatever_a_team_admin_may_a_workspace_admin_in_the_channel_may() -> None:
    assert [a for a in Action if may("team admin", a) and not may("workspace admin", a)] == []
