"""Classes with a common base class that have no common form as layers: refused, with the reason."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

BASE = """\
import tensorflow as tf


class Net(object):
    def __init__(self, name, width):
        self.name = name
        self.width = width

    def body(self, x):
        return tf.layers.dense(x, self.width, name="hidden")

    def __call__(self, x):
        with tf.variable_scope(self.name, reuse=tf.AUTO_REUSE):
            return self.head(self.body(x))

    def head(self, x):
        return tf.layers.dense(x, 1, name="out")


"""
UNLIKE = {
    "body replaces a method of Net that has layers of its own": """\
        class Other(Net):
            def body(self, x):
                return tf.layers.dense(x, self.width, name="other")
        """,
    "the method head calls a method of the base class": """\
        class Other(Net):
            def head(self, x):
                return super(Other, self).head(tf.layers.dense(x, 2, name="more"))
        """,
    "the constructor does not call that of the base class, which makes the layers": """\
        class Other(Net):
            def __init__(self, name):
                self.name = name
                self.width = 3
        """,
    "a layer of Net (line 10) has another scope here": """\
        class Other(Net):
            def __call__(self, x):
                with tf.variable_scope("outer", reuse=tf.AUTO_REUSE):
                    return self.body(x)
        """,
    "the class has a base class of its own": """\
        class Other(Net, dict):
            def more(self, x):
                return tf.layers.dense(x, self.width, name="more")
        """,
    "the class and its base class Net would take different forms": """\
        class Other(Net):
            def feed(self):
                self.x = tf.placeholder(tf.float32, [None, 3])
                return self(self.x)
        """,
}


@pytest.mark.parametrize("reason", UNLIKE)
def test_no_common_form(reason: str) -> None:
    text = BASE + dedent(UNLIKE[reason])
    result = rewrite([SourceFile("m.py", text)], jobs=1, progress=None)
    refused = {outcome.function: outcome.reason for outcome in result.outcomes if outcome.kind == "refused"}
    assert refused["m.py:Other"] == reason
    assert "m.py:Net" in refused, "what stays keeps its base class"
    assert "keras" not in "".join(change.after for change in result.changes)


def test_class_that_stays_plain_calls_its_base_class() -> None:
    text = dedent("""\
        import tensorflow as tf


        class Agent(object):
            def __init__(self, size):
                self.size = size


        class Learner(Agent):
            def build(self):
                self.x = tf.placeholder(tf.float32, [None, 3])
                with tf.variable_scope("learner"):
                    self.y = tf.layers.dense(self.x, self.size, name="fc")
        """)
    result = rewrite([SourceFile("m.py", text)], jobs=1, progress=None)
    after = result.changes[0].after
    assert "def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n" in after
    assert "class Learner(Agent):" in after


def test_a_copied_object_is_refused() -> None:
    text = BASE + dedent("""\
        from copy import copy


        def both(x):
            main = Net("main", 4)
            target = copy(main)
            target.name = "target"
            return main(x) - target(x)
        """)
    result = rewrite([SourceFile("m.py", text)], jobs=1, progress=None)
    reasons = [outcome.reason for outcome in result.outcomes if outcome.kind == "refused"]
    assert "an object of Net is copied: a copy would have the weights of the first one" in reasons


def test_a_function_that_only_a_returned_function_calls_is_refused() -> None:
    text = dedent("""\
        import tensorflow as tf


        def dense(x, n, scope):
            with tf.variable_scope(scope):
                return tf.matmul(x, tf.get_variable("w", [4, n]))


        def builder(n):
            def network(x):
                return dense(x, n, scope="fc")
            return network
        """)
    result = rewrite([SourceFile("m.py", text)], jobs=1, progress=None)
    reasons = {outcome.function: outcome.reason for outcome in result.outcomes}
    assert reasons["m.py:dense"].startswith("`dense` is called here by code that is not rewritten")
