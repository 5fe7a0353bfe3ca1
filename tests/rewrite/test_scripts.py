"""Scripts that run sessions begin by leaving eager mode, and no other file does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

HEAD = "import tensorflow as tf\n\n\n"
NET = """\
def net(x, reuse=False):
    with tf.variable_scope("net", reuse=reuse):
        return tf.layers.dense(x, 2)


"""
MAIN = """\
def main():
    x = tf.placeholder(tf.float32, [4, 3])
    with tf.Session() as sess:
        print(sess.run(net(x) + net(x, reuse=True)))


"""
BODY = """\
first, second = net(x), net(x, reuse=True)
        sess.run(tf.global_variables_initializer())
        one, other = sess.run([first, second], {x: [[1., 2., 3.]] * 4})
        print("same" if abs(one - other).max() == 0 and abs(one).max() > 0 else "different")"""
CALL = "tf.compat.v1.disable_eager_execution()"


def after(*files: tuple[str, str]) -> dict[str, str]:
    """The new texts of the files that change."""
    result = rewrite([SourceFile(name, code) for name, code in files])
    return {change.path: change.after for change in result.changes}


def test_main_block() -> None:
    code = HEAD + NET + MAIN + 'if __name__ == "__main__":\n    # one run\n    main()\n'
    text = after(("train.py", code))["train.py"]
    assert text.endswith(f'if __name__ == "__main__":\n    {CALL}\n    # one run\n    main()\n')


def test_on_one_line() -> None:
    code = HEAD + NET + MAIN + "if __name__ == '__main__': main()\n"
    text = after(("train.py", code))["train.py"]
    assert text.endswith(f"if __name__ == '__main__':\n    {CALL}\n    main()\n")


def test_through_an_import() -> None:
    main = "import numpy as np\n\nfrom model import main\n\nif __name__ == '__main__':\n    main()\n"
    texts = after(("model.py", HEAD + NET + MAIN.rstrip() + "\n"), ("train.py", main))
    assert CALL not in texts["model.py"]
    assert (
        "import tensorflow as tf\n" in texts["train.py"] and f"    {CALL}\n    main()\n" in texts["train.py"]
    )


def test_a_file_without_tensorflow() -> None:
    files = (
        ("lib/__init__.py", "from lib.model import main\n"),
        ("lib/model.py", HEAD + NET + MAIN.rstrip() + "\n"),
        ("lib/other.py", "def run():\n    return 1\n"),
        ("other.py", "from lib import other\n\nif __name__ == '__main__':\n    other.run()\n"),
    )
    assert set(after(*files)) == {"lib/model.py"}


def test_a_program_that_chooses_itself() -> None:
    code = HEAD + NET + MAIN + f"if __name__ == '__main__':\n    {CALL}\n    main()\n"
    assert after(("train.py", code))["train.py"].count("disable_eager_execution") == 1


def test_without_a_graph() -> None:
    code = HEAD + NET + "if __name__ == '__main__':\n    print(net(tf.ones([2, 3])))\n"
    assert CALL not in after(("train.py", code))["train.py"]


def test_the_other_block() -> None:
    code = HEAD + NET + MAIN + "if __name__ != '__main__':\n    print('imported')\n"
    assert CALL not in after(("train.py", code))["train.py"]


def test_top_level_graph() -> None:
    code = (
        HEAD
        + NET
        + "x = tf.placeholder(tf.float32, [4, 3])\ny = net(x)\n\nif __name__ == '__main__':\n    print(y)\n"
    )
    assert CALL not in after(("train.py", code))["train.py"]


def test_it_runs(tmp_path: Path) -> None:
    code = HEAD + NET + MAIN.replace("print(sess.run(net(x) + net(x, reuse=True)))", BODY)
    (tmp_path / "train.py").write_text(
        after(("train.py", code + "if __name__ == '__main__':\n    main()\n"))["train.py"], "utf-8"
    )
    ran = subprocess.run(
        [sys.executable, "train.py"],
        cwd=tmp_path,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert ran.stdout.split()[-1] == "same"


RNN = """\
x = tf.compat.v1.placeholder(tf.float32, [None, 4, 3])
y, {state} = tf.nn.dynamic_rnn(tf.nn.rnn_cell.LSTMCell(4), x, dtype=tf.float32)
print({read})
"""


def test_recurrent_layer_at_the_top_level() -> None:
    text = after(("s.py", HEAD + RNN.format(state="_", read="y")))["s.py"]
    assert "\ny = lstm(x)\n" in text


def test_state_that_is_read_at_the_top_level_is_refused() -> None:
    files = [SourceFile("s.py", HEAD + RNN.format(state="state", read="state"))]
    result = rewrite(files)
    assert any("the last state of an RNN is read" in finding.message for finding in result.findings)
