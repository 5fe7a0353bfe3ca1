"""Programs around ``tf.estimator``: the model becomes a layer, ``model_fn`` stays a function."""

from __future__ import annotations

from textwrap import dedent

from tf1to2reuse.pipeline import rewrite, scan
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import RewriteResult

NET = """\
import tensorflow as tf


def net(x, units):
    with tf.variable_scope("net"):
        return tf.layers.dense(x, units)


"""


def rewritten(code: str) -> tuple[str, RewriteResult]:
    """The text after a rewrite, and everything about it."""
    result = rewrite([SourceFile("m.py", NET + dedent(code))])
    return next((change.after for change in result.changes), ""), result


def refusals(result: RewriteResult) -> dict[str, str]:
    """The refusal code of every function that stays."""
    return {o.function.partition(":")[2]: o.code for o in result.outcomes if o.kind == "refused"}


MODEL_FN = """\
        def model_fn(features, labels, mode, params):
            logits = net(features, params["classes"])
            loss = tf.losses.sparse_softmax_cross_entropy(labels=labels, logits=logits)
            {metric}
            return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops={{"accuracy": accuracy}})
        """


def test_a_model_fn_makes_the_layers_and_stays() -> None:
    metric = "accuracy = tf.metrics.accuracy(labels, tf.argmax(logits, 1))"
    text, result = rewritten(MODEL_FN.format(metric=metric))
    assert not refusals(result)
    assert 'net = Net(params["classes"])\n    logits = net(features)\n' in text
    assert "accuracy = tf.compat.v1.metrics.accuracy(labels, tf.argmax(logits, 1))" in text
    assert "symbol-no-target" in {finding.code for finding in result.findings}


def test_a_metric_takes_a_default_name() -> None:
    code = """\
        def accuracy_net(x=1.0, labels=2.0):
            metric = tf.metrics.accuracy(labels, x)
            with tf.variable_scope(None, "accuracy"):
                return tf.layers.dense(x, 1), metric
        """
    rows = scan([SourceFile("m.py", NET + dedent(code))]).rows
    assert "accuracy_1/dense/kernel" in {row.path for row in rows}


def test_metrics_need_a_session() -> None:
    _, result = rewritten("""\
        def measured(x, labels):
            y = net(x, 1)
            return y, tf.metrics.mean_squared_error(labels, y)
        """)
    assert refusals(result)["measured"] == "refused-graph-only"


def test_what_works_in_a_graph_only_is_found_in_helpers() -> None:
    _, result = rewritten("""\
        def slope(y, x):
            return tf.gradients(y, x)[0]


        def penalty(x):
            return tf.reduce_mean(tf.square(slope(net(x, 1), x)))
        """)
    assert refusals(result)["penalty"] == "refused-graph-only"


def test_a_name_that_is_gone_is_reported_once() -> None:
    _, result = rewritten("""\
        def is_training(mode):
            return mode == tf.estimator.ModeKeys.TRAIN
        """)
    assert [finding.message for finding in result.findings] == [
        "tf.estimator.ModeKeys does not exist in current TensorFlow"
    ]
