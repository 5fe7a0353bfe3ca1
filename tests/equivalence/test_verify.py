"""Right rewrites pass all five points; each way of being wrong fails the point that is meant to catch it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from programs import (
    PAIR,
    PROGRAMS,
    TOWER,
    TWINS,
    Program,
    changed,
    failed_points,
    reason,
    verify_changed,
)

from tf1to2reuse.equivalence.errors import (
    ManifestError,
    ProbeMissingError,
    ProbeRaisesError,
    RecordingError,
    VerificationError,
)
from tf1to2reuse.equivalence.verify import verify

pytest.importorskip("tensorflow")

UNSHARED = {
    "probe.py": [
        (
            'self.encoder = net.Encoder(name="encoder")',
            'self.encoder = net.Encoder(name="encoder")\n        self.copy = net.Encoder(name="copy")',
        ),
        ("twin = self.encoder(right, training=True)", "twin = self.copy(right, training=True)"),
    ]
}
COPY_SLOT = {
    "tf1to2reuse.json": [
        (
            '"slots": [{"attribute": "encoder", "kind": "layer", "path": "encoder"}]',
            '"slots": [{"attribute": "encoder", "kind": "layer", "path": "encoder"},'
            ' {"attribute": "copy", "kind": "layer", "path": "encoder"}]',
        )
    ]
}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_right_rewrite_is_equivalent(program: Program) -> None:
    result = verify(program.after, program.probe, recording=program.recording)
    assert [(point.number, point.status) for point in result.points] == [(n, "pass") for n in range(1, 6)]
    assert result.verdict == "equivalent" and result.passed
    assert {variable.status for variable in result.variables} == {"matched"}
    assert result.unproven == ()
    assert result.first_difference == ""


def test_the_two_ways_of_running_are_told_apart() -> None:
    eager = verify(TWINS.after, TWINS.probe, recording=TWINS.recording)
    graph = verify(PAIR.after, PAIR.probe, recording=PAIR.recording)
    assert (eager.mode, {output.mode for output in eager.outputs}) == ("eager", {"eager", "function"})
    assert (graph.mode, {output.mode for output in graph.outputs}) == ("graph", {"graph"})


def test_every_match_says_its_evidence() -> None:
    result = verify(TOWER.after, TOWER.probe, recording=TOWER.recording)
    evidence = {variable.name: variable.evidence for variable in result.variables}
    assert evidence["tower/table"] == "name"
    assert evidence["tower/h1/dense_1/kernel"] == "first-use order in its scope"
    places = {variable.name: variable.places for variable in result.variables}
    assert places["tower/h1/dense_1/kernel"] == ("ProbeTower.tower.h[1].dense[1].kernel",)


def test_an_unshared_copy_loads_the_same_weights_and_still_fails(tmp_path: Path) -> None:
    result = verify_changed(TWINS, tmp_path, {**UNSHARED, **COPY_SLOT})
    assert failed_points(result) == {1, 3, 4, 5}
    assert all(output.passed for output in result.outputs)  # equal outputs do not prove sharing
    assert "held by several weights" in reason(result, 4)


def test_an_unshared_copy_unknown_to_the_manifest_is_left_over(tmp_path: Path) -> None:
    result = verify_changed(TWINS, tmp_path, UNSHARED)
    assert 1 in failed_points(result)
    assert "has no TF1 variable" in reason(result, 1)


def test_a_wrong_epsilon_fails_on_outputs(tmp_path: Path) -> None:
    edits = {"net.py": [('BatchNormalization(name="bn")', 'BatchNormalization(epsilon=1e-2, name="bn")')]}
    result = verify_changed(TWINS, tmp_path, edits)
    assert 2 in failed_points(result) and 1 not in failed_points(result)
    assert result.first_difference.startswith(
        "call 1 of the BatchNormalization 'bn' (Encoder.bn, TF1 encoder/bn, was net.py:15) at net.py:27 gives"
    )
    assert "epsilon" in result.first_difference


def test_a_wrong_momentum_fails_on_the_step_alone(tmp_path: Path) -> None:
    edits = {"net.py": [('BatchNormalization(name="bn")', 'BatchNormalization(momentum=0.9, name="bn")')]}
    assert failed_points(verify_changed(TWINS, tmp_path, edits)) == {5}


def test_a_missing_weight_fails_on_the_map(tmp_path: Path) -> None:
    edits = {"net.py": [('Dense(3, name="out")', 'Dense(3, use_bias=False, name="out")')]}
    result = verify_changed(TWINS, tmp_path, edits)
    assert "encoder/out/bias [3] has no Keras weight" in reason(result, 1)
    assert next(v.status for v in result.variables if v.name == "encoder/out/bias") == "missing"


def test_a_wrong_shape_fails_on_the_map(tmp_path: Path) -> None:
    edits = {"net.py": [("shape=[self.units]", "shape=[1, self.units]")]}
    result = verify_changed(TWINS, tmp_path, edits)
    assert "has shape [1, 6]; encoder/h0/b needs [6]" in reason(result, 1)


def test_two_names_for_one_weight_fail(tmp_path: Path) -> None:
    edits = {"tower.py": [('Block(name="h%d" % i) for i in range(depth)]', 'Block(name="h0")] * depth')]}
    result = verify_changed(TOWER, tmp_path, edits)
    assert {1, 4} <= failed_points(result)
    assert any("one weight with several TF1 names" in problem for problem in result.problems)


def test_a_frozen_weight_is_not_trained(tmp_path: Path) -> None:
    edits = {"net.py": [('Dense(3, name="out")', 'Dense(3, trainable=False, name="out")')]}
    result = verify_changed(TWINS, tmp_path, edits)
    assert failed_points(result) == {1, 5}
    assert "is not trained, but encoder/out/kernel is" in reason(result, 1)


def test_training_mode_where_inference_was_fails(tmp_path: Path) -> None:
    edits = {
        "probe.py": [
            ("calm = self.encoder(right, training=False)", "calm = self.encoder(right, training=True)")
        ]
    }
    result = verify_changed(TWINS, tmp_path, edits)
    assert {output.name for output in result.outputs if not output.passed} == {"calm"}


def test_another_order_of_random_numbers_fails(tmp_path: Path) -> None:
    edits = {"tower.py": [("tf.nn.dropout(x, rate=1 - keep_prob)", "x")]}
    assert 2 in failed_points(verify_changed(TOWER, tmp_path, edits))


def test_statistics_that_never_move_fail_in_a_graph(tmp_path: Path) -> None:
    edits = {"pair.py": [("tf.function(self.norm)(x, training=True)", "self.norm(x, training=True)")]}
    result = verify_changed(PAIR, tmp_path, edits)
    assert failed_points(result) == {5}
    assert "moving_" in reason(result, 5)


def test_a_difference_in_a_graph_is_found_too(tmp_path: Path) -> None:
    edits = {"pair.py": [('Dense(4, name="code")', 'Dense(4, activation="relu", name="code")')]}
    result = verify_changed(PAIR, tmp_path, edits)
    assert "Dense 'code' (Network.code, TF1 pair/code, was pair.py:" in result.first_difference


def test_a_missing_output_fails(tmp_path: Path) -> None:
    edits = {"probe.py": [(', "distance": distance', "")]}
    result = verify_changed(TWINS, tmp_path, edits)
    assert "distance" in reason(result, 2)


def test_a_probe_that_raises_names_file_and_line(tmp_path: Path) -> None:
    edits = {"net.py": [("x = tf.nn.relu(x)", "x = tf.nn.relu(x) + missing_name")]}
    with pytest.raises(ProbeRaisesError, match=r"at net\.py:\d+: .*missing_name"):
        verify_changed(TWINS, tmp_path, edits)


def test_a_broken_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProbeRaisesError, match=r"at net\.py:\d+: SyntaxError"):
        verify_changed(TWINS, tmp_path, {"net.py": [("def call", "deff call")]})


def test_a_tree_without_manifest_is_refused() -> None:
    with pytest.raises(ManifestError, match="not the output of a rewrite"):
        verify(TWINS.before, TWINS.probe, recording=TWINS.recording)


def test_a_probe_class_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProbeMissingError, match="ProbeTwins"):
        verify_changed(TWINS, tmp_path, {"probe.py": [("class ProbeTwins", "class Other")]})


def test_a_recording_of_another_probe_is_refused() -> None:
    with pytest.raises(RecordingError, match="is of probe"):
        verify(TWINS.after, TWINS.probe, recording=TOWER.recording)


def test_settings_that_contradict_the_recording_are_refused() -> None:
    with pytest.raises(RecordingError, match="--random"):
        verify(TWINS.after, TWINS.probe, recording=TWINS.recording, random="replace")


DRIVER = """
def probe_twins(left, right):
    encoder = net.Encoder(name="encoder")
    trained = encoder(left, training=True)
    twin = encoder(right, training=True)
    calm = encoder(right, training=False)
    return {"trained": trained, "twin": twin, "calm": calm,
            "distance": tf.reduce_sum(tf.square(trained - twin), 1)}
