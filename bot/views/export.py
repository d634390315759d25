"""What somebody reads who asks for an export: that it comes, the words with it, what went wrong."""

from slack_sdk.models.blocks import SectionBlock

from bot.domain.commands import Verb
from bot.domain.export import CSV, Export
from bot.domain.team import Privacy
from bot.views.text import Message, cut, escape, message, one_line, plural

# Slack's error → what can be done about it.
# https://docs.slack.dev/reference/methods/files.getUploadURLExternal#errors
_NO_UPLOADS = "This workspace takes no such files. Ask a workspace admin to allow them."
_REFUSALS = {
    "missing_scope": (
        "I lack the permission `files:write`. Ask a workspace admin to install the app again, "
        "then try once more."
    ),
    "file_uploads_disabled": _NO_UPLOADS,
    "file_uploads_except_images_disabled": _NO_UPLOADS,
    "file_type_not_allowed": _NO_UPLOADS,
}
_TYPED_ONLY = {
    Verb.EXPORT: "Type `/maturity export`: the file comes to you alone, in a direct message.",
    Verb.FORGET: (
        "Type `/maturity forget me` to have your own answers erased, or `/maturity forget team` to "
        "have all of this team erased, which its admins may. You are asked before anything happens."
    ),
    Verb.OVERVIEW: "Type `/maturity overview`: only you see the answer.",
    Verb.ADMINS: "Type `/maturity admins`: a form opens.",
    Verb.SHARING: "Type `/maturity sharing`: only you see the answer.",
    Verb.AUDIT: "Type `/maturity audit`: only you see the answer.",
}


def on_its_way(form: str) -> str:
    """The answer to the command, before the file is made."""
    return f"Your {form.upper()} file is on its way: it comes as a direct message from me."


def no_such_format(given: str) -> str:
    """For a format that there is not."""
    return (
        f"I can't write `{escape(given).replace('`', chr(39))}`. Type `/maturity export csv` for a "
        "spreadsheet, or `/maturity export json` for a program."
    )


def words_with(export: Export, form: str) -> str:
    """What the message with the file says."""
    use = (
        "It opens in any spreadsheet: one row for each level, answer, commitment and target."
        if form == CSV
        else "It is for programs; docs/export.md says what each field means."
    )
    names = (
        "For open check-ins it also says who answered what, so share it with care."
        if any(round_.privacy is Privacy.OPEN for round_ in export.rounds)
        else "It holds what the summaries showed; nobody's own answers are in it."
    )
    rounds = plural(len(export.rounds), "check-in")
    return f"The history of <#{export.team.channel}>: {rounds}. {use} {names}"


def file_name(export: Export, form: str) -> str:
    """`ml-platform-2026-11-25.csv`; only characters that every computer takes."""
    kept = (c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in export.team.name)
    name = "".join(kept).strip("-")[:60] or "team"
    return f"{name}-{export.made_at:%Y-%m-%d}.{form}"


def title(export: Export) -> str:
    """What Slack shows above the file: plain text."""
    return cut(one_line(f"Check-ins of #{export.team.name or export.team.channel}"), 200)


def refused(error: str) -> str:
    """Slack does not take the file, and why."""
    known = _REFUSALS.get(error)
    return f"The file was not sent. {known or f'Slack says: `{escape(error)}`.'}"


def lost() -> str:
    """Nobody knows whether it arrived."""
    return (
        "Slack did not say whether the file arrived. Please look in our direct messages; if it is "
        "not there, type `/maturity export` again."
    )


def typed_only(verb: Verb) -> Message:
    """For somebody who asks in a channel for what only they may get."""
    return message(_TYPED_ONLY[verb], SectionBlock(text=_TYPED_ONLY[verb]))
