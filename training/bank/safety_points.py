"""The safety points that critical items test: the list of `safety_points.toml`, by the code that an item names."""

import tomllib
from pathlib import Path

from training.core.coverage import SafetyPoint


def _read() -> tuple[SafetyPoint, ...]:
    read = tomllib.loads((Path(__file__).parent / "safety_points.toml").read_text(encoding="utf-8"))
    return tuple(SafetyPoint(**point) for point in read["point"])


LIST = _read()
CODES = frozenset(point.code for point in LIST)
