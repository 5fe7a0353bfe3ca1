"""What rounding explains is measured in the original, named, and bounded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from programs import TWINS

from tf1to2reuse.equivalence import seeded
from tf1to2reuse.equivalence.compare import compare
from tf1to2reuse.equivalence.errors import RecordingError
from tf1to2reuse.equivalence.measured import Measured
from tf1to2reuse.equivalence.recording import Recording, load
from tf1to2reuse.equivalence.result import GradientResult, OutputResult
from tf1to2reuse.equivalence.tolerances import within


def recorded(rounding: float, gradient: float) -> Recording:
    """A recording whose outputs, and gradients by encoder/out/kernel, rounding moves so far."""
    recording = load(TWINS.recording)
    moved = {"encoder/out/kernel": gradient}
    outputs = tuple(replace(o, rounding=rounding, gradient_rounding=moved) for o in recording.outputs)
    return replace(recording, outputs=outputs)


def judged(recording: Recording, error: float) -> tuple[OutputResult, GradientResult]:
    """What is said when the first output, and its gradient, are off by ``error`` times the tolerance."""
    first = recording.outputs[0]
    value = first.value + np.float32(error * 1e-5 * np.abs(first.value).max())
    gradient = first.gradients["encoder/out/kernel"]
    gradients = dict(first.gradients)
    gradients["encoder/out/kernel"] = gradient + np.float32(error * 1e-4 * np.abs(gradient).max())
    outputs = {"eager": {**{o.name: o.value for o in recording.outputs}, first.name: value}}
    measured = Measured(outputs, {first.name: gradients}, failures={"effects": "", "step": ""})
    result = compare(recording, measured)
    own = [g for g in result.gradients if g.variable == "encoder/out/kernel"]
    return result.outputs[0], own[0]


def test_an_error_beyond_the_tolerance_passes_only_where_the_original_moves_as_far() -> None:
    assert [one.passed for one in judged(recorded(0.0, 0.0), 3.0)] == [False, False]
    for one in judged(recorded(1.0, 1.0), 3.0):
        assert one.passed and one.error > one.tolerance and "the original itself" in one.note


def test_rounding_never_explains_what_wrong_programs_show() -> None:
    assert [one.passed for one in judged(recorded(1.0, 1.0), 11.0)] == [False, False]
    assert within(float("inf"), 1e-5, np.ones(1, "float32")) == 0.0


def test_a_small_error_needs_no_explanation() -> None:
    assert [one.note for one in judged(recorded(1.0, 1.0), 0.5)] == ["", ""]


def test_last_bits_move_but_masks_and_counts_do_not() -> None:
    value = np.array([0.1, -0.3, 0.0, 1.0, 7.0, np.inf], "float32")
    moved = seeded.nudged("x", 0, value)
    assert moved.dtype == value.dtype
    assert (moved[:2] != value[:2]).all() and (moved[2:] == value[2:]).all()
    assert np.abs(moved[:2] - value[:2]).max() < 1e-7


def test_a_recording_whose_rounding_does_not_fit_is_refused(tmp_path: Path) -> None:
    with np.load(TWINS.recording) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["rounding/outputs"], arrays["rounding/gradients"] = np.zeros(1), np.zeros((2, 2))
    np.savez(tmp_path / "odd.npz", **arrays)
    with pytest.raises(RecordingError, match="rounding"):
        load(tmp_path / "odd.npz")
