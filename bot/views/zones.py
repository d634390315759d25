"""The time zones offered while somebody types in the settings modal."""

import unicodedata
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Option

from bot.domain.settings_fields import zones

# Slack's limit for options.
MOST_OPTIONS = 100
# Names such as US/Eastern, EST5EDT or Etc/GMT+5 are old or misleading (Etc/GMT+5 is UTC-5).
_AREAS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
)  # fmt: skip
_UTC = "UTC"


def zone_options(query: str, now: datetime) -> list[dict[str, Any]]:
    """Options for the zones that match what was typed, best first: at most 100.

    A city's name counts before its area's; accents, case and underscores do not matter. Each
    shows its offset from UTC at `now` (aware).
    """
    wanted = _plain(query)
    ranks = {zone: _rank(zone, wanted) for zone in zones() if _is_offered(zone)}
    found = sorted((rank, zone) for zone, rank in ranks.items() if rank is not None)
    return [_option(zone, now) for _, zone in found[:MOST_OPTIONS]]


def _is_offered(zone: str) -> bool:
    return zone == _UTC or zone.partition("/")[0] in _AREAS


def _rank(zone: str, wanted: str) -> int | None:
    """How well the zone fits, 0 being best; None: not at all."""
    name = _plain(zone)
    city = name.rpartition("/")[2]
    fits = (
        wanted in (city, name),
        city.startswith(wanted),
        any(word.startswith(wanted) for word in name.replace("/", " ").split()),
        wanted in name,
    )
    return fits.index(True) if any(fits) else None


def _plain(text: str) -> str:
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(letters).casefold().replace("_", " ").replace("-", " ").split())


def _option(zone: str, now: datetime) -> dict[str, Any]:
    offset = now.astimezone(ZoneInfo(zone)).strftime("%z")
    text = zone if zone == _UTC else f"{zone} (UTC{offset[:3]}:{offset[3:5]})"
    return Option(text=text, value=zone).to_dict()
