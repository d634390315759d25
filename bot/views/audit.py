"""The audit trail in plain words, for the one who asks."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import SectionBlock

from bot.domain.audit import Entry
from bot.views.notices import reason_words
from bot.views.text import Message, escape, joined, listed, message, message_text, moment, person

SECTION = 3000
_EMPTY = "Nothing has been changed here yet."
_TITLE = "Who changed what, newest first"
_SETTINGS = {
    "rubric": "rubric",
    "rule": "cadence",
    "days_open": "days to answer",
    "picked": "who is asked",
    "privacy": "privacy",
    "minimum": "fewest answers",
    "in_overview": "shown in the overview",
    "keep_months": "months that answers are kept",
}


def audit(entries: Sequence[Entry]) -> Message:
    """The entries, one line each, in each reader's own time."""
    if not entries:
        return message(_EMPTY, SectionBlock(text=_EMPTY))
    lines = [_line(entry) for entry in entries]
    shown = SectionBlock(text=joined([f"*{_TITLE}*", *lines], SECTION))
    return message(message_text([_TITLE, *lines]), shown)


def _line(entry: Entry) -> str:
    # Whose answers were erased is not kept, so that is not Rung's own doing.
    nobody = "somebody" if entry.action == "answers_erased" else "Rung"
    who = person(entry.actor) if entry.actor else nobody
    words = _WORDS.get(entry.action)
    did = words(entry.detail) if words else escape(entry.action.replace("_", " "))
    return f"• {moment(entry.at)}: {who} {did}"


def _settings(detail: Mapping[str, Any]) -> str:
    changed = [
        f"{_SETTINGS.get(name, name.replace('_', ' '))}: {old} → {new}"
        for name, (old, new) in detail.items()
    ]
    return f"changed the settings: {escape('; '.join(changed))}"


def _admins(detail: Mapping[str, Any]) -> str:
    added, removed = (listed([person(p) for p in detail[key]]) for key in ("added", "removed"))
    put = [f"added {added} to the admins"] if added else []
    taken = [f"took {removed} off them" if added else f"took {removed} off the admins"]
    return " and ".join(put + (taken if removed else []))


def _stopped(detail: Mapping[str, Any]) -> str:
    return f"paused the check-ins: {reason_words(str(detail['reason']))}"


def _target(detail: Mapping[str, Any]) -> str:
    by = f" by {date.fromisoformat(detail['by']):%-d %b %Y}" if detail.get("by") else ""
    return escape(f"set a target: {_aim(detail)} at level {detail['level']}{by}")


def _aim(detail: Mapping[str, Any]) -> str:
    return str(detail["dimension"] or "overall").replace("-", " ")


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "set_up": lambda _: "set up the check-ins",
    "settings_changed": _settings,
    "admins_changed": _admins,
    "sharing_allowed": lambda _: "allowed results to be shown to another organisation here",
    "sharing_withdrawn": lambda _: "stopped showing results to another organisation here",
    "paused": lambda _: "paused the check-ins",
    "resumed": lambda _: "resumed the check-ins",
    "stopped": _stopped,
    "started": lambda _: "started a check-in",
    "closed": lambda _: "closed a check-in",
    "target_set": _target,
    "target_removed": lambda detail: escape(f"ended the target for {_aim(detail)}"),
    "exported": lambda detail: escape(f"exported the history as {detail['format']}"),
    "answers_erased": lambda _: "had their answers erased",
    "team_erased": lambda _: "erased the team",
    "installed": lambda _: "installed Rung",
}
