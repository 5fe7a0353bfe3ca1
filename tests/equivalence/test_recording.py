"""Recordings that are whole are read; truncated, foreign and tampered ones are refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from programs import PAIR, TOWER, TWINS

from tf1to2reuse.equivalence.errors import RecordingError
from tf1to2reuse.equivalence.recording import load


def test_variables_stand_in_creation_order_with_their_requests() -> None:
    recording = load(TWINS.recording)
    assert [(v.name, v.requests, v.trainable) for v in recording.variables] == [
        ("encoder/h0/w", 3, True),
        ("encoder/h0/b", 3, True),
        ("encoder/bn/gamma", 3, True),
        ("encoder/bn/beta", 3, True),
        ("encoder/bn/moving_mean", 3, False),
        ("encoder/bn/moving_variance", 3, False),
        ("encoder/out/kernel", 3, True),
        ("encoder/out/bias", 3, True),
    ]
    assert recording.shared == 8 and recording.tensorflow.startswith("1.15")


def test_outputs_say_what_they_read_and_assign() -> None:
    twins = {output.name: output for output in load(TWINS.recording).outputs}
    assert "encoder/bn/moving_mean" in twins["calm"].reads
    assert "encoder/bn/moving_mean" not in twins["twin"].reads
    assert not twins["twin"].assigns
    pair = {output.name: output for output in load(PAIR.recording).outputs}
    assert pair["loss"].assigns == {"pair/norm/moving_mean", "pair/norm/moving_variance"}


def test_the_fused_kernel_and_the_number_of_updates_are_noted() -> None:
    variance = next(v for v in load(PAIR.recording).variables if v.name == "pair/norm/moving_variance")
    assert (variance.updates, variance.fused_sizes) == (2, (36, 36))


def test_own_placeholders_keep_the_order_they_were_made_in() -> None:
    inputs = load(PAIR.recording).inputs
    assert [item.own for item in inputs] == [True] * 3
    assert [item.order for item in inputs] == [2, 0, 1]  # fed: same, image, other


def test_random_numbers_were_replaced() -> None:
    recording = load(TOWER.recording)
    assert recording.settings.random == "replace"
    assert all(output.deterministic for output in recording.outputs)


def test_a_gradient_is_there_exactly_where_the_variable_is_trained_and_reached() -> None:
    recording = load(TWINS.recording)
    trained = {v.name for v in recording.variables if v.trainable}
    for output in recording.outputs:
        assert set(output.gradients) == trained & set(output.reads)


@pytest.mark.parametrize("size", [0, 1, 200, 0.5, 0.99])
def test_a_truncated_recording_is_refused(tmp_path: Path, size: float) -> None:
    data = TWINS.recording.read_bytes()
    cut = tmp_path / "cut.npz"
    cut.write_bytes(data[: int(size * len(data)) if isinstance(size, float) else size])
    with pytest.raises(RecordingError, match=r"cut\.npz"):
        load(cut)


def test_a_damaged_recording_is_refused(tmp_path: Path) -> None:
    data = bytearray(TWINS.recording.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path = tmp_path / "bad.npz"
    path.write_bytes(bytes(data))
    with pytest.raises(RecordingError, match=r"bad\.npz"):
        load(path)


def test_a_missing_recording_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="there is no recording"):
        load(tmp_path / "none.npz")


def test_foreign_arrays_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", weights=np.zeros(3))
    np.save(tmp_path / "single.npy", np.zeros(3))
    np.savez(tmp_path / "pickled.npz", meta=np.array([{"format": 1}], dtype=object))
    for name in ("other.npz", "single.npy", "pickled.npz"):
        with pytest.raises(RecordingError):
            load(tmp_path / name)


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "new.npz", meta=np.frombuffer(b'{"format": 2}', "uint8"))
    with pytest.raises(RecordingError, match="format 2"):
        load(tmp_path / "new.npz")


def test_a_recording_without_one_of_its_arrays_is_refused(tmp_path: Path) -> None:
    with np.load(TWINS.recording) as stored:
        arrays = {name: stored[name] for name in stored.files if name != "output/1"}
    np.savez(tmp_path / "less.npz", **arrays)
    with pytest.raises(RecordingError, match="output/1"):
        load(tmp_path / "less.npz")
