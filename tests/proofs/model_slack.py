"""A model of Slack for proof 12: what landed, and what is still under way."""

from datetime import datetime, timedelta

from bot.delivery.outbox import Policy

POLICY = Policy()
FLIGHT = timedelta(seconds=POLICY.timeout + POLICY.margin)


class Slack:
    """Which keys landed when, and what is still under way: (key, lands by)."""

    def __init__(self) -> None:
        self.landed: list[tuple[str, datetime]] = []
        self.under_way: list[tuple[str, datetime]] = []
        self.refused: set[str] = set()

    def take(self, key: str, fate: str, now: datetime) -> None:
        if fate in ("posted", "answer lost"):
            self.landed.append((key, now))
        elif fate == "late":
            self.under_way.append((key, now + FLIGHT))
        elif fate == "refused":
            self.refused.add(key)

    def land(self, now: datetime, *, at_the_latest: bool) -> None:
        """What is under way lands: all of it, or what cannot stay so any longer."""
        for key, by in list(self.under_way):
            if by <= now or not at_the_latest:
                self.under_way.remove((key, by))
                self.landed.append((key, min(by, now)))

    def copies(self, key: str, since: datetime) -> int:
        return sum(name == key and at >= since for name, at in self.landed)
