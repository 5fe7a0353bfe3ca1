"""How far a right rewrite may be off, and what rounding explains beyond that.

The fixed tolerances fit well-conditioned programs. In a deep one, or at a kink of a relu, one rounding grows:
the recording then says how far the original moves itself when its inputs and weights move by their last bit,
or when plain operations compute its fused batch normalizations.
A difference within TWICE that is rounding, as far as anything can tell, and is named in the report; never
beyond MOST, which lies below what wrong rewrites were measured at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tf1to2reuse.equivalence.errors import VerificationError
from tf1to2reuse.equivalence.recording import Array, RecordedOutput

OUTPUT = {"float16": 1e-2, "float32": 1e-5, "float64": 1e-10}
GRADIENT = {"float16": 5e-2, "float32": 1e-4, "float64": 1e-9}
NOISE = 1e-6
SMALLEST = 1e-12
TWICE = 2
MOST = {"float16": 2, "float32": 10, "float64": 100}
"""Rounding explains no more than so many times the fixed tolerance."""


def size_of(value: Array) -> float:
    """The largest finite absolute value."""
    finite = np.abs(value[np.isfinite(value)]) if value.dtype.kind == "f" else np.zeros(0)
    return float(finite.max()) if finite.size else 0.0


class ToleranceError(VerificationError):
    """A tolerance that was asked for is none."""


@dataclass(frozen=True)
class Tolerances:
    """What may be off.

    ``relative``: per type, of an output's largest absolute value; gradients and steps follow in proportion.
    ``absolute``: what an output may be off by however small it is.
    """

    relative: Mapping[str, float] = field(default_factory=lambda: dict(OUTPUT))
    absolute: float = 0.0

    def of_output(self, value: Array) -> float:
        """What an output may be off by."""
        if value.dtype.kind != "f":
            return 0.0
        return max(self.statistics(value) * size_of(value), self.absolute, SMALLEST)

    def statistics(self, value: Array) -> float:
        """What a statistic, or an output, may be off by for its size."""
        return self.relative.get(str(value.dtype), 1e-5)

    def gradient(self, value: Array) -> float:
        """What a gradient, or what a step changes, may be off by for its size."""
        kind = str(value.dtype)
        return GRADIENT.get(kind, 1e-4) * self.factor(kind)

    def factor(self, kind: str) -> float:
        """How many times the usual tolerance of a type holds."""
        return self.relative[kind] / OUTPUT[kind] if kind in OUTPUT else 1.0

    def notes(self) -> tuple[str, ...]:
        """A sentence for each tolerance that is not the usual one."""
        told = [
            f"outputs of {kind} may be off by {value:.3g} of their size, usually {OUTPUT[kind]:.3g}, and "
            f"gradients by {GRADIENT[kind] * self.factor(kind):.3g}, usually {GRADIENT[kind]:.3g}: "
            + ("LOOSER than usual" if value > OUTPUT[kind] else "stricter than usual")
            for kind, value in self.relative.items()
            if value != OUTPUT[kind]
        ]
        if self.absolute:
            told.append(f"outputs may be off by {self.absolute:.3g} whatever their size: LOOSER than usual")
        return tuple(told)


USUAL = Tolerances()


def chosen(relative: Sequence[str], absolute: float) -> Tolerances:
    """The tolerances of a call: ``1e-4`` is for float32, ``float64=1e-8`` says of which type it is.

    Raises ToleranceError.
    """
    wanted = dict(OUTPUT)
    for text in relative:
        kind, _, number = text.rpartition("=")
        kind = kind or "float32"
        if kind not in OUTPUT:
            raise ToleranceError(f"--rtol knows {', '.join(OUTPUT)}, not {kind}")
        wanted[kind] = _fraction(number, text)
    if not (np.isfinite(absolute) and absolute >= 0):
        raise ToleranceError(f"--atol takes a number that is not negative, not {absolute:g}")
    return Tolerances(wanted, absolute)


def _fraction(number: str, text: str) -> float:
    """A relative tolerance: with one of 1 or more, zero would pass for anything."""
    try:
        value = float(number)
    except ValueError:
        value = 0.0
    if not 0 < value < 1:
        raise ToleranceError(f"--rtol takes [TYPE=]NUMBER with a number between 0 and 1, not {text!r}")
    return value


def output_rounding(output: RecordedOutput, tolerance: float) -> float:
    """What rounding explains of an output's error. A looser tolerance than usual does not raise its bound."""
    return within(output.rounding, min(tolerance, USUAL.of_output(output.value)), output.value)


def within(rounding: float, tolerance: float, value: Array) -> float:
    """Twice the recorded movement: both programs round. Never more than MOST of the tolerance."""
    if not np.isfinite(rounding):
        return 0.0
    return min(TWICE * rounding, MOST.get(str(value.dtype), 1) * tolerance)


def explained(rounding: float) -> str:
    """The sentence about a difference that rounding explains."""
    return f"rounding alone moves the original itself by {rounding:.2g}: last bits, fused or plain operations"
