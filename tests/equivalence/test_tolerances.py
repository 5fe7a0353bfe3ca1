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
from tf1to2reuse.equivalence.tolerances import USUAL, Tolerances, chosen, within


def recorded(rounding: float, gradient: float) -> Recording:
    """A recording whose outputs, and gradients by encoder/out/kernel, rounding moves so far."""
    recording = load(TWINS.recording)
    moved = {"encoder/out/kernel": gradient}
    outputs = tuple(replace(o, rounding=rounding, gradient_rounding=moved) for o in recording.outputs)
    return replace(recording, outputs=outputs)


def judged(
    recording: Recording, error: float, tolerances: Tolerances = USUAL
) -> tuple[OutputResult, GradientResult]:
    """What is said when the first output, and its gradient, are off by ``error`` times the tolerance."""
    first = recording.outputs[0]
    value = first.value + np.float32(error * 1e-5 * np.abs(first.value).max())
    gradient = first.gradients["encoder/out/kernel"]
    gradients = dict(first.gradients)
    gradients["encoder/out/kernel"] = gradient + np.float32(error * 1e-4 * np.abs(gradient).max())
    outputs = {"eager": {**{o.name: o.value for o in recording.outputs}, first.name: value}}
    measured = Measured(outputs, {first.name: gradients}, failures={"effects": "", "step": ""})
    result = compare(recording, measured, tolerances)
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


def test_tolerances_can_be_set_and_gradients_follow_in_proportion() -> None:
    quiet = recorded(0.0, 0.0)
    assert [one.passed for one in judged(quiet, 3.0, chosen(["4e-5"], 0.0))] == [True, True]
    assert [one.passed for one in judged(quiet, 3.0, chosen(["2e-5"], 0.0))] == [False, False]
    assert [one.passed for one in judged(quiet, 0.5, chosen(["float32=2e-6"], 0.0))] == [False, False]
    assert [one.passed for one in judged(quiet, 3.0, chosen(["float64=0.1"], 0.0))] == [False, False]
    size = np.abs(quiet.outputs[0].value).max()
    assert [one.passed for one in judged(quiet, 3.0, chosen([], float(4e-5 * size)))] == [True, False]


def test_a_loosened_tolerance_does_not_loosen_what_rounding_explains() -> None:
    loose = chosen(["2e-5"], 0.0)
    assert [one.passed for one in judged(recorded(1.0, 1.0), 9.0, loose)] == [True, True]
    assert [one.passed for one in judged(recorded(1.0, 1.0), 11.0, loose)] == [False, False]
    strict = chosen(["1e-6"], 0.0)
    assert [one.passed for one in judged(recorded(1.0, 1.0), 1.5, strict)] == [False, False]


def test_what_is_not_usual_is_named() -> None:
    assert USUAL.notes() == chosen([], 0.0).notes() == chosen(["1e-5"], 0.0).notes() == ()
    looser, absolute = chosen(["1e-3"], 2.0).notes()
    assert "1e-05" in looser and "by 0.01, usually 0.0001" in looser and looser.endswith("LOOSER than usual")
    assert absolute == "outputs may be off by 2 whatever their size: LOOSER than usual"
    assert chosen(["1e-6"], 0.0).notes()[0].endswith("stricter than usual")
