"""Many teams are asked at 09:00 on the 1st: their posts are spread over a few minutes."""

import zlib
from datetime import timedelta

# What a team adds to the window, and the longest window: 6,000 teams and more share five minutes.
EACH = timedelta(seconds=0.05)
LONGEST = timedelta(minutes=5)
MOST_COUNTED = LONGEST // EACH


def pause_before_posting(team_id: int, due: int, longest: timedelta = LONGEST) -> timedelta:
    """How long a team's invitation waits when so many teams are due at the same time.

    The same team always has the same place in the window; a team that is due alone does not wait.
    """
    window = min(EACH * (due - 1), longest) if due > 1 else timedelta(0)
    return window * (zlib.crc32(str(team_id).encode()) / 2**32)
