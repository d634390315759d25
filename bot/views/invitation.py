"""The one channel message of a round: it invites, counts, and in the end says how it went."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)

from bot.domain.rounds import Invitation, Round
from bot.views.commitments import open_lines
from bot.views.levels import overall_text
from bot.views.round_words import (
    LEVEL_LOST,
    answered_sentence,
    end,
    lost_its_level,
    privacy_sentence,
)
from bot.views.text import Message, day, message, message_text, person, plural

_APART = (
    "People from another organisation can read this channel, so the result is not shown here: "
    "full members see it with `/maturity`."
)


def invitation(inv: Invitation) -> Message:
    """The message as it should stand now: open, everyone has answered, or closed."""
    if inv.round.state == "open":
        return _open(inv)
    return _closed(inv)


def _open(inv: Invitation) -> Message:
    title = "Maturity check-in"
    news = [answered_sentence(inv.round), _deadline(inv.round)]
    taken_on = open_lines(inv.plans, names=False)
    notes = [_who(inv), privacy_sentence(inv.round)]
    return message(
        message_text([title, _purpose(inv), *news, *taken_on, *notes]),
        HeaderBlock(text=title),
        SectionBlock(text=_purpose(inv)),
        SectionBlock(text="\n".join(news)),
        *([SectionBlock(text="\n".join(taken_on))] if taken_on else []),
        ActionsBlock(elements=[_answer_button(inv.round)]),
        ContextBlock(elements=[MarkdownTextObject(text=note) for note in notes]),
    )


def _closed(inv: Invitation) -> Message:
    title = "Maturity check-in, closed"
    facts = [*_outcome(inv), f"{answered_sentence(inv.round)} {_closing(inv.round)}".rstrip()]
    return message(
        message_text([title, *facts]),
        HeaderBlock(text=title),
        SectionBlock(text="\n".join(facts)),
    )


def _purpose(inv: Invitation) -> str:
    back = _APART if inv.held else "The results come back here, in this message's thread."
    questions = plural(len(inv.rubric.paths()), "short question")
    return f"How does this team really work today? {questions}, about two minutes. {back}"


def _deadline(round_: Round) -> str:
    if round_.everyone_answered:
        return (
            f"Everyone has answered, thank you. The check-in closes {end(round_)}; "
            "until then answers can still be changed."
        )
    return f"Open until {end(round_)}."


def _who(inv: Invitation) -> str:
    if inv.round.started_by:
        return f"Started by {person(inv.round.started_by)}."
    return f"Set up by {person(inv.team.created_by)}."


def _answer_button(round_: Round) -> ButtonElement:
    return ButtonElement(text="Answer", action_id="answer", value=str(round_.id), style="primary")


def _outcome(inv: Invitation) -> list[str]:
    if inv.held:
        return [_APART]
    if lost_its_level(inv.round):
        return [LEVEL_LOST]
    if not inv.round.enough:
        return [
            "There were not enough answers to show a level this time. The answers are kept.",
            "More about it is in this message's thread.",
        ]
    return [
        f"{overall_text(inv.rubric, inv.overall)}.",
        "The whole picture, and what to do next, is in this message's thread.",
    ]


def _closing(round_: Round) -> str:
    if round_.closed_by:
        return f"Closed by {person(round_.closed_by)}."
    return f"Closed {day(round_.closed_at)}." if round_.closed_at else ""
