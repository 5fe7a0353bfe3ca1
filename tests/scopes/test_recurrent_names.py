"""The variables of recurrent cells, against what TensorFlow 1.15 recorded in ``recurrent/names.json``."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tf1to2reuse.equivalence.record import environment
from tf1to2reuse.pipeline import rewrite, scan
from tf1to2reuse.repo.sources import SourceFile

HERE = Path(__file__).parent / "recurrent"
NAMES = json.loads((HERE / "names.json").read_text("utf-8"))
HEAD = "import tensorflow as tf\n\nrnn = tf.nn.rnn_cell\n\n\ndef net(x, lengths=None, start=None):\n"


def test_names_and_shapes() -> None:
    text = (HERE / "programs.py").read_text("utf-8")
    found: dict[str, list[list[object]]] = {name: [] for name in NAMES}
    for row in scan([SourceFile("programs.py", text)]).rows:
        found[row.root.rpartition(":")[2]].append([row.path, list(row.shape or ())])
    assert found == NAMES


@pytest.mark.tf1
def test_tensorflow_names_them_so(tf1_python: str) -> None:
    command = [tf1_python, "-W", "ignore", "-B", str(HERE / "names.py")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == NAMES


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("o, s = tf.nn.dynamic_rnn(rnn.LSTMCell(3), x, initial_state=start)", "initial_state"),
        ("o, s = tf.nn.dynamic_rnn(rnn.LSTMCell(3), x, tf.float32, time_major=start)", "time_major"),
        (
            "o, s = tf.nn.dynamic_rnn(rnn.LSTMCell(3, num_proj_shards=2), x, dtype=tf.float32)",
            "num_proj_shards",
        ),
        ("o, s = tf.nn.dynamic_rnn(rnn.LSTMCell(3), x, dtype=tf.float32)\n    o = tf.stack(s)", "`s`"),
        ("o = tf.nn.dynamic_rnn(rnn.GRUCell(3), x, dtype=tf.float32)[0]", "two names"),
        ("o = rnn.MultiRNNCell([rnn.GRUCell(3)])", "MultiRNNCell"),
        ("o, s = tf.nn.static_rnn(rnn.GRUCell(3), tf.unstack(x), dtype=tf.float32)\n    o = s", "static"),
        (
            "c, d = rnn.GRUCell(3), rnn.GRUCell(3)\n"
            "    o, _ = tf.nn.dynamic_rnn(rnn.MultiRNNCell([c, d, c]), x, dtype=tf.float32)",
            "stack",
        ),
        (
            "c = rnn.DropoutWrapper(rnn.GRUCell(3), variational_recurrent=True, dtype=tf.float32)\n"
            "    o, _ = tf.nn.dynamic_rnn(c, x)",
            "variational_recurrent",
        ),
        (
            "c = rnn.MultiRNNCell([rnn.GRUCell(3)])\n    o, s = tf.nn.dynamic_rnn(c, x)\n    o = tf.stack(s)",
            "`s`",
        ),
    ],
)
def test_refused_with_a_reason(code: str, words: str) -> None:
    result = rewrite([SourceFile("m.py", f"{HEAD}    {code}\n    return o\n")])
    assert not result.changes
    assert any(words in finding.message for finding in result.findings)
