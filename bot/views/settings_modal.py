"""The settings modal, the time zones it offers, and what it says once it is saved."""

import json
from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ExternalDataSelectElement,
    InputBlock,
    NumberInputElement,
    Option,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement
from slack_sdk.models.views import View

from bot.domain.cadence import Cadence, Occurrence
from bot.domain.settings_fields import (
    EVERYONE,
    IN_OVERVIEW,
    LARGEST_MINIMUM,
    LAST,
    NEEDED,
    PICKED,
    SKIP_WEEKENDS,
    START_NOW,
)
from bot.domain.settings_form import SettingsDraft
from bot.domain.team import SMALLEST_MINIMUM, Privacy, Team
from bot.views.keeping import keep_input
from bot.views.notices import asked_sentence, privacy_sentence
from bot.views.standing import next_line
from bot.views.text import cut, moment, one_line, plain_moment, plural

CADENCES = {
    Cadence.WEEKLY: "Every week",
    Cadence.FORTNIGHTLY: "Every two weeks",
    Cadence.MONTHLY_ON_DAY: "Every month, on a date",
    Cadence.MONTHLY_ON_WEEKDAY: "Every month, on a weekday",
    Cadence.QUARTERLY: "Every quarter",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTHS = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", LAST: "Last"}
OPTION_TEXT = 75
_OVERVIEW = "Whoever can see this channel sees its levels, and what many teams share."


def settings_modal(
    draft: SettingsDraft, rubrics: Sequence[tuple[str, str]], channel: str, revision: int | None
) -> dict[str, Any]:
    """The modal `settings`, filled with the draft; each input's block and action have one id.

    `rubrics` are (key, name); `revision` is the team's, None for a channel without a team.
    """
    fields = _day_fields(draft)
    return View(
        type="modal",
        callback_id="settings",
        private_metadata=json.dumps({"channel": channel, "revision": revision}),
        title="Set up check-ins" if revision is None else "Check-in settings",
        submit="Save",
        close="Cancel",
        blocks=[
            SectionBlock(text=f"Check-ins for <#{channel}>. You can change all of this later."),
            _rubric(draft, rubrics),
            _cadence(draft),
            *(fields[name] for name in (NEEDED[draft.cadence] if draft.cadence else ())),
            *_when(draft),
            *_who(draft),
            keep_input(draft.keep_months),
            _options(draft, new=revision is None),
        ],
    ).to_dict()


def confirmation(
    team: Team, upcoming: Sequence[Occurrence], *, first: bool, started: bool, too_few: int | None
) -> dict[str, Any]:
    """The modal after saving: what was saved, and the next dates.

    `first`: there was no team before; `started`: a first check-in opens at once; `too_few`: how
    many people would be asked, where that is too few for a confidential team to see results.
    """
    saved = f"{asked_sentence(team.settings)} {privacy_sentence(team.settings)}"
    lines = [f"Saved for <#{team.channel}>: {saved}", *_what_now(first=first, started=started)]
    return View(
        type="modal",
        title="Check-ins are set up" if first else "Settings saved",
        close="Done",
        blocks=[
            SectionBlock(text="\n".join(lines)),
            *(_offer_open(team, too_few) if too_few is not None else []),
            SectionBlock(text="\n".join(_dates(team, upcoming))),
        ],
    ).to_dict()


def _what_now(*, first: bool, started: bool) -> list[str]:
    if started:
        return ["A check-in opens in the channel now."]
    return [] if first else ["A check-in that is open now goes on as it began."]


def _dates(team: Team, upcoming: Sequence[Occurrence]) -> list[str]:
    if not upcoming or team.next_due_at is None:
        return [next_line(team)]
    zone = team.settings.rule.zone
    return [
        f"*Next dates, in the time of {zone} and in yours*",
        *(f"• {plain_moment(o.due_at, zone)}; for you {moment(o.due_at)}" for o in upcoming),
    ]


def _offer_open(team: Team, too_few: int) -> list[Block]:
    who = f"Only {plural(too_few, 'person', 'people')}" if too_few else "Nobody"
    sentence = (
        f"{who} would be asked. A confidential team sees results from "
        f"{team.settings.minimum} answers on; an open team sees them from the first, "
        "and also who gave them."
    )
    button = ButtonElement(text="Make it open", action_id="make_open", value=str(team.id))
    return [SectionBlock(text=sentence), ActionsBlock(elements=[button])]


def _rubric(draft: SettingsDraft, rubrics: Sequence[tuple[str, str]]) -> InputBlock:
    texts = {key: f"{name}, {key}" for key, name in rubrics}
    hint = "The maturity model that the questions come from."
    return _input("rubric", "Rubric", _select("rubric", texts, draft.rubric), hint=hint)


def _cadence(draft: SettingsDraft) -> InputBlock:
    texts = {str(cadence): text for cadence, text in CADENCES.items()}
    select = _select("cadence", texts, draft.cadence)
    return _input("cadence", "How often", select, dispatch_action=True)


def _day_fields(draft: SettingsDraft) -> dict[str, InputBlock]:
    nths = {str(nth): text for nth, text in NTHS.items()}
    weekdays = {str(number): name for number, name in enumerate(WEEKDAYS)}
    shorter = "In a month that is shorter, its last day is meant."
    quarters = "In January, April, July and October. "
    hint = quarters + shorter if draft.cadence is Cadence.QUARTERLY else shorter
    return {
        "day": _input("day", "Day of the month", _number("day", draft.day, 1, 31), hint=hint),
        "nth": _input("nth", "Which one of the month", _select("nth", nths, draft.nth)),
        "weekday": _input(
            "weekday", "Day of the week", _select("weekday", weekdays, draft.weekday)
        ),
    }


def _when(draft: SettingsDraft) -> list[InputBlock]:
    time = TimePickerElement(
        action_id="at", initial_time=f"{draft.at:%H:%M}" if draft.at is not None else None
    )
    zone = ExternalDataSelectElement(
        action_id="zone",
        placeholder="Type a city, or UTC",
        min_query_length=1,
        initial_option=Option(text=draft.zone, value=draft.zone) if draft.zone else None,
    )
    return [
        _input("at", "Time", time),
        _input("zone", "Time zone", zone, hint="Type a large city near you, or UTC."),
        _input(
            "days_open",
            "Days to answer",
            _number("days_open", draft.days_open, 1),
            hint="A check-in closes earlier when everyone who was asked has answered.",
        ),
    ]


def _who(draft: SettingsDraft) -> list[InputBlock]:
    picked = UserMultiSelectElement(action_id="picked", initial_users=list(draft.picked) or None)
    fewest = _number("minimum", draft.minimum, SMALLEST_MINIMUM, LARGEST_MINIMUM)
    return [
        _input("asked", "Who is asked", _asked(draft)),
        _input(
            "picked",
            "People to ask",
            picked,
            optional=True,
            hint="Needed only when you ask people you pick.",
        ),
        _input(
            "privacy",
            "Who sees the answers",
            _privacy(draft),
            hint="A change here holds from the next check-in on.",
        ),
        _input(
            "minimum",
            "Fewest answers",
            fewest,
            hint=(
                "With fewer, a confidential team sees no level and an open team a provisional "
                f"one. At least {SMALLEST_MINIMUM}."
            ),
        ),
    ]


def _asked(draft: SettingsDraft) -> RadioButtonsElement:
    options = {
        True: _option(
            EVERYONE, "Everyone in the channel", "Whoever is in it when a check-in opens."
        ),
        False: _option(
            PICKED, "People I pick", "Others may answer too, but nobody waits for them."
        ),
    }
    initial = None if draft.everyone is None else options[draft.everyone]
    return _radio("asked", list(options.values()), initial)


def _privacy(draft: SettingsDraft) -> RadioButtonsElement:
    options = {
        Privacy.CONFIDENTIAL: _option(
            Privacy.CONFIDENTIAL, "Confidential", "Combined results only, never who said what."
        ),
        Privacy.OPEN: _option(
            Privacy.OPEN, "Open", "The team sees who answered what, and how roles differ."
        ),
    }
    initial = None if draft.privacy is None else options[draft.privacy]
    return _radio("privacy", list(options.values()), initial)


def _options(draft: SettingsDraft, *, new: bool) -> InputBlock:
    weekends = _option(SKIP_WEEKENDS, "On a weekend, move to the next working day")
    overview = _option(IN_OVERVIEW, "Show our levels in the workspace's overview", _OVERVIEW)
    offered = [(weekends, draft.skip_weekends), (overview, draft.in_overview)]
    if new:
        offered.append((_option(START_NOW, "Start the first one now"), draft.start_now))
    boxes = CheckboxesElement(
        action_id="options",
        options=[option for option, _ in offered],
        initial_options=[option for option, on in offered if on] or None,
    )
    return _input("options", "Also", boxes, optional=True)


def _input(
    name: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatch_action: bool | None = None,
) -> InputBlock:
    # One id for both: Slack keeps what was typed over an update, and read_settings finds it.
    return InputBlock(
        block_id=name,
        label=label,
        element=element,
        hint=hint,
        optional=optional,
        dispatch_action=dispatch_action,
    )


def _select(name: str, texts: dict[str, str], chosen: object) -> StaticSelectElement:
    options = {value: _option(value, text) for value, text in texts.items()}
    return StaticSelectElement(
        action_id=name,
        placeholder="Choose one",
        options=list(options.values()),
        initial_option=options.get(str(chosen)),
    )


def _radio(name: str, options: list[Option], initial: Option | None) -> RadioButtonsElement:
    return RadioButtonsElement(action_id=name, options=options, initial_option=initial)


def _number(name: str, value: int | None, low: int, high: int | None = None) -> NumberInputElement:
    return NumberInputElement(
        action_id=name,
        is_decimal_allowed=False,
        initial_value=None if value is None else str(value),
        min_value=str(low),
        max_value=None if high is None else str(high),
    )


def _option(value: str, text: str, description: str | None = None) -> Option:
    return Option(value=value, text=cut(one_line(text), OPTION_TEXT), description=description)
