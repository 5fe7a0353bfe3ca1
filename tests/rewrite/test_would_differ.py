"""Programs whose rewrite would run and do something else: they are refused, or said."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

HEAD = "import tensorflow as tf\n\n\n"
REFUSED = {
    "refused-shared-results": """\
        class Policy(object):
            def __init__(self, x, reuse=False):
                with tf.variable_scope("policy", reuse=reuse):
                    self.logits = tf.layers.dense(x, 2, name="fc")


        def both(x, y):
            act, train = Policy(x), Policy(y, reuse=True)
            return act.logits, train.logits
        """,
    "refused-scope-options": """\
        def net(x):
            return tf.layers.dense(x, 2, name="fc")


        def model(x):
            with tf.variable_scope("net", initializer=tf.random_uniform_initializer(-0.1, 0.1)):
                return net(x)
        """,
    "refused-no-form": """\
        def enc(x, act):
            with tf.variable_scope("enc", reuse=tf.AUTO_REUSE):
                return tf.layers.dense(x, 3, activation=act, name="h")


        def model(x):
            return enc(x, tf.nn.relu) + enc(x, tf.tanh)
        """,
    "refused-no-owner": """\
        def net(x):
            with tf.variable_scope("net"):
                for i in range(2):
                    x = tf.layers.dense(x, 4)
                    for _ in range(2):
                        x = tf.layers.dense(x, 4)
                return x
        """,
    "refused-graph-only": """\
        def penalty(x):
            with tf.variable_scope("critic"):
                y = tf.layers.dense(x, 1)
            return tf.gradients(y, x)[0]
        """,
    "refused-dtype": """\
        def net(x):
            return tf.layers.dense(tf.cast(x, tf.float64), 3)
        """,
}


@pytest.mark.parametrize("name", ["weights", "losses", "input", "dtype"])
def test_parameter_that_would_be_kept_as_an_attribute_of_keras(name: str) -> None:
    code = f"def net(x, {name}):\n    return tf.layers.dense(x, {name}) * {name}\n"
    result = rewrite([SourceFile("m.py", HEAD + code)])
    assert result.changes == ()
    assert "refused-no-form" in {finding.code for finding in result.findings}
    other = rewrite([SourceFile("m.py", HEAD + code.replace(name, "size"))])
    assert other.findings == ()


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_refused(code: str) -> None:
    result = rewrite([SourceFile("m.py", HEAD + dedent(REFUSED[code]))])
    assert result.changes == ()
    assert code in {finding.code for finding in result.findings}


def test_collection_that_each_call_would_fill() -> None:
    code = """\
        def net(x):
            with tf.variable_scope("net"):
                w = tf.get_variable("w", [3, 3])
            tf.add_to_collection("losses", tf.nn.l2_loss(w))
            return tf.matmul(x, w)


        def loss(x):
            return tf.reduce_sum(net(x)) + tf.add_n(tf.get_collection("losses"))
        """
    result = rewrite([SourceFile("m.py", HEAD + dedent(code))])
    assert result.changes == ()
    assert "refused-graph-only" in {finding.code for finding in result.findings}


def test_unequal_rounds_of_a_while() -> None:
    code = """\
        def block(x, i):
            with tf.variable_scope("res%d" % i):
                return x + tf.layers.dense(x, 4, name="fc")


        def net(x, n):
            i = 0
            while i < n:
                x = block(x, i)
                i += 1
            return x
        """
    assert rewrite([SourceFile("m.py", HEAD + dedent(code))]).changes == ()


@pytest.mark.parametrize(
    "read",
    [
        "tf.losses.get_regularization_loss()",
        "tf.add_n(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))",
    ],
)
def test_regularization_losses_are_said(read: str) -> None:
    code = f"""\
        def model(x):
            y = tf.layers.dense(x, 2, kernel_regularizer=tf.contrib.layers.l2_regularizer(0.1), name="fc")
            return tf.reduce_sum(y) + {read}
        """
    result = rewrite([SourceFile("m.py", HEAD + dedent(code))])
    assert [f.code for f in result.findings if f.code == "losses-by-collection"] == ["losses-by-collection"]


def test_filter_on_names_of_tf1() -> None:
    code = """\
        def model(x):
            y = tf.layers.dense(x, 2, name="fc")
            return y, tf.add_n([tf.nn.l2_loss(v) for v in tf.trainable_variables() if "bias" not in v.name])
        """
    result = rewrite([SourceFile("m.py", HEAD + dedent(code))])
    assert "variables-by-name" in {finding.code for finding in result.findings}
    assert "self.fc.trainable_variables" not in result.changes[0].after


@pytest.mark.parametrize("use", ["tf.identity(y, name=scope.name)", "y, scope"])
def test_name_that_nobody_binds(use: str) -> None:
    code = f"""\
        def conv(x):
            with tf.variable_scope("conv1") as scope:
                y = tf.layers.dense(x, 3)
            return {use}
        """
    result = rewrite([SourceFile("m.py", HEAD + dedent(code))])
    assert result.changes == ()
    assert any("`scope`" in finding.message for finding in result.findings)


def test_part_that_both_arms_use_is_made_before_them() -> None:
    code = """\
        def scale(x):
            return tf.multiply(x, tf.get_variable("s", [1, 4]))


        def fc(x, use_bias=True, scope="fc"):
            with tf.variable_scope(scope):
                if use_bias:
                    return scale(x) + tf.get_variable("b", [4])
                return scale(x)
        """
    text = rewrite([SourceFile("m.py", HEAD + dedent(code))]).changes[0].after
    assert text.index(" = Scale()") < text.index("if use_bias:")


FLAG = """\
import tensorflow as tf


class Net(object):
    def __init__(self, units):
        self.units = units
        self.reuse = None

    def __call__(self, x):
        with tf.variable_scope("net", reuse=self.reuse):
            y = tf.layers.dense(x, self.units)
        self.reuse = True
        return y


def probe_net():
    net = Net(3)
    x = tf.zeros([2, 3])
    first, second = net(x), net(x)
    return {"first": first, "second": second{more}}, {}
"""


@pytest.mark.parametrize(("more", "kept"), [("", False), (" * (2.0 if net.reuse else 1.0)", True)])
def test_a_reuse_flag_that_other_code_reads_stays(more: str, kept: bool) -> None:
    result = rewrite([SourceFile("m.py", FLAG.replace("{more}", more))])
    assert {outcome.kind for outcome in result.outcomes} == {"lifted"}
    assert ("self.reuse = True" in result.changes[0].after) is kept
