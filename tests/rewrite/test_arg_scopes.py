"""What an ``arg_scope`` sets for layers elsewhere: written there, handed down, or refused."""

from __future__ import annotations

from textwrap import dedent

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

HEAD = """\
import numpy as np
import tensorflow as tf

slim = tf.contrib.slim


def block(x, name):
    with tf.variable_scope(name):
        return slim.conv2d(x, 2, 3, scope="conv")


"""


def rewritten(code: str) -> tuple[dict[str, str], str]:
    """The refusal code of every function, and the new text."""
    result = rewrite([SourceFile("m.py", HEAD + dedent(code))])
    codes = {outcome.function.partition(":")[2]: outcome.code for outcome in result.outcomes}
    return codes, result.changes[0].after if result.changes else ""


def test_calls_under_different_scopes() -> None:
    codes, _ = rewritten("""\
        def network(x):
            with slim.arg_scope([slim.conv2d], padding="VALID"):
                x = block(x, "a")
            with slim.arg_scope([slim.conv2d], padding="SAME"):
                return block(x, "b")
        """)
    assert codes == {"block": "refused-scope-options", "network": "refused-neighbour"}


def test_called_inside_and_outside() -> None:
    codes, _ = rewritten("""\
        def network(x):
            x = block(x, "a")
            with slim.arg_scope([slim.conv2d], activation_fn=None):
                return block(x, "b")
        """)
    assert codes["block"] == "refused-scope-options"


def test_same_scope_twice() -> None:
    codes, text = rewritten("""\
        def network(x):
            with slim.arg_scope([slim.conv2d], activation_fn=None):
                x = block(x, "a")
                return block(x, "b")
        """)
    assert set(codes.values()) == {""}
    assert 'tf.keras.layers.Conv2D(2, 3, padding="same", name="conv")' in text


def test_name_that_is_taken() -> None:
    """The called function has a name of its own by which it would have to be handed the caller's."""
    codes, _ = rewritten("""\
        def narrow(x, decay, name):
            with tf.variable_scope(name):
                return slim.conv2d(x, decay, 3, scope="conv")


        def network(x, decay):
            with slim.arg_scope([slim.conv2d], weights_regularizer=slim.l2_regularizer(decay)):
                return narrow(x, 4, "a")
        """)
    assert codes["narrow"] == "refused-scope-options"


def test_changed_dictionary() -> None:
    """Entries that a later line gives are constants that the evaluator knows, or not written."""
    codes, text = rewritten("""\
        def network(x, is_training):
            params = {"decay": 0.9}
            params["epsilon"] = 0.01
            params["is_training"] = is_training
            with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params=params):
                return slim.conv2d(x, 2, 3, scope="a")
        """)
    assert codes["network"] == "refused-no-form"
    assert "network" in text or not text


def test_normalizer_under_arg_scope() -> None:
    """What a scope sets for the normalizer counts where it is applied inside another layer; the explicit
    dictionary wins."""
    codes, text = rewritten("""\
        def network(x, is_training):
            with slim.arg_scope([slim.batch_norm], is_training=is_training, decay=0.5):
                x = slim.conv2d(x, 2, 3, normalizer_fn=slim.batch_norm, scope="a")
                params = {"is_training": False}
                return slim.conv2d(x, 2, 3, normalizer_fn=slim.batch_norm, normalizer_params=params,
                                   scope="b")
        """)
    assert set(codes.values()) == {""}
    assert "self.a_bn(self.a(x), training=is_training)" in text
    assert "self.b_bn(self.b(x), training=False)" in text
    assert text.count("momentum=0.5") == 2


def test_unused_contrib_name_goes() -> None:
    _, text = rewritten("""\
        def network(x):
            return block(x, "a")
        """)
    assert "slim" not in text


def test_decorated_function_under_a_scope_of_its_caller() -> None:
    codes, _ = rewritten("""\
        @slim.add_arg_scope
        def unit(x, depth, stride=1):
            return slim.conv2d(x, depth, 3, stride=stride, scope="conv")


        def inner(x):
            return unit(x, 4)


        def network(x):
            with slim.arg_scope([unit], stride=2):
                return inner(x)
        """)
    assert codes["inner"] == "refused-no-form"


def test_local_that_differs_between_sharing_calls() -> None:
    """A part made at its first use would keep what the first call computed."""
    codes, _ = rewritten("""\
        def scaled(x, rate, scope):
            with tf.variable_scope(scope):
                return rate * slim.conv2d(x, 2, 3, scope="conv")


        def network(x, factor, reuse=None):
            double = 2 * factor
            with tf.variable_scope("network", reuse=reuse):
                return scaled(x, double, "a")


        def probe(x=np.zeros((2, 8, 8, 3), "float32")):
            return {"a": network(x, 0.5), "b": network(x, 3.0, reuse=True)}
        """)
    assert codes["network"] == "refused-no-form"
