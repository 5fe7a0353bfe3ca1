"""How far a right rewrite may be off, and what rounding explains beyond that.

The fixed tolerances fit well-conditioned programs. In a deep one, or at a kink of a relu, one rounding grows:
the recording then says how far the original moves itself when its inputs and weights move by their last bit,
or when plain operations compute its fused batch normalizations.
A difference within TWICE that is rounding, as far as anything can tell, and is named in the report; never
beyond MOST, which lies below what wrong rewrites were measured at.
"""

from __future__ import annotations

import numpy as np

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


def output_tolerance(value: Array) -> float:
    """What an output may be off by."""
    if value.dtype.kind != "f":
        return 0.0
    return max(OUTPUT.get(str(value.dtype), 1e-5) * size_of(value), SMALLEST)


def output_rounding(output: RecordedOutput) -> float:
    """What rounding explains of an output's error."""
    return within(output.rounding, output_tolerance(output.value), output.value)


def within(rounding: float, tolerance: float, value: Array) -> float:
    """Twice the recorded movement: both programs round. Never more than MOST of the tolerance."""
    if not np.isfinite(rounding):
        return 0.0
    return min(TWICE * rounding, MOST.get(str(value.dtype), 1) * tolerance)


def explained(rounding: float) -> str:
    """The sentence about a difference that rounding explains."""
    return f"rounding alone moves the original itself by {rounding:.2g}: last bits, fused or plain operations"
