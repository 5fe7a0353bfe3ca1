"""Code that learns by a ValueError that its variables exist."""

from __future__ import annotations

from textwrap import dedent, indent

from tf1to2reuse.pipeline import rewrite
from tf1to2reuse.repo.sources import SourceFile

HEAD = """\
import numpy as np
import tensorflow as tf


def weights(n):
    with tf.variable_scope("s") as scope:
"""
TAIL = """\
        return a * b


def probe(x=np.zeros((2, 3), "float32")):
    return {"y": x * weights(3), "z": x * weights(3)}
"""
USUAL = """\
        try:
            a = tf.get_variable("a", [n])
            b = tf.get_variable("b", [n])
        except ValueError:
            scope.reuse_variables()
            a = tf.get_variable("a")
            b = tf.get_variable("b", [n])
        """


def rewritten(body: str) -> tuple[str, dict[str, str]]:
    """The text after a rewrite, and the refusal code of every function that stays."""
    result = rewrite([SourceFile("m.py", HEAD + indent(dedent(body), " " * 8) + TAIL)])
    refused = {o.function.partition(":")[2]: o.code for o in result.outcomes if o.kind == "refused"}
    return next((change.after for change in result.changes), ""), refused


def test_the_body_stays() -> None:
    text, refused = rewritten(USUAL)
    assert not refused
    assert "try" not in text and "except" not in text
    assert text.count("add_weight") == 2


def test_a_handler_that_does_something_else_is_refused() -> None:
    before, _, after = USUAL.rpartition('tf.get_variable("b", [n])')
    _, refused = rewritten(f"{before}2.0{after}")
    assert refused["weights"] == "refused-create-existing"


def test_a_handler_that_asks_for_another_variable_is_refused() -> None:
    _, refused = rewritten(USUAL.replace('get_variable("a")', 'get_variable("c")'))
    assert "weights" in refused


def test_another_error_is_another_matter() -> None:
    _, refused = rewritten(USUAL.replace("ValueError", "Exception"))
    assert refused["weights"] == "refused-create-existing"


def test_a_body_that_raises_half_way_is_refused() -> None:
    body = USUAL.replace("try:", 'tf.get_variable("b", [n])\n        try:')
    _, refused = rewritten(body)
    assert "weights" in refused


def test_a_variable_that_the_handler_lacks_is_refused() -> None:
    body = USUAL.replace("try:", 'with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):\n'
                         '            tf.get_variable("a", [n])\n        try:')  # fmt: skip
    _, refused = rewritten(body)
    assert refused["weights"] == "refused-cut-short"


def test_an_error_that_another_handler_may_catch_is_refused() -> None:
    lines = USUAL.rstrip().split("\n")
    body = (
        "        try:\n"
        + "\n".join("    " + line for line in lines)
        + "\n        except KeyError:\n            pass\n"
    )
    _, refused = rewritten(body)
    assert refused["weights"] == "refused-create-existing"
