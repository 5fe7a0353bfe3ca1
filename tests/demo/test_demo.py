"""The demo passes only if the rewrite verifies and its un-shared copy does not."""

from __future__ import annotations

import importlib.util
import io
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from tf1to2reuse.demo import steps


@pytest.mark.skipif(importlib.util.find_spec("tensorflow") is None, reason="needs the extra `verify`")
def test_demo_runs_without_tensorflow_1() -> None:
    command = [sys.executable, "-m", "tf1to2reuse", "demo"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert done.stdout.count("Verdict: equivalent") == 1
    assert done.stdout.count("Verdict: different") == 1
    folder = re.search(r"rewritten copy is in (.+)", done.stdout)
    assert folder is not None
    assert "variable_scope" not in (Path(folder[1]) / "encoder.py").read_text("utf-8")


@dataclass(frozen=True)
class Answer:
    verdict: str


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        pytest.param(["equivalent", "different"], 0, id="caught"),
        pytest.param(["equivalent", "equivalent"], 1, id="missed"),
        pytest.param(["equivalent", "not proven"], 1, id="not-proven"),
        pytest.param(["different", "different"], 1, id="wrong-rewrite"),
    ],
)
def test_exit_status(monkeypatch: pytest.MonkeyPatch, verdicts: list[str], status: int) -> None:
    answers = [Answer(verdict) for verdict in verdicts]
    monkeypatch.setattr(steps, "verify", lambda *_, **__: answers.pop(0))
    monkeypatch.setattr(steps, "verify_lines", lambda _: [])
    assert steps.run(Console(file=io.StringIO())) == status


def test_recording_comes_from_the_packaged_checkpoint() -> None:
    """The recorded weights are those of the checkpoint beside it, written by TensorFlow 1.15.5."""
    tensorflow = pytest.importorskip("tensorflow")
    from tf1to2reuse.equivalence.recording import load

    recording = load(steps.RECORDING)
    reader = tensorflow.train.load_checkpoint(str(steps.HERE / "checkpoint" / "model.ckpt"))
    assert recording.tensorflow.startswith("1.15.")
    assert recording.settings.checkpoint
    for variable in recording.variables:
        assert (reader.get_tensor(variable.name) == variable.value).all(), variable.name
