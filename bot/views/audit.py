"""The audit trail in plain words, for the one who asks."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import SectionBlock

from bot.domain.audit import Entry
from bot.views.notices import reason_words
from bot.views.text import Message, escape, joined, listed, message, message_text, moment, person

SECTION = 3000
_EMPTY = "Nothing has been changed here yet."
_TITLE = "*Who changed what, the newest first*"
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
    lines = [_TITLE, *(_line(entry) for entry in entries)] if entries else [_EMPTY]
    return message(message_text(lines), SectionBlock(text=joined(lines, SECTION)))


def _line(entry: Entry) -> str:
    who = person(entry.actor) if entry.actor else "Rung"
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
    made = [f"made {added} admin"] if added else []
    ended = [f"took {removed} off the admins"] if removed else []
    return " and ".join(made + ended)


def _stopped(detail: Mapping[str, Any]) -> str:
    return f"paused the check-ins: {reason_words(str(detail['reason']))}"


def _target(detail: Mapping[str, Any]) -> str:
    by = f" by {detail['by']}" if detail.get("by") else ""
    return escape(f"set a target: {_aim(detail)} {detail['level']}{by}")


def _aim(detail: Mapping[str, Any]) -> str:
    return str(detail["dimension"] or "overall")


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "set_up": lambda _: "set up the check-ins",
    "settings_changed": _settings,
    "admins_changed": _admins,
    "sharing_allowed": lambda _: "allowed results to be shown to other organisations here",
    "sharing_withdrawn": lambda _: "ended that results are shown to other organisations here",
    "paused": lambda _: "paused the check-ins",
    "resumed": lambda _: "resumed the check-ins",
    "stopped": _stopped,
    "started": lambda _: "started a check-in",
    "closed": lambda _: "closed a check-in",
    "target_set": _target,
    "target_removed": lambda detail: escape(f"ended the target for {_aim(detail)}"),
    "exported": lambda detail: escape(f"exported the history as {detail['format']}"),
    "answers_erased": lambda _: "had their answers erased",
    "team_erased": lambda _: "had the team erased",
    "installed": lambda _: "installed Rung",
}
