"""TF1 checkpoints become Keras weights and checkpoints again, bit for bit; what does not fit is named."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from tf1to2reuse.checkpoint.convert import convert, export  # noqa: E402
from tf1to2reuse.checkpoint.reader import Checkpoint  # noqa: E402
from tf1to2reuse.checkpoint.writer import CheckpointWriter  # noqa: E402
from tf1to2reuse.equivalence.errors import CheckpointError, ProbeMissingError, ProbeResultError  # noqa: E402
from tf1to2reuse.equivalence.record import record  # noqa: E402
from tf1to2reuse.equivalence.recording import load  # noqa: E402

DATA = Path(__file__).resolve().parents[1] / "mutants" / "data"
PROGRAMS = ("picture", "sequence")


def probe(name: str) -> str:
    return f"probe.py:probe_{name}"


def recorded(name: str) -> Path:
    return DATA / name / "recording.npz"


def variables(name: str) -> dict[str, Any]:
    return {variable.name: variable.value for variable in load(recorded(name)).variables}


def write(prefix: Path, values: dict[str, Any], shard: int = 2**26) -> Path:
    writer = CheckpointWriter(prefix, shard)
    for name, value in values.items():
        writer.add(name, value)
    writer.finish()
    return prefix


def write_v1(path: Path, values: dict[str, Any]) -> Path:
    """The format of TensorFlow before 0.12: one file."""
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        made = [v1.Variable(value, name=name) for name, value in values.items()]
        session.run(v1.global_variables_initializer())
        v1.train.Saver(made, write_version=v1.train.SaverDef.V1).save(session, str(path), write_state=False)
    return path


def moved(name: str, checkpoint: Path, out: Path, **options: Any) -> Any:
    return convert(DATA / name / "after", probe(name), checkpoint, out, recording=recorded(name), **options)


def tensors(prefix: Path) -> dict[str, Any]:
    checkpoint = Checkpoint(prefix)
    return {name: checkpoint.read(name) for name in checkpoint.entries}


def same_bits(one: dict[str, Any], two: dict[str, Any]) -> bool:
    return set(one) == set(two) and all(
        one[n].dtype == two[n].dtype and one[n].tobytes() == two[n].tobytes() for n in one
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_round_trip_is_bit_exact(name: str, tmp_path: Path) -> None:
    values = variables(name)
    checkpoint, weights = write(tmp_path / "old" / "model.ckpt", values), tmp_path / "m.weights.h5"
    result = moved(name, checkpoint, weights)
    averages = {n for n in values if n.endswith("/ExponentialMovingAverage")}
    assert set(result.written) == set(values) - averages
    assert dict(result.left) == dict.fromkeys(averages, "moving average shadow")
    out = tmp_path / "new" / "model.ckpt"
    export(DATA / name / "after", probe(name), weights, out, like=checkpoint, recording=recorded(name))
    assert same_bits(tensors(out), values)
    assert same_bits(tensors(out.parent), values)  # its folder names it


def test_only_a_forget_bias_is_rounded_without_the_old_checkpoint(tmp_path: Path) -> None:
    values, weights = variables("sequence"), tmp_path / "m.weights.h5"
    moved("sequence", write(tmp_path / "old.ckpt", values), weights)
    result = export(
        DATA / "sequence" / "after",
        probe("sequence"),
        weights,
        tmp_path / "new.ckpt",
        recording=recorded("sequence"),
    )
    made = tensors(tmp_path / "new.ckpt")
    other = [name for name in result.written if made[name].tobytes() != values[name].tobytes()]
    assert other == ["reader/more/lstm/bias"]
    np.testing.assert_allclose(made[other[0]], values[other[0]], atol=1.2e-7)


@pytest.mark.tf1
@pytest.mark.parametrize("name", PROGRAMS)
def test_tensorflow_1_restores_an_exported_checkpoint(name: str, tmp_path: Path, tf1_python: str) -> None:
    """The original program computes the same numbers from the exported file as from the recorded weights."""
    weights, out = tmp_path / "m.weights.h5", tmp_path / "new.ckpt"
    old = write(tmp_path / "old.ckpt", variables(name))
    moved(name, old, weights)
    export(DATA / name / "after", probe(name), weights, out, like=old, recording=recorded(name))
    for suffix in (".index",):
        Path(f"{old}{suffix}").unlink()  # nothing but the exported file is left to restore
    again = record(DATA / name / "before", probe(name), tmp_path / "again.npz", tf1_python=tf1_python,
                   checkpoint=out, random="replace")  # fmt: skip
    assert again.settings.checkpoint
    first = load(recorded(name))
    for one, two in zip(first.outputs, again.outputs, strict=True):
        assert (one.name, one.value.tobytes()) == (two.name, two.value.tobytes())


@pytest.mark.parametrize("form", ["v1", "folder", "moved folder", "index", "shards"])
def test_every_form_is_read(form: str, tmp_path: Path) -> None:
    values = variables("picture")
    if form == "v1":
        path = write_v1(tmp_path / "model.ckpt-7", values)
        assert path.is_file()
    else:
        prefix = write(tmp_path / "trained" / "model.ckpt-7", values, 1024 if form == "shards" else 2**26)
        path = {"folder": prefix.parent, "index": Path(f"{prefix}.index"), "shards": prefix}.get(
            form, tmp_path / "b"
        )
        if form == "moved folder":
            shutil.move(prefix.parent, path)
        if form == "shards":
            assert len(list(prefix.parent.glob("*.data-*"))) > 1
    moved("picture", path, tmp_path / "m.weights.h5")
    assert (tmp_path / "m.weights.h5").is_file()
    assert same_bits(tensors(path), values)


def test_a_saved_model_is_read(tmp_path: Path) -> None:
    values, v1 = variables("picture"), tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        for name, value in values.items():
            v1.get_variable(name, initializer=value, use_resource=False)
        session.run(v1.global_variables_initializer())
        builder = v1.saved_model.Builder(str(tmp_path / "saved"))
        builder.add_meta_graph_and_variables(session, ["serve"])
        builder.save()
    assert same_bits(tensors(tmp_path / "saved"), values)
    moved("picture", tmp_path / "saved", tmp_path / "m.weights.h5")


def test_a_partitioned_variable_is_whole_again(tmp_path: Path) -> None:
    """Saved as ``w/part_0`` and ``w/part_1`` of one graph; the checkpoint knows only ``w``, in slices."""
    values, v1 = variables("picture"), tf.compat.v1
    split = [name for name, value in values.items() if value.ndim == 4 and value.shape[2] % 2 == 0]
    assert split
    with tf.Graph().as_default(), v1.Session() as session:
        for name, value in values.items():
            pieces = np.split(value, 2, axis=2) if name in split else [value]
            divide = v1.fixed_size_partitioner(2, axis=2) if name in split else None
            made = v1.get_variable(name, value.shape, partitioner=divide, use_resource=False)
            for part, piece in zip(made if name in split else [made], pieces, strict=True):
                part.load(piece, session)
        assert any(v.op.name.endswith("/part_1") for v in v1.global_variables())
        v1.train.Saver().save(session, str(tmp_path / "model.ckpt"))
    assert same_bits(tensors(tmp_path / "model.ckpt"), values)
    moved("picture", tmp_path / "model.ckpt", tmp_path / "m.weights.h5")


def test_an_object_checkpoint_is_refused(tmp_path: Path) -> None:
    prefix = tf.train.Checkpoint(w=tf.Variable([1.0])).write(str(tmp_path / "object.ckpt"))
    with pytest.raises(CheckpointError, match="TensorFlow 2 object checkpoint"):
        moved("picture", Path(prefix), tmp_path / "m.weights.h5")


def test_one_layer_of_the_probe(tmp_path: Path) -> None:
    result = moved(
        "picture", write(tmp_path / "c", variables("picture")), tmp_path / "l.weights.h5", layer="left"
    )
    assert all(name.startswith("left/") for name in result.written) and len(result.written) == 10
    assert {name.split("/")[0] for name, _ in result.left} == {"right", "draw"}


def refused(name: str, values: dict[str, Any], folder: Path) -> str:
    with pytest.raises(CheckpointError) as caught:
        moved(name, write(folder / "bad.ckpt", values), folder / "m.weights.h5")
    assert not (folder / "m.weights.h5").exists()
    return str(caught.value)


def test_a_missing_tensor_is_named_with_candidates(tmp_path: Path) -> None:
    values = variables("picture")
    values["left/convolution1/kernel"] = values.pop("left/conv1/kernel")
    message = refused("picture", values, tmp_path)
    assert "has no left/conv1/kernel, which ProbePicture.left.conv1.kernel needs" in message
    assert "closest: left/convolution1/kernel [3, 3, 2, 4]" in message


def test_a_misshaped_tensor_is_named(tmp_path: Path) -> None:
    values = {**variables("picture"), "draw/up/bias": np.zeros(4, "float32")}
    assert "draw/up/bias [4] does not fit ProbePicture.draw.up.bias, which has shape [3]" in refused(
        "picture", values, tmp_path
    )


def test_another_type_is_named(tmp_path: Path) -> None:
    values = {**variables("picture"), "draw/up/bias": np.zeros(3, "float64")}
    assert "is float64, and ProbePicture.draw.up.bias is float32" in refused("picture", values, tmp_path)


def test_a_recurrent_kernel_of_another_shape_is_named(tmp_path: Path) -> None:
    values = {**variables("sequence"), "reader/more/lstm/kernel": np.zeros((8, 16), "float32")}
    assert "reader/more/lstm/kernel [8, 16]" in refused("sequence", values, tmp_path)


def test_extra_tensors_are_told(tmp_path: Path) -> None:
    values = {**variables("picture"), "other/w": np.zeros(2, "float32"), "global_step": np.int64(3)}
    result = moved("picture", write(tmp_path / "c", values), tmp_path / "m.weights.h5")
    assert dict(result.left) == {"other/w": "", "global_step": "global step"}


def test_damaged_checkpoints_are_one_sentence(tmp_path: Path) -> None:
    prefix = write(tmp_path / "model.ckpt", variables("picture"))
    data = Path(f"{prefix}.data-00000-of-00001")
    data.write_bytes(data.read_bytes()[:200])
    with pytest.raises(CheckpointError, match=r"damaged at|cannot be read"):
        moved("picture", prefix, tmp_path / "m.weights.h5")
    with pytest.raises(CheckpointError, match="there is no checkpoint"):
        moved("picture", tmp_path / "none", tmp_path / "m.weights.h5")
    with pytest.raises(CheckpointError, match="cannot be loaded"):
        (tmp_path / "x.weights.h5").write_bytes(b"no such thing")
        export(
            DATA / "picture" / "after",
            probe("picture"),
            tmp_path / "x.weights.h5",
            tmp_path / "o",
            recording=recorded("picture"),
        )
    assert not list(tmp_path.glob("o.*")) and not list(tmp_path.glob(".writing-*"))


def test_wrong_calls(tmp_path: Path) -> None:
    tree, checkpoint = DATA / "picture" / "after", write(tmp_path / "c", variables("picture"))
    with pytest.raises(ProbeMissingError, match=r"probes that did: probe\.py:probe_picture"):
        convert(tree, "probe.py:other", checkpoint, tmp_path / "m.weights.h5")
    with pytest.raises(ProbeResultError, match="no default for left, right"):
        convert(tree, probe("picture"), checkpoint, tmp_path / "m.weights.h5")
    with pytest.raises(CheckpointError, match=r"ends in \.weights\.h5"):
        convert(tree, probe("picture"), checkpoint, tmp_path / "m.h5")
