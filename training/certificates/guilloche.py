"""A pattern of fine lines drawn from a SHA-256, so that no two certificates carry the same one.

Three closed curves, each r(t) = base + wave·sin(p·t/q) + ripple·sin(k·t), run q times around. The digest decides
p, q, k, the heights and the turn; a person sees at once whether page and paper carry the same pattern.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, gcd, pi, sin

SIZE = 1000
"""Side of the square view box; coordinates are whole numbers."""

POINTS_A_WAVE = 8


@dataclass(frozen=True, slots=True)
class _Curve:
    base: float
    wave: float
    ripple: float
    waves: int
    turns: int
    petals: int
    phase: float


def paths(digest: str) -> tuple[str, str, str]:
    """Return SVG path data for the outer ring, the middle ring and the rosette of a digest (64 hex digits)."""
    outer, middle, rosette = (_curve(bytes.fromhex(digest)[start : start + 8]) for start in (0, 8, 16))
    turn = bytes.fromhex(digest)[24] / 256 * 2 * pi
    return (
        _path(outer, base=400, reach=95, turn=turn),
        _path(middle, base=262, reach=95, turn=-turn),
        _path(rosette, base=120, reach=112, turn=turn),
    )


def svg(digest: str, *, inks: tuple[str, str], width: float) -> str:
    """Return the pattern as an SVG document of its own, for print: two inks, lines of ``width`` units."""
    first, second = inks
    drawn = "".join(
        f'<path d="{path}" stroke="{ink}"/>' for path, ink in zip(paths(digest), (first, second, first), strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" fill="none" stroke-width="{width}" '
        f'stroke-linejoin="round">{drawn}</svg>'
    )


def _curve(octets: bytes) -> _Curve:
    """Return a curve from eight octets; waves and turns share no divisor, so that it closes only at the end."""
    turns = 7 + octets[0] % 7
    waves = turns * (2 + octets[1] % 4) + 1 + octets[2] % (turns - 1)
    while gcd(waves, turns) != 1:
        waves += 1
    share = 0.45 + octets[3] / 255 * 0.4
    return _Curve(
        base=0,
        wave=share,
        ripple=1 - share,
        waves=waves,
        turns=turns,
        petals=3 + octets[4] % 10,
        phase=octets[5] / 256 * 2 * pi,
    )


def _path(curve: _Curve, *, base: float, reach: float, turn: float) -> str:
    """Return a closed, smooth path of whole-number steps: each point bends the line between two middles."""
    steps = POINTS_A_WAVE * max(curve.waves, curve.turns * curve.petals // 2)
    points = [_point(curve, base, reach, turn, 2 * pi * curve.turns * step / steps) for step in range(steps)]
    middles = [_middle(here, ahead) for here, ahead in pairwise([points[-1], *points])]
    bends = (
        f"q{x - left} {y - above} {right - left} {below - above}"
        for (left, above), (x, y), (right, below) in zip(middles, points, [*middles[1:], middles[0]], strict=True)
    )
    return f"M{middles[0][0]} {middles[0][1]}" + "".join(bends).replace(" -", "-") + "z"


def _middle(here: tuple[int, int], ahead: tuple[int, int]) -> tuple[int, int]:
    return (here[0] + ahead[0]) // 2, (here[1] + ahead[1]) // 2


def _point(curve: _Curve, base: float, reach: float, turn: float, angle: float) -> tuple[int, int]:
    wave = curve.wave * sin(curve.waves * angle / curve.turns)
    ripple = curve.ripple * sin(curve.petals * angle + curve.phase)
    radius = base + reach * (wave + ripple)
    middle = SIZE / 2
    return round(middle + radius * cos(angle + turn)), round(middle + radius * sin(angle + turn))