"""


def as_driver(folder: Path, slots: str) -> Path:
    """The twins' probe as a function that takes tensors and keeps its layer in a local."""
    tree = changed(TWINS, folder, {})
    text = (tree / "probe.py").read_text(encoding="utf-8")
    (tree / "probe.py").write_text(text[: text.index("class ProbeTwins")] + DRIVER, encoding="utf-8")
    manifest = json.loads((tree / "tf1to2reuse.json").read_text(encoding="utf-8"))
    manifest["functions"] = {"probe.py:probe_twins": {"kind": "driver", "slots": json.loads(slots)}}
    manifest["probes"] = {}
    (tree / "tf1to2reuse.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tree


def test_a_probe_that_stayed_a_function_runs_in_a_graph(tmp_path: Path) -> None:
    tree = as_driver(tmp_path, '[{"attribute": "encoder", "kind": "layer", "path": "encoder"}]')
    result = verify(tree, TWINS.probe, recording=TWINS.recording)
    assert result.mode == "graph"
    assert failed_points(result) == {5}  # batch normalization in a v1 graph never moves its statistics
    assert {step.variable for step in result.steps if not step.passed} == {
        "encoder/bn/moving_mean",
        "encoder/bn/moving_variance",
    }


def test_layers_in_locals_that_the_manifest_forgot_are_left_over(tmp_path: Path) -> None:
    result = verify(as_driver(tmp_path, "[]"), TWINS.probe, recording=TWINS.recording)
    assert len(result.problems) == 16  # every variable, and every weight


def test_either_a_recording_or_an_original_is_needed() -> None:
    with pytest.raises(VerificationError, match="either"):
        verify(TWINS.after, TWINS.probe)


@pytest.mark.tf1
def test_the_original_is_recorded_when_there_is_no_recording(tf1_python: str) -> None:
    result = verify(TOWER.after, TOWER.probe, original=TOWER.before, tf1_python=tf1_python, random="replace")
    assert result.passed


@pytest.mark.tf1
def test_random_numbers_that_are_not_replaced_prove_nothing(tf1_python: str) -> None:
    result = verify(TOWER.after, TOWER.probe, original=TOWER.before, tf1_python=tf1_python)
    assert not result.passed
    assert "changes from run to run" in reason(result, 2)


def test_a_program_that_fails_when_it_runs_is_different(tmp_path: Path) -> None:
    edits = {"pair.py": [("strides=[1, 2, 2, 1]", "strides=[1, 1, 1, 1]")]}
    result = verify_changed(PAIR, tmp_path, edits)
    assert result.verdict == "different"
    assert "the rewritten program fails" in reason(result, 2)
