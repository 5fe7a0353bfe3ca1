"""The static shape of a sum whose operands have sizes that are known only where the function is called."""

from __future__ import annotations

from textwrap import dedent

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile


def test_a_residual_sum_keeps_a_size_to_compute_with() -> None:
    """``(c + x).shape[1]`` is a number in TF1 for any image: not None, which cannot be multiplied."""
    text = dedent("""\
        import tensorflow as tf


        def block(x, k):
            c = tf.layers.conv2d(x, 4, k, padding="valid", name="c")
            size = (c + x).get_shape().as_list()[1] * 2
            return tf.get_variable("w", [size])


        def model():
            return block(tf.zeros([1, 4, 4, 4]), 1)
        """)
    result = rewrite([SourceFile("m.py", text)], jobs=1, progress=None)
    assert not any("TypeError" in outcome.reason for outcome in result.outcomes)
