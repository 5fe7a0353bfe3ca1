"""Errors become the positions of marks in a plot: how much of its allowance each one uses, on a log scale."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tf1to2reuse.equivalence.result import EffectResult, VerifyResult

LEFT, WIDTH, ROW, TOP = 330, 440, 18, 26  # pixels: labels, scale, height of a row, room for the scale's text
SMALLEST, LARGEST = -6, 3  # powers of ten of the allowance


class Compared(Protocol):
    """What all comparisons have in common."""

    @property
    def tolerance(self) -> float: ...
    @property
    def passed(self) -> bool: ...


@dataclass(frozen=True)
class Mark:
    """One comparison. ``kind`` is its name in the legend; ``told`` is shown on hovering."""

    x: float
    kind: str
    passed: bool
    told: str


@dataclass(frozen=True)
class Row:
    """All comparisons of one output or one weight."""

    label: str
    y: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Plot:
    """Rows below each other over one scale; ``ticks``: positions with text; ``limit``: error = allowed."""

    rows: tuple[Row, ...]
    kinds: tuple[str, ...]
    height: int
    ticks: tuple[tuple[float, str], ...]
    limit: float
    width: int = LEFT + WIDTH + 20


def output_plot(result: VerifyResult) -> Plot:
    """A row per output, a mark per mode that it was computed in."""
    named = ((one.name, _mark(one, one.error, one.mode, one.note)) for one in result.outputs)
    return _plot(named)


def weight_plot(result: VerifyResult) -> Plot:
    """A row per TF1 variable: its worst gradient, its worst effect on an output, and a training step."""
    named: list[tuple[str, Mark]] = []
    named += _worst("gradient", result.gradients, lambda one: one.error, lambda one: f"of {one.output}")
    named += _worst("perturbation", result.effects, effect_error, lambda one: f"of {one.output}")
    named += _worst("step", result.steps, lambda one: one.error, lambda one: one.note)
    order = {variable.name: i for i, variable in enumerate(result.variables)}
    return _plot(sorted(named, key=lambda one: order.get(one[0], len(order))))


def effect_error(effect: EffectResult) -> float:
    """How far the effect of a perturbation is from the recorded one."""
    same = effect.recorded == effect.measured
    return 0.0 if same else abs(effect.recorded - effect.measured)


def used(error: float, tolerance: float) -> float:
    """The part of its allowance that an error uses: 1 is just allowed; nan counts as infinite."""
    if error == 0:
        return 0.0
    if not math.isfinite(error) or not tolerance:
        return math.inf
    return error / tolerance


def _worst(
    kind: str,
    results: Sequence[Compared],
    error: Callable[..., float],
    told: Callable[..., str],
) -> Iterable[tuple[str, Mark]]:
    worst: dict[str, Compared] = {}
    for one in results:
        name = one.variable  # type: ignore[attr-defined]
        if name not in worst or _rank(one, error) > _rank(worst[name], error):
            worst[name] = one
    return [(name, _mark(one, error(one), kind, told(one))) for name, one in worst.items()]


def _rank(one: Compared, error: Callable[..., float]) -> tuple[bool, float]:
    return not one.passed, used(error(one), one.tolerance)


def _mark(one: Compared, error: float, kind: str, more: str) -> Mark:
    told = f"{kind} {more}".strip() + f": off by {error:.2g}, {one.tolerance:.2g} is allowed"
    return Mark(_x(used(error, one.tolerance)), kind, one.passed, told)


def _x(ratio: float) -> float:
    """Nothing at all stands at the left end, where the scale has no power of ten any more."""
    power = SMALLEST - 1.0 if ratio == 0 else LARGEST if ratio == math.inf else math.log10(ratio)
    power = min(max(power, SMALLEST - 1.0), float(LARGEST))
    return round(LEFT + WIDTH * (power - SMALLEST + 1) / (LARGEST - SMALLEST + 1), 1)


def _plot(named: Iterable[tuple[str, Mark]]) -> Plot:
    groups: dict[str, list[Mark]] = {}
    for name, mark in named:
        groups.setdefault(name, []).append(mark)
    rows = tuple(
        Row(name, TOP + ROW * (i + 0.5), tuple(marks)) for i, (name, marks) in enumerate(groups.items())
    )
    kinds = tuple(dict.fromkeys(mark.kind for row in rows for mark in row.marks))
    powers: Mapping[int, str] = {-6: "1e-6", -4: "1e-4", -2: "0.01", 0: "allowed", 2: "100x"}
    ticks = ((_x(0.0), "none"), *((_x(10.0**power), text) for power, text in powers.items()))
    return Plot(rows, kinds, TOP + ROW * len(rows) + 6, ticks, _x(1.0))
