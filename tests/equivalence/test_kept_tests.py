"""The tests that ``--write-tests`` leaves: they pass on what was proven, and notice a later damage."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from programs import PAIR, TWINS, Program

from tf1to2reuse.cli import main
from tf1to2reuse.equivalence.kept_tests import reference_name

pytest.importorskip("tensorflow")

MUTANTS = Path(__file__).resolve().parents[1] / "mutants" / "data"


def write(tree: Path, probe: str, recording: Path, folder: Path) -> Result:
    arguments = ["verify", tree, "--probe", probe, "--recording", recording, "--write-tests", folder]
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def copied(program: Program, folder: Path) -> Path:
    return Path(shutil.copytree(program.after, folder / "tree"))


def run(tree: Path) -> subprocess.CompletedProcess[str]:
    """pytest as the tree's owners run it: this package cannot be imported."""
    hidden = tree.parent / "hidden"
    (hidden / "tf1to2reuse").mkdir(parents=True, exist_ok=True)
    (hidden / "tf1to2reuse" / "__init__.py").write_text("raise ImportError('not for these tests')\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    environment = {**os.environ, "PYTHONPATH": str(hidden), "CUDA_VISIBLE_DEVICES": "-1"}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


def test_they_pass_and_notice_a_later_damage(tmp_path: Path) -> None:
    tree = copied(TWINS, tmp_path)
    written = write(tree, TWINS.probe, TWINS.recording, tree / "tests" / "tf1")
    assert written.exit_code == 0 and "Tests of 1 probes" in written.output
    names = {path.name for path in (tree / "tests" / "tf1").iterdir()}
    assert names == {"test_tf1_reference.py", "probe-probe_twins.npz"}
    done = run(tree)
    assert done.returncode == 0 and "7 passed" in done.stdout, done.stdout
    net = tree / "net.py"
    right = net.read_text()
    net.write_text(right.replace('name="bn")', 'name="bn", momentum=0.9)'))
    done = run(tree)
    assert done.returncode == 1 and "1 failed, 6 passed" in done.stdout, done.stdout
    assert "encoder/bn/moving_mean after one step" in done.stdout


def test_a_copy_in_place_of_a_shared_layer_fails(tmp_path: Path) -> None:
    tree = copied(TWINS, tmp_path)
    assert write(tree, TWINS.probe, TWINS.recording, tree / "tests").exit_code == 0
    probe = tree / "probe.py"
    text = probe.read_text().replace("twin = self.encoder(", "twin = self.other(")
    made = 'self.encoder = net.Encoder(name="encoder")'
    probe.write_text(text.replace(made, f"{made}\n        self.other = net.Encoder()"))
    done = run(tree)
    assert done.returncode == 1
    assert "test_weights" in done.stdout and "test_gradients" in done.stdout


@pytest.mark.parametrize("name", ["picture", "sequence"])
def test_recurrent_weights_and_random_numbers(name: str, tmp_path: Path) -> None:
    tree = Path(shutil.copytree(MUTANTS / name / "after", tmp_path / "tree"))
    recording = MUTANTS / name / "recording.npz"
    assert write(tree, f"probe.py:probe_{name}", recording, tree / "tests").exit_code == 0
    done = run(tree)
    assert done.returncode == 0 and "7 passed" in done.stdout, done.stdout


def test_a_probe_in_a_graph_is_told(tmp_path: Path) -> None:
    tree = copied(PAIR, tmp_path)
    written = write(tree, PAIR.probe, PAIR.recording, tree / "tests")
    assert written.exit_code == 1 and "has no tests: it did not become a layer" in written.output
    assert not (tree / "tests").exists()


def test_what_is_different_gets_no_tests(tmp_path: Path) -> None:
    tree = copied(TWINS, tmp_path)
    (tree / "net.py").write_text((tree / "net.py").read_text().replace("tf.nn.tanh", "tf.nn.sigmoid"))
    written = write(tree, TWINS.probe, TWINS.recording, tree / "tests")
    assert written.exit_code == 1 and "has no tests: it is different" in written.output
    assert not (tree / "tests").exists()


def test_the_folder_lies_inside_the_tree(tmp_path: Path) -> None:
    tree = copied(TWINS, tmp_path)
    for folder in (tree, tmp_path / "elsewhere"):
        written = write(tree, TWINS.probe, TWINS.recording, folder)
        assert written.exit_code == 2 and "inside" in written.output


def test_names() -> None:
    assert reference_name("src/probe_a.py:probe_b") == "src-probe_a-probe_b.npz"
