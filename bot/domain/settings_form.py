"""The settings form: what it is filled with, and what is read back from Slack's view state."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Self, TypeVar

from bot.domain import settings_fields as fields
from bot.domain.cadence import Cadence, Rule, longest_open, soonest_parity
from bot.domain.retention import DEFAULT_KEEP_MONTHS
from bot.domain.settings_fields import IN_OVERVIEW, NEEDED, SKIP_WEEKENDS, START_NOW
from bot.domain.team import DEFAULT_DAYS_OPEN, SMALLEST_MINIMUM, Privacy, Settings

T = TypeVar("T")

MOST_PICKED = 500

_NINE = time(9)
_SLACKBOT_ID = "USLACKBOT"


class InvalidSettings(Exception):
    """The form cannot be saved; `errors` holds one sentence by the id of the field's block."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True)
class SettingsDraft:
    """What the form shows before it is saved; None: nothing is filled in.

    `everyone` tells who is asked, `picked` holds the people chosen should it be False.
    """

    rubric: str | None = None
    cadence: Cadence | None = None
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None
    at: time | None = None
    zone: str | None = None
    days_open: int | None = None
    everyone: bool | None = None
    picked: tuple[str, ...] = ()
    privacy: Privacy | None = None
    minimum: int | None = None
    keep_months: int = DEFAULT_KEEP_MONTHS
    skip_weekends: bool = False
    in_overview: bool = False
    start_now: bool = False

    @classmethod
    def new(cls, zone: str, rubric: str) -> Self:
        """What a new team is proposed, in the person's own zone.

        The first Monday of the month: never on a weekend, the days that it stays open are that
        working week, and a month is long enough for something to have changed.
        """
        return cls(
            rubric=rubric,
            cadence=Cadence.MONTHLY_ON_WEEKDAY,
            day=1,
            weekday=0,
            nth=1,
            at=_NINE,
            zone=zone,
            days_open=DEFAULT_DAYS_OPEN,
            everyone=True,
            privacy=Privacy.CONFIDENTIAL,
            minimum=SMALLEST_MINIMUM,
            skip_weekends=True,
        )

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """A team's settings; a field that its cadence does not use has what a new team gets."""
        rule = settings.rule
        proposed = cls.new(rule.zone, settings.rubric)
        used = {name: getattr(rule, name) for name in NEEDED[rule.cadence]}
        return replace(
            proposed,
            **used,
            cadence=rule.cadence,
            at=rule.at,
            days_open=settings.days_open,
            everyone=settings.picked is None,
            picked=settings.picked or (),
            privacy=settings.privacy,
            minimum=settings.minimum,
            keep_months=settings.keep_months,
            skip_weekends=rule.skip_weekends,
            in_overview=settings.in_overview,
        )


@dataclass(frozen=True)
class SettingsForm:
    """A form that can be saved; `start_now` asks for a first check-in at once."""

    settings: Settings
    start_now: bool


def draft_from_state(state: object, fallback: SettingsDraft) -> SettingsDraft:
    """What the open form holds, and `fallback` for fields that are missing, empty or wrong.

    `state` is Slack's `view.state.values`; any JSON will do.
    """
    ticked = fields.ticked(state)
    return SettingsDraft(
        rubric=_or(fields.chosen(state, "rubric"), fallback.rubric),
        cadence=_or(fields.cadence(state), fallback.cadence),
        day=_or(fields.day(state), fallback.day),
        weekday=_or(fields.weekday(state), fallback.weekday),
        nth=_or(fields.nth(state), fallback.nth),
        at=_or(fields.at(state), fallback.at),
        zone=_or(fields.zone(state), fallback.zone),
        days_open=_or(fields.days_open(state), fallback.days_open),
        everyone=_or(fields.everyone(state), fallback.everyone),
        picked=_or(fields.picked(state), fallback.picked),
        privacy=_or(fields.privacy(state), fallback.privacy),
        minimum=_or(fields.minimum(state), fallback.minimum),
        keep_months=_or(fields.keep_months(state), fallback.keep_months),
        skip_weekends=fallback.skip_weekends if ticked is None else SKIP_WEEKENDS in ticked,
        in_overview=fallback.in_overview if ticked is None else IN_OVERVIEW in ticked,
        start_now=fallback.start_now if ticked is None else START_NOW in ticked,
    )


def read_settings(
    state: object, rubrics: Collection[str], now: datetime, before: Settings | None = None
) -> SettingsForm:
    """What the submitted form says. Raises InvalidSettings, and nothing else, for any JSON.

    `state` is Slack's `view.state.values`, `rubrics` holds the names that were offered. Every
    two weeks means the soonest such weeks after `now` (aware), unless the team was asked every
    two weeks on that day `before`: then it keeps its weeks.
    """
    faults = _Faults()
    rule = _read_rule(state, faults, now, before.rule if before else None)
    settings = Settings(
        rubric=faults.value("rubric", _rubric(state, rubrics), "", _RUBRIC),
        rule=rule,
        days_open=_read_days_open(state, faults, rule),
        picked=_read_picked(state, faults),
        privacy=faults.value("privacy", fields.privacy(state), Privacy.CONFIDENTIAL, _PRIVACY),
        minimum=faults.value("minimum", fields.minimum(state), SMALLEST_MINIMUM, _MINIMUM),
        in_overview=IN_OVERVIEW in (fields.ticked(state) or ()),
        keep_months=_read_keep_months(state, faults, before),
    )
    ticked = faults.value("options", fields.ticked(state), frozenset(), _TICKS)
    faults.raise_if_any()
    return SettingsForm(settings, START_NOW in ticked)


