"""The form in which a team's admins are chosen: who is picked, and whether they can be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.permissions import Actor, is_full_member
from bot.domain.settings_form import InvalidSettings

ADMINS = "admins"  # the field's block and action
MOST_ADMINS = 10  # each is looked up in Slack before the form is acknowledged

_NOBODY = "Pick at least one full member of the channel."
_TOO_MANY = f"Pick at most {MOST_ADMINS} people."
_PEOPLE = "Pick people from the list."
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Candidate:
    """Somebody who is to be an admin; `actor` is None where the workspace does not know them."""

    user_id: str
    name: str
    actor: Actor | None


def picked_in(values: object) -> tuple[str, ...]:
    """The ids picked, each once; `values` is `view.state.values`, any JSON.

    Raises InvalidSettings where they are none, too many, or no ids.
    """
    picked = values
    for key in (ADMINS, ADMINS, "selected_users"):
        picked = picked.get(key) if isinstance(picked, dict) else None
    if not isinstance(picked, list) or not picked:
        raise InvalidSettings({ADMINS: _NOBODY})
    if not all(isinstance(u, str) and re.fullmatch(r"[UW][A-Z0-9]{1,30}", u) for u in picked):
        raise InvalidSettings({ADMINS: _PEOPLE})
    people = tuple(dict.fromkeys(picked))
    if len(people) > MOST_ADMINS:
        raise InvalidSettings({ADMINS: _TOO_MANY})
    return people


def read_admins(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """The new admins. Raises InvalidSettings, which names those who cannot be one."""
    wrong = [c for c in candidates if c.actor is None or not is_full_member(c.actor)]
    if wrong:
        names = ", ".join(c.name[:_LONGEST_NAME] or c.user_id for c in wrong)
        sentence = f"Admins must be full members, and in the channel. Please take out {names}."
        raise InvalidSettings({ADMINS: sentence})
    return tuple(c.user_id for c in candidates)
