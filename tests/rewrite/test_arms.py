"""Parts under a condition that two methods share are made under it, after what their arguments need."""

from __future__ import annotations

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

CODE = """\
import tensorflow as tf


class Model(object):
    def __init__(self, labels):
        self.labels = labels
        self.width = 8

    def draw(self, z):
        with tf.variable_scope("net"):
            if not self.labels:
                units = self.width // 2
                return tf.layers.dense(z, units, name="plain")
            else:
                units = self.width
                return tf.layers.dense(z, units, name="labelled")

    def sample(self, z):
        with tf.variable_scope("net") as scope:
            scope.reuse_variables()
            if not self.labels:
                units = self.width // 2
                return tf.layers.dense(z, units, name="plain")
            else:
                units = self.width
                return tf.layers.dense(z, units, name="labelled")


def probe_arms():
    model = Model(False)
    x = tf.placeholder(tf.float32, [4, 3])
    return {"drawn": model.draw(x), "sampled": model.sample(x)}, {}
"""


def test_arms_that_methods_share() -> None:
    result = rewrite([SourceFile("m.py", CODE)])
    assert [outcome.kind for outcome in result.outcomes] == ["lifted"] * len(result.outcomes)
    after = result.changes[0].after
    made = [
        after.index(line)
        for line in (
            "if not self.labels:",
            "units = self.width // 2",
            "self.plain = ",
            "else:",
            "units = self.width\n",
            "self.labelled = ",
        )
    ]
    assert made == sorted(made)