def _rubric(state: object, offered: Collection[str]) -> str | None:
    chosen = fields.chosen(state, "rubric")
    return chosen if chosen in offered else None


_RUBRIC = "Choose one of the rubrics in the list."
_CADENCE = "Choose how often to ask."
_STALE = "The fields for this choice were not shown yet. Look them over, then save again."
_DAY = "Give a day of the month as a whole number from 1 to 31."
_WEEKDAY = "Choose a day of the week."
_NTH = "Choose the first, second, third, fourth or last one."
_AT = "Choose a time of day."
_ZONE = "Choose a time zone from the list: type a large city near you, or UTC."
_DAYS_OPEN = "Give a whole number of days, at least 1."
_ASKED = "Choose who is asked."
_NOBODY = "Pick at least one person, or ask everyone in the channel."
_TOO_MANY = f"Pick at most {MOST_PICKED} people, or ask everyone in the channel."
_SLACKBOT = "Slackbot cannot answer: pick people only."
_PEOPLE = "Pick people from the list."
_PRIVACY = "Choose who sees the answers."
_MINIMUM = f"Give a whole number from {SMALLEST_MINIMUM} to {fields.LARGEST_MINIMUM}."
_KEEP_MONTHS = "Choose how long answers are kept."
_TICKS = "Tick only what the form offers."


class _Faults:
    """Collects what is wrong, so that every field is told at once."""

    def __init__(self) -> None:
        self._errors: dict[str, str] = {}

    def note(self, block: str, sentence: str) -> None:
        self._errors.setdefault(block, sentence)

    def value(self, block: str, value: T | None, otherwise: T, sentence: str) -> T:
        """The value; where there is none, `otherwise`, so that reading can go on."""
        if value is not None:
            return value
        self.note(block, sentence)
        return otherwise

    def raise_if_any(self) -> None:
        if self._errors:
            raise InvalidSettings(self._errors)

    def any(self) -> bool:
        return bool(self._errors)


def _read_rule(state: object, faults: _Faults, now: datetime, before: Rule | None) -> Rule:
    cadence = faults.value("cadence", fields.cadence(state), Cadence.WEEKLY, _CADENCE)
    readings = {
        "day": (fields.day(state), 1, _DAY),
        "weekday": (fields.weekday(state), 0, _WEEKDAY),
        "nth": (fields.nth(state), 1, _NTH),
    }
    days = {name: _read_day(state, faults, name, *readings[name]) for name in NEEDED[cadence]}
    rule = Rule(
        cadence,
        faults.value("at", fields.at(state), _NINE, _AT),
        faults.value("zone", fields.zone(state), "UTC", _ZONE),
        **days,
        skip_weekends=SKIP_WEEKENDS in (fields.ticked(state) or ()),
    )
    return replace(rule, parity=_parity(rule, now, before))


def _read_day(
    state: object, faults: _Faults, field: str, value: int | None, otherwise: int, sentence: str
) -> int:
    # Slack shows an error only beside a field that is in the view, and somebody quick saves
    # before the fields of a newly chosen cadence are.
    if fields.is_shown(state, field):
        return faults.value(field, value, otherwise, sentence)
    return faults.value("cadence", value, otherwise, _STALE)


def _parity(rule: Rule, now: datetime, before: Rule | None) -> int:
    if before and (before.cadence, before.weekday) == (rule.cadence, rule.weekday):
        return before.parity
    return soonest_parity(rule, now)


def _read_days_open(state: object, faults: _Faults, rule: Rule) -> int:
    rule_is_sound = not faults.any()
    days = faults.value("days_open", fields.days_open(state), 1, _DAYS_OPEN)
    longest = longest_open(rule)
    if rule_is_sound and days > longest:
        sentence = f"At most {longest} days, so that a check-in closes before the next one opens."
        faults.note("days_open", sentence)
    return days


def _read_keep_months(state: object, faults: _Faults, before: Settings | None) -> int:
    """A form that was opened before there was such a field changes nothing about it."""
    kept = before.keep_months if before else DEFAULT_KEEP_MONTHS
    if not fields.is_shown(state, "keep_months"):
        return kept
    return faults.value("keep_months", fields.keep_months(state), kept, _KEEP_MONTHS)


def _read_picked(state: object, faults: _Faults) -> tuple[str, ...] | None:
    if faults.value("asked", fields.everyone(state), True, _ASKED):
        return None
    people = faults.value("picked", fields.picked(state), (), _PEOPLE)
    if not people:
        faults.note("picked", _NOBODY)
    if len(people) > MOST_PICKED:
        faults.note("picked", _TOO_MANY)
    if _SLACKBOT_ID in people:
        faults.note("picked", _SLACKBOT)
    return people


def _or(value: T | None, fallback: T) -> T:
    return fallback if value is None else value
