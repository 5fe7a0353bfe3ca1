"""Attributes that a constructor sets before it builds: computed once, and kept apart from its arguments."""

from __future__ import annotations

from textwrap import dedent

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

MODEL = """\
    import tensorflow as tf


    class Net(object):
        def __init__(self, x, units, depth=2):
            self.units = units * 2
            self.label = "net"
            self.layers_made = []
            with tf.variable_scope("net"):
                h = tf.layers.dense(x, self.units, name="a")
                self.y = h * {read}
    """


def written(read: str) -> tuple[str, list[str]]:
    """The new text (empty where nothing changed) and the sentences of what is refused."""
    result = rewrite([SourceFile("m.py", dedent(MODEL.format(read=read)))], jobs=1, progress=None)
    reasons = [outcome.reason for outcome in result.outcomes if outcome.kind == "refused"]
    return (result.changes[0].after if result.changes else ""), reasons


def test_what_only_configures_is_computed_once() -> None:
    text, reasons = written("self.units")
    assert not reasons
    constructor, _, call = text.partition("def call(")
    assert "self.units = units * 2" in constructor
    assert 'self.label = "net"' in constructor
    assert "self.units =" not in call
    assert "self.layers_made = []" in call, "a list is a new one in every call"


def test_an_attribute_that_hides_an_argument_is_refused() -> None:
    _, reasons = written("units")
    assert reasons == ["the attribute units (line 6) is not the argument units, read later"]
