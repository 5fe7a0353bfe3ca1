"""Layer objects that stay: no line, or no one line, says what TF1 called them."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tf1to2reuse.pipeline import rewrite, scan
from tf1to2reuse.repo.sources import SourceFile

TWO_SCOPES = """\
import tensorflow as tf


class Coder(object):
    def __init__(self, n):
        self.fc = tf.layers.Dense(n)

    def encode(self, x):
        with tf.variable_scope("enc"):
            return self.fc(x)

    def decode(self, x):
        with tf.variable_scope("dec"):
            return self.fc(x)
"""
PROBE = """\


def probe_coder(x=np.ones((2, 3), "float32")):
    coder = Coder(3)
    return {"y": coder.encode(coder.decode(x))}
"""
REFUSED = {
    "made by another function": """\
        def make(n):
            return tf.layers.Dense(n)


        def net(x):
            return make(3)(x)
        """,
    "called where nothing is rewritten": """\
        def normalize(layer, x):
            return layer(x)


        def net(x):
            return normalize(tf.layers.BatchNormalization(), x)
        """,
    "never called": """\
        class Net(object):
            def __init__(self, n):
                self.a = tf.layers.Dense(n)
                self.b = tf.layers.Dense(n)

            def run(self, x):
                return self.a(x)
        """,
}


def refusals(code: str) -> set[str]:
    """The codes that a program's functions are refused with."""
    result = rewrite([SourceFile("m.py", code)])
    return {outcome.code for outcome in result.outcomes if outcome.code}


def test_the_first_call_is_not_known() -> None:
    assert refusals(TWO_SCOPES) == {"refused-layer-object"}


def test_a_program_decides_which_call_is_first() -> None:
    code = "import numpy as np\n" + TWO_SCOPES + PROBE
    result = rewrite([SourceFile("m.py", code)])
    assert not [outcome.code for outcome in result.outcomes if outcome.code]
    (slot,) = result.manifest["classes"]["m.py:Coder"]["slots"]
    assert slot["path"] == "dec/{auto:dense}"


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_refused(body: str) -> None:
    assert "refused-layer-object" in refusals("import tensorflow as tf\n\n\n" + dedent(body))


def test_each_call_uses_up_the_name() -> None:
    """TF1 counts the calls of an object: an unnamed layer after any of them gets the next number."""
    code = dedent("""\
        import numpy as np
        import tensorflow as tf


        def probe_net(x=np.ones((2, 3), "float32")):
            layer = tf.layers.Dense(3)
            for _ in range(2):
                with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
                    x = tf.layers.dense(layer(x), 3)
            return {"x": x}
        """)
    rows = scan([SourceFile("probe_m.py", code)]).rows
    names = {row.path for row in rows}
    assert names == {"net/dense/kernel", "net/dense/bias", "net/dense_1/kernel", "net/dense_1/bias"}
