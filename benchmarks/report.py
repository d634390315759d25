"""The line that a benchmark prints, and the figures in it."""

import json
from collections.abc import Sequence
from statistics import median


def report(
    name: str, *, ours: Sequence[float], reference: Sequence[float], unit: str, **more: object
) -> None:
    """Print one line. `ours` and `reference` are repeated measurements: their medians count."""
    mine, other = median(ours), median(reference)
    line = {
        "name": name,
        "ours": _short(mine),
        "reference": _short(other),
        "ratio": _short(mine / other),
        "unit": unit,
    }
    print(json.dumps({**line, **more}), flush=True)


def percentiles(seconds: Sequence[float], prefix: str = "") -> dict[str, float]:
    """p50, p99 and p99.9 of durations, in milliseconds."""
    ordered = sorted(seconds)
    shares = {"p50": 0.5, "p99": 0.99, "p999": 0.999}
    return {
        f"{prefix}{name}_ms": _short(1000 * ordered[int((len(ordered) - 1) * share)])
        for name, share in shares.items()
    }


def _short(value: float) -> float:
    """Three digits that mean something."""
    return float(f"{value:.3g}")
